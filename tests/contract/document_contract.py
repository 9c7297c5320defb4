"""What every event log must know about documents: what is proven, and what is waited for."""

from dataclasses import replace
from datetime import datetime, timedelta

from schemas.event import StoredEvent
from schemas.verdict import DeadLetterClass, Receipt, RecordReceipt, Resolution, ResolutionKind
from service.eventlog.port import DeadLetterFilter, DocumentKey, EventLog, KnownDocument
from tests.contract.log_site import LogSite
from tests.support.log_owner import ReadingOwner, consuming
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, replayed, waiting_for

BILL = DocumentKey("acme", "bill", "V-1 / B-1")
DISCARDED = Resolution(ResolutionKind.DISCARDED, MORNING)


def brings(event: StoredEvent, number: str, minutes: int = 0, **more: str) -> Receipt:
    """A receipt that proves BILL, under this record number."""
    record = RecordReceipt(f"{event.key}-0", "bill", "create", "V-1 / B-1", number, "xml", **more)  # type: ignore[arg-type]
    receipt = replace(a_receipt(event, minutes), records=(record,), event_time=event.time)
    return replace(receipt, received_at=event.received_at)


def happened(number: int, minutes: int, **more: str) -> StoredEvent:
    """An event with a time."""
    return replace(an_event(number), time=MORNING + timedelta(minutes=minutes), **more)  # type: ignore[arg-type]


async def numbers(log: EventLog, key: DocumentKey = BILL) -> list[str]:
    """Record numbers that are known of a document."""
    return sorted(document.record_number for document in (await log.documents([key])).get(key, ()))


