"""What the network does, told apart: not sent, or sent without an answer. Real sockets."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from service.delivery.client_port import OutcomeKind, Surface
from service.errors import NoAnswer, NotSent
from service.intacct import network
from service.intacct.client import open_client
from service.intacct.network import Http
from service.settings import Waiting
from tests.intacct.tenant import creates, prepared, settings, vendor
from tests.support.clock import FakeClock

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
QUICK = Waiting(request_timeout=0.3, connect_timeout=0.2)


@asynccontextmanager
async def server(talk: Talk) -> AsyncIterator[str]:
    """A TCP server that reads one request and then does as it is told."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await talk(reader, writer)
        finally:
            writer.transport.abort()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()


def saying(*parts: bytes) -> Talk:
    """Answer with these bytes and close properly."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return talk


async def silence(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Never answer."""
    await asyncio.Event().wait()


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.transport.abort()


HEAD = b"HTTP/1.1 200 OK\r\n"
LOST = [
    reset,
    silence,
    saying(HEAD + b"Content-Length: 100\r\n\r\nhalf"),
    saying(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
    saying(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope"),
    saying(b"\x00\x01garbage\r\n\r\n"),
    saying(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n"),
    saying(b""),
]


@pytest.mark.parametrize("talk", LOST)
async def test_whatever_happens_after_sending_is_no_answer(talk: Talk) -> None:
    """Reset, silence, half an answer, broken chunks or compression, garbage: the write may have happened."""
    http = Http(QUICK)
    async with server(talk) as url:
        with pytest.raises(NoAnswer):
            await http.send("POST", url, headers={}, body=b"x")
    await http.close()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/", "http:///nothing"])
async def test_what_never_connected_was_not_sent(url: str) -> None:
    """Refused connection, unknown name, no host."""
    http = Http(QUICK)
    with pytest.raises(NotSent):
        await http.send("POST", url, headers={}, body=b"x")
    await http.close()


async def test_a_failed_tls_handshake_was_not_sent() -> None:
    """The request is written only after the handshake."""

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad\r\n\r\n")
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(plain, "127.0.0.1", 0)
    http = Http(QUICK)
    with pytest.raises(NotSent):
        await http.send("POST", f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}/", headers={}, body=b"x")
    await http.close()
    listening.close()
    assert ssl.OPENSSL_VERSION


async def test_a_compressed_answer_is_unpacked_and_redirects_are_not_followed() -> None:
    """The official SDKs tolerate gzip; a redirect would carry credentials elsewhere."""
    packed = gzip.compress(b"<response/>")
    head = b"HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Encoding: gzip\r\n"
    http = Http(QUICK)
    async with server(saying(head, b"Content-Length: %d\r\n\r\n" % len(packed), packed)) as url:
        answer = await http.send("POST", url, headers={}, body=b"x")
    assert (answer.status, answer.body, answer.headers["location"]) == (302, b"<response/>", "http://evil.example/")
    await http.close()


async def test_an_endless_answer_is_given_up() -> None:
    """Memory is bounded, also against a bomb of compressed zeros."""
    bomb = gzip.compress(b"0" * (network.MOST_ANSWER_BYTES + 1), compresslevel=1)
    http = Http(Waiting(request_timeout=20))
    head = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    async with server(saying(head, bomb)) as url:
        with pytest.raises(NoAnswer):
            await http.send("POST", url, headers={}, body=b"x")
    await http.close()


async def test_a_lent_pool_stays_open() -> None:
    """Whoever opened it closes it."""
    async with aiohttp.ClientSession() as session:
        http = Http(QUICK, session)
        async with server(saying(HEAD + b"Content-Length: 0\r\n\r\n")) as url:
            await http.send("GET", url, headers={}, body=None)
        await http.close()
        assert not session.closed


async def test_nothing_that_the_network_does_escapes_the_client() -> None:
    """A company that cannot be reached makes every call an answer that says so."""
    client = open_client("acme", settings("http://127.0.0.1:1"), FakeClock())
    for surface in Surface:
        assert (await client.submit(creates(surface, vendor()))).outcomes[0].kind is OutcomeKind.UNAVAILABLE
        looked = await client.look_up([prepared(vendor(), surface)])
        assert looked.failure is not None
        assert looked.failure.kind is OutcomeKind.UNAVAILABLE
    assert (await client.probe()).kind is OutcomeKind.UNAVAILABLE
    await client.close()
