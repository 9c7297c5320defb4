"""Whether a record has the lines that a write would give it, and which fields of which lines are others."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import TypeAlias

from service.intacct.objects.comparable import comparable
from service.intacct.objects.compare import Reading, difference
from service.intacct.objects.content import Content, Given
from service.intacct.objects.declaration import Field
from service.intacct.objects.kinds import plain
from service.intacct.objects.line_matching import Matching, Pattern, match

Texts: TypeAlias = tuple[str | None, ...]
"""One line: the neutral text of each compared field; None where a write does not state it."""

_MOST_NAMED = 5
_MOST_PAIRED = 20
"""So many lines of each side are compared field by field, for the people who read the difference."""


@dataclass(frozen=True, slots=True)
class ReadLines:
    """The lines of one record without those that Intacct added by itself, and what these amount to."""

    lines: tuple[tuple[str, ...], ...] = ()
    added: Decimal = Decimal()


def compares_lines(content: Content) -> bool:
    """Whether a look-up must read the lines of what it finds for this write."""
    lines = content.declaration.lines
    return lines is not None and lines.record is not None and bool(content.lines)


def compared_fields(contents: Iterable[Content], reading: Reading) -> tuple[Field, ...]:
    """The line fields that any of these writes (of one object) states and the surface shows."""
    stated = {field.name: field for content in contents for line in content.lines for field, _ in line}
    return tuple(field for field in stated.values() if reading.shows(field))


def line_differences(content: Content, fields: Sequence[Field], there: ReadLines) -> Iterator[str]:
    """«lines[2].memo: there A, wanted B», for lines that fit no other; then what is missing or too much."""
    assert content.declaration.lines is not None
    comparison = _Comparison(content.declaration.lines.name, fields, _wanted(content, fields), there.lines)
    yield from comparison.differences()


def _wanted(content: Content, fields: Sequence[Field]) -> list[Texts]:
    lines = [_texts(line, fields) for line in content.lines]
    assert content.declaration.lines is not None
    return list(added_up(lines, fields)) if content.declaration.lines.added_up else lines


def _texts(line: Given, fields: Sequence[Field]) -> Texts:
    given = {field.name: field.kind.neutral(value).strip() for field, value in line}
    return tuple(given.get(field.name) or None for field in fields)


def added_up(lines: Iterable[Texts], fields: Sequence[Field]) -> Iterator[Texts]:
    """Lines that differ only in their amount as one, of the sum."""
    at = [field.name for field in fields].index("amount")
    sums: defaultdict[tuple[Texts, Texts], Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line[:at], line[at + 1 :]] += Decimal(line[at] or 0)
    for (before, after), amount in sums.items():
        yield (*before, plain(amount), *after)


@dataclass(frozen=True, slots=True)
class _Comparison:
    name: str
    fields: Sequence[Field]
    wanted: Sequence[Texts]
    there: Sequence[tuple[str, ...]]

    def differences(self) -> Iterator[str]:
        left = self._match()
        pairs = list(self._pairs(left))
        for wanted, there in pairs[:_MOST_NAMED]:
            yield from self._fields(wanted, there)
        paired = {wanted for wanted, _ in pairs[:_MOST_NAMED]}, {there for _, there in pairs[:_MOST_NAMED]}
        missing = [self.wanted[index] for index in left.wanted if index not in paired[0]]
        besides = [self.there[index] for index in left.there if index not in paired[1]]
        if missing or besides:
            yield f"{self.name}: there {_named(besides)}, wanted {_named(missing)}"

    def _match(self) -> Matching:
        patterns: list[Pattern] = [
            tuple(None if text is None else comparable(field.kind, text) for field, text in self._of(line))
            for line in self.wanted
        ]
        lines = [tuple(comparable(field.kind, text or "") for field, text in self._of(line)) for line in self.there]
        return match(patterns, lines)

    def _of(self, line: Texts) -> Iterator[tuple[Field, str | None]]:
        return zip(self.fields, line, strict=True)

    def _pairs(self, left: Matching) -> Iterator[tuple[int, int]]:
        """The lines that are most alike, of those that are alike."""
        distances = sorted(
            (len(names), wanted, there)
            for wanted, there in product(left.wanted[:_MOST_PAIRED], left.there[:_MOST_PAIRED])
            if self._alike(wanted, names := [field.name for field, _, _ in self._differing(wanted, there)])
        )
        done_wanted: set[int] = set()
        done_there: set[int] = set()
        for _, wanted, there in distances:
            if wanted not in done_wanted and there not in done_there:
                done_wanted.add(wanted)
                done_there.add(there)
                yield wanted, there

    def _alike(self, wanted: int, differing: Sequence[str]) -> bool:
        """They have the amount in common, or half of what is stated."""
        stated = sum(text is not None for text in self.wanted[wanted])
        return "amount" not in differing or len(differing) * 2 <= stated

    def _differing(self, wanted: int, there: int) -> list[tuple[Field, str, str]]:
        return [
            (field, found, ours)
            for field, ours, found in zip(self.fields, self.wanted[wanted], self.there[there], strict=True)
            if ours is not None and comparable(field.kind, ours) != comparable(field.kind, found)
        ]

    def _fields(self, wanted: int, there: int) -> Iterator[str]:
        for field, found, ours in self._differing(wanted, there):
            yield difference(f"{self.name}[{wanted + 1}].{field.name}", found, ours)


def _named(lines: Sequence[Texts]) -> str:
    """«6105 debit 100.00, 2 x 2000 credit 50.00»: a few of them, and how many there are beyond."""
    counted = Counter(" ".join(text for text in line if text) for line in lines)
    named = [f"{count} x {line}" if count > 1 else line for line, count in sorted(counted.items())]
    more = [f"{len(named) - _MOST_NAMED} others"] if len(named) > _MOST_NAMED else []
    return ", ".join(named[:_MOST_NAMED] + more) or "nothing else"
