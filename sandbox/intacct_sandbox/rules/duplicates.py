"""Business keys are unique: ids in the company, document numbers per vendor or customer."""

from intacct_sandbox.company.definition import Definition
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Reason, Refused, Why, place, reason
from intacct_sandbox.switches import Switches

_NUMBERED = ("bill", "invoice", "ap-adjustment", "ar-adjustment", "expense-report", "expense-adjustment",
             "order-entry-document", "purchasing-document", "inventory-document")  # fmt: skip
_WHY = {"account": Why.DUPLICATE_ACCOUNT, **dict.fromkeys(_NUMBERED, Why.DUPLICATE_NUMBER)}
_SWITCHES = {"bill": "unique_bill_numbers", "invoice": "unique_invoice_numbers",
             "ap-adjustment": "unique_adjustment_numbers", "ar-adjustment": "unique_adjustment_numbers"}  # fmt: skip


def refuse_duplicate(unit: Unit, type: ObjectType, fields: Fields, but: int | None = None) -> None:
    """Raise Refused when another record (not number `but`) has the same unique fields."""
    if not type.unique or not _switched_on(unit, type):
        return
    first, *others = type.unique
    value = fields.get(first)
    if value is None:
        return
    for record in unit.company.tables[type.name].find(first, value):
        if record["key"] != but and all(record.get(name) == fields.get(name) for name in others):
            raise Refused(_reason(type, first, value))


def _reason(type: ObjectType, field: str, value: str) -> Reason:
    why = _WHY.get(type.name, Why.DUPLICATE_ID)
    text = f"Another {type.label} with the given value(s) {value}  already exists"
    return reason(why, text, place(type.by_name[field]), type.label, value)


def _switched_on(unit: Unit, type: ObjectType) -> bool:
    return numbers_are_unique(unit.company.definition, unit.books.switches, type.name)


def numbers_are_unique(company: Definition, switches: Switches, object: str) -> bool:
    """Uniqueness of document numbers is a setting of the company; the switch can take it from all."""
    switch = _SWITCHES.get(object)
    return switch is None or (object in company.unique_numbers and bool(getattr(switches, switch)))
