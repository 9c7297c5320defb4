"""When two texts mean the same value: Intacct writes amounts, dates, ids and spaces in its own way."""

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from service.intacct.objects.kinds import DAY, Choice, Integer, Kind, Money, Reference, Text, as_text, plain

_US_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")


def comparable(kind: Kind, text: str) -> str:
    """A neutral text in the form that it shares with every text of the same meaning; empty: nothing."""
    squeezed = " ".join(normalize("NFC", text).split())
    if isinstance(kind, Money | Integer):
        return _number(squeezed)
    if isinstance(kind, Choice):
        return as_text(kind.to_rest(squeezed)) if squeezed in kind.names else squeezed
    if isinstance(kind, Reference):
        return squeezed.casefold()
    return _text(squeezed) if isinstance(kind, Text) else squeezed


def _number(text: str) -> str:
    with suppress(InvalidOperation):
        number = Decimal(text)
        return plain(number) if number.is_finite() else text
    return text


def _text(text: str) -> str:
    """Fields that a tenant declared may hold dates, which the surfaces write differently."""
    return DAY.read_xml(text) if _US_DATE.fullmatch(text) else text
