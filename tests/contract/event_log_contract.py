"""What every event log must do. Each implementation inherits these cases and says how to open one."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from schemas.event import StoredEvent
from service.errors import LogUnavailable, PartitionLost
from service.eventlog.port import EventState, Partition, Progress
from tests.contract.document_contract import DocumentContract
from tests.contract.log_site import LogSite
from tests.contract.verdict_contract import VerdictContract
from tests.support.log_owner import HoldingOwner, ReadingOwner, consuming
from tests.support.log_samples import MORNING, a_receipt, an_event


class EventLogContract(VerdictContract, DocumentContract):
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
            variant="0f",
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

    async def test_tenants_share_no_identity(self, site: LogSite) -> None:
        """The same source and id of two tenants are two events."""
        log, owner = await site.open(), ReadingOwner()
        one = an_event(1)
        two = replace(one, tenant="bolt")
        assert await log.append([one, two]) == []
        async with consuming(log, owner):
            await log.publish([a_receipt(one)])
            assert {record.event.tenant for _, record in await owner.take(2)} == {"acme", "bolt"}
        assert {found.state for found in await log.where(one.id)} == {EventState.APPLIED, EventState.WAITING}

    async def test_other_content_under_a_used_identity_is_read(self, site: LogSite) -> None:
        """In the same call, while the first waits, and once it is applied: nobody but the owner may judge that."""
        log, owner = await site.open(), ReadingOwner()
        first, *others = (an_event(1, body=b'{"n": %d}' % number) for number in range(4))
        assert await log.append([first, others[0]]) == []
        assert await log.append([others[1]]) == []
        await log.publish([a_receipt(first)])
        assert await log.append([others[2]]) == []
        async with consuming(log, owner):
            assert [record.event for _, record in await owner.take(4)] == [first, *others]

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

    async def test_a_rewound_partition_is_read_again_from_there(self, site: LogSite) -> None:
        """From the given offset on, in order, with what comes later behind it; whatever was fetched meanwhile."""
        log, owner = await site.open(), ReadingOwner(limit=7)
        await log.append([an_event(n) for n in range(40)])
        async with consuming(log, owner):
            first = await owner.take(40)
            partition, tenth = first[10][0], first[10][1].offset
            partition.rewind(tenth)
            await log.append([an_event(n) for n in range(40, 45)])
            again = [record.event.id for _, record in await owner.take(35)]
            assert again == [f"acme-{n}" for n in range(10, 45)]
            assert owner.left() == 0
        with pytest.raises(PartitionLost):
            partition.rewind(tenth)

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
