// Reads one order per line, has the SDK carry it out, writes one answer per line.
"use strict";

const readline = require("node:readline");
const { ClientConfig, OfflineClient, OnlineClient, RequestConfig, SessionProvider } = require("@intacct/intacct-sdk");
const { failure, response } = require("./answers");
const { build, exportedClasses } = require("./building");

const configured = (config) => Object.assign(new ClientConfig(), config);
const asked = (request) => Object.assign(new RequestConfig(), request);

const ORDERS = {
    classes: () => exportedClasses(),

    async session({ config }) {
        const { sessionId, endpointUrl, entityId, companyId, userId } = await SessionProvider.factory(configured(config));
        return { sessionId, endpointUrl, entityId, companyId, userId };
    },

    async execute({ config, request, function: one }) {
        return response(await new OnlineClient(configured(config)).execute(build(one), asked(request)));
    },

    async batch({ config, request, functions }) {
        return response(await new OnlineClient(configured(config)).executeBatch(build(functions), asked(request)));
    },

    async offline({ config, request, function: one }) {
        const answer = await new OfflineClient(configured(config)).execute(build(one), asked(request));
        return { control: answer.control.status, status: answer.status };
    },
};

async function carriedOut(order) {
    try {
        return { returned: await ORDERS[order.do](order) };
    } catch (error) {
        return { thrown: failure(error) };
    }
}

async function main() {
    for await (const line of readline.createInterface({ input: process.stdin })) {
        process.stdout.write(JSON.stringify(await carriedOut(JSON.parse(line))) + "\n");
    }
}

main();
