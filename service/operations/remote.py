"""The desk of a running service, over its admin API."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import quote

import aiohttp
from pydantic import BaseModel, TypeAdapter, ValidationError

from schemas.event import StoredEvent
from service.errors import LogUnavailable, RelayError
from service.eventlog.port import DeadLetterFilter
from service.operations.log_name import log_name
from service.operations.messages import DiscardRequest, EventsRequest, ReplayRequest
from service.operations.views import (
    About,
    DeadLetterDetail,
    DeadLetterView,
    DoneView,
    ReceiptView,
    StatusView,
    UsageView,
    WhereView,
)
from service.settings import AdminSettings, LogSettings

T = TypeVar("T")

_ANSWER = aiohttp.ClientTimeout(total=120, sock_connect=2)
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}


class RemoteDesk:
    """See :class:`service.operations.desk.Desk`. Raises LogUnavailable also when the service stops answering."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def about(self) -> About:
        """Which log the service works on."""
        return await self._get("about", TypeAdapter(About))

    async def where(self, identity: str) -> Sequence[WhereView]:
        """Every event with this id or key."""
        return await self._get(f"where/{_quoted(identity)}", TypeAdapter(list[WhereView]))

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetterView]:
        """Matching dead letters."""
        query = TypeAdapter(DeadLetterFilter).dump_python(which, mode="json")
        text = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
        return await self._get("dead-letters", TypeAdapter(list[DeadLetterView]), text)

    async def dead_letter(self, identity: str) -> Sequence[DeadLetterDetail]:
        """With their bytes."""
        return await self._get(f"dead-letters/{_quoted(identity)}", TypeAdapter(list[DeadLetterDetail]))

    async def replay(self, identities: Sequence[str], by: str) -> Sequence[DoneView]:
        """Carried out by the service."""
        body = ReplayRequest(ids=identities, by=by)
        return await self._post("dead-letters/replay", body, TypeAdapter(list[DoneView]))

    async def discard(self, identities: Sequence[str], by: str, note: str) -> Sequence[DoneView]:
        """Carried out by the service."""
        body = DiscardRequest(ids=identities, by=by, note=note)
        return await self._post("dead-letters/discard", body, TypeAdapter(list[DoneView]))

    async def receipts(self, tenant: str, limit: int) -> Sequence[ReceiptView]:
        """Receipts of one tenant, or of all."""
        query = {"tenant": tenant, "limit": str(limit)}
        return await self._get("receipts", TypeAdapter(list[ReceiptView]), query)

    async def usage(self, tenant: str, month: str) -> Sequence[UsageView]:
        """Running totals."""
        return await self._get("usage", TypeAdapter(list[UsageView]), {"tenant": tenant, "month": month})

    async def status(self) -> StatusView:
        """Lanes of the service."""
        return await self._get("status", TypeAdapter(StatusView))

    async def send(self, events: Sequence[StoredEvent]) -> int:
        """Appended by the service; returns when all are durable."""
        answer = await self._post("events", EventsRequest(events=events), TypeAdapter(dict[str, int]))
        return answer.get("known", 0)

    async def _get(self, path: str, shape: TypeAdapter[T], query: Mapping[str, str] | None = None) -> T:
        return await self._ask("GET", path, shape, query=query)

    async def _post(self, path: str, body: BaseModel, shape: TypeAdapter[T]) -> T:
        return await self._ask("POST", path, shape, body=body.model_dump_json().encode())

    async def _ask(
        self,
        method: str,
        path: str,
        shape: TypeAdapter[T],
        *,
        query: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> T:
        headers = {"Content-Type": "application/json"} if body is not None else {}
        try:
            async with self._session.request(method, f"api/{path}", params=query, data=body, headers=headers) as answer:
                content = await answer.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _no_answer(error) from None
        if answer.status >= 400:
            raise _refused(answer.status, content)
        return shape.validate_json(content)


@asynccontextmanager
async def reach(admin: AdminSettings, log: LogSettings) -> AsyncIterator[RemoteDesk | None]:
    """The desk of the service that runs with these settings, or None when none answers.

    A service that works on another log is not ours, even when it listens on our port.
    """
    url = f"http://{_host(admin.host)}:{admin.port}/"
    async with aiohttp.ClientSession(url, timeout=_ANSWER) as session:
        desk = RemoteDesk(session)
        yield desk if admin.port and await _works_on(desk, log_name(log)) else None


async def _works_on(desk: RemoteDesk, name: str) -> bool:
    try:
        return (await desk.about()).log == name
    except (RelayError, ValidationError):
        return False


def _host(host: str) -> str:
    if host in _EVERYWHERE:
        return _EVERYWHERE[host]
    return f"[{host}]" if ":" in host else host


def _quoted(identity: str) -> str:
    return quote(identity, safe="")


def _no_answer(error: Exception) -> LogUnavailable:
    what = "in time" if isinstance(error, TimeoutError) else f"({type(error).__name__})"
    fix = "what was asked may have been done: look, then ask again; asking twice does nothing twice"
    return LogUnavailable(f"the running service did not answer {what}", next_step=fix)


class _Problem(BaseModel):
    detail: str = ""
    next_step: str = ""


def _refused(status: int, content: bytes) -> RelayError:
    try:
        problem = _Problem.model_validate_json(content)
    except ValidationError:
        problem = _Problem(detail="its answer cannot be read")
    kind = LogUnavailable if status == 503 else RelayError
    return kind(f"the running service refused ({status}): {problem.detail}", next_step=problem.next_step)
