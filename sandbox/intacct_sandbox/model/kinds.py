"""Kinds of values: how each is written on either surface, and the one neutral form that is stored.

Stored forms: text as str, money and numbers as Decimal, dates as `YYYY-MM-DD`, moments as `YYYY-MM-DDTHH:MM:SSZ`.
The wire forms are those of developer.intacct.com/web-services/parameter-formats/ and of the REST OpenAPI groups.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

_AMOUNT = re.compile(r"-?\d{1,14}(\.\d{1,10})?", re.ASCII)
_US_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CENT = Decimal("0.01")


def plain(value: Decimal) -> str:
    """Digits without zeros at the end: how XML answers write every number (5900, 1679615.93 in published ones)."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class BadValue(ValueError):
    """A wire value that is not of its kind; the message is the end of a sentence: "must be ..."."""


class Kind(ABC):
    """Translates one value. `from_*` raises BadValue; `to_*` gets what `from_*` returned and cannot fail."""

    rest_type = "string"
    rest_format = ""

    @abstractmethod
    def from_xml(self, text: str) -> Any:
        """Read the text of an XML element (never empty)."""

    @abstractmethod
    def from_rest(self, value: Any) -> Any:
        """Read a JSON value (never null)."""

    def to_xml(self, value: Any) -> str:
        """Write as XML text, not yet escaped."""
        return str(value)

    def to_rest(self, value: Any) -> Any:
        """Write as a JSON value."""
        return value


class Text(Kind):
    """Free text of at most `size` characters."""

    def __init__(self, size: int = 1000) -> None:
        self.size = size

    def from_xml(self, text: str) -> str:
        if len(text) > self.size:
            raise BadValue(f"must be at most {self.size} characters long")
        return text

    def from_rest(self, value: Any) -> str:
        if not isinstance(value, str):
            raise BadValue("must be a string")
        return self.from_xml(value)


class RecordNumber(Kind):
    """The number that the company gives a record; text on both wires, an int inside."""

    def from_xml(self, text: str) -> int:
        if not text.isdecimal() or len(text) > 18:
            raise BadValue("must be a record number")
        return int(text)

    def from_rest(self, value: Any) -> int:
        return self.from_xml(str(value))

    def to_rest(self, value: Any) -> str:
        return str(value)


class Money(Kind):
    """An amount with two decimals. XML rounds further decimals, REST (decimal-precision-2) refuses them."""

    rest_format = "decimal-precision-2"

    def from_xml(self, text: str) -> Decimal:
        if not _AMOUNT.fullmatch(text):
            raise BadValue("must be an amount such as 1234.50")
        return Decimal(text).quantize(_CENT, ROUND_HALF_UP)

    def from_rest(self, value: Any) -> Decimal:
        text = str(value) if isinstance(value, str | int | Decimal) and not isinstance(value, bool) else ""
        if not _AMOUNT.fullmatch(text):
            raise BadValue("must be a decimal string such as '1234.50'")
        exact = Decimal(text)
        if exact != exact.quantize(_CENT, ROUND_HALF_UP):
            raise BadValue("must not have more than 2 decimals")
        return exact.quantize(_CENT)

    def to_xml(self, value: Any) -> str:
        return plain(value)

    def to_rest(self, value: Any) -> str:
        return str(value)