class DocumentContract:
    """Questions of the owner of a partition."""

    async def test_a_receipt_proves_its_documents(self, site: LogSite) -> None:
        """By tenant, object and business key, with everything that decides which of two states is newer."""
        log, owner = await site.open(), ReadingOwner()
        event = replace(happened(1, 5, entity="100"), received_at=MORNING)
        await log.append([event])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([brings(event, "4711", minutes=9, state="posted")])
            others = [replace(BILL, tenant="bolt"), replace(BILL, object="invoice"), replace(BILL, key="V-1 / B-2")]
            found = await log.documents([BILL, *others])
        assert found == {
            BILL: [
                KnownDocument(
                    entity="100",
                    record_number="4711",
                    state="posted",
                    source=event.source,
                    event_id=event.id,
                    event_key=event.key,
                    event_time=event.time,
                    received_at=MORNING,
                    applied_at=MORNING + timedelta(minutes=9),
                )
            ]
        }

    async def test_documents_are_known_again_after_a_crash(self, site: LogSite) -> None:
        """Before the first record of the partition is read; many are asked for at once."""
        log = await site.open()
        events = [an_event(number) for number in range(1200)]
        await log.append(events[:1])
        await log.publish([_of_key(event, f"V-1 / B-{event.id}") for event in events])
        await site.crash(log)
        log, owner = await site.open(), ReadingOwner()
        keys = [replace(BILL, key=f"V-1 / B-{event.id}") for event in events]
        async with consuming(log, owner):
            await owner.take(1)
            found = await log.documents(keys)
        assert set(found) == set(keys)

    async def test_a_record_is_known_in_the_entity_that_it_was_written_in(self, site: LogSite) -> None:
        """A handler may write into another entity than the event's own."""
        log, owner = await site.open(), ReadingOwner()
        event = happened(1, 5, entity="100")
        await log.append([event])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([brings(event, "4711", entity="200")])
            (known,) = (await log.documents([BILL]))[BILL]
        assert known.entity == "200"

    async def test_the_newest_of_a_source_and_entity_counts(self, site: LogSite) -> None:
        """By event time, whatever came first; other sources and other entities stand beside it."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(9)])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([brings(happened(1, 10), "1", minutes=1)])
            await log.publish([brings(happened(2, 5), "2", minutes=2)])
            assert await numbers(log) == ["1"]
            await log.publish([brings(happened(3, 15), "3", minutes=3)])
            assert await numbers(log) == ["3"]
            await log.publish([brings(happened(4, 0, source="/shop"), "4"), brings(happened(5, 0, entity="200"), "5")])
            assert await numbers(log) == ["3", "4", "5"]

    async def test_without_times_arrival_and_then_application_decide(self, site: LogSite) -> None:
        """Event time counts only if both have one; an arrival that is missing is no reason either."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(9)])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([brings(_arrived(1, MORNING + timedelta(minutes=5)), "1", minutes=20)])
            await log.publish([brings(_arrived(2, MORNING + timedelta(minutes=4)), "2", minutes=30)])
            assert await numbers(log) == ["1"]
            await log.publish([brings(an_event(3), "3", minutes=10)])
            assert await numbers(log) == ["1"]
            await log.publish([brings(an_event(4), "4", minutes=40)])
            assert await numbers(log) == ["4"]

    async def test_what_was_superseded_proves_nothing(self, site: LogSite) -> None:
        """It was not written."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(9)])
        async with consuming(log, owner):
            await owner.take(1)
            await log.publish([brings(an_event(1), "", superseded_by="e-2")])
            assert await log.documents([BILL]) == {}

    async def test_what_a_dead_letter_says_is_applied_is_proven_too(self, site: LogSite) -> None:
        """An event of several writes, one of which failed; open or discarded."""
        log, owner = await site.open(), ReadingOwner()
        event = replace(happened(1, 5), entity="100")
        await log.append([event])
        async with consuming(log, owner):
            await owner.take(1)
            letter = replace(a_dead_letter(event), applied=brings(event, "4711").records)
            await log.publish([letter])
            [known] = (await log.documents([BILL]))[BILL]
            assert (known.record_number, known.entity, known.event_time) == ("4711", "100", event.time)
            await log.publish([letter.resolved(DISCARDED)])
            assert await numbers(log) == ["4711"]

    # -- what is waited for --------------------------------------------------------------------------------------

    async def test_open_dead_letters_say_what_they_wait_for(self, site: LogSite) -> None:
        """Each name for itself, of this tenant, only of class missing-reference, and only while they are open."""
        log, owner = await site.open(), ReadingOwner()
        await log.append([an_event(9), an_event(9, "bolt")])
        other = waiting_for("vendor V-9", number=3)
        async with consuming(log, owner):
            await owner.take(2)
            await log.publish(
                [waiting_for("vendor V-1", "vendor Smith, John", number=1), waiting_for("bill V-1 / B-1", number=2)]
            )
            await log.publish([replace(other, failure=replace(other.failure, category=DeadLetterClass.REJECTED))])
            await log.publish([waiting_for("vendor V-2", tenant="bolt")])
            assert await log.awaited("acme") == {"vendor V-1", "vendor Smith, John", "bill V-1 / B-1"}
            assert await log.awaited("bolt") == {"vendor V-2"}
            await log.publish([waiting_for("bill V-1 / B-1", number=2).resolved(DISCARDED)])
            await log.publish([a_receipt(replayed(an_event(1)))])
            assert await log.awaited("acme") == frozenset()

    async def test_dead_letters_are_found_by_what_they_wait_for(self, site: LogSite) -> None:
        """By the whole name of one object; older ones hold several names in one text."""
        log = await site.open()
        former = waiting_for("vendor V-1, vendor V-7", number=3)
        letters = [waiting_for("vendor V-1", "item I-1", number=1), waiting_for("vendor V-10", number=2), former]
        await log.publish(letters)

        async def found(name: str) -> set[str]:
            return {letter.event_id for letter in await log.dead_letters(DeadLetterFilter(waits_for=name))}

        assert await found("vendor V-1") == {"acme-1", "acme-3"}
        assert await found("item I-1") == {"acme-1"}
        assert await found("vendor V-7") == {"acme-3"}
        assert await found("vendor V") == set()


def _of_key(event: StoredEvent, key: str) -> Receipt:
    receipt = brings(event, "1")
    return replace(receipt, records=(replace(receipt.records[0], key=key),))


def _arrived(number: int, at: datetime) -> StoredEvent:
    return replace(an_event(number), received_at=at)
