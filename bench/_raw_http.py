"""A load generator that costs little beside the server it loads: prepared bytes on connections that stay open."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit


def request(path: str, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of a POST."""
    lines = [f"POST {path} HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


async def post(url: str, requests: Iterator[bytes], connections: int) -> list[bytes]:
    """Send all requests over so many connections; the distinct status lines that came back."""
    statuses = await asyncio.gather(*(_work(url, requests) for _ in range(connections)))
    return sorted(set().union(*statuses))


async def exchange(url: str, sent: bytes) -> bytes:
    """One request on a connection of its own; its body."""
    reader, writer = await _connect(url)
    writer.write(sent)
    _, body = await _answer(reader)
    writer.close()
    return body


async def _work(url: str, requests: Iterator[bytes]) -> set[bytes]:
    reader, writer = await _connect(url)
    statuses = set()
    for each in requests:
        writer.write(each)
        status, _ = await _answer(reader)
        statuses.add(status)
    writer.close()
    return statuses


async def _connect(url: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    place = urlsplit(url)
    return await asyncio.open_connection(place.hostname, place.port, limit=1 << 20)


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    return head.split(b"\r\n", 1)[0], await reader.readexactly(length)
