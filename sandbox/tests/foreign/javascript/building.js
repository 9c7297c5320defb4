// From a description in JSON to an object of the SDK: {"new": class, "with": [arguments], "set": {properties},
// "call": [[method, arguments]], "get": property}; {"day": "2026-03-14"} is a Date,
// {"static": class, "call": [method, arguments]} what a static method gives.
"use strict";

const { Functions } = require("@intacct/intacct-sdk");

const named = (path) => path.split(".").reduce((within, name) => within[name], Functions);

/** Every exported class that can be made, with its path below Functions. */
function exportedClasses(within = Functions, path = "") {
    return Object.entries(within).flatMap(([name, each]) => {
        if (typeof each === "object") {
            return exportedClasses(each, `${path}${name}.`);
        }
        return name.startsWith("Abstract") ? [] : [path + name];
    });
}

/** A property that the class never reads would be left out of the request in silence. */
function knownTo(object, property) {
    for (let type = object.constructor; type.prototype; type = Object.getPrototypeOf(type)) {
        if (type.toString().includes(`this.${property}`)) {
            return true;
        }
    }
    return typeof object.writeXml !== "function";
}

function build(value) {
    if (Array.isArray(value)) {
        return value.map(build);
    }
    if (value === null || typeof value !== "object") {
        return value;
    }
    if (value.static) {
        const [method, ...values] = value.call;
        return named(value.static)[method](...build(values));
    }
    return value.day ? day(value.day) : made(value);
}

function day(text) {
    const [year, month, date] = text.split("-").map(Number);
    return new Date(year, month - 1, date);
}

function made({ new: path, with: values, set, call, get }) {
    const object = new (named(path))(...build(values));
    for (const [property, value] of Object.entries(set)) {
        if (!knownTo(object, property)) {
            throw new Error(`${path} has no property ${property}`);
        }
        object[property] = build(value);
    }
    const last = call.reduce((on, [method, ...args]) => on[method](...build(args)), object);
    return get ? last[get] : last;
}

module.exports = { build, exportedClasses };
