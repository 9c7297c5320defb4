"""Smart Events as Intacct sends them: stored when the secret is right, judged later."""

from re import fullmatch

import pytest

from schemas.event import StoredEvent
from service.decoding import Decoder
from service.errors import Undecodable
from tests.intake.seams import SHARED, MemoryLog, open_door, settings

KEY = b"&key=" + SHARED.encode()
SET_VENDOR = b"src=intacct" + KEY + b"&obj=VENDOR&evt=set&recordno=8841&vendorid=V-20417&name=Harbor+%26+Pine+Supply"
DELETE_CUSTOMER = b"src=intacct" + KEY + b"&obj=CUSTOMER&evt=delete&recordno=3310&memo=&dim=10&dim=20"
DOCUMENT = b"doc=%3Csale%3E%3Cdocid%3ESales+Order-SO1187%3C%2Fdocid%3E%3Ctotal%3E640.00%3C%2Ftotal%3E%3C%2Fsale%3E"
BROKEN = b"doc=%7B%22recordno%22%3A%2251077%22%2C%22memo%22%3A%2212%22+hose%22%7D"


async def accepted(path: str, body: bytes, headers: dict[str, str] | None = None) -> StoredEvent:
    """Post, expect 200, and return what the log holds."""
    log = MemoryLog()
    async with open_door(log) as door:
        status, answer = await door.post(path, body, headers)
    assert status == 200, answer
    assert answer["events"] == [log.events[0].id]
    return log.events[0]


def decode(event: StoredEvent) -> object:
    """As the lane does."""
    return Decoder(settings().sources).decode(event)


async def test_a_set_event_is_stored_without_its_secret() -> None:
    """Type, source and tenant come from arguments and configuration; all other bytes stay."""
    event = await accepted("smart", SET_VENDOR, {"Content-Type": "application/x-www-form-urlencoded"})
    assert event.body == SET_VENDOR.replace(KEY, b"")
    assert (event.type, event.tenant, event.profile) == ("vendor.changed", "acme", "smart")
    assert event.source == "/intacct/acme/smart-event/smart"
    assert fullmatch("[0-9a-f]{32}", event.id)
    assert SHARED not in repr(event)


async def test_repeats_and_empty_arguments_reach_the_handler() -> None:
    """A delete with a repeated argument."""
    event = await accepted("smart", DELETE_CUSTOMER)
    assert event.type == "com.intacct.customer.delete"
    expected = {
        "src": "intacct",
        "obj": "CUSTOMER",
        "evt": "delete",
        "recordno": "3310",
        "memo": "",
        "dim": ["10", "20"],
    }
    assert decode(event) == expected


async def test_an_xml_document_in_an_argument_is_parsed() -> None:
    """The second stage happens when the lane decodes, not at the door."""
    event = await accepted("smart-doc", b"obj=SODOCUMENT&evt=add" + KEY + b"&" + DOCUMENT)
    assert b"%3Csale%3E" in event.body
    assert decode(event) == {
        "obj": "SODOCUMENT",
        "evt": "add",
        "doc": {"docid": "Sales Order-SO1187", "total": "640.00"},
    }


async def test_a_broken_document_is_stored_and_judged_later() -> None:
    """A quote that the template did not escape must not lose the event: Intacct never sends it again."""
    event = await accepted("smart-doc", b"obj=APBILL&evt=add" + KEY + b"&" + BROKEN)
    assert event.type == "com.intacct.apbill.add"
    with pytest.raises(Undecodable, match="line 1") as refused:
        decode(event)
    assert refused.value.path == "doc"


async def test_an_unresolved_merge_field_is_named() -> None:
    """The token must not be posted as a vendor's name."""
    event = await accepted("smart", b"obj=VENDOR&evt=add" + KEY + b"&name=%7B!VENDOR.NAME!%7D")
    with pytest.raises(Undecodable, match=r"\{!VENDOR.NAME!\}") as refused:
        decode(event)
    assert refused.value.path == "name"


