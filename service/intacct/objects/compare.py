"""Whether a record in Intacct is what a write would make it, told from a row of a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schemas.write import FieldValue
from service.delivery.client_port import Found, Surface
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration, Field
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

    def found(self, content: Content, row: Row) -> Found:
        """Compare a row with a write."""
        differences = tuple(self._differences(content, row))
        return Found(
            record_number=as_text(row.get(self.record_number_name(content.declaration))),
            same=not differences,
            complete=not self.is_draft(content.declaration, row),
            differences=differences,
        )

    def is_draft(self, declaration: Declaration, row: Row) -> bool:
        """Whether the record still waits to be submitted."""
        draft = declaration.draft
        return draft is not None and as_text(row.get(draft.read(self.surface))).lower() == draft.value

    def _columns(self, content: Content) -> Iterator[str]:
        declaration = content.declaration
        yield self.record_number_name(declaration)
        yield from (field.read(self.surface) for field in declaration.key_fields)
        yield from (field.read(self.surface) for field, _ in compared(content))
        if declaration.total and content.lines:
            yield declaration.total.read(self.surface)
        if declaration.draft:
            yield declaration.draft.read(self.surface)

    def _differences(self, content: Content, row: Row) -> Iterator[str]:
        for field, value in compared(content):
            there, wanted = self.value(field, row), field.kind.neutral(value)
            if there != wanted:
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
