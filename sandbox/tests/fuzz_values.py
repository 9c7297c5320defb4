"""Values for fuzzing: what a company knows, what is almost right, and what has broken parsers before.

Hypothesis gives the start value of each example; the example is drawn from it here, evenly and fast.
"""

import re
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref

_STAND_IN = re.compile(rb"KEY\.([a-z_-]+)\.(\d+)\.YEK")
T = TypeVar("T")

KNOWN = [
    "V-1", "C-1", "P-1", "B-1", "INV-1", "100", "900", "E100", "OPS", "GJ", "N30", "OPER-CHK", "6105", "4000", "2100",
    "6900", "USD", "EUR", "Ada", "Sales Order", "draft", "posted", "active", "true", "false", "submit",
]  # fmt: skip
NUMBERS = ["0", "1", "-1", "1.005", "84.50", "250.00", "99999999999999.99", "1e5", "1e999999999", "NaN", "Infinity",
           ".", "-0", "9" * 5000, "٣", "²", "0x10", "1,000.00"]  # fmt: skip
DATES = ["03/14/2026", "2026-03-14", "12/31/2025", "02/30/2026", "00/00/0000", "12/31/9999", "٠٣/١٤/٢٠٢٦", "2026-13-01",
         "2026-03-14T09:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01", "9999-12-31"]  # fmt: skip
NASTY = ["", " ", "%", "_", "\\", "'", '"', "' OR 1=1", "]]>", "&amp;", "<a/>", "${x}", "@{ref.1.key}", "../..", "%00",
         "\ud7ff", "\U0001f4a5", "\u202e", "A" * 3000, "a,b", "*", "{}", "[]", "null", "\t\n"]  # fmt: skip
LEAVES = [None, True, False, 0, 1, -1, 84.5, 1e308, 10**30, 2**63]


START = {"vendor": "V-1", "customer": "C-1", "account": "6105", "location": "100", "journal": "GJ", "term": "N30",
         "checking-account": "OPER-CHK", "department": "OPS", "project": "P-1", "contact": "Ada", "item": "I-1",
         "employee": "E-1", "credit-card-account": "FLEET-CARD"}  # fmt: skip
# What most documents need though the declaration does not say so, and the values of texts that are looked up.
NEEDED = frozenset({"location", "account", "currency", "bank", "created_date", "due_date", "vendor", "customer"})
LOOKED_UP = {"currency": "USD", "base_currency": "USD", "billing_currency": "USD", "exchange_type": None,
             "entity_id": "OPER-CHK", "folder": "Bills", "unit": "Each", "transaction_type": "Sales Order"}  # fmt: skip


class Draw(Random):
    """Random choices that make requests."""

    def rarely(self, percent: float = 5) -> bool:
        return self.random() * 100 < percent

    def wants(self, field: Field, surface: str) -> bool:
        """Whether to send a field: what is required or usual, sometimes others, seldom what refers to nothing."""
        if field.required_on(surface) or field.name in NEEDED:
            return True
        unknown = isinstance(field.kind, Ref) and field.kind.target not in START
        return not field.read_only and self.rarely(1 if unknown else 8)

    def key(self, object: str = "") -> str:
        """The number of some record, or a stand-in for one of this object; see `resolved`."""
        return f"KEY.{object}.{self.randrange(100)}.YEK" if object else str(self.randint(1, 300))

    def new_id(self) -> str:
        return f"A-{self.randint(2, 10**6)}"

    def text(self) -> str:
        kind = self.randrange(6)
        if kind == 5:
            return "".join(
                chr(self.choice([self.randrange(128), self.randrange(0x2FFF)])) for _ in range(self.randrange(9))
            )
        return self.key() if kind == 4 else self.choice([KNOWN, NUMBERS, DATES, NASTY][kind])

    def json(self, depth: int = 0) -> Any:
        kind = self.randrange(8)
        if kind == 0 and depth < 4:
            return [self.json(depth + 1) for _ in range(self.randrange(4))]
        if kind == 1 and depth < 4:
            return {self.text(): self.json(depth + 1) for _ in range(self.randrange(4))}
        return self.choice(LEAVES) if kind < 4 else self.text()

    def some(self, least: int, most: int, make: Callable[[], T]) -> list[T]:
        return [make() for _ in range(self.randint(least, most))]


def resolved(sent: bytes, company: Company) -> bytes:
    """What is sent with every stand-in for a key replaced by the number of a record that is there now."""

    def number(found: re.Match[bytes]) -> bytes:
        table = company.tables.get(found[1].decode())
        keys = table.keys() if table else ()
        return str(keys[int(found[2]) % len(keys)]).encode() if keys else b"1"

    return _STAND_IN.sub(number, sent)


def examples(make: Callable[[Draw], T]) -> st.SearchStrategy[T]:
    """What `make` draws."""
    return st.integers(0, 2**64 - 1).map(lambda start: make(Draw(start)))
