"""docs/sameness.md, made from the declarations: ``python -m tests.intacct.sameness_page`` writes it."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from service.delivery.client_port import Surface
from service.intacct.objects import OBJECTS
from service.intacct.objects.declaration import Declaration, Field, KeptBy, Uniqueness

PAGE = Path(__file__).parents[2] / "docs" / "sameness.md"
_KEPT_BY = {KeptBy.INTACCT: "Intacct", KeptBy.NOBODY: "nobody"}

_HEAD = """\
# When two documents are the same

This page is made from the declarations in `service/intacct/objects/` by `python -m tests.intacct.sameness_page`; a test
fails when it is not current.

A document is known by its **business key**: what makes it one document for the people who number it. Where nobody keeps
the key unique, it is looked up before the first create (`tenants.<name>.look_first`, by object: `always`, `own`,
`never`).

A look-up tells every record that has the key: its state, who made it when Intacct says so, the entity that it is in,
and in what it differs from the write. From the top level it looks at the records of all entities; from an entity at its
own and at those of the top level, because Intacct does not show it the others.
"""
_SAMENESS = """\
## What is compared

Everything that a write states and the surface can read, on the header and on every line. REST and XML come to the same
judgement. Further rules:

- What the write does not state is not compared: Intacct fills in due dates, posting dates, contacts. In a new record an
  empty text says nothing; in an update it says that the field shall be empty.
- `10` and `10.00`, `03/14/2026` and `2026-03-14`, `Net 30` and `NET 30` as the id of something else, spaces around and
  between words, line ends: no differences.
- Lines are a multiset: their order and numbers do not matter. A line that leaves a field open fits any value of it.
- The total must be that of the lines. Lines that Intacct marks as tax are its own: they are left out, with what they
  amount to. Lines that it adds to balance entities are not marked on both surfaces: they are a difference.
- Payments: what is paid is compared by number and amount; several details of one document are one, of the sum.
- The state is no difference; it is told beside it.

A look-up is one transaction per page for the headers of up to a hundred keys. It reads lines only of records whose
header is the same: one more for all of them, and for payments another for the numbers of what they pay. Who may not
read the lines (for payments the role needs «Posted payments») gets no answer rather than a wrong one.
"""


def page(objects: Mapping[str, Declaration] = OBJECTS) -> str:
    """The whole text."""
    parts = [_HEAD, *_keys(objects.values()), _SAMENESS, *_lists(objects.values())]
    return "\n".join(parts).rstrip() + "\n"


def _keys(declared: Iterable[Declaration]) -> Iterator[str]:
    yield "## Business keys\n"
    yield "| object | key | why | kept unique by | how that is known |"
    yield "|---|---|---|---|---|"
    told_apart = []
    for each in declared:
        assert each.uniqueness is not None
        key = ", ".join(f"`{name}`" for name in each.key)
        one = each.uniqueness
        yield f"| {each.name} | {key} | {one.key} | {_kept_by(one)} | {one.why} |"
        rule = each.also_told_apart_by
        if rule:
            told_apart.append(
                f"- {each.name}: with another `{rule.field}` it is another document, unless `{rule.choice}` is "
                f"`{rule.value}` in both: {rule.why}."
            )
    yield from ("", *told_apart, "") if told_apart else ("",)


def _kept_by(uniqueness: Uniqueness) -> str:
    if uniqueness.kept_by is KeptBy.SETTING:
        return f"`company_settings.{uniqueness.setting}`, when it is true"
    return _KEPT_BY[uniqueness.kept_by]


def _lists(declared: Iterable[Declaration]) -> Iterator[str]:
    objects = tuple(declared)
    yield "## What is not compared\n"
    yield "| object | field | over | why |"
    yield "|---|---|---|---|"
    for each in objects:
        yield from _reasons(each)
    yield "\nLeft out where a company does not show it:\n"
    yield "| object | field | why |"
    yield "|---|---|---|"
    for each in objects:
        yield from (f"| {each.name} | `{name}` | {field.if_shown} |" for name, field in _named(each) if field.if_shown)
        if each.total and each.total.if_shown:
            yield f"| {each.name} | total | {each.total.if_shown} |"
    yield "\n## Words of states\n"
    yield "| object | word | means |"
    yield "|---|---|---|"
    for each in objects:
        yield from _states(each)
    yield (
        "\nA word that is not in this table is `unknown`: such a record is never used, and a person is told of it.\n"
        "An entry that Intacct made to reverse another one has its reference and is `undone`, whatever its word."
    )


def _reasons(declaration: Declaration) -> Iterator[str]:
    for name, field in _named(declaration):
        rest, xml = (field.why_not_compared(surface) for surface in Surface)
        if rest and rest == xml:
            yield f"| {declaration.name} | `{name}` | both | {rest} |"
            continue
        for over, why in (("REST", rest), ("XML", xml)):
            if why:
                yield f"| {declaration.name} | `{name}` | {over} | {why} |"


def _named(declaration: Declaration) -> Iterator[tuple[str, Field]]:
    yield from ((field.name, field) for field in declaration.fields)
    if declaration.lines:
        yield from ((f"{declaration.lines.name}[].{field.name}", field) for field in declaration.lines.fields)


def _states(declaration: Declaration) -> Iterator[str]:
    words = declaration.state.words if declaration.state else {}
    for state in dict.fromkeys(words.values()):
        named = ", ".join(f"`{word}`" for word, meaning in words.items() if meaning is state)
        yield f"| {declaration.name} | {named} | {state.value} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
