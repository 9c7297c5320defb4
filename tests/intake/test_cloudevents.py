"""CloudEvents over HTTP: authentic first, then all events of a delivery or none."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from cloudevents.core.bindings import http
from cloudevents.core.v1.event import CloudEvent
from pydantic import SecretStr

from schemas.event import StoredEvent
from service.decoding import Decoder
from service.errors import ConfigurationError
from service.intake.profiles import build_profiles
from service.intake.standard_webhooks import sign
from tests.intake.seams import PREVIOUS_SECRET, SIGNING_SECRET, MemoryLog, open_door, settings
from tests.support.clock import START

STRUCTURED = "application/cloudevents+json; charset=UTF-8"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
BILL = {
    "specversion": "1.0",
    "id": "erp-7",
    "source": "/erp/bills",
    "type": "acme.bill_approved",
    "tenant": "acme",
    "entity": "100",
    "subject": "B-77",
    "time": "2026-03-14T08:59:00.123+01:00",
    "traceparent": TRACE,
    "datacontenttype": "application/json",
    "data": {"number": "B-77", "total": "84.50"},
}


def signed(body: bytes, content_type: str, secret: SecretStr = SIGNING_SECRET, **more: str) -> dict[str, str]:
    """Headers of a delivery signed at the tests' time."""
    return sign(secret, "msg_1", START, body) | {"Content-Type": content_type} | more


async def posted(
    body: bytes, headers: dict[str, str], path: str = "orders"
) -> tuple[int, dict[str, object], list[StoredEvent]]:
    """Status, answer and what the log holds."""
    log = MemoryLog()
    async with open_door(log) as door:
        status, answer = await door.post(path, body, headers)
    return status, answer, log.events


