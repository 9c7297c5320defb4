// Loaded before everything else: names below intacct.com lead to loopback, as a line in the hosts file would do it.
"use strict";

const dns = require("node:dns");

const lookup = dns.lookup;
dns.lookup = function (name, ...rest) {
    return lookup.call(dns, name.endsWith(".intacct.com") ? "127.0.0.1" : name, ...rest);
};
