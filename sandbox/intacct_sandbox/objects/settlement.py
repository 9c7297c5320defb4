"""What the details of a payment settle: documents that are paid, and credits that are used up for them.

A detail names one document and how much of it is paid in cash; it may also name credits to apply: adjustments,
advances, overpayments, negative bills or invoices (developer.intacct.com: accounts-payable/ap-payments,
accounts-receivable/ar-payments; OpenAPI object payment-detail). An adjustment or bill that is a credit has a negative
total.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.rules.posting import ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """A record that a detail can name: in `field`, and perhaps one of its lines in `line`; `object` is what it is.

    `amount` says how much of a credit is used; a document that is paid has none, it gets all that the detail has. `due`
    is the field with what is left of the record.
    """

    field: str
    object: str
    line: str
    amount: str = ""
    sign: int = 1
    due: str = "total_due"

    def takes(self, line: Fields, side: "Side") -> Decimal:
        """What `line` moves the amount due of the record by, with the sign of that amount."""
        return self.sign * (line[self.amount] if self.amount else side.settled(line))


@dataclass(frozen=True, slots=True)
class Side:
    """Payables or receivables: what can be paid, and with which credits."""

    paid: tuple[Part, ...]
    credits: tuple[Part, ...]

    @property
    def document(self) -> str:
        """The object that is mostly paid."""
        return self.paid[0].object

    def settled(self, line: Fields) -> Decimal:
        """All that a detail pays: cash, discount and credits."""
        credits = (line.get(each.amount) or ZERO for each in self.credits)
        return sum(credits, (line.get("amount") or ZERO) + (line.get("discount") or ZERO))

    def named(self, line: Fields) -> Iterator[Part]:
        """The parts that a detail names."""
        return (each for each in (*self.paid, *self.credits) if line.get(each.field) is not None)

    def claims(self, lines: Iterable[Fields]) -> dict[tuple[Part, str], Decimal]:
        """How much the details take of each record together."""
        sums: defaultdict[tuple[Part, str], Decimal] = defaultdict(Decimal)
        for line in lines:
            for part in self.named(line):
                sums[part, line[part.field]] += part.takes(line, self)
        return sums

    def line_claims(self, lines: Iterable[Fields]) -> dict[tuple[Part, str, str], Decimal]:
        """The same of each line that is named."""
        sums: defaultdict[tuple[Part, str, str], Decimal] = defaultdict(Decimal)
        for line in lines:
            for part in self.named(line):
                if line.get(part.line) is not None:
                    sums[part, line[part.field], line[part.line]] += part.takes(line, self)
        return sums


AP = Side(
    paid=(
        Part("bill", "bill", "entry"),
        Part("credit_memo", "ap-adjustment", "credit_memo_entry"),
    ),
    credits=(
        Part("debit_memo", "ap-adjustment", "debit_memo_entry", "debit_memo_amount", -1),
        Part("negative_bill", "bill", "negative_bill_entry", "negative_bill_amount", -1),
        Part("advance", "ap-advance", "advance_entry", "advance_amount"),
    ),
)
AR = Side(
    paid=(
        Part("invoice", "invoice", "entry"),
        Part("debit_memo", "ar-adjustment", "debit_memo_entry"),
    ),
    credits=(
        Part("credit_memo", "ar-adjustment", "credit_memo_entry", "credit_memo_amount", -1),
        Part("negative_invoice", "invoice", "negative_invoice_entry", "negative_invoice_amount", -1),
        Part("overpayment", "payment", "overpayment_entry", "overpayment_amount", due="unapplied"),
        Part("advance", "ar-advance", "advance_entry", "advance_amount"),
    ),
)
