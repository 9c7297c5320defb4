"""HTTP as the client needs it: one request, one whole answer, and errors that say whether anything was sent."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import aiohttp

from service.errors import NoAnswer, NotSent
from service.settings import Waiting

MOST_ANSWER_BYTES = 64 * 1024 * 1024
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """A complete answer. Header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@contextmanager
def network_errors() -> Iterator[None]:
    """Map whatever the network does: NotSent while connecting (DNS, TCP, TLS), NoAnswer for everything later.

    aiohttp raises the first group only before it has written a byte of the request.
    """
    try:
        yield
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
        raise NotSent(f"no connection: {_named(error)}") from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, EOFError, zlib.error) as error:
        raise NoAnswer(f"no answer: {_named(error)}") from error


def _named(error: BaseException) -> str:
    return type(error).__name__


class Http:
    """Sends requests over one pool of connections, which is opened at the first request."""

    def __init__(self, waiting: Waiting, session: aiohttp.ClientSession | None = None) -> None:
        self._session = session
        self._owns_session = session is None
        self._timeout = aiohttp.ClientTimeout(
            total=waiting.request_timeout, connect=waiting.connect_timeout, sock_connect=waiting.connect_timeout
        )

    async def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        """Send one request; redirects are not followed. Raises NotSent or NoAnswer."""
        with network_errors():
            async with self._open().request(
                method, url, headers=headers, data=body, timeout=self._timeout, allow_redirects=False
            ) as response:
                content = await _read(response)
        return HttpAnswer(response.status, {name.lower(): value for name, value in response.headers.items()}, content)

    async def close(self) -> None:
        """Close the connections, unless they were lent to us."""
        if self._session is not None and self._owns_session:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=0)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


async def _read(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > MOST_ANSWER_BYTES:
            raise NoAnswer("the answer is too large")
    return bytes(content)
