"""How a value is written and read: one neutral form here, one form on each surface.

Sources: developer.intacct.com/web-services/parameter-formats/ and the field formats of the REST OpenAPI groups.
The neutral text form is what look-ups compare and what queries return: dates ``YYYY-MM-DD``, amounts with at least
two decimals, booleans ``true``/``false``, choices by their neutral name.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from schemas.write import FieldValue

JsonValue: TypeAlias = "str | int | bool | Decimal | dict[str, JsonValue] | list[JsonValue] | None"

_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
_CENT = Decimal("0.01")
_LARGEST = Decimal("1e30")


class Unrenderable(Exception):
    """A write holds something that cannot be put into a request; the message names the field and what is wrong."""


class Kind(ABC):
    """Writing raises Unrenderable for a value that is not of the kind; reading never raises."""

    def to_rest(self, value: FieldValue) -> JsonValue:
        """The JSON value."""
        return self.neutral(value)

    def to_xml(self, value: FieldValue) -> str:
        """The text of the XML element, not escaped."""
        return self.neutral(value)

    @abstractmethod
    def neutral(self, value: FieldValue) -> str:
        """The neutral text of a value of a write."""

    def from_text(self, text: str) -> FieldValue:
        """The value that a neutral text stands for, for filters. Raises Unrenderable."""
        return text

    def read_rest(self, value: JsonValue) -> str:
        """The neutral text of what REST answered; None is the empty text."""
        return as_text(value)

    def read_xml(self, text: str) -> str:
        """The neutral text of what XML answered."""
        return text


def as_text(value: JsonValue) -> str:
    """A JSON scalar as text; anything else is empty."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, str | int) else ""


class Text(Kind):
    """Free text."""

    def neutral(self, value: FieldValue) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Unrenderable("must be text")
        return str(value)


class Reference(Text):
    """The id of another object. An empty one is left out: REST refuses an empty id."""


class Money(Kind):
    """An exact amount: plain decimal text on both surfaces, never a float, no thousands separators."""

    def neutral(self, value: FieldValue) -> str:
        return plain(amount(value))

    def from_text(self, text: str) -> FieldValue:
        try:
            return Decimal(text)
        except InvalidOperation:
            raise Unrenderable("must be an amount") from None

    def read_rest(self, value: JsonValue) -> str:
        return _read_amount(as_text(value))

    def read_xml(self, text: str) -> str:
        return _read_amount(text)


class Number(Money):
    """An amount that REST carries as a JSON number, such as a credit limit: still exact (see ``rest.json_text``)."""

    def to_rest(self, value: FieldValue) -> JsonValue:
        return amount(value)


def amount(value: FieldValue) -> Decimal:
    """The value as a finite Decimal. Raises Unrenderable."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise Unrenderable("must be an exact decimal amount")
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= _LARGEST:
        raise Unrenderable("must be a finite amount")
    return number


def plain(number: Decimal) -> str:
    """An amount as text without exponent: two decimals, or more when it has more."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -2:
        return format(number.quantize(_CENT), "f")
    whole, _, decimals = format(number, "f").partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def _read_amount(text: str) -> str:
    with suppress(InvalidOperation):
        number = Decimal(text.strip())
        if number.is_finite() and abs(number) < _LARGEST:
            return plain(number)
    return text


class Day(Kind):
    """A date: ISO in REST, mm/dd/yyyy in generic XML functions, year/month/day elements in legacy ones."""

    def neutral(self, value: FieldValue) -> str:
        return self._day(value).isoformat()

    def from_text(self, text: str) -> FieldValue:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Unrenderable("must be a date such as 2026-03-14") from None

    def to_xml(self, value: FieldValue) -> str:
        day = self._day(value)
        return f"{day.month:02}/{day.day:02}/{day.year:04}"

    def parts(self, value: FieldValue) -> tuple[tuple[str, str], ...]:
        """The three child elements of a legacy date, in their order."""
        day = self._day(value)
        return ("year", f"{day.year:04}"), ("month", f"{day.month:02}"), ("day", f"{day.day:02}")

    def read_rest(self, value: JsonValue) -> str:
        return as_text(value)[:10]

    def read_xml(self, text: str) -> str:
        match = _US_DATE.fullmatch(text.strip())
        return f"{match[3]}-{int(match[1]):02}-{int(match[2]):02}" if match else text.strip()[:10]

    @staticmethod
    def _day(value: FieldValue) -> date:
        if isinstance(value, datetime) or not isinstance(value, date):
            raise Unrenderable("must be a date")
        return value


class Flag(Kind):
    """True or false; XML reads may answer T and F."""

    def neutral(self, value: FieldValue) -> str:
        if not isinstance(value, bool):
            raise Unrenderable("must be true or false")
        return "true" if value else "false"

    def from_text(self, text: str) -> FieldValue:
        return text == "true"

    def to_rest(self, value: FieldValue) -> JsonValue:
        return self.neutral(value) == "true"

    def read_xml(self, text: str) -> str:
        return {"t": "true", "f": "false"}.get(text.strip().lower(), text.strip().lower())


class Choice(Kind):
    """One of a fixed set: neutral name -> (XML form, REST form)."""

    def __init__(self, values: Mapping[str, tuple[str, str]]) -> None:
        self._values = values
        self._from_xml = {xml.lower(): neutral for neutral, (xml, _) in values.items()}
        self._from_rest = {rest: neutral for neutral, (_, rest) in values.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The neutral names."""
        return tuple(self._values)

    def neutral(self, value: FieldValue) -> str:
        if not isinstance(value, str) or value not in self._values:
            raise Unrenderable(f"must be one of {', '.join(self._values)}")
        return value

    def to_xml(self, value: FieldValue) -> str:
        return self._values[self.neutral(value)][0]

    def to_rest(self, value: FieldValue) -> JsonValue:
        return self._values[self.neutral(value)][1]

    def read_xml(self, text: str) -> str:
        """Queries may answer with the display form (``Debit`` for 1), which is the neutral name in other letters."""
        lowered = text.strip().lower()
        return self._from_xml.get(lowered, lowered if lowered in self._values else text)

    def read_rest(self, value: JsonValue) -> str:
        text = as_text(value)
        return self._from_rest.get(text, text)


def same(*names: str) -> Choice:
    """A choice whose values are written alike everywhere."""
    return Choice({name: (name, name) for name in names})


class Moment(Kind):
    """A time stamp of a custom field: ISO 8601 UTC."""

    def neutral(self, value: FieldValue) -> str:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise Unrenderable("must be a time with a zone")
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


TEXT, REFERENCE, MONEY, NUMBER, DAY, FLAG, MOMENT = Text(), Reference(), Money(), Number(), Day(), Flag(), Moment()


class Integer(Kind):
    """A whole number of a custom field."""

    def neutral(self, value: FieldValue) -> str:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Unrenderable("must be a whole number")
        return str(value)

    def to_rest(self, value: FieldValue) -> JsonValue:
        return int(self.neutral(value))

    def read_xml(self, text: str) -> str:
        return text.strip()


INTEGER = Integer()


def kind_of(value: FieldValue) -> Kind:
    """The kind that fits a value of a field that nobody declared, such as a custom field. Raises Unrenderable."""
    for types, kind in _BY_TYPE:
        if isinstance(value, types):
            return kind
    raise Unrenderable("must be a single value")


_BY_TYPE: tuple[tuple[type, Kind], ...] = (
    (bool, FLAG),
    (str, TEXT),
    (int, INTEGER),
    (Decimal, MONEY),
    (datetime, MOMENT),
    (date, DAY),
)
