"""What every event log must do. Each implementation inherits these cases and says how to open one."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass, Resolution, ResolutionKind, UsageCount
from service.errors import LogUnavailable, PartitionLost
from service.eventlog.port import DeadLetterFilter, EventLog, EventState, KnownVerdict, Partition, Progress
from tests.support.log_owner import HoldingOwner, ReadingOwner, consuming
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, replayed

DISCARDED = Resolution(ResolutionKind.DISCARDED, MORNING + timedelta(hours=1), by="ada", note="entered by hand")


class LogSite(Protocol):
    """A place where a log lives: it can be opened, and opened again after its process has gone."""

    async def open(self) -> EventLog:
        """A started log on the site's storage. The one before it has been stopped or has crashed."""
        ...

    def partition_name(self, tenant: str) -> str:
        """The name of the partition that holds the tenant's events."""
        ...

    async def crash(self, log: EventLog) -> None:
        """End the log as a killed process would: nothing more is stored."""
        ...


class EventLogContract:
    """Inherited by one test class per implementation, which provides the ``site`` fixture."""

    # -- append and read -----------------------------------------------------------------------------------------

    async def test_an_event_is_read_as_it_was_appended(self, site: LogSite) -> None:
        """Every attribute, every kept header and every byte of the body comes back."""
        event = StoredEvent(
            id="1·ü",
            source="/erp?a=b",
            type="bill.approved",
            tenant="acme",
            body=b"\x00\xff<raw>",
            content_type="application/xml; charset=cp1252",
            entity="100",
            subject="",
            time=datetime(2025, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
            traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            profile="bills",
            received_at=MORNING,
            replay=2,
            headers=(("X-A", b"1"), ("X-A", b""), ("", b"\xff"), ("ce_subject", b"other"), ("relay_originals", b"9")),
        )
        log, owner = await site.open(), ReadingOwner()
        await log.append([event])
        async with consuming(log, owner):
            [(_, record)] = await owner.take(1)
        assert record.event == event

    async def test_an_empty_body_stays_empty(self, site: LogSite) -> None:
        """Zero bytes are a body too."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(body=b"")])
        async with consuming(log, owner):
            [(_, record)] = await owner.take(1)
        assert record.event.body == b""

    async def test_events_of_a_tenant_are_read_in_the_order_of_append(self, site: LogSite) -> None:
        """Within one call and across calls, whatever other tenants do in between."""
        log, owner = await site.open(), ReadingOwner(limit=7)
        tenants = ["acme", "bolt", "coil"]
        for start in range(0, 60, 20):
            await log.append([an_event(n, tenant) for n in range(start, start + 20) for tenant in tenants])
        async with consuming(log, owner):
            read = [record.event for _, record in await owner.take(180)]
        for tenant in tenants:
            assert [event.id for event in read if event.tenant == tenant] == [f"{tenant}-{n}" for n in range(60)]

    async def test_offsets_of_a_partition_ascend(self, site: LogSite) -> None:
        """And each offset is handed out once."""
        log, owner = await site.open(), ReadingOwner(limit=3)
        await log.append([an_event(n) for n in range(20)])
        async with consuming(log, owner):
            offsets = [record.offset for _, record in await owner.take(20)]
        assert offsets == sorted(set(offsets))

    async def test_a_record_is_read_only_once(self, site: LogSite) -> None:
        """After everything has been read the next record is the next one appended."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1), an_event(2)])
        async with consuming(log, owner):
            await owner.take(2)
            await log.append([an_event(3)])
            [(_, record)] = await owner.take(1)
            assert record.event.id == "acme-3"
            assert owner.left() == 0

    async def test_reading_wakes_up_for_a_tenant_that_appears_later(self, site: LogSite) -> None:
        """A first event of a new tenant reaches an owner that has been waiting."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1)])
        async with consuming(log, owner):
            await owner.take(1)
            await log.append([an_event(1, "newcomer")])
            [(_, record)] = await owner.take(1)
        assert record.event.tenant == "newcomer"

    async def test_concurrent_appends_lose_nothing(self, site: LogSite) -> None:
        """Many callers at once: each event is stored once."""
        log, owner = await site.open(), ReadingOwner()
        events = [an_event(n, tenant) for n in range(100) for tenant in ("acme", "bolt")]
        await asyncio.gather(*(log.append([event]) for event in events))
        async with consuming(log, owner):
            read = [record.event.id for _, record in await owner.take(len(events))]
        assert sorted(read) == sorted(event.id for event in events)

    async def test_an_abandoned_append_is_still_delivered_if_it_was_stored(self, site: LogSite) -> None:
        """A caller that gives up waiting hides nothing from the readers."""
        log, owner = await site.open(), ReadingOwner()
        async with consuming(log, owner):
            append = asyncio.create_task(log.append([an_event(1)]))
            await asyncio.sleep(0)
            append.cancel()
            await log.append([an_event(2)])
            read = [(await owner.take(1))[0][1].event.id]
            while read[-1] != "acme-2":
                read.append((await owner.take(1))[0][1].event.id)
        assert read in (["acme-1", "acme-2"], ["acme-2"])

    async def test_an_event_that_was_appended_twice_is_one_event(self, site: LogSite) -> None:
        """The second copy may be left out; in any case there is one answer about it."""
        log = await site.open()
        await log.append([an_event(1), an_event(1)])
        await log.append([an_event(1)])
        [found] = await log.where("acme-1")
        assert found.state is EventState.WAITING

    async def test_a_partition_that_nobody_reads_blocks_no_other(self, site: LogSite) -> None:
        """A long backlog of one tenant stays where it is while another one's events flow."""
        log, owner = await site.open(), HoldingOwner()
        await log.append([an_event(n, "acme", body=b"x" * 1000) for n in range(5000)])
        await log.append([an_event(n, "bolt") for n in range(3)])
        async with consuming(log, owner):
            bolt = await _partition_of(owner, site, "bolt")
            async with asyncio.timeout(30):
                read = [record.event.id for record in await bolt.read(100)]
                while len(read) < 3:
                    read += [record.event.id for record in await bolt.read(100)]
        assert read == ["bolt-0", "bolt-1", "bolt-2"]

    # -- crash and progress --------------------------------------------------------------------------------------

    async def test_an_acknowledged_append_survives_a_crash(self, site: LogSite) -> None:
        """What ``append`` returned for is there when the next process opens the log."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1), an_event(2)])
        await site.crash(log)
        log = await site.open()
        async with consuming(log, owner):
            read = [record.event.id for _, record in await owner.take(2)]
        assert read == ["acme-1", "acme-2"]

    async def test_without_a_commit_everything_is_read_again(self, site: LogSite) -> None:
        """Reading is not progress."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1), an_event(2)])
        async with consuming(log, owner):
            await owner.take(2)
        await site.crash(log)
        log, owner = await site.open(), ReadingOwner()
        async with consuming(log, owner):
            read = [record.event.id for _, record in await owner.take(2)]
        assert read == ["acme-1", "acme-2"]

    async def test_committed_progress_is_where_the_next_owner_starts(self, site: LogSite) -> None:
        """Below the watermark and in the finished map nothing is read again; the rest is."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(n) for n in range(6)])
        async with consuming(log, owner):
            taken = await owner.take(6)
            partition, offsets = taken[0][0], [record.offset for _, record in taken]
            await log.publish([a_receipt(an_event(n)) for n in (0, 1, 3, 5)])
            progress = Progress(offsets[2], frozenset({offsets[3], offsets[5]}), reserved=offsets[4] + 1)
            await partition.commit(progress)
        await site.crash(log)
        log, owner = await site.open(), ReadingOwner()
        async with consuming(log, owner):
            read = await owner.take(2)
            assert [record.event.id for _, record in read] == ["acme-2", "acme-4"]
            assert read[0][0].start == progress

    async def test_a_finished_partition_goes_on_with_what_is_new(self, site: LogSite) -> None:
        """A watermark behind the last record repeats nothing."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1)])
        async with consuming(log, owner):
            [(partition, record)] = await owner.take(1)
            await log.publish([a_receipt(an_event(1))])
            await partition.commit(Progress(record.offset + 1, reserved=record.offset + 1))
        await log.append([an_event(2)])
        owner = ReadingOwner()
        async with consuming(log, owner):
            [(_, record)] = await owner.take(1)
        assert record.event.id == "acme-2"

    async def test_a_later_commit_replaces_an_earlier_one(self, site: LogSite) -> None:
        """Progress is one snapshot, not a sum."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(n) for n in range(4)])
        async with consuming(log, owner):
            taken = await owner.take(4)
            partition, first = taken[0][0], taken[0][1].offset
            await partition.commit(Progress(first, frozenset({first + 2}), reserved=first + 4))
            await partition.commit(Progress(first + 3, frozenset(), reserved=first + 4))
        next_owner = HoldingOwner()
        async with consuming(log, next_owner):
            held = await next_owner.until(lambda held: any(p.name == partition.name for p in held))
            [again] = [each for each in held if each.name == partition.name]
            assert again.start == Progress(first + 3, frozenset(), first + 4)

    # -- ownership -----------------------------------------------------------------------------------------------

    async def test_cancelling_revokes_every_partition_and_lets_the_owner_commit(self, site: LogSite) -> None:
        """A commit inside ``revoked`` is still accepted."""
        log = await site.open()
        await log.append([an_event(n, tenant) for n in range(3) for tenant in ("acme", "bolt")])

        async def commit(partition: Partition) -> None:
            await partition.commit(Progress(partition.start.watermark, reserved=77))

        owner = ReadingOwner(on_revoked=commit)
        async with consuming(log, owner):
            await owner.take(6)
            held = {partition.name for partition in owner.held}
        assert set(owner.revoked_names) == held
        again = HoldingOwner()
        async with consuming(log, again):
            partitions = await again.until(lambda now: len(now) == len(held))
            assert {partition.start.reserved for partition in partitions} == {77}

    async def test_a_revoked_partition_is_lost(self, site: LogSite) -> None:
        """Reading and committing raise PartitionLost, also for a read that was waiting."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(1)])
        async with consuming(log, owner):
            [(partition, _)] = await owner.take(1)
        with pytest.raises(PartitionLost):
            await partition.read(1)
        with pytest.raises(PartitionLost):
            await partition.commit(Progress(0))

    async def test_a_waiting_read_ends_when_the_partition_is_revoked(self, site: LogSite) -> None:
        """Nobody waits for ever on a partition that somebody else owns."""
        log, owner = await site.open(), HoldingOwner()
        await log.append([an_event(1)])
        async with consuming(log, owner):
            partition = await _partition_of(owner, site, "acme")
            await partition.read(10)
            waiting = asyncio.create_task(partition.read(10))
            await asyncio.sleep(0)
        with pytest.raises(PartitionLost):
            await waiting

    # -- verdicts ------------------------------------------------------------------------------------------------

    async def test_verdicts_of_owned_partitions_are_known(self, site: LogSite) -> None:
        """Applied for a receipt, not applied for an open dead letter, missing without a verdict."""
        log, owner = await site.open(), ReadingOwner()
        done, dead, waiting = (an_event(n) for n in range(3))
        await log.append([done, dead, waiting])
        async with consuming(log, owner):
            await owner.take(3)
            await log.publish([a_receipt(done), a_dead_letter(dead)])
            known = await log.verdicts([done.key, dead.key, waiting.key])
        assert known == {done.key: KnownVerdict(True, 0), dead.key: KnownVerdict(False, 0)}

    async def test_verdicts_are_known_again_after_a_crash(self, site: LogSite) -> None:
        """They are known before the first record of the partition is read."""
        log = await site.open()
        events = [an_event(n) for n in range(700)]
        await log.append(events)
        await log.publish([a_receipt(event) for event in events[:600]])
        await log.publish([a_dead_letter(event) for event in events[600:]])
        await site.crash(log)
        log, owner = await site.open(), ReadingOwner()
        async with consuming(log, owner):
            await owner.take(1)
            known = await log.verdicts([event.key for event in events])
        assert [known[event.key].applied for event in events] == [True] * 600 + [False] * 100

    async def test_publishing_again_replaces(self, site: LogSite) -> None:
        """The same verdict twice is one verdict; a newer total replaces an older one."""
        log = await site.open()
        for transactions in (3, 5):
            await log.publish([a_receipt(an_event(1))], [UsageCount("acme", "2025-03", transactions)])
        assert len(await log.receipts()) == 1
        assert await log.usage() == [UsageCount("acme", "2025-03", 5)]

    async def test_usage_is_listed_by_tenant_and_newest_month_first(self, site: LogSite) -> None:
        """Totals of other tenants and months stay apart."""
        log = await site.open()
        counts = [UsageCount("acme", "2025-02", 1), UsageCount("acme", "2025-03", 2), UsageCount("bolt", "2025-03", 4)]
        await log.publish([], counts)
        assert await log.usage("acme") == [counts[1], counts[0]]
        assert len(await log.usage()) == 3

    async def test_receipts_are_listed_newest_first(self, site: LogSite) -> None:
        """By tenant and up to a limit, complete with every record."""
        log = await site.open()
        receipts = [a_receipt(an_event(n), minutes=n) for n in range(5)]
        await log.publish([*receipts, a_receipt(an_event(1, "bolt"), minutes=9)])
        assert await log.receipts("acme", limit=3) == [receipts[4], receipts[3], receipts[2]]
        assert (await log.receipts())[0].tenant == "bolt"

    async def test_a_dead_letter_is_listed_as_it_was_published(self, site: LogSite) -> None:
        """Byte for byte, with its envelope, reason, origin and what is applied already."""
        log = await site.open()
        event = replace(an_event(body=b"\xff\x00"), headers=(("dlq.v", b"0"), ("x", b""), ("x", b"\xfe")))
        letter = replace(a_dead_letter(event), applied=a_receipt(event).records, transactions=3)
        await log.publish([letter])
        assert await log.dead_letters(DeadLetterFilter()) == [letter]

    async def test_a_dead_letter_without_envelope_or_tenant_is_kept(self, site: LogSite) -> None:
        """A record that could not even be read has bytes, headers, origin and reason."""
        log = await site.open()
        nobody = replace(an_event(), tenant="", id="")
        letter = replace(a_dead_letter(nobody, category=DeadLetterClass.UNDECODABLE), id="upstream/3/99", event=None)
        await log.publish([letter])
        assert await log.dead_letters(DeadLetterFilter(id="upstream/3/99")) == [letter]

    async def test_dead_letters_are_filtered(self, site: LogSite) -> None:
        """By tenant, class, type, id of letter or event, and number; newest first."""
        log = await site.open()
        old = a_dead_letter(an_event(1), minutes=1)
        new = a_dead_letter(an_event(2), minutes=2, category=DeadLetterClass.SCHEMA)
        other = a_dead_letter(replace(an_event(1, "bolt"), type="vendor.upserted"), minutes=3)
        await log.publish([old, new, other])

        async def listed(**which: str | int) -> list[str]:
            return [letter.event_id for letter in await log.dead_letters(DeadLetterFilter(**which))]  # type: ignore[arg-type]

        assert await listed() == ["bolt-1", "acme-2", "acme-1"]
        assert await listed(tenant="acme") == ["acme-2", "acme-1"]
        assert await listed(category="schema") == ["acme-2"]
        assert await listed(type="vendor.upserted") == ["bolt-1"]
        assert await listed(id="acme-1") == ["acme-1"]
        assert await listed(id=new.id) == ["acme-2"]
        assert await listed(limit=1) == ["bolt-1"]

    async def test_a_receipt_resolves_the_open_dead_letter_of_its_event(self, site: LogSite) -> None:
        """It leaves the open ones, and what is kept says that it was applied in the end."""
        log, owner = await site.open(), ReadingOwner()
        event = an_event(1)
        await log.append([event])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([a_dead_letter(event)])
            receipt = a_receipt(replayed(event), minutes=5)
            await log.publish([receipt])
            assert await log.verdicts([event.key]) == {event.key: KnownVerdict(True, 1)}
        assert await log.dead_letters(DeadLetterFilter()) == []
        [kept] = await log.dead_letters(DeadLetterFilter(open_only=False))
        assert kept.resolution == Resolution(ResolutionKind.APPLIED, receipt.applied_at)
        [found] = await log.where(event.id)
        assert (found.state, found.receipt, found.dead_letter) == (EventState.APPLIED, receipt, kept)

    async def test_a_resolved_dead_letter_is_small(self, site: LogSite) -> None:
        """The resolution replaces the bytes; it still says which event it was and why it failed."""
        log = await site.open()
        letter = a_dead_letter(an_event(1))
        await log.publish([letter])
        await log.publish([letter.resolved(DISCARDED)])
        [kept] = await log.dead_letters(DeadLetterFilter(open_only=False))
        assert (kept.body, kept.headers) == (b"", ())
        assert (kept.id, kept.event_id, kept.failure, kept.resolution) == (
            letter.id,
            letter.event_id,
            letter.failure,
            DISCARDED,
        )
        assert (await log.where(letter.id))[0].state is EventState.DISCARDED

    async def test_a_discarded_event_counts_as_done(self, site: LogSite) -> None:
        """With its replay count, so that no copy of it is applied after all."""
        log, owner = await site.open(), ReadingOwner()
        event = replayed(an_event(1))
        await log.append([event])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([a_dead_letter(event).resolved(DISCARDED)])
            assert await log.verdicts([event.key]) == {event.key: KnownVerdict(True, 1)}

    async def test_a_replayed_event_waits_again(self, site: LogSite) -> None:
        """A higher replay count is appended although the event has a dead letter, and is read."""
        log, owner = await site.open(), ReadingOwner()
        event = an_event(1)
        await log.append([event])
        await log.publish([a_dead_letter(event)])
        await log.append([replayed(event)])
        [found] = await log.where(event.id)
        assert (found.state, found.waiting) == (EventState.WAITING, replayed(event))
        async with consuming(log, owner):
            assert replayed(event) in [record.event for _, record in await owner.take(2)]

    # -- questions -----------------------------------------------------------------------------------------------

    async def test_where_follows_an_event(self, site: LogSite) -> None:
        """Nothing, waiting, then its verdict; by event id and by event key."""
        log = await site.open()
        event, dead = an_event(1), an_event(2)
        assert await log.where(event.id) == []
        await log.append([event, dead])
        assert (await log.where(event.id))[0].waiting == event
        await log.publish([a_receipt(event), a_dead_letter(dead)])
        [found] = await log.where(event.key)
        assert (found.state, found.receipt, found.waiting) == (EventState.APPLIED, a_receipt(event), None)
        [found] = await log.where(dead.id)
        assert (found.state, found.dead_letter) == (EventState.DEAD_LETTER, a_dead_letter(dead))

    async def test_where_tells_events_with_the_same_id_apart(self, site: LogSite) -> None:
        """Ids are unique only within a source."""
        log = await site.open()
        await log.append([an_event(1), replace(an_event(1), source="/other")])
        assert {found.waiting.source for found in await log.where("acme-1") if found.waiting} == {
            "/erp/bills",
            "/other",
        }

    async def test_backlog_counts_events_without_a_verdict(self, site: LogSite) -> None:
        """Per tenant; finished and committed ones are gone."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(n) for n in range(4)])
        await log.append([an_event(n, "bolt") for n in range(2)])
        assert await log.backlog() == {"acme": 4, "bolt": 2}
        async with consuming(log, owner):
            acme = [taken for taken in await owner.take(6) if taken[1].event.tenant == "acme"]
            await log.publish([a_receipt(record.event) for _, record in acme[:3]])
            await acme[0][0].commit(Progress(acme[3][1].offset, reserved=acme[3][1].offset + 1))
        assert await log.backlog() == {"acme": 1, "bolt": 2}

    # -- life ----------------------------------------------------------------------------------------------------

    async def test_an_open_log_is_healthy_and_a_stopped_one_is_not(self, site: LogSite) -> None:
        """Health says whether an append would succeed."""
        log = await site.open()
        assert await log.healthy()
        await log.stop()
        assert not await log.healthy()

    async def test_a_stopped_log_stores_nothing(self, site: LogSite) -> None:
        """It says so with LogUnavailable, and stopping again does nothing."""
        log = await site.open()
        await log.stop()
        await log.stop()
        with pytest.raises(LogUnavailable):
            await log.append([an_event(1)])
        with pytest.raises(LogUnavailable):
            await log.publish([a_receipt(an_event(1))])


async def _partition_of(owner: HoldingOwner, site: LogSite, tenant: str) -> Partition:
    """The held partition that the tenant's records are in."""
    wanted = site.partition_name(tenant)
    held = await owner.until(lambda now: any(partition.name == wanted for partition in now))
    return next(partition for partition in held if partition.name == wanted)
