"""Tax on the lines of bills and invoices, where the company has to say it (VAT and GST; developer.intacct.com:
accounts-payable/bills; OpenAPI: bill, invoice).

An entry names a tax detail; its amount is sent or follows from the detail's percentage. With inclusive tax a line says
what it costs altogether and its net amount follows. With several tax solutions a document of the top level names its
own. How often a line may be taxed, and texts and numbers of refusals, are assumptions.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from lxml import etree

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.references import unknown
from intacct_sandbox.rules.refusal import Place, Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking, wire_names
from intacct_sandbox.rules.rounding import product

_REST_NAMES = ("purchasingTaxDetail", "orderEntryTaxDetail")
_KINDS = {"bill": "purchase", "invoice": "sale"}


class _Entry(NamedTuple):
    """One tax of a line: the detail as it was named, and the amount if one was sent."""

    detail: str
    amount: Decimal | None


def settle_taxes(unit: Unit, type: ObjectType, document: Fields, lines: list[Fields]) -> None:
    """Complete net and gross amounts of `lines` in place; raises Refused where the company needs a tax that is not
    there."""
    if type.name not in _KINDS:
        return
    taxed = type.name in unit.company.definition.tax_required_on
    solution = _solution(unit, type, document) if taxed else None
    for index, line in enumerate(lines):
        inclusive = bool(document.get("inclusive_tax"))
        _refuse_without_amount(type, line, index, taxed and inclusive)
        if taxed:
            _settle(unit, type, line, _Where(index, solution, inclusive))


def gross_total(unit: Unit, type: ObjectType, lines: list[Fields]) -> Decimal:
    """What a document comes to: with the tax of its lines, where the company has tax."""
    taxed = type.name in unit.company.definition.tax_required_on
    return sum((line["total_amount"] if taxed else line["amount"] for line in lines), ZERO)


class _Where(NamedTuple):
    """The place of a line and what its document says of tax."""

    position: int
    solution: str | None
    inclusive: bool


def _solution(unit: Unit, type: ObjectType, document: Fields) -> str | None:
    """The tax solution that the details must be of; None where any will do."""
    solutions = {each["id"] for each in unit.company.tables["tax-solution"]}
    named, field = document.get("tax_solution"), type.by_name["tax_solution"]
    if named is None and len(solutions) > 1 and not unit.caller.entity:
        raise Refused(lacking(field, type))
    if named is not None and named not in solutions:
        raise Refused(unknown(unit, "tax-solution", named, place(field)))
    return str(named) if named else None


def _refuse_without_amount(type: ObjectType, line: Fields, index: int, inclusive: bool) -> None:
    assert type.lines is not None
    wanted = "total_amount" if inclusive and "total_amount" in type.lines.type.by_name else "amount"
    if line.get(wanted) is None:
        raise Refused(lacking(type.lines.type.by_name[wanted], type, wire_names(type.lines), index))


def _settle(unit: Unit, type: ObjectType, line: Fields, where: _Where) -> None:
    assert type.lines is not None
    field, names = type.lines.type.by_name["tax_entries"], wire_names(type.lines)
    entries, at = list(_entries(line.get("tax_entries"))), place(field, names, where.position)
    if not entries:
        raise Refused(lacking(field, type, names, where.position))
    details = [_detail(unit, type, each.detail, where.solution, at) for each in entries]
    rate = sum((each["percent"] for each in details), ZERO) / 100
    if where.inclusive and line.get("total_amount") is not None:
        line["amount"] = product(line["total_amount"], 1 / (1 + rate))
        return
    taxes = (_tax(line["amount"], each, detail) for each, detail in zip(entries, details, strict=True))
    line["total_amount"] = line["amount"] + sum(taxes, ZERO)


def _tax(net: Decimal, entry: _Entry, detail: Fields) -> Decimal:
    return entry.amount if entry.amount is not None else product(net, detail["percent"] / 100)


def _detail(unit: Unit, type: ObjectType, named: str, solution: str | None, at: Place) -> Fields:
    table = unit.company.tables["tax-detail"]
    found = table.by_id(named) or table.numbered(named)
    fits = found and found["tax_type"] == _KINDS[type.name] and solution in (None, found["solution"])
    if found is None or not fits:
        raise Refused(unknown(unit, "tax-detail", named, at))
    return found


def _entries(sent: Any) -> Iterator[_Entry]:
    """What was sent, XML as text and REST as an array."""
    if isinstance(sent, str):
        for each in etree.fromstring(f"<TAXENTRIES>{sent}</TAXENTRIES>"):
            yield _Entry((each.findtext("DETAILID") or "").strip(), _money(each.findtext("TRX_TAX")))
    for each in sent if isinstance(sent, list) else ():
        detail: Any = next((each[name] for name in _REST_NAMES if isinstance(each.get(name), dict)), {})
        yield _Entry(str(detail.get("id") or detail.get("key") or ""), _money(each.get("txnTaxAmount")))


def _money(sent: Any) -> Decimal | None:
    try:
        return None if sent in (None, "") else Decimal(str(sent).strip())
    except InvalidOperation as error:
        raise Refused(reason(Why.BAD_VALUE, f"The tax amount {sent} is not a number")) from error
