"""Text and identifiers, as Intacct takes them.

Lengths are those of Intacct's fields as its import and API pages, and integrations built on them, publish them.
Identifiers of records that events create have the tight limit, because a truncated identifier would never be found
again; identifiers that are only referred to have a loose one and are checked by Intacct.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_LINE_BREAKS = "\t\n\r"
_UNSENDABLE = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def _identifier(value: str) -> str:
    """Invisible characters and outer spaces make two records that look the same.

    Intacct advises against both: «Name and ID creation - best practice», intacct.com help, Data entry.
    """
    if value != value.strip():
        raise ValueError("must not begin or end with a space")
    if not value.isprintable():
        raise ValueError("must not contain control or invisible characters")
    return value


def _one_line(value: str) -> str:
    if not value.strip():
        raise ValueError("must not be blank")
    if any(character in _LINE_BREAKS for character in value):
        raise ValueError("must be one line")
    return sendable(value)


def sendable(value: str) -> str:
    """XML 1.0 has no way to write most control characters and no lone surrogates, so no surface may carry them."""
    if _UNSENDABLE.search(value):
        raise ValueError("must not contain control characters or broken Unicode")
    return value


Id = Annotated[str, Field(min_length=1, max_length=50), AfterValidator(_identifier)]
"""Any identifier that is only referred to: location, department, employee, item, class, term, journal, bank account."""

RecordId = Annotated[str, Field(min_length=1, max_length=20), AfterValidator(_identifier)]
"""Vendor, customer, project and task: 20 characters."""

AccountNumber = Annotated[str, Field(min_length=1, max_length=24), AfterValidator(_identifier)]

DocumentNumber = Annotated[str, Field(min_length=1, max_length=45), AfterValidator(_identifier)]
"""Bill, invoice, payment and reference numbers: 45 characters."""

Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_one_line)]

Title = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_one_line)]

Line = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_one_line)]

Text = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(sendable)]
"""Descriptions and memos. May have several lines."""
