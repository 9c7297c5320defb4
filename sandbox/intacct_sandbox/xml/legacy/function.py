"""A legacy function: what it does to which object, and which of its elements are which fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element
from intacct_sandbox.xml.refusals import errors_for
from intacct_sandbox.xml.sequence import Item
from intacct_sandbox.xml.sequence_values import LINE, given, read_sequence
from intacct_sandbox.xml.writing import find

# What a reversal carries is no field of the document.
_DATED = ObjectType(name="reversal", label="Reversal", xml="", rest="", rules=Rules(),
                    fields=(Field("date", Day()), Field("memo", Text())))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Legacy:
    """`key` is the attribute that names the record, or with `key_inside` the element; `by` the field that it holds.

    `preset` are fields that the function itself sets when they are not sent, `answer` is the field whose value a create
    or update answers with. An update that `replaces` has the complete set of lines. A workflow over several records has
    its `operation` as the action. `variant` is the XML name of the kind of object that it is about, when there are
    several; `nested` are functions that can stand inside, and are run for the summary that this one creates.
    """

    object: str
    operation: str
    sequence: Sequence[Item] = ()
    key: str = ""
    key_inside: str = ""
    by: str = "key"
    preset: Mapping[str, Any] = field(default_factory=dict)
    answer: str = "key"
    replaces: bool = False
    variant: str = ""
    nested: "Mapping[str, Legacy]" = field(default_factory=dict)

    def run(self, call: Call) -> Outcome:
        """Do it; creates and updates answer with a `key`, everything else with nothing."""
        type = call.company.by_xml[self.variant] if self.variant else call.company.views[self.object]
        try:
            record = self._do(call, type, {})
            if record and self.nested:
                self._inside(call, record)
        except Refused as refused:
            call.unit.roll_back()
            return Outcome("", errors_for(refused, self.operation, type, call.world.switches))
        return Outcome(element("key", record[self.answer]) if record else "")

    def _inside(self, call: Call, summary: Fields) -> None:
        for child in call.element:
            legacy = self.nested.get(str(child.tag))
            if legacy:
                type = call.company.types[legacy.object]
                legacy._do(replace(call, element=child), type, {"summary": str(summary["key"])})

    def _do(self, call: Call, type: ObjectType, more: Fields) -> Fields | None:
        if self.operation == "create":
            fields = given(read_sequence(type, call.element, self.sequence))
            return operations.create(call.unit, type, {**self.preset, **fields, **more})
        if self.operation == "update":
            return self._update(call, type)
        for key in self._keys(call):
            self._act(call, type, self._record(call, type, key))
        return None

    def _act(self, call: Call, type: ObjectType, record: Fields) -> None:
        if self.operation == "delete":
            operations.delete(call.unit, type, record)
        elif self.operation == "reverse":
            values = given(read_sequence(_DATED, call.element, self.sequence))
            operations.act(call.unit, type, record, "reverse", values)
        elif self.operation == "apply":
            fields = given(read_sequence(type, call.element, self.sequence))
            values = {"date": fields["payment_date"], "lines": fields["lines"]}
            operations.act(call.unit, type, record, "apply", values)
        else:
            operations.act(call.unit, type, record, self.operation, {})

    def _update(self, call: Call, type: ObjectType) -> Fields:
        (key,) = self._keys(call)
        record = self._record(call, type, key)
        changes = {**self.preset, **read_sequence(type, call.element, self.sequence)}
        if "lines" in changes and not self.replaces:
            changes["lines"] = merged(type, record, changes["lines"])
        return operations.update(call.unit, type, record, changes)

    def _keys(self, call: Call) -> list[str]:
        if self.key:
            return [call.element.get(self.key, "").strip()]
        return [(each.text or "").strip() for each in call.element.iterfind(self.key_inside)]

    def _record(self, call: Call, type: ObjectType, key: str) -> Fields:
        by = "external_id" if call.element.get("externalkey") == "true" else self.by
        if by == "key":
            return find(call, type, key, self.operation)
        table = call.company.tables[type.name]
        found = table.find(by, key) if table.indexes(by) else []
        if not found or not call.view(everything=True).shows(found[0]) or not type.holds(found[0]):
            text = f"Cannot find {type.label.lower()} with key '{key}' to {self.operation}."
            raise Refused(reason(Why.NO_SUCH_RECORD, text, label=type.label, value=key))
        return found[0]


def merged(type: ObjectType, record: Fields, sent: Sequence[Fields]) -> list[Fields]:
    """The lines of `record` after an update: numbered ones changed, the others added. None is ever removed."""
    lines = [dict(line) for line in record["lines"]]
    for each in sent:
        number = each.pop(LINE, None)
        if number is None:
            lines.append(given(each))
        elif 1 <= number <= len(record["lines"]):
            lines[number - 1] |= each
        else:
            text = f"There is no line {number} in {type.label} '{type.business_key(record)}'."
            raise Refused(reason(Why.BAD_VALUE, text, label=type.label, value=str(number)))
    return lines
