"""The body of a request: refused early where its headers say enough, read bounded in size and time."""

import asyncio

from aiohttp import hdrs, web

from service.clock import Clock
from service.intake.capacity import Share
from service.intake.deadline import ended_within
from service.intake.problem import problem


class Refused(Exception):
    """Carries the answer to a request that was refused before its body was a delivery."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


def check_headers(request: web.Request, max_bytes: int) -> None:
    """Refuse what must not even be read. The connection is closed, because the body may follow all the same."""
    if hdrs.UPGRADE in request.headers:
        raise Refused(problem(400, "Upgrade refused", "No other protocol is spoken here.", close=True))
    encodings = {value.strip().lower() for value in request.headers.getall(hdrs.CONTENT_ENCODING, [])}
    if encodings - {"identity", ""}:
        detail = "Content-Encoding must be identity: a signature covers the bytes on the wire."
        raise Refused(problem(415, "Unsupported content encoding", detail, close=True))
    if request.content_length is not None and request.content_length > max_bytes:
        raise too_large(max_bytes)


def too_large(max_bytes: int) -> Refused:
    """413."""
    return Refused(problem(413, "Body too large", f"The body may have at most {max_bytes} bytes.", close=True))


async def read_body(request: web.Request, clock: Clock, seconds: float, max_bytes: int, share: Share) -> bytes:
    """All bytes as sent, counted into ``share`` as they come.

    Raises Refused: 408 after so many seconds, 413 also for a chunked body over the limit, 400 for a broken one.
    Raises LogUnavailable when the share cannot grow, ConnectionError when the sender has gone.
    """
    reading = asyncio.ensure_future(_collect(request, max_bytes, share))
    try:
        if not await ended_within(clock, seconds, reading):
            detail = f"The body did not arrive within {seconds:g} seconds."
            raise Refused(problem(408, "Body too slow", detail, close=True))
        return reading.result()
    except web.RequestPayloadError:
        raise Refused(problem(400, "Bad request", "The body breaks off or is wrongly chunked.", close=True)) from None
    finally:
        reading.cancel()


async def _collect(request: web.Request, max_bytes: int, share: Share) -> bytes:
    body = bytearray()
    while chunk := await request.content.readany():
        share.grow(len(chunk))
        body += chunk
        if len(body) > max_bytes:
            raise too_large(max_bytes)
    return bytes(body)
