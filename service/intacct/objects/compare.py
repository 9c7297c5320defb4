"""Whether the header of a record in Intacct is what a write would make it, told from a row of a query."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from schemas.write import FieldValue
from service.delivery.client_port import RecordState, Surface
from service.intacct.objects.comparable import comparable
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration, Field, ToldApart
from service.intacct.objects.kinds import MONEY, JsonValue, as_text, plain

Row = Mapping[str, JsonValue]
"""A query row: wire name -> value (XML: text)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads neutral values from rows of one surface. ``hidden`` are the columns that it does not show us."""

    surface: Surface
    hidden: frozenset[str] = frozenset()

    def value(self, field: Field, row: Row) -> str:
        """The neutral text of a field."""
        raw = row.get(field.read(self.surface))
        return field.kind.read_rest(raw) if self.surface is Surface.REST else field.kind.read_xml(as_text(raw))

    def text(self, column: str, row: Row) -> str:
        """The text of a column that is no field."""
        return as_text(row.get(column)).strip()

    def record_number_name(self, declaration: Declaration) -> str:
        """What queries call the record number."""
        return "key" if self.surface is Surface.REST else declaration.xml_record_number

    def record_number(self, declaration: Declaration, row: Row) -> str:
        """The record number of a row; empty when it has none."""
        return as_text(row.get(self.record_number_name(declaration)))

    def key(self, declaration: Declaration, row: Row) -> tuple[str, ...]:
        """The business key of a row, without the type of a custom object."""
        return tuple(self.value(field, row).strip() for field in declaration.key_fields)

    def shows(self, field: Field) -> bool:
        """Whether a look-up compares the field here."""
        return field.compared_on(self.surface) and field.read(self.surface) not in self.hidden

    def state(self, declaration: Declaration, row: Row, *, same: bool) -> tuple[RecordState, str]:
        """How far the document is, and Intacct's word for it.

        A record that undoes another is its mirror image: one that is the ``same`` as ours is the one that was undone,
        or that will be, and has the state that it says.
        """
        state = declaration.state
        if state is None:
            return RecordState.NONE, ""
        word = self.text(state.read(self.surface), row)
        if not same and self.text(state.reverses(self.surface), row):
            return RecordState.UNDONE, f"{word}, reversing another record"
        return state.meaning(word), word

    def another(self, content: Content, row: Row) -> bool:
        """Whether a record of our key is another document all the same: see ``ToldApart``."""
        rule = content.declaration.also_told_apart_by
        if rule is None or self._may_be_the_accounts_own(rule, content, row):
            return False
        return bool(list(self._differences(stated_fields(content, (rule.field,)), row)))

    def _may_be_the_accounts_own(self, rule: ToldApart, content: Content, row: Row) -> bool:
        field = content.declaration.names[rule.choice]
        ours = [field.kind.neutral(value) for each, value in content.header if each.name == rule.choice]
        return {*ours, self.value(field, row)} <= {rule.value, ""}

    def differences(self, content: Content, row: Row, *, of_new_record: bool) -> tuple[str, ...]:
        """«field: there A, wanted B» for every header field that the write states and this surface shows."""
        wanted = (pair for pair in stated_fields(content) if self.shows(pair[0]))
        if of_new_record:
            wanted = (pair for pair in wanted if comparable(pair[0].kind, pair[0].kind.neutral(pair[1])))
        return tuple(self._differences(wanted, row))

    def _differences(self, wanted: Iterable[tuple[Field, FieldValue]], row: Row) -> Iterator[str]:
        for field, value in wanted:
            there, ours = self.value(field, row), field.kind.neutral(value)
            if comparable(field.kind, there) != comparable(field.kind, ours):
                yield difference(field.name, there, ours)

    def total_differences(self, content: Content, row: Row, added: Decimal = Decimal()) -> tuple[str, ...]:
        """The same of the total, which is that of our lines and of those that Intacct ``added`` by itself."""
        total = content.declaration.total
        if total is None or not content.lines or total.read(self.surface) in self.hidden:
            return ()
        there, ours = MONEY.read_xml(as_text(row.get(total.read(self.surface)))), plain(content.total + added)
        return () if there == ours else (difference("total", there, ours),)


def difference(name: str, there: str, wanted: str) -> str:
    """One difference in words."""
    return f"{name}: there {there.strip() or 'nothing'}, wanted {wanted.strip() or 'nothing'}"


def stated_fields(content: Content, names: tuple[str, ...] | None = None) -> Iterator[tuple[Field, FieldValue]]:
    """The header fields of a write, all but its business key or those of these names."""
    for field, value in content.header:
        if field.name not in content.declaration.key if names is None else field.name in names:
            yield field, value
