"""Fault rules: which requests they meet, and when they fire."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from random import Random
from typing import Any

KINDS = frozenset({"answer_lost", "reset_before", "status", "delay", "throttle", "maintenance", "truncate",
                   "expire_sessions", "garbage"})  # fmt: skip
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
    """One rule. A matcher that is empty matches everything; `count` 0 means without end."""

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
    fired: int = 0
    matched: int = 0
    _random: Random = field(default_factory=Random)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)

    def fires(self, subject: Subject) -> bool:
        """Whether this request is hit; counts the match."""
        if not self._matches(subject) or (self.count and self.fired >= self.count):
            return False
        self.matched += 1
        if self.matched <= self.skip or self._random.random() >= self.probability:
            return False
        self.fired += 1
        return True

    def as_dict(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self) if not each.name.startswith("_")}

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

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def put(self, raw: Any) -> None:
        """Replace all rules; raises WrongRule and keeps the old ones if one is wrong."""
        if not isinstance(raw, list):
            raise WrongRule("rules must be an array of objects")
        self._rules = [_rule(position, each) for position, each in enumerate(raw)]

    def clear(self) -> None:
        self._rules = []

    def as_list(self) -> list[dict[str, Any]]:
        """The rules with how often each matched and fired."""
        return [each.as_dict() for each in self._rules]

    def plan(self, subject: Subject) -> list[Rule]:
        """The rules that hit this request."""
        return [each for each in self._rules if each.kind in KINDS and each.fires(subject)] if self._rules else []

    def delivery_plan(self, subject: Subject, trigger: str) -> list[Rule]:
        """The rules that hit what `trigger` sends because of the write that `subject` is."""
        mine = [each for each in self._rules if each.kind in DELIVERY_KINDS and each.trigger in ("", trigger)]
        return [each for each in mine if each.fires(subject)]


def _rule(position: int, raw: Any) -> Rule:
    if not isinstance(raw, Mapping) or raw.get("kind") not in KINDS | DELIVERY_KINDS:
        raise WrongRule(f"rule {position}: kind must be one of {', '.join(sorted(KINDS | DELIVERY_KINDS))}")
    known = {each.name: each.type for each in fields(Rule) if not each.name.startswith("_")}
    unknown = set(raw) - set(known)
    if unknown:
        raise WrongRule(f"rule {position}: unknown key {sorted(unknown)[0]!r}; known: {', '.join(known)}")
    for name, value in raw.items():
        _check_type(position, name, value, known[name])
    return Rule(**raw)


def _check_type(position: int, name: str, value: Any, wanted: Any) -> None:
    allowed = (int, float) if wanted is float else wanted
    if not isinstance(value, allowed) or (isinstance(value, bool) and wanted is not bool):
        raise WrongRule(f"rule {position}: {name} must be {wanted.__name__}")
