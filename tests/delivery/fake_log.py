"""A log port double: one partition in memory, whose progress survives a crash of the engine."""

import asyncio
from collections.abc import Sequence

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, RecordReceipt, UsageCount, Verdict
from service.errors import LogUnavailable
from service.eventlog.port import (
    DeadLetterFilter,
    DocumentKey,
    KnownDocument,
    KnownVerdict,
    LogRecord,
    Progress,
    Whereabouts,
)


class FakeLog:
    """As much of ``EventLog`` as the engine uses. ``failures``: how many publications fail first."""

    def __init__(self) -> None:
        self.records: list[LogRecord] = []
        self.progress = Progress(0)
        self.published: list[Verdict] = []
        self.latest: dict[str, Verdict] = {}
        self.totals: dict[str, int] = {}
        self.failures = 0
        self.grown = asyncio.Event()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        for event in events:
            self.records.append(LogRecord(len(self.records), event))
        self.grown.set()
        return []

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        await asyncio.sleep(0)
        if self.failures:
            self.failures -= 1
            raise LogUnavailable("no")
        self.published.extend(verdicts)
        self.latest |= {v.event_key if isinstance(v, Receipt) else v.id: v for v in verdicts}
        self.totals |= {count.tenant: count.transactions for count in usage}

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        return {key: _known(self.latest[key]) for key in event_keys if key in self.latest}

    async def documents(self, keys: Sequence[DocumentKey]) -> dict[DocumentKey, list[KnownDocument]]:
        """From the published verdicts, the last one of each source winning."""
        found: dict[DocumentKey, dict[tuple[str, str], KnownDocument]] = {}
        for verdict in self.published:
            for record in verdict.records if isinstance(verdict, Receipt) else ():
                key = DocumentKey(verdict.tenant, record.object, record.key)
                if key in keys and not record.superseded_by:
                    known = _document(verdict, record)
                    found.setdefault(key, {})[known.entity, known.source] = known
        return {key: list(known.values()) for key, known in found.items()}

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        return [UsageCount(name, "2026-03", total) for name, total in self.totals.items()]

    async def awaited(self, tenant: str) -> frozenset[str]:
        letters = [each for each in self.latest.values() if isinstance(each, DeadLetter) and each.tenant == tenant]
        return frozenset(name for each in letters for name in each.failure.awaited if not each.resolution)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def consume(self, owner: object) -> None: ...

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        return ()

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[DeadLetter]:
        letters = [verdict for verdict in self.latest.values() if isinstance(verdict, DeadLetter)]
        return [each for each in letters if which.waits_for in ("", *each.failure.awaited)]

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[Receipt]:
        return [verdict for verdict in self.latest.values() if isinstance(verdict, Receipt)]

    async def backlog(self) -> dict[str, int]:
        return {}

    async def healthy(self) -> bool:
        return True


def _document(receipt: Receipt, record: RecordReceipt) -> KnownDocument:
    return KnownDocument(
        receipt.entity if record.entity is None else record.entity,
        record.record_number,
        record.state,
        receipt.source,
        receipt.event_id,
        receipt.event_key,
        receipt.event_time,
        receipt.received_at,
        receipt.applied_at,
    )


def _known(verdict: Verdict) -> KnownVerdict:
    if isinstance(verdict, Receipt):
        return KnownVerdict(applied=True, replay=verdict.replay, content=verdict.content)
    return KnownVerdict(verdict.resolution is not None, verdict.replays, verdict.content)


class FakePartition:
    """The log's only partition, as one owner sees it."""

    name = "events/0"
    shared = True

    def __init__(self, log: FakeLog) -> None:
        self._log = log
        self.start = log.progress
        self._position = log.progress.watermark

    async def read(self, limit: int) -> Sequence[LogRecord]:
        while True:
            await asyncio.sleep(0)
            records = self._log.records[self._position : self._position + limit]
            self._position += len(records)
            fresh = [record for record in records if record.offset not in self.start.finished]
            if fresh:
                return fresh
            self._log.grown.clear()
            await self._log.grown.wait()

    def rewind(self, offset: int) -> None:
        assert offset >= self._log.progress.watermark
        self._position = offset
        self._log.grown.set()

    async def commit(self, progress: Progress) -> None:
        await asyncio.sleep(0)
        assert progress.watermark >= self._log.progress.watermark, "progress never goes back"
        self._log.progress = progress
