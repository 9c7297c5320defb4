"""Depreciation methods, posting rules, and the rules by which an asset or a classification is depreciated
(OpenAPI group fixed-assets-management). All of it is in REST only."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Flag, Money, Number, Quantity, Ref, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, Fields, Lines, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Reason, Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

_LONGEST = {"months": 500, "years": 100}

# The company's start records give the methods the keys that they have in every company: -1 is straight line.
DEPRECIATION_METHOD = ObjectType(
    name="depreciation-method",
    label="Depreciation method",
    xml="",
    rest="fixed-assets/depreciation-method",
    rules=Rules(),
    unique=("id",),
    xml_operations=frozenset(),
    rest_operations=READ_ONLY,
    fields=(Field("id", Text(20), "", "id"), Field("name", Text(80), "", "name")),
)

# A part of the setup of fixed assets, which is not there: posting rules come from the company file.
POSTING_RULE = ObjectType(
    name="posting-rule",
    label="Setup posting rule",
    xml="",
    rest="fixed-assets/setup-posting-rule",
    rules=Rules(),
    unique=("id",),
    xml_operations=frozenset(),
    rest_operations=READ_ONLY,
    fields=(
        Field("id", Text(20), "", "id"),
        Field("name", Text(80), "", "name"),
        Field("journal", Ref("journal"), "", "journal"),
        Field("useful_life_units", same("months", "years"), "", "usefulLifeUnits", default="months"),
        Field("convention", Choice({"full_month": ("", "fullMonth")}), "", "convention", default="full_month"),
        Field("tax", Flag(), "", "isTax", default=False),
        Field("salvage", Flag(), "", "useSalvageValue", default=True),
    ),
)


def depreciation_rules(owner: str) -> Lines:
    """The rules that `owner` (the name of its endpoint) has."""
    rule = ObjectType(
        name=f"{owner}-depreciation-rule",
        label="Depreciation rule",
        xml="",
        rest=f"fixed-assets/{owner}-depreciation-rule",
        rules=Rules(),
        id_field="key",
        fields=(
            Field("posting_rule", Ref("posting-rule"), "", "postingRule", required="rest"),
            Field("method", Ref("depreciation-method"), "", "depreciationMethod", required="rest"),
            Field("useful_life", Number(), "", "usefulLife", required="rest"),
            Field("coefficient", Quantity(), "", "coefficient"),
            Field("depreciated_before", Money(), "", "historicalAccumulatedDepreciationAmount"),
        ),
    )
    return Lines(rule, "", "depreciationRules", at_least=0, owner=owner)


def refuse_wrong_life(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused for a useful life that is no whole number, or longer than the units of its posting rule allow."""
    wrong = [each for at, line in enumerate(fields.get("lines") or ()) for each in _wrong(unit, type, line, at)]
    if wrong:
        raise Refused(*wrong)


def _wrong(unit: Unit, type: ObjectType, line: Fields, index: int) -> list[Reason]:
    assert type.lines is not None
    posting = unit.company.tables["posting-rule"].by_id(line["posting_rule"]) or {}
    units = posting.get("useful_life_units", "months")
    life: Decimal = line["useful_life"]
    if life == life.to_integral_value() and 0 < life <= _LONGEST[units]:
        return []
    at = place(type.lines.type.by_name["useful_life"], wire_names(type.lines), index)
    text = f"usefulLife must be a whole number from 1 to {_LONGEST[units]} {units}"
    return [reason(Why.BAD_VALUE, text, at, type.label, str(life))]
