"""The receiver over real HTTP: what is accepted is durable, what is refused says why."""

import asyncio
import gzip
import json
from itertools import islice
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from service.intake.standard_webhooks import sign
from tests.intake.seams import SHARED, SIGNING_SECRET, MemoryLog, open_door, settings
from tests.support.clock import START, FakeClock

FORM = b"src=intacct&key=" + SHARED.encode() + b"&obj=VENDOR&evt=add&recordno=8841"
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}
LARGEST = 65_536
EVENT: dict[str, object] = {
    "specversion": "1.0",
    "id": "erp-7",
    "source": "/erp",
    "type": "t",
    "tenant": "acme",
    "data": {"n": 1},
}


def signed(number: int, body: bytes) -> dict[str, str]:
    """Headers of a structured event."""
    return sign(SIGNING_SECRET, f"m{number}", START, body) | {"Content-Type": "application/cloudevents+json"}


async def exchange(url: str, request: bytes, *, wait: float = 5.0) -> bytes:
    """Send raw bytes and read what comes back until the other side closes."""
    host = urlsplit(url)
    reader, writer = await asyncio.open_connection(host.hostname, host.port)
    writer.write(request)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), wait)
    writer.close()
    return answer


def raw(path: str, headers: str, body: bytes = b"", method: str = "POST") -> bytes:
    """A request, byte for byte."""
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n".encode() + body


