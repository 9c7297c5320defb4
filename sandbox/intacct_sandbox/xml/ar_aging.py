"""get_araging: what customers owe, by how long they have owed it (developer.intacct.com: accounts-receivable/ar-aging).

The parameters are the page's; the elements of the answer are those that github.com/fylein/sageintacct-sdk-py describes.
What the details of an invoice are called is an assumption. Zero balances, GL dates and departments are not looked at.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.xml.functions import Call, Outcome, illegal
from intacct_sandbox.xml.markup import element, wrap

_DEFAULT = "0-30,31-60,61-90,91-120,121-"
_PERIOD = re.compile(r"([0-9]{1,5})-([0-9]{0,5})")
_OPEN = ("posted", "partially_paid", "selected")


def get_ar_aging(call: Call) -> Outcome:
    """One `araging` for each customer that owes something in one of the periods."""
    type = call.company.types["invoice"]
    allow(call.unit, "read", type)
    call.unit.count_query(type.name)
    periods, today = _periods(call), _as_of(call)
    owed: dict[str, list[Fields]] = {}
    for invoice in _invoices(call):
        owed.setdefault(invoice["customer"], []).append(invoice)
    body = "".join(_customer(call, id, owed[id], periods, today) for id in sorted(owed))
    return Outcome(wrap("data", body))


def _periods(call: Call) -> list[tuple[str, int, int]]:
    found = []
    for text in call.text("agingperiods", _DEFAULT).split(","):
        period = _PERIOD.fullmatch(text.strip())
        if period is None:
            raise illegal(f"'{text}' is not an aging period such as 31-60 or 121-")
        found.append((text.strip(), int(period[1]), int(period[2] or 99999)))
    return found


def _as_of(call: Call) -> date:
    given = call.element.find("asofdate")
    if given is None:
        return call.world.clock.now().date()
    try:
        return date(*(int(each.text or "") for each in given))
    except (ValueError, OverflowError) as error:
        raise illegal("asofdate is not a date") from error


def _invoices(call: Call) -> Iterable[Fields]:
    for invoice in call.company.tables["invoice"]:
        if invoice["state"] not in _OPEN or not invoice["total_due"] or not call.view(everything=True).shows(invoice):
            continue
        wanted = {"customer": call.text("customerid"), "number": call.text("invoiceno")}
        if all(invoice.get(name) == value for name, value in wanted.items() if value):
            yield invoice


def _customer(call: Call, id: str, owed: list[Fields], periods: list[tuple[str, int, int]], today: date) -> str:
    by = "due_date" if call.text("useduedate") == "true" else "invoice_date"
    aging = ""
    for text, first, last in periods:
        here = [each for each in owed if first <= (today - date.fromisoformat(each[by])).days <= last]
        if here:
            total = sum((each["total_due"] for each in here), Decimal(0))
            details = "".join(map(_details, here)) if call.text("showdetails") == "true" else ""
            aging += wrap("aging", element("agingperiod", text) + element("totalamount", str(total)) + details)
    return wrap("araging", element("customerid", id) + aging) if aging else ""


def _details(invoice: Fields) -> str:
    owed = element("invoiceno", invoice.get("number") or "") + element("totaldue", str(invoice["total_due"]))
    return wrap("agingdetails", element("key", invoice["key"]) + owed)
