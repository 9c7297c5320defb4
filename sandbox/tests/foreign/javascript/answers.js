// What the SDK returned or threw, as JSON.
"use strict";

const RESULT = ["status", "functionName", "controlId", "key", "data", "count", "totalCount", "numRemaining", "resultId",
    "listType", "start", "end", "errors"];

const result = (each) => Object.fromEntries(RESULT.map((name) => [name, each[name]]));

const response = (each) => ({
    control: each.control.status,
    authentication: { ...each.authentication },
    results: each.results.map(result),
});

function failure(error) {
    return { kind: error.constructor.name, message: error.message, errors: error.errors, code: error.code };
}

module.exports = { failure, response };
