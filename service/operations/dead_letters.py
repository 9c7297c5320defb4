"""Work on dead letters, over the event log port: find, replay, discard."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import structlog

from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Resolution, ResolutionKind
from service.clock import Clock
from service.eventlog.port import DeadLetterFilter, EventLog

_log = structlog.get_logger("intacct_relay.dead_letters")

_UNREADABLE = "the record could not be read as an event: let its sender send a right one, then discard this"
_WAITING = "a replay of it is waiting for its verdict already: see «intacct-relay where»"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one wish. ``text`` says it to a person."""

    id: str
    ok: bool
    text: str
    letter: DeadLetter | None = None


class DeadLetters:
    """Every change is durable when its call returns, and raises LogUnavailable when that is not known: the same
    wish may then be repeated, it is never carried out twice."""

    def __init__(self, log: EventLog, clock: Clock) -> None:
        self._event_log = log
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()  # else two replays of one dead letter could both see none waiting

    async def find(self, identity: str) -> Sequence[DeadLetter]:
        """Open and resolved dead letters with this id, or else of events with this id."""
        found = await self._event_log.dead_letters(DeadLetterFilter(id=identity, open_only=False))
        exact = [letter for letter in found if letter.id == identity]
        return exact or found

    async def replay(self, identities: Iterable[str], by: str) -> Sequence[Done]:
        """Append the events again: same id, same bytes, replay count one higher.

        Because of the count, deduplication lets each through exactly once. Refused one by one: what is not there,
        has no readable event, is resolved, or has a replay waiting.
        """
        async with self._one_at_a_time:
            wishes = [await self._wish(identity, replaying=True) for identity in dict.fromkeys(identities)]
            accepted = _distinct(wishes)
            await self._event_log.append([again for wish in accepted if (again := _again(wish.letter))])
        for wish in accepted:
            _log.info("dead letter replayed", id=wish.id, event_id=wish.letter and wish.letter.event_id, by=by)
        return wishes

    async def discard(self, identities: Iterable[str], by: str, note: str) -> Sequence[Done]:
        """Write down that these need no more work: who, when and why. The reason stays; the log drops the bytes."""
        async with self._one_at_a_time:
            wishes = [await self._wish(identity, replaying=False) for identity in dict.fromkeys(identities)]
            resolution = Resolution(ResolutionKind.DISCARDED, self._clock.now(), by, note)
            accepted = _distinct(wishes)
            await self._event_log.publish([wish.letter.resolved(resolution) for wish in accepted if wish.letter])
        for wish in accepted:
            _log.info("dead letter discarded", id=wish.id, event_id=wish.letter and wish.letter.event_id, by=by)
        return wishes

    async def _wish(self, identity: str, *, replaying: bool) -> Done:
        found = await self.find(identity)
        if not found:
            return Done(identity, False, "there is no dead letter with this id")
        if len(found) > 1:
            ids = ", ".join(letter.id for letter in found)
            return Done(identity, False, f"several dead letters are of this event id, name one: {ids}")
        return await self._judged(found[0], replaying=replaying)

    async def _judged(self, letter: DeadLetter, *, replaying: bool) -> Done:
        refusal = _resolved_already(letter) or (_UNREADABLE if replaying and letter.event is None else "")
        if not refusal and await self._replay_is_waiting(letter):
            refusal = _WAITING
        if refusal:
            return Done(letter.id, False, refusal, letter)
        return Done(letter.id, True, "replayed: it gets a new verdict" if replaying else "discarded", letter)

    async def _replay_is_waiting(self, letter: DeadLetter) -> bool:
        """Discarding is refused as well then: the replay could still be applied."""
        places = await self._event_log.where(letter.id)
        return any(at.waiting and at.waiting.key == letter.id and at.waiting.replay > letter.replays for at in places)


def _resolved_already(letter: DeadLetter) -> str:
    if letter.resolution is None:
        return ""
    when = letter.resolution.at.isoformat(timespec="seconds")
    by = f" by {letter.resolution.by}" if letter.resolution.by else ""
    return f"it is {letter.resolution.kind.value} already, since {when}{by}"


def _distinct(wishes: Iterable[Done]) -> list[Done]:
    """Wishes that may be carried out, each dead letter once, by whatever id it was named."""
    return list({wish.id: wish for wish in wishes if wish.ok}.values())


def _again(letter: DeadLetter | None) -> StoredEvent | None:
    if letter is None or letter.event is None:
        return None
    return replace(letter.event, replay=letter.event.replay + 1)
