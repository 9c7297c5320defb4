"""What a document in a multi-currency company must say of its currency over XML (developer.intacct.com:
general-ledger/journal-entries: CURRENCY is required, EXCH_RATE_TYPE_ID where EXCHANGE_RATE is left blank; the official
SDK writes an empty rate type, which stands for the Intacct Daily Rate; so does github.com/fylein for bills)."""

from collections.abc import Iterator

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Reason, Refused
from intacct_sandbox.rules.required import lacking, wire_names


def is_multi_currency(unit: Unit) -> bool:
    """Whether the company keeps books in more than its base currency."""
    return len(unit.company.definition.currencies) > 1


def refuse_without_currency(unit: Unit, type: ObjectType, lines: list[Fields]) -> None:
    """Raise Refused for lines that do not say their currency."""
    assert type.lines is not None
    field, names = type.lines.type.by_name["currency"], wire_names(type.lines)
    missing = [lacking(field, type, names, at) for at, line in enumerate(lines) if not line.get("currency")]
    if missing and is_multi_currency(unit):
        raise Refused(*missing)


def refuse_without_rate(unit: Unit, type: ObjectType, given: Fields) -> None:
    """Raise Refused unless a currency that was sent comes with a rate, or with its type, if only an empty one.

    `given` is what a generic XML write carries; an empty element is there as None.
    """
    if type.name in _RATED and is_multi_currency(unit):
        missing = list(_missing(unit, type, given))
        if missing:
            raise Refused(*missing)


_RATED = ("bill", "journal-entry")


def _missing(unit: Unit, type: ObjectType, given: Fields) -> Iterator[Reason]:
    always = type.name == "journal-entry" and unit.books.switches.journal_rate_type == "always"
    if _lacks_rate(unit, given, False):
        yield lacking(type.by_name["exchange_type"], type)
    if type.lines is None or type.name == "bill":
        return
    field, names = type.lines.type.by_name["exchange_type"], wire_names(type.lines)
    for index, line in enumerate(given.get("lines") or ()):
        if _lacks_rate(unit, line, always):
            yield lacking(field, type, names, index)


def _lacks_rate(unit: Unit, sent: Fields, in_base_currency_too: bool) -> bool:
    currency = sent.get("currency")
    if currency is None or "exchange_type" in sent or sent.get("exchange_rate") is not None:
        return False
    return in_base_currency_too or currency != unit.company.definition.base_currency