async def test_the_secret_may_be_a_path_segment() -> None:
    """Also with a body that is no form at all; an argument of the secret's name is removed all the same."""
    event = await accepted(f"smart/{SHARED}", b"\x00\xff not a form")
    assert (event.type, event.body) == ("com.intacct.unknown", b"\x00\xff not a form")
    event = await accepted("smart/older-secret", SET_VENDOR)
    assert event.body == SET_VENDOR.replace(KEY, b"")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("smart", b"obj=VENDOR&evt=add"),
        ("smart", b"obj=VENDOR&evt=add&key="),
        ("smart", b"obj=VENDOR&evt=add&key=wrong"),
        ("smart", SET_VENDOR + KEY),
        ("smart", b""),
        ("smart/wrong", SET_VENDOR),
        ("smart", b"a=1&" * 2000 + SET_VENDOR),
    ],
)
async def test_missing_wrong_and_repeated_secrets_get_one_answer(path: str, body: bytes) -> None:
    """Nothing tells a stranger how near the guess was; nothing is stored."""
    log = MemoryLog()
    async with open_door(log) as door:
        status, answer = await door.post(path, body)
    assert (status, answer["detail"]) == (401, "the secret is missing or wrong")
    assert log.events == []


async def test_a_live_session_is_not_stored() -> None:
    """A template may inject the acting user's API session."""
    event = await accepted("smart", SET_VENDOR + b"&sessionid=LIVE&endpoint=https%3A%2F%2FLIVE")
    assert event.body.endswith(b"&sessionid=redacted&endpoint=redacted")


async def test_configured_arguments_begin_the_id() -> None:
    """For people, escaped; what is missing is left out."""
    event = await accepted("smart-doc", b"obj=A/B&evt=set&recordno=7" + KEY)
    assert fullmatch("A%2FB/set/7/[0-9a-f]{32}", event.id)
    event = await accepted("smart-doc", b"obj=A&evt=set" + KEY)
    assert fullmatch("A/set/[0-9a-f]{32}", event.id)


@pytest.mark.parametrize("path", ["smart", "smart-doc"])
async def test_what_is_set_back_and_forth_is_an_event_each_time(path: str) -> None:
    """A to B to A in one instant: Intacct says the same twice of two changes, and none of the three is dropped."""
    log = MemoryLog()
    async with open_door(log) as door:
        for name in (b"A", b"B", b"A"):
            status, _ = await door.post(path, b"obj=VENDOR&evt=set&recordno=7&name=" + name + KEY)
            assert status == 200
    assert len({event.key for event in log.events}) == 3
    assert len({event.received_at for event in log.events}) == 1


@pytest.mark.parametrize("body", [b"obj=VENDOR&evt=explode", b"obj=<x>&evt=add", b"evt=add", b"obj=A&obj=B&evt=add"])
async def test_an_unreadable_type_is_stored_as_unknown(body: bytes) -> None:
    """Stored first: the dead letter will say that no handler knows this type."""
    assert (await accepted("smart", body + KEY)).type == "com.intacct.unknown"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("smart", b"name=Caf%E9" + KEY),
        ("smart", b"&".join(b"a%d=1" % n for n in range(1500)) + KEY),
        ("smart", b"=&=&" + KEY),
        (f"smart/{SHARED}", b""),
        (f"smart/{SHARED}", b'{"a":'),
        ("smart-doc", b"doc=" + b"[" * 5000 + KEY),
        ("smart-doc", b"doc=%3C!DOCTYPE+a%3E%3Ca%2F%3E" + KEY),
        ("smart-doc", b"doc=1&doc=2" + KEY),
    ],
)
async def test_hostile_bodies_are_stored_and_undecodable(path: str, body: bytes) -> None:
    """With the right secret nothing is refused at the door, and the lane gets a clear reason."""
    with pytest.raises(Undecodable):
        decode(await accepted(path, body))


async def test_a_declared_charset_is_read() -> None:
    """cp1252 from an old company."""
    event = await accepted("smart-latin", b"obj=VENDOR&evt=add&name=Caf%E9" + KEY)
    assert decode(event) == {"obj": "VENDOR", "evt": "add", "name": "Café"}
