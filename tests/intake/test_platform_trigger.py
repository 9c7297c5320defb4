"""Platform triggers: free XML or JSON, a secret beside it."""

from re import fullmatch

import pytest

from schemas.event import StoredEvent
from service.decoding import Decoder
from service.errors import Undecodable
from tests.intake.seams import SHARED, MemoryLog, open_door, settings

HEADER = {"X-Relay-Secret": SHARED, "Content-Type": "text/xml"}
XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<event source="intacct" object="APBILL" action="after_create">
  <type>com.intacct.apbill.add</type>
  <recordno>51077</recordno>
  <vendorname>Harbor &amp; Pine Supply</vendorname>
  <totaldue currency="USD">1842.50</totaldue>
</event>
"""
UNRESOLVED = b'{"type":"com.acme.fleet.set","id":"774","odometer":"{!fleet_vehicle.odometer!}"}'


async def accepted(path: str, body: bytes, headers: dict[str, str] | None = None) -> StoredEvent:
    """Post, expect 200, and return what the log holds."""
    log = MemoryLog()
    async with open_door(log) as door:
        status, answer = await door.post(path, body, headers)
    assert status == 200, answer
    return log.events[0]


def decode(event: StoredEvent) -> object:
    """As the lane does."""
    return Decoder(settings().sources).decode(event)


async def test_an_xml_template_is_stored_as_it_came() -> None:
    """Type and id are read from below the root element; the secret header is not kept."""
    event = await accepted("trigger", XML, HEADER)
    assert event.body == XML
    assert event.type == "com.intacct.apbill.add"
    assert fullmatch("51077/[0-9a-f]{32}", event.id)
    assert event.source == "/intacct/acme/platform-trigger/trigger"
    assert SHARED not in repr(event)
    value = decode(event)
    assert isinstance(value, dict)
    assert value["totaldue"] == {"@currency": "USD", "#text": "1842.50"}


async def test_a_json_template_with_an_unresolved_token_is_stored_and_judged_later() -> None:
    """The token is named with its path."""
    event = await accepted(f"trigger/{SHARED}", UNRESOLVED)
    assert event.type == "com.acme.fleet.set"
    assert fullmatch("[0-9a-f]{32}", event.id)
    with pytest.raises(Undecodable, match="odometer!") as refused:
        decode(event)
    assert refused.value.path == "odometer"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<v><name>AT&T</name></v>",
        b'<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]><v>&x;</v>',
        b'{"id":"1","id":"2"}',
        b"[" * 5000,
        b'{"total":NaN}',
        "<v/>".encode("utf-16"),
        b"\xff\x00",
    ],
)
async def test_hostile_bodies_are_stored_and_undecodable(body: bytes) -> None:
    """With the right secret: 200, and a clear reason later; a constant type needs no readable body."""
    event = await accepted("trigger", body, HEADER)
    assert event.type == "com.intacct.unknown"
    assert (await accepted(f"trigger-constant/{SHARED}", body)).type == "com.intacct.apbill.add"
    with pytest.raises(Undecodable):
        decode(event)


@pytest.mark.parametrize("kind", ['"x\\u0000y"', "7.5", "true", "{}", '"' + "x" * 300 + '"', '""'])
async def test_a_type_that_is_none_is_unknown(kind: str) -> None:
    """Only a plain name becomes a type."""
    event = await accepted("trigger", f'{{"type":{kind}}}'.encode(), HEADER)
    assert event.type == "com.intacct.unknown"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("trigger", {}),
        ("trigger", {"X-Relay-Secret": "wrong"}),
        ("trigger", {"X-Relay-Secret": ""}),
        ("trigger/wrong", HEADER),
        ("trigger-constant", HEADER),
    ],
)
async def test_missing_and_wrong_secrets_get_one_answer(path: str, headers: dict[str, str]) -> None:
    """Also where the source has no secret header at all."""
    log = MemoryLog()
    async with open_door(log) as door:
        status, answer = await door.post(path, XML, headers)
    assert (status, answer["detail"]) == (401, "the secret is missing or wrong")
    assert log.events == []


async def test_a_live_session_in_the_template_is_not_stored() -> None:
    """Classic triggers can include the API endpoint and session."""
    event = await accepted("trigger", b"<e><sessionid>LIVE</sessionid></e>", HEADER)
    assert event.body == b"<e><sessionid>redacted</sessionid></e>"


async def test_the_same_document_again_is_another_event() -> None:
    """A template says what has changed, not how often: id_paths name a record, not a delivery."""
    first, again = await accepted("trigger", XML, HEADER), await accepted("trigger", XML, HEADER)
    assert first.body == again.body
    assert first.key != again.key
