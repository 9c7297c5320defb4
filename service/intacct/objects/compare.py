"""Whether a record in Intacct is what a write would make it, told from a row of a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.write import FieldValue
from service.delivery.client_port import Found, Surface
from service.intacct.objects.compare_lines import LineSet, line_differences
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import DRAFT, UNDONE, Declaration, Field
from service.intacct.objects.kinds import MONEY, JsonValue, as_text, plain

Row = Mapping[str, JsonValue]
"""A query row: wire name -> value (XML: text)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads neutral values from rows of one surface."""

    surface: Surface

    def value(self, field: Field, row: Row) -> str:
        """The neutral text of a field."""
        raw = row.get(field.read(self.surface))
        return field.kind.read_rest(raw) if self.surface is Surface.REST else field.kind.read_xml(as_text(raw))

    def record_number_name(self, declaration: Declaration) -> str:
        """What queries call the record number."""
        if self.surface is Surface.REST or declaration.xml is None:
            return "key"
        return declaration.xml.record_number

    def key(self, declaration: Declaration, row: Row) -> tuple[str, ...]:
        """The business key of a row, without the type of a custom object."""
        return tuple(self.value(field, row) for field in declaration.key_fields)

    def columns(self, contents: Iterable[Content]) -> tuple[str, ...]:
        """Everything that a look-up for these writes must select, each once."""
        names = (name for content in contents for name in self._columns(content))
        return tuple(dict.fromkeys(name for name in names if name))

    def record_number(self, declaration: Declaration, row: Row) -> str:
        """The record number of a row; empty when it has none."""
        return as_text(row.get(self.record_number_name(declaration)))

    def found(self, content: Content, row: Row, lines: LineSet | None = None) -> Found:
        """Compare a row with a write, and the record's lines where they were read.

        Incomplete is only a draft with our content: nobody else's is ever submitted.
        """
        ours = content.declaration.state is not None and content.declaration.state.submitted_by != ""
        draft = ours and self._state(content.declaration, row) == DRAFT
        differences = (
            *self._differences(content, row, draft_is_ours=ours),
            *(line_differences(content, lines) if lines is not None else ()),
        )
        return Found(
            record_number=self.record_number(content.declaration, row),
            same=not differences,
            complete=not draft or bool(differences),
            differences=differences,
        )

    def _state(self, declaration: Declaration, row: Row) -> str:
        state = declaration.state
        return "" if state is None else as_text(row.get(state.read(self.surface))).lower()

    def _columns(self, content: Content) -> Iterator[str]:
        declaration = content.declaration
        yield self.record_number_name(declaration)
        yield from (field.read(self.surface) for field in declaration.key_fields)
        yield from (field.read(self.surface) for field, _ in compared(content))
        if declaration.total and content.lines:
            yield declaration.total.read(self.surface)
        if declaration.state:
            yield declaration.state.read(self.surface)

    def _differences(self, content: Content, row: Row, *, draft_is_ours: bool) -> Iterator[str]:
        state = self._state(content.declaration, row)
        if state in UNDONE or (state == DRAFT and not draft_is_ours):
            yield f"state: there {state}, wanted one that counts in the books"
        for field, value in compared(content):
            there, wanted = self.value(field, row), field.kind.neutral(value)
            if there.strip() != wanted.strip():
                yield f"{field.name}: there {there or 'nothing'}, wanted {wanted}"
        total = content.declaration.total
        if total and content.lines:
            there, wanted = MONEY.read_xml(as_text(row.get(total.read(self.surface)))), plain(content.total)
            if there != wanted:
                yield f"total: there {there or 'nothing'}, wanted {wanted}"


def compared(content: Content) -> tuple[tuple[Field, FieldValue], ...]:
    """The header fields of a write that its object's declaration compares."""
    names = content.declaration.compared
    return tuple(
        (field, value)
        for field, value in content.header
        if field.name not in content.declaration.key and (names is None or field.name in names)
    )
