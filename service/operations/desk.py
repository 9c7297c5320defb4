"""Everything people can ask or do, in one port: carried out on the log here, or by a running service."""

from collections.abc import Sequence
from typing import Protocol

from schemas.event import StoredEvent
from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import DeadLetterFilter, EventLog
from service.operations.dead_letters import DeadLetters, Done
from service.operations.lane_status import Lanes, LaneState, LaneStatus, Waits
from service.operations.usage import usage
from service.operations.views import (
    About,
    DeadLetterDetail,
    DeadLetterView,
    DoneView,
    LaneView,
    ReceiptView,
    StatusView,
    UsageView,
    WhereView,
)
from service.operations.where import where


class Desk(Protocol):
    """Raises LogUnavailable when the log cannot answer. Lists are newest first."""

    async def about(self) -> About: ...

    async def where(self, identity: str) -> Sequence[WhereView]: ...

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetterView]: ...

    async def dead_letter(self, identity: str) -> Sequence[DeadLetterDetail]:
        """Usually one; several when events of several sources have the same id; empty when there is none."""
        ...

    async def replay(self, identities: Sequence[str], by: str) -> Sequence[DoneView]: ...

    async def discard(self, identities: Sequence[str], by: str, note: str) -> Sequence[DoneView]: ...

    async def receipts(self, tenant: str, limit: int) -> Sequence[ReceiptView]: ...

    async def usage(self, tenant: str, month: str) -> Sequence[UsageView]: ...

    async def status(self) -> StatusView: ...

    async def send(self, events: Sequence[StoredEvent]) -> int:
        """Append; returns when all are durable, with how many of them the log knew already, as far as it can tell."""
        ...


class LocalDesk:
    """The desk on an open log."""

    def __init__(
        self,
        log: EventLog,
        clock: Clock,
        log_name: str,
        lanes: Lanes | None = None,
        waits: Waits = lambda event_key: "",
    ) -> None:
        """``lanes``: None when no service is running here."""
        self._waits = waits
        self._log = log
        self._log_name = log_name
        self._lanes = lanes
        self._letters = DeadLetters(log, clock)

    async def about(self) -> About:
        """Which log this is."""
        return About(log=self._log_name)

    async def where(self, identity: str) -> Sequence[WhereView]:
        """Every event with this id or key."""
        return await where(self._log, identity, self._waits)

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetterView]:
        """Matching dead letters, without their bytes."""
        return [DeadLetterView.of(letter) for letter in await self._log.dead_letters(which)]

    async def dead_letter(self, identity: str) -> Sequence[DeadLetterDetail]:
        """With their bytes."""
        return [DeadLetterDetail.of(letter) for letter in await self._letters.find(identity)]

    async def replay(self, identities: Sequence[str], by: str) -> Sequence[DoneView]:
        """See :meth:`DeadLetters.replay`."""
        return [_done(each) for each in await self._letters.replay(identities, by)]

    async def discard(self, identities: Sequence[str], by: str, note: str) -> Sequence[DoneView]:
        """See :meth:`DeadLetters.discard`."""
        return [_done(each) for each in await self._letters.discard(identities, by, note)]

    async def receipts(self, tenant: str, limit: int) -> Sequence[ReceiptView]:
        """Receipts of one tenant, or of all."""
        return [ReceiptView.of(receipt) for receipt in await self._log.receipts(tenant, limit)]

    async def usage(self, tenant: str, month: str) -> Sequence[UsageView]:
        """Running totals."""
        return await usage(self._log, tenant, month)

    async def status(self) -> StatusView:
        """Lanes of this process and backlog of the log."""
        backlog = await self._backlog()
        known = {lane.tenant: lane for lane in (self._lanes() if self._lanes else ())}
        absent = LaneState.ELSEWHERE if self._lanes else LaneState.STOPPED
        lanes = [known.get(tenant, LaneStatus(tenant, absent)) for tenant in sorted({*known, *(backlog or ())})]
        return StatusView(
            running=self._lanes is not None,
            log=self._log_name,
            log_healthy=await self._log.healthy() if self._lanes else None,
            lanes=tuple(_lane(lane, None if backlog is None else backlog.get(lane.tenant, 0)) for lane in lanes),
        )

    async def _backlog(self) -> dict[str, int] | None:
        """A service whose log is down still tells about its lanes; a log that is asked directly must answer."""
        try:
            return await self._log.backlog()
        except LogUnavailable:
            if self._lanes is None:
                raise
            return None

    async def send(self, events: Sequence[StoredEvent]) -> int:
        """Append to the log."""
        return len(await self._log.append(events))


def _done(done: Done) -> DoneView:
    letter = done.letter
    event_id, tenant = (letter.event_id, letter.tenant) if letter else ("", "")
    return DoneView(id=done.id, event_id=event_id, tenant=tenant, ok=done.ok, text=done.text)


def _lane(lane: LaneStatus, backlog: int | None) -> LaneView:
    return LaneView(
        tenant=lane.tenant,
        state=lane.state.value,
        reason=lane.reason,
        next_step=lane.next_step,
        backlog=backlog,
        oldest_seconds=lane.oldest_seconds,
        in_flight=lane.in_flight,
        slots=lane.slots,
    )
