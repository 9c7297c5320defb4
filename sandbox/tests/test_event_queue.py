"""The event queue over REST: count, list, acknowledge."""

import base64
import json
from typing import Any

import pytest
from clients import Rest, Xml
from documents import vendor
from receiver import Receiver

from intacct_sandbox import Sandbox

PATH = "services/delivery/event/"
TRIGGER = {"name": "pull", "kind": "event_queue", "object": "VENDOR", "events": ["after_create"],
           "body": '{"id":"{!VENDOR.VENDORID!}"}', "client_id": "relay.app.sage.com"}  # fmt: skip


async def take(rest: Rest) -> Any:
    status, answer = await rest.call("GET", f"{PATH}list")
    assert status == 200
    return answer["ia::result"]


async def acknowledge(rest: Rest, ack: str) -> tuple[int, Any]:
    return await rest.call("POST", f"{PATH}ack", {"ackId": ack})


def ids(taken: Any) -> list[str]:
    return [json.loads(base64.b64decode(each["payload"]))["id"] for each in taken["events"]]


async def test_count_list_and_acknowledge(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """A batch is handed out once, with payload and context in base64, and is gone when acknowledged."""
    sandbox.set_triggers([TRIGGER])
    await xml.send(vendor("V-1"), vendor("V-2"))
    _, counted = await rest.call("GET", f"{PATH}count")
    meta = {"totalCount": 1, "totalSuccess": 1, "totalError": 0}
    assert counted == {"ia::result": {"count": 2}, "ia::meta": meta}
    taken = await take(rest)
    assert ids(taken) == ["V-1", "V-2"]
    event = taken["events"][0]
    assert (event["eventType"], event["contentType"]) == ("pull", "application/json")
    key = sandbox.ledger()[0]["record_number"]
    assert json.loads(base64.b64decode(event["clientContext"])) == {
        "object": "vendor", "event": "after.create", "key": key, "id": "V-1",
    }  # fmt: skip
    _, done = await acknowledge(rest, taken["ackId"])
    assert done == {"ia::result": {"ackId": taken["ackId"], "status": "success"}, "ia::meta": meta}
    assert await take(rest) == []
    assert (await acknowledge(rest, taken["ackId"]))[0] == 404


async def test_unacknowledged_events_come_again(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """While a batch is out another reader gets the next one; after its lease it is handed out again."""
    sandbox.set_switches(event_queue_batch=2, event_queue_lease_seconds=60)
    sandbox.set_triggers([TRIGGER])
    await xml.send(vendor("V-1"), vendor("V-2"), vendor("V-3"))
    first, second = await take(rest), await take(rest)
    assert (ids(first), ids(second), await take(rest)) == (["V-1", "V-2"], ["V-3"], [])
    assert (await acknowledge(rest, second["ackId"]))[0] == 200
    sandbox.clock.advance(61)
    again = await take(rest)
    assert ids(again) == ["V-1", "V-2"]
    assert [each["eventId"] for each in again["events"]] == [each["eventId"] for each in first["events"]]
    assert (await acknowledge(rest, first["ackId"]))[0] == 404
    assert (await acknowledge(rest, again["ackId"]))[0] == 200


async def test_events_are_kept_for_a_week(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """What nobody fetches is gone after the retention."""
    sandbox.set_switches(token_seconds=10**7)
    sandbox.set_triggers([TRIGGER])
    await xml.one(vendor("V-1"))
    sandbox.clock.advance(7 * 86_400 + 1)
    assert await take(rest) == []


async def test_a_context_that_is_not_json(sandbox: Sandbox, xml: Xml, rest: Rest) -> None:
    """Switch: the context as the published sample has it, which no JSON parser reads."""
    sandbox.set_switches(event_queue_context="broken")
    sandbox.set_triggers([TRIGGER])
    await xml.one(vendor("V-1"))
    sent = base64.b64decode((await take(rest))["events"][0]["clientContext"])
    with pytest.raises(ValueError, match="delimiter"):
        json.loads(sent)


async def test_exhausted_webhooks_may_wait_in_the_queue(
    sandbox: Sandbox, xml: Xml, rest: Rest, receiver: Receiver
) -> None:
    """Switch: a webhook that was given up can still be fetched."""
    sandbox.set_switches(exhausted_to_event_queue=True)
    receiver.statuses = [400]
    sandbox.set_triggers([TRIGGER | {"kind": "webhook", "url": receiver.url}])
    await xml.one(vendor("V-1"))
    await sandbox.settled()
    assert ids(await take(rest)) == ["V-1"]


@pytest.mark.parametrize(
    ("method", "name", "body", "status"),
    [
        ("POST", "list", {}, 405), ("GET", "ack", None, 405), ("POST", "ack", {}, 400), ("POST", "ack", [], 400),
        ("POST", "ack", {"ackId": "unknown"}, 404), ("POST", "ack", b"", 400), ("GET", "peek", None, 404),
    ],
)  # fmt: skip
async def test_wrong_requests(rest: Rest, method: str, name: str, body: Any, status: int) -> None:
    """What cannot be answered is refused."""
    assert (await rest.call(method, f"{PATH}{name}", body))[0] == status
