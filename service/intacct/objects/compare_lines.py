"""Whether a record has the lines that a write would give it: for objects whose header has no total."""

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from service.intacct.objects.content import Content, Given
from service.intacct.objects.declaration import Declaration, Field

Line: TypeAlias = tuple[str, ...]
"""The compared fields of a line as neutral text, which for amounts is one text per amount."""
LineSet: TypeAlias = Counter[Line]
"""Lines without their order, which Intacct need not keep; equal lines count."""

_MOST_NAMED = 5


def compares_lines(content: Content) -> bool:
    """Whether a look-up must read the lines of what it finds for this write."""
    lines = content.declaration.lines
    return lines is not None and lines.compared_as is not None and bool(content.lines)


def compared_fields(line: Declaration) -> tuple[Field, ...]:
    """What is compared: everything but the owner."""
    return tuple(each for each in line.fields if each.name not in line.key)


def line_differences(content: Content, there: LineSet) -> Iterator[str]:
    """«lines: there 6400 debit 100.00, wanted 6400 debit 90.00»: only what the two do not share; none when equal."""
    wanted = _wanted(content)
    if there != wanted:
        yield f"lines: there {_named(there - wanted)}, wanted {_named(wanted - there)}"


def _wanted(content: Content) -> LineSet:
    assert content.declaration.lines is not None
    assert content.declaration.lines.compared_as is not None
    fields = compared_fields(content.declaration.lines.compared_as)
    return Counter(tuple(_text(line, field) for field in fields) for line in content.lines)


def _text(line: Given, field: Field) -> str:
    return next((each.kind.neutral(value).strip() for each, value in line if each.name == field.name), "")


def _named(lines: LineSet) -> str:
    named = [f"{count} x {' '.join(line)}" if count > 1 else " ".join(line) for line, count in sorted(lines.items())]
    more = [f"{len(named) - _MOST_NAMED} others"] if len(named) > _MOST_NAMED else []
    return ", ".join(named[:_MOST_NAMED] + more) or "nothing else"
