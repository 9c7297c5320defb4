"""What the records about one event add up to: its verdict for deduplication, and the answer to «where is it»."""

from schemas.content import Content
from schemas.event import StoredEvent
from schemas.verdict import DeadLetter, Receipt, ResolutionKind
from service.eventlog.port import EventState, KnownVerdict, Whereabouts

_DISCARDED = ResolutionKind.DISCARDED


def known_verdict(
    receipt_replay: int | None, letter_replay: int | None, letter_open: bool, content: Content | None = None
) -> KnownVerdict | None:
    """The verdict that counts. A receipt outweighs a dead letter unless the event was sent back after it."""
    if receipt_replay is not None and (letter_replay is None or letter_replay <= receipt_replay):
        return KnownVerdict(applied=True, replay=receipt_replay, content=content)
    if letter_replay is not None:
        return KnownVerdict(applied=not letter_open, replay=letter_replay, content=content)
    return None


def whereabouts(waiting: StoredEvent | None, receipt: Receipt | None, letter: DeadLetter | None) -> Whereabouts | None:
    """Where one event is, from everything known about it. None: nothing is known."""
    verdict = known_verdict(
        receipt.replay if receipt else None,
        letter.replays if letter else None,
        letter is not None and letter.resolution is None,
    )
    if waiting is not None and (verdict is None or verdict.replay < waiting.replay):
        return Whereabouts(EventState.WAITING, waiting=waiting)
    if verdict is None:
        return None
    if not verdict.applied:
        return Whereabouts(EventState.DEAD_LETTER, dead_letter=letter)
    return Whereabouts(_end(verdict, receipt, letter), receipt=receipt, dead_letter=letter)


def _end(verdict: KnownVerdict, receipt: Receipt | None, letter: DeadLetter | None) -> EventState:
    if receipt is not None and receipt.replay == verdict.replay:
        return EventState.APPLIED
    discarded = letter is not None and letter.resolution is not None and letter.resolution.kind is _DISCARDED
    return EventState.DISCARDED if discarded else EventState.APPLIED
