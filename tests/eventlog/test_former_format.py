"""A log that the version before has written is read on."""

import gzip
import json
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from service.clock import SystemClock
from service.errors import LogInUse, LogUnavailable
from service.eventlog.port import DeadLetterFilter, EventLog
from service.eventlog.sqlite import SqliteLog
from service.eventlog.sqlite.process_lock import ProcessLock
from service.settings import SqliteLogSettings
from tests.eventlog import former_log
from tests.eventlog.former_log import APPLIED, WAITING
from tests.support.kafka_broker import KafkaBroker
from tests.support.kafka_site import KafkaSite, partition_of
from tests.support.log_owner import ReadingOwner, consuming
from tests.support.log_samples import an_event

FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An embedded log of format 1."""
    path = tmp_path / "relay.db"
    with gzip.open(FIXTURES / "format-1.db.gz") as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def at(path: Path, *, read_only: bool = False) -> SqliteLog:
    """A log on the file."""
    return SqliteLog(SqliteLogSettings(path=path), SystemClock(), read_only=read_only)


def version_of(path: Path) -> int:
    """As SQLite keeps it."""
    connection = sqlite3.connect(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return int(version)


async def all_is_known(log: EventLog) -> None:
    """While the log is being read, so that its owner knows."""
    await former_log.verdicts_are_known(log)
    await former_log.dead_letters_are_listed(log)
    await former_log.places_are_known(log)
    await former_log.documents_are_known(log)


async def test_an_embedded_log_of_the_former_format_is_read_on(path: Path) -> None:
    """Its verdicts count, its dead letters are shown, replayed and resolved, and what waits is delivered once."""
    log, owner = at(path), ReadingOwner()
    await log.start()
    async with consuming(log, owner):
        taken = await owner.take(5)
        assert sorted(record.event.id for _, record in taken) == ["acme-4", "acme-6", "acme-7", "bolt-1", "bolt-2"]
        assert {partition.start.reserved for partition, _ in taken if partition.name == "events/acme"} == {6}
        await all_is_known(log)
        await former_log.a_replay_resolves(log, owner)
    await log.stop()
    assert version_of(path) == 2


async def test_a_converted_log_is_converted_once(path: Path) -> None:
    """Opened again it holds the same, and its events still have their present keys."""
    for _ in range(2):
        log = at(path)
        await log.start()
        await former_log.dead_letters_are_listed(log)
        assert await log.append([an_event(6), an_event(2, "bolt")]) == [an_event(6), an_event(2, "bolt")]
        assert await log.backlog() == {"acme": 2, "bolt": 1}
        await log.stop()


async def test_a_question_converts_a_file_that_nobody_owns(path: Path) -> None:
    """The first command after an upgrade may be one that only asks."""
    log = at(path, read_only=True)
    await log.start()
    await former_log.dead_letters_are_listed(log)
    await log.stop()


async def test_a_question_leaves_a_file_alone_that_the_former_version_owns(path: Path) -> None:
    """It is told what to do, and nothing is written."""
    owner = ProcessLock(path)
    owner.acquire()
    with pytest.raises(LogInUse):
        await at(path, read_only=True).start()
    owner.release()
    assert version_of(path) == 1


async def test_a_conversion_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    """All of it is one transaction: here the last table holds a row that nobody can read."""
    connection = sqlite3.connect(path)
    [before] = connection.execute("SELECT event_key FROM receipts WHERE event_id = 'acme-1'").fetchall()
    connection.execute("UPDATE dead_letters SET headers = '[]' WHERE event_id = 'acme-3'")
    connection.commit()
    with pytest.raises(LogUnavailable):
        await at(path).start()
    assert version_of(path) == 1
    assert connection.execute("SELECT event_key FROM receipts WHERE event_id = 'acme-1'").fetchall() == [before]
    connection.close()


@pytest.fixture
async def site(kafka: KafkaBroker, tmp_path: Path) -> AsyncIterator[KafkaSite]:
    """A place for a log on Kafka."""
    site = KafkaSite(kafka, tmp_path)
    yield site
    await site.close()


async def produce_former_records(site: KafkaSite) -> None:
    """Onto the topics of the site, under the keys and with the headers that they had."""
    async with AIOKafkaProducer(bootstrap_servers=site.settings.bootstrap_servers) as producer:
        for record in json.loads((FIXTURES / "format-1-records.json").read_text()):
            headers = [(name, value.encode("latin-1")) for name, value in record["headers"]]
            await producer.send_and_wait(
                site.topic(record["topic"]),
                record["value"].encode("latin-1"),
                record["key"].encode("latin-1"),
                partition_of(record["tenant"]),
                headers=headers,
            )


@pytest.mark.kafka
async def test_topics_with_records_of_the_former_format_are_read_on(site: KafkaSite) -> None:
    """The index derives the present keys from what the records say; new records stand beside the old ones."""
    log = await site.open()
    await produce_former_records(site)
    owner = ReadingOwner()
    async with consuming(log, owner):
        taken = await owner.take(10)
        assert {record.event.id for _, record in taken} >= WAITING
        await all_is_known(log)
        await former_log.a_replay_resolves(log, owner)
    await site.crash(log)
    log, owner = await site.open(), ReadingOwner()
    async with consuming(log, owner):
        await owner.take(11)
        assert (await log.verdicts([former_log.OPEN.key]))[former_log.OPEN.key].applied
    assert {letter.event_id for letter in await log.dead_letters(DeadLetterFilter())} == {"acme-5", "erp.bills/3/99"}
    assert APPLIED.key in {receipt.event_key for receipt in await log.receipts()}
