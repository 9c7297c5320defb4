"""What every event log must do with verdicts, and what it must be able to answer."""

from dataclasses import replace
from datetime import timedelta

from schemas.verdict import DeadLetterClass, Resolution, ResolutionKind, UsageCount
from service.decoding.content import content_of
from service.eventlog.port import DeadLetterFilter, EventState, KnownVerdict, Progress
from tests.contract.log_site import LogSite
from tests.support.log_owner import ReadingOwner, consuming
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, replayed

DISCARDED = Resolution(ResolutionKind.DISCARDED, MORNING + timedelta(hours=1), by="ada", note="entered by hand")


class VerdictContract:
    """Receipts, dead letters, totals, and questions about events."""

    async def test_verdicts_of_owned_partitions_are_known(self, site: LogSite) -> None:
        """Applied for a receipt, not applied for an open dead letter, missing without a verdict."""
        log, owner = await site.open(), ReadingOwner()
        done, dead, waiting = (an_event(n) for n in range(3))
        await log.append([done, dead, waiting])
        async with consuming(log, owner):
            await owner.take(3)
            await log.publish([a_receipt(done), a_dead_letter(dead)])
            known = await log.verdicts([done.key, dead.key, waiting.key])
        assert known == {
            done.key: KnownVerdict(True, 0, content_of(done)),
            dead.key: KnownVerdict(False, 0, content_of(dead)),
        }

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
            assert await log.verdicts([event.key]) == {event.key: KnownVerdict(True, 1, content_of(event))}
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
            assert await log.verdicts([event.key]) == {event.key: KnownVerdict(True, 1, content_of(event))}

    async def test_what_an_event_said_stays_as_long_as_its_verdict(self, site: LogSite) -> None:
        """Although a discard and a late receipt drop the bytes, and although the dead letter is an old one."""
        log, owner = await site.open(), ReadingOwner()
        events = [an_event(number) for number in range(2)]
        await log.append(events)
        async with consuming(log, owner):
            await owner.take(2)
            letters = [replace(a_dead_letter(event), content=None) for event in events]
            await log.publish(letters)
            await log.publish([letters[0].resolved(DISCARDED), replace(a_receipt(replayed(events[1])), content=None)])
            known = await log.verdicts([event.key for event in events])
        assert [known[event.key].content for event in events] == [content_of(event) for event in events]
        kept = await log.dead_letters(DeadLetterFilter(open_only=False))
        assert {letter.event_id: letter.content for letter in kept} == {event.id: content_of(event) for event in events}

    async def test_both_contents_of_a_conflict_come_back(self, site: LogSite) -> None:
        """While it is open and once it is discarded; it is found by the id that both used."""
        log = await site.open()
        first, other = an_event(1), replace(an_event(1, body=b'{"n": 2}'), variant="0f")
        letter = a_dead_letter(other, category=DeadLetterClass.CONFLICT)
        letter = replace(letter, failure=replace(letter.failure, first=content_of(first)))
        await log.publish([a_receipt(first), letter])
        for expected in (letter, letter.resolved(DISCARDED)):
            await log.publish([expected])
            [kept] = await log.dead_letters(DeadLetterFilter(id=first.id, open_only=False))
            assert (kept.failure.first, kept.content) == (content_of(first), content_of(other))
            assert kept.event is not None
            assert kept.event.key == kept.id == other.key
        states = {found.state for found in await log.where(first.id)}
        assert states == {EventState.APPLIED, EventState.DISCARDED}

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
