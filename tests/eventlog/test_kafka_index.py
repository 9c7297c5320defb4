"""The local index of verdicts: never believed when it could be wrong."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from schemas.verdict import Resolution, ResolutionKind
from service.decoding.content import content_of
from service.errors import LogUnavailable
from service.eventlog.kafka.index import Mark, VerdictIndex
from service.eventlog.port import DocumentKey, KnownVerdict
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, replayed, waiting_for

EVENT = an_event(1)
KNOWN = {EVENT.key: KnownVerdict(True, 0, content_of(EVENT))}

FORMER = """
CREATE TABLE identity (text TEXT NOT NULL);
INSERT INTO identity VALUES ('cluster/intacct/3');
CREATE TABLE verdicts (
    event_key TEXT PRIMARY KEY, partition INTEGER NOT NULL, receipt_replay INTEGER, applied_at TEXT,
    letter_replay INTEGER, letter_open INTEGER NOT NULL DEFAULT 0, letter TEXT
) WITHOUT ROWID;
CREATE INDEX unresolved ON verdicts (partition) WHERE letter_open AND receipt_replay IS NOT NULL;
CREATE TABLE marks (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, fingerprint TEXT NOT NULL,
    PRIMARY KEY (topic, partition)
) WITHOUT ROWID;
INSERT INTO marks VALUES ('receipts', 0, 7, 'x');
"""
"""The tables as the version before wrote them, filled up to offset 7."""


@asynccontextmanager
async def opened(directory: Path, identity: str = "cluster/intacct/3") -> AsyncIterator[VerdictIndex]:
    """An index for the length of a block."""
    index = await VerdictIndex.open(directory, identity)
    try:
        yield index
    finally:
        await index.close()


async def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    """With the marks that say how far it was filled."""
    async with opened(tmp_path) as index:
        await index.put_scanned("receipts", [(0, a_receipt(EVENT))], 0, Mark(7, "x"))
    async with opened(tmp_path) as index:
        assert await index.known([EVENT.key, "other"]) == KNOWN
        assert await index.marks("receipts", [0, 1]) == {0: Mark(7, "x")}


async def test_an_index_of_another_cluster_is_thrown_away(tmp_path: Path) -> None:
    """What was applied there was not applied here: believing it would lose an event."""
    async with opened(tmp_path) as index:
        await index.put([(0, a_receipt(EVENT))])
    async with opened(tmp_path, "another cluster") as index:
        assert await index.known([EVENT.key]) == {}


async def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    """It can always be built again."""
    (tmp_path / "verdicts-0.db").write_bytes(b"not a database" * 1000)
    async with opened(tmp_path) as index:
        await index.put([(0, a_receipt(EVENT))])
        assert await index.known([EVENT.key]) == KNOWN


async def test_a_file_that_is_damaged_while_open_is_reported_and_replaced(tmp_path: Path) -> None:
    """Nobody gets an answer from it, and the next opening starts anew."""
    async with opened(tmp_path) as index:
        await index.put_scanned("receipts", [(0, a_receipt(an_event(n))) for n in range(2000)], 0, Mark(7, "x"))
    _damage(tmp_path / "verdicts-0.db")
    async with opened(tmp_path) as index:
        assert await index.marks("receipts", [0]) == {}


async def test_damage_in_use_asks_for_a_rebuild(tmp_path: Path) -> None:
    """Whoever asked is told to try again."""
    async with opened(tmp_path) as index:
        await index.put([(0, a_dead_letter(an_event(n))) for n in range(4000)])  # more than SQLite caches
    async with opened(tmp_path) as index:
        _damage(tmp_path / "verdicts-0.db")
        with pytest.raises(LogUnavailable):
            await index.known([an_event(n).key for n in range(4000)])
        assert index.broken.is_set()


async def test_two_processes_on_one_directory_have_a_file_each(tmp_path: Path) -> None:
    """So that several workers can run from one folder."""
    async with opened(tmp_path) as one, opened(tmp_path) as two:
        await one.put([(0, a_receipt(EVENT))])
        assert await two.known([EVENT.key]) == {}


async def test_a_receipt_finds_the_dead_letter_that_it_resolves(tmp_path: Path) -> None:
    """Only while it is open, and never one that is about a later replay."""
    letter = a_dead_letter(EVENT)
    async with opened(tmp_path) as index:
        await index.put([(0, letter)])
        receipt = a_receipt(replayed(EVENT), minutes=3)
        [resolved] = await index.resolved_by([receipt])
        assert (resolved.id, resolved.failure) == (letter.id, letter.failure)
        assert resolved.resolution == Resolution(ResolutionKind.APPLIED, receipt.applied_at)
        await index.put([(0, resolved)])
        assert await index.resolved_by([receipt]) == []
        await index.put([(0, a_dead_letter(replayed(EVENT)))])
        assert await index.resolved_by([a_receipt(EVENT)]) == []


async def test_a_resolution_that_was_not_written_is_found(tmp_path: Path) -> None:
    """The process ended between the receipt and the resolution."""
    async with opened(tmp_path) as index:
        await index.put([(3, a_dead_letter(EVENT)), (3, a_receipt(EVENT)), (3, a_dead_letter(an_event(2)))])
        [letter] = await index.unresolved(3)
        assert (letter.id, letter.resolution) == (EVENT.key, Resolution(ResolutionKind.APPLIED, MORNING))
        assert await index.unresolved(2) == []


async def test_an_index_of_the_former_format_is_built_again(tmp_path: Path) -> None:
    """Its keys are not those of today: believing it would apply an event twice."""
    with sqlite3.connect(tmp_path / "verdicts-0.db") as former:
        former.executescript(FORMER)
    async with opened(tmp_path) as index:
        assert await index.marks("receipts", [0]) == {}
        await index.put([(0, a_receipt(EVENT))])
        assert await index.known([EVENT.key]) == KNOWN


async def test_forgetting_a_partition_forgets_its_documents_and_what_it_waits_for(tmp_path: Path) -> None:
    """And leaves those of the others."""
    bolt = an_event(1, "bolt")
    async with opened(tmp_path) as index:
        await index.put([(0, a_receipt(EVENT)), (0, waiting_for("vendor V-1")), (1, a_receipt(bolt))])
        await index.forget(0)
        keys = [DocumentKey(tenant, "bill", "V-1 / B-1") for tenant in ("acme", "bolt")]
        assert list(await index.documents(keys)) == [keys[1]]
        assert await index.awaited("acme") == frozenset()


async def test_forgetting_a_partition_leaves_the_others(tmp_path: Path) -> None:
    """Verdicts and marks."""
    async with opened(tmp_path) as index:
        for partition in (0, 1):
            verdicts = [(partition, a_receipt(an_event(partition)))]
            await index.put_scanned("receipts", verdicts, partition, Mark(1, "x"))
        await index.forget(0)
        assert set(await index.known([an_event(0).key, an_event(1).key])) == {an_event(1).key}
        assert set(await index.marks("receipts", [0, 1])) == {1}


def _damage(path: Path) -> None:
    """Overwrite the middle of the file, as a bad disk would."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 8192))
