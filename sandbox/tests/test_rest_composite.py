"""services/core/composite: order, references between parts, stopping, keys of parts."""

from typing import Any

import pytest
from clients import Rest
from documents import rest_bill, rest_vendor

from intacct_sandbox import Sandbox

PATH = "services/core/composite"
VENDOR, BILL = "/objects/accounts-payable/vendor", "/objects/accounts-payable/bill"


def part(method: str, path: str, body: Any = None, **more: Any) -> dict[str, Any]:
    return {"method": method, "path": path} | ({"body": body} if body is not None else {}) | more


async def test_later_parts_use_earlier_results(rest: Rest, sandbox: Sandbox) -> None:
    """A key from the first answer is in the path and the body of later parts; all done is 200."""
    parts = [
        part("POST", VENDOR, rest_vendor("V-31", "Gulf"), resultReference="v"),
        part("GET", f"{VENDOR}/@{{v.1.key}}", resultReference="whole"),
        part("POST", BILL, rest_bill(vendor="V-31", description="for @{whole.name}")),
        part("PATCH", f"{VENDOR}/@{{v.key}}", {"term": {"id": "N30"}}),
        part("POST", "/services/core/query", {"object": "accounts-payable/vendor", "fields": ["key", "term.id"],
                                              "filters": [{"$eq": {"key": "@{v.1.key}"}}]}, resultReference="q"),
        part("DELETE", f"{BILL}/@{{b.key}}"),
    ]  # fmt: skip
    parts[2]["resultReference"] = "b"
    status, body = await rest.call("POST", PATH, parts)
    items = body["ia::result"]
    assert (status, [each["ia::status"] for each in items]) == (200, [201, 200, 201, 200, 200, 204])
    assert (items[1]["ia::result"]["id"], items[4]["ia::result"][0]["term.id"]) == ("V-31", "N30")
    assert body["ia::meta"] == {"totalCount": 6}
    assert sandbox.ledger()[1]["fields"]["description"] == "for Gulf"


async def test_it_stops_at_the_first_failure_and_keeps_what_was_done(rest: Rest, sandbox: Sandbox) -> None:
    """207: the failed part has its error, later ones are unprocessed, earlier ones stay committed."""
    parts = [part("POST", VENDOR, rest_vendor("V-1", "A")), part("GET", f"{VENDOR}/99999"),
             part("POST", VENDOR, rest_vendor("V-2", "B"))]  # fmt: skip
    status, body = await rest.call("POST", PATH, parts)
    first, failed, skipped = body["ia::result"]
    assert (status, first["ia::status"], failed["ia::status"], skipped["ia::status"]) == (207, 201, 404, 422)
    assert (failed["ia::error"]["code"], skipped["ia::error"]["code"]) == ("notFound", "unprocessed")
    assert body["ia::meta"] == {"totalCount": 3, "totalSuccess": 1, "totalError": 2}
    assert [row["key"] for row in sandbox.ledger()] == ["V-1"]


async def test_parts_have_idempotency_keys_of_their_own(rest: Rest, sandbox: Sandbox) -> None:
    """A composite that is sent again replays its parts by their keys; the key works outside a composite too."""
    key = {"Idempotency-Key": "vend:31:r1"}
    parts = [part("POST", VENDOR, rest_vendor("V-31", "Gulf"), headers=key, resultReference="v"),
             part("GET", f"{VENDOR}/@{{v.1.key}}")]  # fmt: skip
    first = await rest.call("POST", PATH, parts)
    assert await rest.call("POST", PATH, parts) == first
    other = [part("POST", VENDOR, rest_vendor("V-32", "Other"), headers=key), parts[1]]
    status, body = await rest.call("POST", PATH, other)
    assert (status, body["ia::result"][0]["ia::status"]) == (207, 409)
    assert len(sandbox.ledger()) == 1
    assert sandbox.ledger()[0]["idempotency_id"] == "vend:31:r1"


async def test_a_part_can_run_in_an_entity(rest: Rest, sandbox: Sandbox) -> None:
    """The entity header of a part counts for it alone; a misspelled one means nothing."""
    own, wrong = {"X-IA-API-Param-Entity": "E100"}, {"Sage-Param-Entity": "E100"}
    parts = [part("POST", VENDOR, rest_vendor("V-1", "A"), headers=own),
             part("POST", VENDOR, rest_vendor("V-2", "B"), headers=wrong)]  # fmt: skip
    await rest.call("POST", PATH, parts)
    assert [row["entity"] for row in sandbox.ledger()] == ["E100", ""]


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [part("GET", VENDOR)],
        [part("GET", VENDOR)] * 11,
        {"method": "GET"},
        [part("GET", VENDOR), "x"],
        [part("GET", VENDOR), part("PUT", VENDOR)],
        [part("GET", VENDOR), part("POST", "/workflows/accounts-payable/bill/submit", {})],
        [part("GET", VENDOR), part("POST", "/services/core/composite", [])],
        [part("GET", VENDOR), part("GET", "https://api.intacct.com/ia/api/v1/objects/a/b")],
        [part("GET", VENDOR), part("GET", VENDOR, colour=1)],
        [part("GET", VENDOR), part("GET", VENDOR, headers={"a": 1})],
        [part("GET", VENDOR, resultReference="a"), part("GET", VENDOR, resultReference="a")],
    ],
)
async def test_wrong_composites_are_400(rest: Rest, parts: Any) -> None:
    """Nothing of a composite that cannot be read is run."""
    assert (await rest.call("POST", PATH, parts))[0] == 400


@pytest.mark.parametrize("reference", ["@{nobody.key}", "@{v.colour}", "@{v.2.key}", "@{v.}", "@{}"])
async def test_broken_references_fail_their_part(rest: Rest, reference: str) -> None:
    """A reference that leads nowhere is an error of the part that has it."""
    parts = [part("GET", VENDOR, resultReference="v"), part("GET", f"{VENDOR}/{reference}")]
    status, body = await rest.call("POST", PATH, parts)
    assert (status, body["ia::result"][1]["ia::status"]) == (207, 400)


async def test_faults_meet_the_parts(rest: Rest, sandbox: Sandbox) -> None:
    """A rule for an object meets a composite with that object in it."""
    sandbox.set_faults([{"kind": "status", "status": 503, "object": "vendor", "operation": "create", "body": "empty"}])
    assert (await rest.call("POST", PATH, [part("GET", BILL), part("POST", VENDOR, rest_vendor())]))[0] == 503
    assert (await rest.call("POST", PATH, [part("GET", BILL), part("GET", VENDOR)]))[0] == 200
