"""Credits that a payment uses without naming them, and discounts (developer.intacct.com: accounts-payable/ap-payments,
accounts-payable/ap-terms).

CREDITTOAPPLY lets the system select credits: the oldest first, debit memos before negative bills before advances
(assumption). In a payment request the items may name adjustments and advances to take them from.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.settlement import Part, Side
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Refused, Why, reason

OPEN = ("posted", "partially_paid", "selected", "complete")
_CENT = Decimal("0.01")
_PERCENT = ("%", "percent", "percentage")
_FROM_THE_DATE = (None, "from invoice/bill date", "fromInvoiceOrBillDate")


def discount_available(unit: Unit, document: Fields, dated: str, day: str) -> Decimal:
    """The discount of a document's term when it is paid on `day`; terms that count from a month have none here."""
    term = unit.company.tables["term"].by_id(document.get("term") or "")
    if term is None or term.get("discount_amount") is None or term.get("discount_from") not in _FROM_THE_DATE:
        return ZERO
    if document.get(dated) is None:
        return ZERO
    days = int(term.get("discount_days") or 0) + int(term.get("discount_grace_days") or 0)
    if day > (date.fromisoformat(document[dated]) + timedelta(days=days)).isoformat():
        return ZERO
    amount: Decimal = term["discount_amount"]
    exact = document["total"] * amount / 100 if term.get("discount_unit") in _PERCENT else amount
    return exact.quantize(_CENT, ROUND_HALF_UP)


def apply_chosen(unit: Unit, type: ObjectType, side: Side, party: str, fields: Fields) -> None:
    """Add details for the credits that lines ask for as an amount only."""
    wanting = [(line, wanted) for line in fields["lines"] if (wanted := line.pop("credit_to_apply", None))]
    if not wanting:
        return
    open_credits = _OpenCredits(unit, type, side, party, fields)
    for line, wanted in wanting:
        fields["lines"] += [detail(side, line, *each) for each in open_credits.take(wanted)]


def detail(side: Side, line: Fields, part: Part, key: str, amount: Decimal) -> Fields:
    """A detail that pays what `line` pays with a credit."""
    paid = {each.field: line[each.field] for each in side.paid if line.get(each.field) is not None}
    return {**paid, part.field: key, part.amount: amount, "amount": ZERO}


class _OpenCredits:
    """What the party of a payment has in credits beyond those that the payment names."""

    def __init__(self, unit: Unit, type: ObjectType, side: Side, party: str, fields: Fields) -> None:
        self._label = type.label
        used = side.claims(fields["lines"])
        self._left = {
            (part, str(record["key"])): abs(record[part.due]) - abs(used.get((part, str(record["key"])), ZERO))
            for part in side.credits
            for record in unit.company.tables[part.object].find(party, fields[party])
            if record["state"] in OPEN and record[part.due] * part.sign > ZERO
        }

    def take(self, wanted: Decimal) -> Iterator[tuple[Part, str, Decimal]]:
        """Credits that make up `wanted`; raises Refused when there are not enough."""
        missing = wanted
        for (part, key), left in self._left.items():
            amount = min(missing, left)
            if amount > ZERO:
                self._left[part, key] -= amount
                missing -= amount
                yield part, key, amount
        if missing > ZERO:
            text = f"The credits available are {wanted - missing}, less than the {wanted} to apply."
            raise Refused(reason(Why.TOO_MUCH, text, None, self._label))


def name_requested(unit: Unit, side: Side, fields: Fields) -> None:
    """The items of a payment request name bills, credit memos and credits alike: put each under its own name, and let
    what bills ask for in credits come from the credits that are there."""
    pool: list[tuple[Part, str, Decimal]] = []
    lines: list[Fields] = []
    for line in fields["lines"]:
        part = _part_of(unit, side, str(line.get(side.document) or ""))
        if part.amount:
            pool.append((part, line[side.document], line["amount"]))
        else:
            lines.append({**{name: each for name, each in line.items() if name != side.document},
                          part.field: line.get(side.document)})  # fmt: skip
    fields["lines"] = lines + [each for line in lines for each in _from_the_pool(side, pool, line)]
    fields["lines"] += [{part.field: key, part.amount: amount, "amount": ZERO} for part, key, amount in pool]


def _from_the_pool(side: Side, pool: list[tuple[Part, str, Decimal]], line: Fields) -> Iterator[Fields]:
    """Details for the credits of one line; without any named credit the line keeps its wish."""
    wanted: Decimal = line.pop("credit_to_apply", None) or ZERO
    while wanted > ZERO and pool:
        part, key, has = pool.pop(0)
        amount = min(wanted, has)
        wanted -= amount
        if has > amount:
            pool.insert(0, (part, key, has - amount))
        yield detail(side, line, part, key, amount)
    if wanted > ZERO:
        line["credit_to_apply"] = wanted


def _part_of(unit: Unit, side: Side, key: str) -> Part:
    """What kind of record has the number; when none has it, the document, which is then reported as unknown."""
    for part in (*side.credits, *side.paid):
        record = unit.company.tables[part.object].numbered(key)
        if record is not None and (not part.amount or record["total"] * part.sign > ZERO):
            return part
    return side.paid[0]