async def refused(event: object, path: str = "orders", content_type: str = STRUCTURED) -> tuple[int, list[object]]:
    """Status and the paths of the mistakes of a refused structured event."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    status, answer, events = await posted(body, signed(body, content_type), path)
    assert events == []
    assert answer["title"] in ("Malformed event", "Tenant refused")
    errors = answer.get("errors", [])
    assert isinstance(errors, list)
    return status, [error["path"] for error in errors]


async def test_a_structured_event_is_stored_whole() -> None:
    """The envelope is read, the bytes stay, the alias gives the canonical type."""
    body = json.dumps(BILL, indent=2).encode()
    status, answer, events = await posted(body, signed(body, STRUCTURED))
    assert (status, answer) == (200, {"accepted": 1, "events": ["erp-7"]})
    event = events[0]
    assert (event.id, event.source, event.type, event.tenant, event.entity) == (
        "erp-7",
        "/erp/bills",
        "bill.approved",
        "acme",
        "100",
    )
    assert (event.subject, event.traceparent, event.body) == ("B-77", TRACE, body)
    assert event.time == datetime(2026, 3, 14, 7, 59, 0, 123000, tzinfo=UTC)
    assert event.received_at == START
    assert Decoder({}).decode(event) == BILL["data"]


async def test_a_binary_event_as_the_library_writes_it() -> None:
    """Attributes in headers, percent-encoded; the body is the data."""
    attributes = {key: value for key, value in BILL.items() if key not in ("data", "time", "subject")}
    message = http.to_binary_event(CloudEvent({**attributes, "subject": "Café 7 %"}, {"number": "B-77"}))
    headers = message.headers | sign(SIGNING_SECRET, "msg_1", START, message.body)
    status, _, events = await posted(message.body, headers)
    assert status == 200
    assert (events[0].subject, events[0].type, events[0].body) == ("Café 7 %", "bill.approved", message.body)
    assert events[0].content_type == "application/json"
    assert ("ce-id", b"erp-7") in events[0].headers
    assert all(name != "webhook-signature" for name, _ in events[0].headers)
    assert Decoder({}).decode(events[0]) == {"number": "B-77"}


async def test_a_batch_is_split_into_its_own_bytes() -> None:
    """One stored event for each, in order, byte for byte."""
    texts = [json.dumps(BILL | {"id": f"erp-{n}"}, indent=n) for n in range(3)]
    body = f" [ {texts[0]},{texts[1]} ,\n{texts[2]}\n] ".encode()
    status, answer, events = await posted(body, signed(body, "application/cloudevents-batch+json"))
    assert (status, answer) == (200, {"accepted": 3, "events": ["erp-0", "erp-1", "erp-2"]})
    assert [event.body.decode() for event in events] == texts


async def test_an_empty_batch_is_accepted() -> None:
    """The specification allows it."""
    status, answer, events = await posted(b"[]", signed(b"[]", "application/cloudevents-batch+json"))
    assert (status, answer, events) == (200, {"accepted": 0, "events": []}, [])


async def test_a_batch_is_accepted_as_a_whole_or_not_at_all() -> None:
    """Every mistake is named with its place."""
    batch = [BILL, BILL | {"id": ""}, BILL | {"tenant": "nobody"}, 7]
    status, paths = await refused(batch, content_type="application/cloudevents-batch+json")
    assert (status, paths) == (400, ["[1].id", "[2].tenant", "[3]"])


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"id": None}, ["id"]),
        ({"id": "", "type": None, "source": 7}, ["id", "type", "source"]),
        ({"specversion": "0.3"}, ["specversion"]),
        ({"time": "yesterday"}, ["time"]),
        ({"time": "2026-03-14T08:59:00"}, ["time"]),
        ({"time": "2026-13-14T08:59:00Z"}, ["time"]),
        ({"time": 1780000000}, ["time"]),
        ({"id": "x" * 256}, ["id"]),
        ({"id": "a\nb"}, ["id"]),
        ({"subject": ""}, ["subject"]),
        ({"Bad-Name": "x"}, ["Bad-Name"]),
        ({"tenant": None}, ["tenant"]),
        ({"tenant": 7}, ["tenant"]),
        ({"data": None, "data_base64": "!"}, ["data"]),
        ({"data_base64": "e30="}, ["data"]),
        ({"datacontenttype": "image/png", "data": "x"}, ["data"]),
    ],
)
async def test_a_malformed_envelope_is_400_and_names_the_attribute(
    changes: dict[str, object], paths: list[str]
) -> None:
    """The sender is ours and sees the answer."""
    assert await refused({k: v for k, v in (BILL | changes).items() if v is not None or k == "data"}) == (400, paths)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"7", b'{"id":"1","id":"2"}', b'{"a":NaN}', b'{"a":' * 5000, b"\xff", b"<event/>"],
)
async def test_what_is_no_json_object_is_400(body: bytes) -> None:
    """Also duplicate keys, NaN and deep nesting."""
    status, _ = await refused(body)
    assert status == 400


async def test_binary_data_that_cannot_be_read_is_400() -> None:
    """The data's media type decides; the body's mistake is named."""
    headers = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/x", "ce-type": "t", "ce-tenant": "acme"}
    for body, content_type in ((b"{", "application/json"), (b"<a>", "text/xml"), (b"x", "text/plain"), (b"", "")):
        status, answer, _ = await posted(body, signed(body, content_type, **headers))
        assert (status, answer["path"]) == (400, "data")


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"ce-id": ""}, "id"),
        ({"ce-subject": "%C0%A0"}, "ce-subject"),
        ({"ce-datacontenttype": "application/json"}, "ce-datacontenttype"),
        ({"Content-Type": "application/cloudevents+avro"}, "content-type"),
        ({"Content-Type": "application/cloudevents+json; charset=utf-16"}, "content-type"),
        ({"Content-Type": "application/cloudevents-batch"}, "content-type"),
    ],
)
async def test_wrong_headers_are_400(changes: dict[str, str], path: str) -> None:
    """Binary attributes and the event format."""
    headers = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/x", "ce-type": "t", "ce-tenant": "acme"}
    status, answer, events = await posted(b"{}", signed(b"{}", "application/json") | headers | changes)
    assert (status, answer["path"], events) == (400, path, [])


async def test_a_plain_json_post_is_told_what_is_missing() -> None:
    """Not a CloudEvent at all: the answer names the attributes."""
    assert (await refused(b"{}", content_type="application/json"))[1] == ["specversion", "id", "source", "type"]


@pytest.mark.parametrize(
    ("path", "tenant", "status"),
    [("orders", "nobody", 403), ("pinned", "zenith", 403), ("pinned", "acme", 200), ("orders", "zenith", 200)],
)
async def test_the_tenant_must_be_configured_and_the_sources(path: str, tenant: str, status: int) -> None:
    """A source with a fixed tenant speaks for that one alone."""
    body = json.dumps(BILL | {"tenant": tenant}).encode()
    got, answer, _ = await posted(body, signed(body, STRUCTURED), path)
    assert got == status
    assert status == 200 or (answer["path"] == "tenant" and tenant in str(answer["detail"]))


async def test_a_fixed_tenant_fills_in() -> None:
    """The event need not name it."""
    body = json.dumps({key: value for key, value in BILL.items() if key != "tenant"}).encode()
    _, _, events = await posted(body, signed(body, STRUCTURED), "pinned")
    assert events[0].tenant == "acme"


async def test_the_previous_secret_still_verifies() -> None:
    """Rotation: both are configured for a while."""
    body = json.dumps(BILL).encode()
    assert (await posted(body, signed(body, STRUCTURED, PREVIOUS_SECRET)))[0] == 200


async def test_missing_and_wrong_signatures_get_one_answer() -> None:
    """And nothing is read before the signature is right."""
    good = json.dumps(BILL).encode()
    headers = signed(good, STRUCTURED)
    unsigned = {"Content-Type": STRUCTURED}
    other = signed(good, STRUCTURED, SecretStr("whsec_b3RoZXItc3RhbmRhcmQtd2ViaG9va3Mta2V5LTAwMDE="))
    for body, sent in ((good, unsigned), (good + b" ", headers), (b"not json", headers), (good, other)):
        status, answer, events = await posted(body, sent)
        assert (status, answer["detail"], events) == (401, "the signature is missing or wrong", [])


async def test_an_old_signature_is_401_and_says_so() -> None:
    """Only to a sender that holds the key."""
    body = json.dumps(BILL).encode()
    headers = sign(SIGNING_SECRET, "msg_1", START - timedelta(seconds=301), body) | {"Content-Type": STRUCTURED}
    status, answer, _ = await posted(body, headers)
    assert (status, answer["path"]) == (401, "webhook-timestamp")


async def test_base64_data_is_decoded() -> None:
    """Binary data of a structured event, by its content type."""
    data = base64.b64encode(b"<bill><number>B-77</number></bill>").decode()
    event = {key: value for key, value in BILL.items() if key != "data"}
    body = json.dumps(event | {"datacontenttype": "application/xml", "data_base64": data}).encode()
    _, _, events = await posted(body, signed(body, STRUCTURED))
    assert Decoder({}).decode(events[0]) == {"number": "B-77"}


async def test_a_fraction_reaches_the_model_as_a_float() -> None:
    """Accepted here; the model for money refuses it with its own message."""
    body = json.dumps(BILL | {"data": {"total": 84.5}}).encode()
    _, _, events = await posted(body, signed(body, STRUCTURED))
    assert Decoder({}).decode(events[0]) == {"total": 84.5}


def test_a_secret_that_verifies_nothing_is_a_configuration_error() -> None:
    """All of them at once, with their paths, without the secrets."""
    wrong = settings(
        sources={
            "a": {"kind": "cloudevents", "secrets": ["whsec_!leak!", "whsec_"]},
            "b": {"kind": "intacct-smart-event", "tenant": "acme", "secrets": [""]},
        }
    )
    with pytest.raises(ConfigurationError) as refused:
        build_profiles(wrong)
    assert [path for path, _ in refused.value.mistakes] == [
        "sources.a.secrets[0]",
        "sources.a.secrets[1]",
        "sources.b.secrets[0]",
    ]
    assert "leak" not in str(refused.value)