class Number(Kind):
    """A number that REST carries as a JSON number, such as a credit limit or an exchange rate."""

    rest_type = "number"

    def from_xml(self, text: str) -> Decimal:
        if not _AMOUNT.fullmatch(text):
            raise BadValue("must be a number")
        return Decimal(text)

    def from_rest(self, value: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise BadValue("must be a number")
        return self.from_xml(str(value))

    def to_xml(self, value: Any) -> str:
        return plain(value)

    def to_rest(self, value: Any) -> Any:
        return int(value) if value == int(value) else float(value)


class Quantity(Number):
    """A quantity or unit price: up to ten decimals, a string in REST (decimal-precision-10)."""

    rest_type = "string"
    rest_format = "decimal-precision-10"

    def to_rest(self, value: Any) -> str:
        return str(value)


class LineFromZero(Number):
    """A line number that XML counts from zero, as reads of order entry, purchasing and inventory lines do."""

    def from_xml(self, text: str) -> Decimal:
        return super().from_xml(text) + 1

    def to_xml(self, value: Any) -> str:
        return plain(value - 1)


class Day(Kind):
    """A date: mm/dd/yyyy in XML, ISO in REST."""

    rest_format = "date"

    def from_xml(self, text: str) -> str:
        match = _US_DATE.fullmatch(text)
        if not match:
            raise BadValue("must be a date such as 03/14/2026")
        month, day, year = (int(part) for part in match.groups())
        return _day(year, month, day)

    def from_rest(self, value: Any) -> str:
        if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
            raise BadValue("must be a date such as '2026-03-14'")
        return _day(int(value[:4]), int(value[5:7]), int(value[8:]))

    def to_xml(self, value: Any) -> str:
        return f"{value[5:7]}/{value[8:10]}/{value[:4]}"


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise BadValue("must be a date that exists") from error


class Moment(Kind):
    """A time stamp: mm/dd/yyyy hh:mm:ss in XML, ISO 8601 UTC in REST. An XML filter in ISO form is refused."""

    rest_format = "date-time"

    def from_xml(self, text: str) -> str:
        for form in ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y"):
            try:
                return datetime.strptime(text, form).strftime("%Y-%m-%dT%H:%M:%SZ")
            except ValueError:
                continue
        raise BadValue("must be a time such as 03/14/2026 09:00:00")

    def from_rest(self, value: Any) -> str:
        try:
            return datetime.strptime(str(value), "%Y-%m-%dT%H:%M:%SZ").strftime("%Y-%m-%dT%H:%M:%SZ")
        except ValueError as error:
            raise BadValue("must be a time such as '2026-03-14T09:00:00Z'") from error

    def to_xml(self, value: Any) -> str:
        return f"{value[5:7]}/{value[8:10]}/{value[:4]} {value[11:19]}"


class Flag(Kind):
    """True or false."""

    rest_type = "boolean"

    def from_xml(self, text: str) -> bool:
        if text not in ("true", "false"):
            raise BadValue("must be true or false")
        return text == "true"

    def from_rest(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise BadValue("must be true or false")
        return value

    def to_xml(self, value: Any) -> str:
        return "true" if value else "false"


class TextFlag(Flag):
    """A boolean that REST writes as a string, as `hasForm1099`."""

    rest_type = "string"

    def from_rest(self, value: Any) -> bool:
        if value not in ("true", "false"):
            raise BadValue("must be the string 'true' or 'false'")
        return bool(value == "true")

    def to_rest(self, value: Any) -> str:
        return "true" if value else "false"


class Choice(Kind):
    """One of a fixed set; `values` maps the neutral name to the pair (XML form, REST form), `older` further XML forms
    to the neutral name."""

    def __init__(self, values: Mapping[str, tuple[str, str]], older: Mapping[str, str] | None = None) -> None:
        self.values = values
        self._xml = {pair[0]: neutral for neutral, pair in values.items()} | dict(older or {})
        self._rest = {pair[1]: neutral for neutral, pair in values.items()}

    def from_xml(self, text: str) -> str:
        return self._neutral(self._xml, text)

    def from_rest(self, value: Any) -> str:
        return self._neutral(self._rest, value)

    def to_xml(self, value: Any) -> str:
        return self.values[value][0]

    def to_rest(self, value: Any) -> str:
        return self.values[value][1]

    @staticmethod
    def _neutral(forms: Mapping[str, str], value: Any) -> str:
        if not isinstance(value, str) or value not in forms:
            raise BadValue(f"must be one of {', '.join(forms)}")
        return forms[value]


def same(*names: str) -> Choice:
    """A choice whose values are written alike everywhere."""
    return Choice({name: (name, name) for name in names})


class Ref(Kind):
    """A reference to a record of another object, stored as that record's business id (its key where it has none).

    REST writes it as an object with `id` or `key`; `plain` says that REST writes the bare id. `others` are further
    objects that it may be a record of.
    """

    rest_type = "object"

    def __init__(self, target: str, plain: bool = False, others: tuple[str, ...] = ()) -> None:
        self.target = target
        self.plain = plain
        self.targets = (target, *others)

    def from_xml(self, text: str) -> str:
        return text

    def from_rest(self, value: Any) -> Any:
        if not isinstance(value, str) or not value:
            raise BadValue("must be a non-empty string")
        return value


class Anything(Kind):
    """A value of unknown type, kept as it was sent."""

    def from_xml(self, text: str) -> Any:
        return text

    def from_rest(self, value: Any) -> Any:
        return value


class Structure(Kind):
    """A part that the sandbox keeps as it was sent, without looking inside."""

    rest_type = "array"

    def from_xml(self, text: str) -> Any:
        return text

    def from_rest(self, value: Any) -> Any:
        return value
