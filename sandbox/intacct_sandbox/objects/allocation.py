"""Transaction allocations: how a line is divided among dimensions (developer.intacct.com: general-ledger/
transaction-allocations; OpenAPI group general-ledger, txn-allocation-template)."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Number, Quantity, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

_WHOLE = Decimal(100)
_METHOD = Choice({
    "percentage": ("Percentage", "percentage"), "absolute": ("Absolute", "exactAmount"),
    "fixed": ("Fixed amount with over/under logic", "fixedAmountWithOverUnderLogic"),
})  # fmt: skip
_VALUE_TYPE = Choice({"amount": ("Amount", "amount"), "percent": ("Percent", "percent")})
_ONLY = {"percentage": "percent", "absolute": "amount"}


class _AllocationRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        for index, line in enumerate(fields["lines"]):
            self._settle_value_type(type, fields["method"], line, index)
        self._refuse_amounts_after_percents(type, fields["lines"])
        percents = [line["value"] for line in fields["lines"] if line["value_type"] == "percent"]
        if fields["method"] != "absolute" and sum(percents) != _WHOLE:
            text = f"The percentages of an allocation must add up to 100; they are {sum(percents)}."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label))

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        whole = {**old, **changes}
        stale = whole["method"] != old["method"] and "lines" not in changes
        whole["lines"] = [{**line, "value_type": None} if stale else dict(line) for line in whole["lines"]]
        self.creating(unit, type, whole)
        changes["lines"] = whole["lines"]

    def _settle_value_type(self, type: ObjectType, method: str, line: Fields, index: int) -> None:
        """Only the third method has values of both kinds, and must be told which."""
        assert type.lines is not None
        at = place(type.lines.type.by_name["value_type"], wire_names(type.lines), index)
        kind = line.get("value_type") or _ONLY.get(method)
        if kind is None:
            raise Refused(reason(Why.MISSING_FIELD, f"{at.xml} is required", at, type.label))
        if kind != _ONLY.get(method, kind) or line["value"] < 0:
            raise Refused(reason(Why.BAD_VALUE, f"{at.xml} or its value does not fit the allocation", at, type.label))
        line["value_type"] = kind

    def _refuse_amounts_after_percents(self, type: ObjectType, lines: list[Fields]) -> None:
        kinds = [line["value_type"] for line in lines]
        if kinds != sorted(kinds):
            text = "Entries for exact amounts must come before entries for percentages."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label))


ALLOCATION_LINE = ObjectType(
    name="allocation-line",
    label="AllocationEntry",
    xml="ALLOCATIONENTRY",
    rest="general-ledger/txn-allocation-template-line",
    rules=Rules(),
    id_field="key",
    rest_operations=frozenset({"read", "delete"}),
    fields=(
        Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
        Field("value_type", _VALUE_TYPE, "VALUETYPE", "valueType"),
        Field("value", Quantity(), "VALUE", "value", required=BOTH),
        *dimensions(),
    ),
)

ALLOCATION = ObjectType(
    name="allocation",
    label="Allocation",
    xml="ALLOCATION",
    rest="general-ledger/txn-allocation-template",
    rules=_AllocationRules(),
    unique=("id",),
    lines=Lines(ALLOCATION_LINE, "ALLOCATIONENTRIES", "lines"),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(50), "ALLOCATIONID", "id", required=BOTH, fixed=True),
        Field("description", Text(200), "DESCRIPTION", "description"),
        Field("method", _METHOD, "TYPE", "allocateBy", default="percentage"),
        Field("document_number", Text(40), "DOCNUMBER", "documentNumber"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
