"""What a line is booked as: itself, or the parts that its allocation or its own splits make of it
(developer.intacct.com: general-ledger/transaction-allocations, journal-entries). The last part gets what rounding
leaves (assumption)."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.posting import ZERO, total
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import wire_names

CUSTOM = "Custom"
_CENT = Decimal("0.01")
_NO_PART = ("key", "line_no", "value", "value_type")


def parts_of(unit: Unit, line: Fields) -> list[Fields]:
    """The line, or its parts: each with an amount and dimensions of its own."""
    if line.get("split"):
        return [_part(line, split, split["amount"]) for split in line["split"]]
    allocation = unit.company.tables["allocation"].by_id(line.get("allocation") or "")
    if allocation is None:
        return [line]
    entries = allocation["lines"]
    return [_part(line, entry, share) for entry, share in zip(entries, _shares(entries, line["amount"]), strict=True)]


def refuse_wrong_splits(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Raise Refused for a line whose parts are not the whole."""
    assert type.lines is not None
    for index, line in enumerate(fields["lines"]):
        if line.get("allocation") is None and not line.get("split"):
            continue
        custom, splits = line.get("allocation") == CUSTOM, line.get("split") or ()
        at = place(type.lines.type.by_name["allocation"], wire_names(type.lines), index)
        if custom != bool(splits):
            text = "SPLIT is required when the allocation is Custom, and only then"
            raise Refused(reason(Why.BAD_VALUE, text, at, type.label))
        if total(parts_of(unit, line)) != line["amount"]:
            text = f"The parts of a line must add up to its amount {line['amount']}."
            raise Refused(reason(Why.BAD_VALUE, text, at, type.label, str(line["amount"])))


def _part(line: Fields, part: Fields, amount: Decimal) -> Fields:
    own = {name: value for name, value in part.items() if name not in _NO_PART}
    whole = {name: value for name, value in line.items() if name not in ("allocation", "split", "lines")}
    return {**whole, **own, "amount": amount}


def _shares(entries: Sequence[Fields], amount: Decimal) -> list[Decimal]:
    """Exact amounts first, as long as something is left; then the rest by percentages."""
    shares = list(_exact(entries, amount))
    if len(shares) == len(entries):
        return shares
    rest = amount - sum(shares, ZERO)
    percents = [entry["value"] for entry in entries[len(shares) :]]
    parts = [(rest * each / 100).quantize(_CENT, ROUND_HALF_UP) for each in percents[:-1]]
    return [*shares, *parts, rest - sum(parts, ZERO)]


def _exact(entries: Sequence[Fields], amount: Decimal) -> Iterator[Decimal]:
    absolute, left = all(entry["value_type"] == "amount" for entry in entries), abs(amount)
    for entry in entries:
        if entry["value_type"] == "amount":
            share = entry["value"] if absolute else min(entry["value"], left)
            left -= share
            yield share.quantize(_CENT, ROUND_HALF_UP).copy_sign(amount)
