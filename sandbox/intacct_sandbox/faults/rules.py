"""Fault rules: which requests they meet, and when they fire."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from random import Random
from typing import Any

from intacct_sandbox.agenda import Agenda
from intacct_sandbox.clock import Clock
from intacct_sandbox.faults.holds import Holds

KINDS = frozenset({"answer_lost", "reset_before", "status", "delay", "throttle", "maintenance", "truncate",
                   "expire_sessions", "garbage", "hold", "content_type"})  # fmt: skip
DELIVERY_KINDS = frozenset({"delivery_twice", "delivery_late", "delivery_out_of_order", "delivery_lost"})
_READS = frozenset({"read", "query"})


class WrongRule(ValueError):
    """A fault rule that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a request is, as far as rules can see: `acts` are its (object, operation) pairs."""

    surface: str
    company: str | None
    acts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Rule:
    """One rule. A matcher that is empty matches everything; `count` 0 means without end.

    `since` and `until` are moments of the sandbox's clock in ISO form; the rule is in force from the one to the other.
    """

    kind: str
    surface: str = ""
    company: str = ""
    object: str = ""
    operation: str = ""
    probability: float = 1.0
    seed: int = 1
    count: int = 0
    skip: int = 0
    when: str = ""
    status: int = 500
    seconds: float = 0.0
    style: str = ""
    body: str = "html"
    close: bool = False
    trigger: str = ""
    since: str = ""
    until: str = ""
    content_type: str = "text/html"
    fired: int = 0
    matched: int = 0
    _random: Random = field(default_factory=Random)
    _window: tuple[datetime | None, datetime | None] = (None, None)
    _holds: Holds | None = None

    def __post_init__(self) -> None:
        self._random = Random(self.seed)
        self._window = (_moment(self.since), _moment(self.until))

    def fires(self, subject: Subject, now: datetime) -> bool:
        """Whether this request is hit; counts the match."""
        if not self._is_in_force(now) or not self._matches(subject) or (self.count and self.fired >= self.count):
            return False
        self.matched += 1
        if self.matched <= self.skip or self._random.random() >= self.probability:
            return False
        self.fired += 1
        return True

    async def hold(self) -> None:
        """Keep a request waiting, for `seconds` of the sandbox's clock or until the rules are replaced."""
        if self._holds is not None:
            await self._holds.hold(self.seconds)

    def held_by(self, holds: Holds) -> "Rule":
        """This rule, holding requests there."""
        self._holds = holds
        return self

    def as_dict(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self) if not each.name.startswith("_")}

    def _is_in_force(self, now: datetime) -> bool:
        since, until = self._window
        return (since is None or since <= now) and (until is None or now < until)

    def _matches(self, subject: Subject) -> bool:
        if self.surface not in ("", subject.surface) or self.company not in ("", subject.company):
            return False
        return any(self._meets(object, operation) for object, operation in subject.acts)

    def _meets(self, object: str, operation: str) -> bool:
        return self.object in ("", object) and (self.operation in ("", operation) or self._meets_group(operation))

    def _meets_group(self, operation: str) -> bool:
        if self.operation == "query":
            return operation in _READS
        return self.operation == "write" and operation not in _READS and operation not in ("login", "other")


class FaultRules:
    """The rules in force, in order; a request may be hit by several."""

    def __init__(self, clock: Clock, agenda: Agenda) -> None:
        self._clock = clock
        self._rules: list[Rule] = []
        self._holds = Holds(clock, agenda)

    def put(self, raw: Any) -> None:
        """Replace all rules, which releases what they hold; raises WrongRule and keeps the old ones if one is wrong."""
        if not isinstance(raw, list):
            raise WrongRule("rules must be an array of objects")
        self._rules = [_rule(position, each).held_by(self._holds) for position, each in enumerate(raw)]
        self._holds.release()

    def clear(self) -> None:
        self._rules = []
        self._holds.release()

    def as_list(self) -> list[dict[str, Any]]:
        """The rules with how often each matched and fired."""
        return [each.as_dict() for each in self._rules]

    def plan(self, subject: Subject) -> list[Rule]:
        """The rules that hit this request."""
        if not self._rules:
            return []
        now = self._clock.now()
        return [each for each in self._rules if each.kind in KINDS and each.fires(subject, now)]

    def delivery_plan(self, subject: Subject, trigger: str) -> list[Rule]:
        """The rules that hit what `trigger` sends because of the write that `subject` is."""
        mine = [each for each in self._rules if each.kind in DELIVERY_KINDS and each.trigger in ("", trigger)]
        now = self._clock.now()
        return [each for each in mine if each.fires(subject, now)]


def _rule(position: int, raw: Any) -> Rule:
    if not isinstance(raw, Mapping) or raw.get("kind") not in KINDS | DELIVERY_KINDS:
        raise WrongRule(f"rule {position}: kind must be one of {', '.join(sorted(KINDS | DELIVERY_KINDS))}")
    known = {each.name: each.type for each in fields(Rule) if not each.name.startswith("_")}
    unknown = set(raw) - set(known)
    if unknown:
        raise WrongRule(f"rule {position}: unknown key {sorted(unknown)[0]!r}; known: {', '.join(known)}")
    for name, value in raw.items():
        _check_type(position, name, value, known[name])
    try:
        return Rule(**raw)
    except ValueError as error:
        raise WrongRule(f"rule {position}: since and until must be times such as 2026-05-01T12:00:00Z") from error


def _moment(text: str) -> datetime | None:
    """An ISO time, in UTC when it has no zone; raises ValueError."""
    moment = datetime.fromisoformat(text) if text else None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_type(position: int, name: str, value: Any, wanted: Any) -> None:
    allowed = (int, float) if wanted is float else wanted
    if not isinstance(value, allowed) or (isinstance(value, bool) and wanted is not bool):
        raise WrongRule(f"rule {position}: {name} must be {wanted.__name__}")