def problem(answer: bytes) -> dict[str, object]:
    """The problem document of a raw answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    document = json.loads(body)
    assert isinstance(document, dict)
    return document


async def test_success_is_answered_after_the_append() -> None:
    """No answer while the log has not acknowledged; then 200 with the ids."""
    log = MemoryLog()
    log.answering.clear()
    async with open_door(log) as door:
        posting = asyncio.ensure_future(door.post("smart", FORM, FORM_TYPE))
        await asyncio.sleep(0.1)
        assert not posting.done()
        log.answering.set()
        status, answer = await posting
    assert (status, answer) == (200, {"accepted": 1, "events": [log.events[0].id]})


async def test_a_duplicate_is_answered_like_the_first() -> None:
    """Same id, same answer: whoever sends again may stop."""
    log, body = MemoryLog(), json.dumps(EVENT).encode()
    async with open_door(log) as door:
        first, again = [await door.post("orders", body, signed(number, body)) for number in (1, 2)]
    assert again == first == (200, {"accepted": 1, "events": ["erp-7"]})
    assert log.events[0].key == log.events[1].key


@pytest.mark.parametrize("member", [EVENT, EVENT | {"data": {"n": 2}}], ids=["same content", "other content"])
async def test_a_batch_drops_none_of_two_members_with_one_id(member: dict[str, object]) -> None:
    """The log alone decides whether the second is known or a conflict, so both reach it, in their order."""
    log, body = MemoryLog(), json.dumps([EVENT, member]).encode()
    async with open_door(log) as door:
        headers = signed(1, body) | {"Content-Type": "application/cloudevents-batch+json"}
        answer = await door.post("orders", body, headers)
    assert answer == (200, {"accepted": 2, "events": ["erp-7", "erp-7"]})
    assert [json.loads(event.body) for event in log.events] == [EVENT, member]


async def test_an_unavailable_log_is_answered_with_503() -> None:
    """With Retry-After, and nothing of the inside."""
    log = MemoryLog()
    log.refusals = 1
    async with open_door(log) as door:
        url = f"{door.server.url}/webhooks/smart"
        async with door.session.post(url, data=FORM, headers=FORM_TYPE) as response:
            assert response.status == 503
            assert 10 <= int(response.headers["Retry-After"]) <= 30
            assert response.content_type == "application/problem+json"
            assert "disk" not in await response.text()
        assert (await door.post("smart", FORM, FORM_TYPE))[0] == 200


async def test_an_overdue_append_is_answered_with_503_and_goes_on() -> None:
    """The append is never cancelled; its late success is a duplicate of the next attempt."""
    log, clock = MemoryLog(), FakeClock()
    log.answering.clear()
    async with open_door(log, clock) as door:
        posting = asyncio.ensure_future(door.post("smart", FORM, FORM_TYPE))
        while not (posting.done()):
            await asyncio.sleep(0.01)
            await clock.advance(0.5)
        assert (await posting)[0] == 503
        log.answering.set()
        assert await door.server.receiver.settle(1)
    assert len(log.events) == 1


async def test_a_stuck_log_cannot_fill_the_memory() -> None:
    """When the budget of waiting bytes is full, new deliveries are refused with 503."""
    log, clock = MemoryLog(), FakeClock()
    log.answering.clear()
    async with open_door(log, clock) as door:
        large = FORM + b"&pad=" + b"x" * (LARGEST - 1000)
        posts = [asyncio.ensure_future(door.post("smart", large, FORM_TYPE)) for _ in range(80)]
        first = islice(asyncio.as_completed(posts), len(posts) - 66)
        assert {(await post)[0] for post in first} == {503}
        log.answering.set()
        statuses = [(await post)[0] for post in posts]
        assert 60 <= statuses.count(200) == len(posts) - statuses.count(503)
        assert door.server.receiver.held_bytes == 0


async def test_shutting_down_is_answered_with_503() -> None:
    """While it drains, another replica is asked."""
    log = MemoryLog()
    async with open_door(log) as door:
        door.server.receiver.draining = True
        status, answer = await door.post("smart", FORM, FORM_TYPE)
    assert (status, answer["title"]) == (503, "Try again later")


@pytest.mark.parametrize("path", ["nobody", "nobody/secret", "orders/secret", "smart/a/b"])
async def test_an_unknown_source_is_404(path: str) -> None:
    """Also a path secret where the source takes none."""
    async with open_door(MemoryLog()) as door:
        status, answer = await door.post(path, FORM, FORM_TYPE)
    assert (status, answer["type"]) == (404, "urn:intacct-relay:problem:unknown-source")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS"])
async def test_other_methods_are_405(method: str) -> None:
    """And the answer says which one is right."""
    async with open_door(MemoryLog()) as door:
        response = await door.session.request(method, f"{door.server.url}/webhooks/smart?key={SHARED}")
        assert (response.status, response.headers["Allow"]) == (405, "POST")
        assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_over_the_limit_is_413(chunked: bool) -> None:
    """By its declared length, and counted when it comes in chunks; the limit itself is accepted."""
    log = MemoryLog()

    async def chunks(body: bytes):  # type: ignore[no-untyped-def]
        for start in range(0, len(body), 8000):
            yield body[start : start + 8000]

    async with open_door(log) as door:
        for size, status in ((LARGEST, 200), (LARGEST + 1, 413)):
            body = FORM + b"&pad=" + b"x" * (size - len(FORM) - 5)
            url = f"{door.server.url}/webhooks/smart"
            async with door.session.post(url, data=chunks(body) if chunked else body, headers=FORM_TYPE) as response:
                assert response.status == status
    assert len(log.events) == 1


async def test_too_large_is_said_before_the_body_is_sent() -> None:
    """A sender that asks first is not told to continue."""
    async with open_door(MemoryLog()) as door:
        headers = f"Expect: 100-continue\r\nContent-Length: {LARGEST + 1}\r\n"
        answer = await exchange(door.server.url, raw("/webhooks/smart", headers))
        assert answer.startswith(b"HTTP/1.1 413")
        headers = f"Expect: 100-continue\r\nContent-Length: {len(FORM)}\r\n"
        answer = await exchange(door.server.url, raw("/webhooks/smart", headers, FORM))
        assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200")
        answer = await exchange(door.server.url, raw("/webhooks/smart", "Expect: miracles\r\n"))
        assert problem(answer)["status"] == 417


async def test_a_slow_body_is_408() -> None:
    """After the read timeout the connection is closed; nothing is stored."""
    log, clock = MemoryLog(), FakeClock()
    async with open_door(log, clock) as door:
        request = raw("/webhooks/smart", "Content-Length: 100\r\n", b"src=intacct")
        exchanging = asyncio.ensure_future(exchange(door.server.url, request))
        while not exchanging.done():
            await asyncio.sleep(0.02)
            await clock.advance(1)
        assert problem(await exchanging)["status"] == 408
        assert door.answers[-1].status == 408
    assert log.events == []


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ("Content-Encoding: gzip\r\nContent-Length: 1\r\n", b"x", 415),
        ("Content-Encoding: identity, br\r\nContent-Length: 1\r\n", b"x", 415),
        ("Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n", b"", 400),
        ("Transfer-Encoding: chunked\r\n", b"zz\r\nabc\r\n0\r\n\r\n", 400),
        ("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n", b"0\r\n\r\n", 400),
        ("Content-Length: 3\r\nContent-Length: 4\r\n", b"abcd", 400),
        ("X-Long: " + "x" * 9000 + "\r\n", b"", 400),
        ("".join(f"X-{n}: 1\r\n" for n in range(70)), b"", 400),
    ],
)
async def test_hostile_framing_is_refused(headers: str, body: bytes, status: int) -> None:
    """Encodings, upgrades, smuggling and floods of headers: a clean refusal, nothing stored."""
    log = MemoryLog()
    async with open_door(log) as door:
        answer = await exchange(door.server.url, raw("/webhooks/smart", headers, body))
        assert int(answer.split(b" ")[1]) == status
        assert b"Traceback" not in answer
    assert log.events == []


async def test_a_body_that_is_wrongly_chunked_later_on_is_refused() -> None:
    """A chunk that is none, after the request has begun: the framework stops there, and the read timeout ends it."""
    log, clock = MemoryLog(), FakeClock()
    async with open_door(log, clock) as door:
        host = urlsplit(door.server.url)
        reader, writer = await asyncio.open_connection(host.hostname, host.port)
        writer.write(raw("/webhooks/smart", "Transfer-Encoding: chunked\r\n", b"3\r\na=1\r\n"))
        await asyncio.sleep(0.05)
        writer.write(b"zz\r\nabc\r\n")
        reading = asyncio.ensure_future(reader.read())
        while not reading.done():
            await asyncio.sleep(0.02)
            await clock.advance(1)
        writer.close()
    assert problem(await reading)["status"] in (400, 408)
    assert log.events == []


async def test_a_gzip_bomb_is_not_inflated() -> None:
    """The encoded body is refused as it is."""
    bomb = gzip.compress(b"a=1&" * 1_250_000)
    async with open_door(MemoryLog()) as door:
        status, answer = await door.post("smart", bomb, FORM_TYPE | {"Content-Encoding": "gzip"})
    assert (status, answer["title"]) == (415, "Unsupported content encoding")


async def test_a_sender_that_hangs_up_leaves_nothing() -> None:
    """Half a body is no event, and the next request is served."""
    log = MemoryLog()
    async with open_door(log) as door:
        host = urlsplit(door.server.url)
        _, writer = await asyncio.open_connection(host.hostname, host.port)
        writer.write(raw("/webhooks/smart", f"Content-Length: {len(FORM) + 50}\r\n", FORM))
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.transport.abort()
        assert (await door.post("smart", FORM, FORM_TYPE))[0] == 200
        assert door.server.receiver.held_bytes == 0
    assert len(log.events) == 1


async def test_no_log_line_holds_a_secret() -> None:
    """Neither path nor query nor headers nor body are logged, also when the request is broken."""
    async with open_door(MemoryLog()) as door:
        with capture_logs() as lines:
            await door.post(f"smart/{SHARED}?token={SHARED}", b"obj=VENDOR&evt=add")
            await door.post(f"smart/wrong-{SHARED}", FORM)
            await exchange(door.server.url, raw(f"/webhooks/smart/{SHARED}", f"{SHARED}\x01: x\r\n"))
    assert [line["status"] for line in lines if line["event"] == "webhook_answered"] == [200, 401, 400]
    assert SHARED not in str(lines)


async def test_a_broken_request_is_logged_without_its_bytes(caplog: pytest.LogCaptureFixture) -> None:
    """The framework would quote the line it cannot parse."""
    async with open_door(MemoryLog()) as door:
        await exchange(door.server.url, raw(f"/webhooks/smart/{SHARED}", f"{SHARED}\x01: x\r\n"))
    assert SHARED not in caplog.text


class BrokenLog(MemoryLog):
    """A log with a bug."""

    async def append(self, events: object) -> None:
        """Raise what nobody expects."""
        raise RuntimeError(f"bug with {SHARED}")


async def test_our_own_mistake_shows_nothing_of_the_inside() -> None:
    """500 as a problem document, so that the sender tries again; the log line has no message of the error."""
    async with open_door(BrokenLog()) as door:
        with capture_logs() as lines:
            status, answer = await door.post("smart", FORM, FORM_TYPE)
    assert (status, answer["title"]) == (500, "Internal error")
    assert SHARED not in str(answer) + str(lines)
    assert "receiver_bug" in {line["event"] for line in lines}


async def test_every_answer_is_told_with_configured_names_only() -> None:
    """Metrics never get a label that a stranger chose."""
    async with open_door(MemoryLog(), configured=settings()) as door:
        await door.post("smart", FORM, FORM_TYPE)
        await door.post("invented", FORM, FORM_TYPE)
        await door.post("smart", b"obj=VENDOR", FORM_TYPE)
    told = [(answer.source, answer.status, len(answer.events)) for answer in door.answers]
    assert told == [("smart", 200, 1), ("", 404, 0), ("smart", 401, 0)]
