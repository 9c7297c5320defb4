"""The ``query`` function, page by page (developer.intacct.com/web-services/queries/).

Each page is a fresh query, so pages are only stable when ordered, which is by record number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from service.delivery.client_port import Outcome, OutcomeKind
from service.errors import ClientError
from service.intacct.answers import CallFailed, outcome_of, refused_here, unavailable
from service.intacct.catalogue import Circumstances, Position, meaning_of
from service.intacct.objects.compare import Row
from service.intacct.surface import MOST_PAGES, Condition, Rows, Selection
from service.intacct.xml.answer import Result
from service.intacct.xml.calls import Calls
from service.intacct.xml.envelope import FRESH, Function
from service.intacct.xml.outcomes import delayed

LARGEST_PAGE = 2000


@dataclass(frozen=True, slots=True)
class Queries:
    """Runs selections. Each page is one transaction; ``uniqueid`` is false, and each page has an id of its own."""

    calls: Calls

    async def rows(self, selection: Selection) -> Rows:
        """All pages up to the limit. Raises CallFailed, with the transactions used so far."""
        rows: list[Row] = []
        for pages in range(1, MOST_PAGES + 1):
            size = min(LARGEST_PAGE, selection.limit - len(rows))
            result = await self._page(selection, selection.start + len(rows), size, pages - 1)
            rows += [_named(row, selection.columns) for row in result.rows]
            if result.remaining == 0:
                return Rows(rows, pages)
            if not result.rows or len(rows) >= selection.limit:
                return Rows(rows[: selection.limit], pages, complete=False)
        return Rows(rows, MOST_PAGES, complete=False)

    async def _page(self, selection: Selection, offset: int, size: int, pages: int) -> Result:
        query = query_function(selection, offset, size)
        return await self._read(query, selection.entity, selection.declaration.label, pages)

    async def financial_setup(self, entity: str) -> Mapping[str, str]:
        """Currencies and books of the company (developer.intacct.com: company-console/financial-setup).

        Raises CallFailed. No record is queried, so nothing is billed.
        """
        result = await self._read(etree.Element("getFinancialSetup"), entity, "company", 0)
        return result.rows[0] if result.rows else {}

    async def preferences(self, application: str) -> Mapping[str, str]:
        """The company's preferences of one application (company-console/subscriptions). Raises CallFailed."""
        result = await self._read(etree.Element("get_companyprefs", application=application), "", "preference", 0)
        return {row.get("preference", ""): row.get("prefvalue", "") for row in result.rows}

    async def _read(self, call: etree._Element, entity: str, label: str, pages: int) -> Result:
        try:
            answer = await self.calls.call([Function(FRESH, call)], entity, unique=False)
        except ClientError as error:
            raise CallFailed(outcome_of(error, writing=False), pages) from error
        if len(answer.results) != 1:
            raise CallFailed(unavailable("a query was answered without a result"), pages)
        result = answer.results[0]
        if not result.succeeded:
            failure = read_failure(result, label)
            raise CallFailed(delayed(failure, answer.retry_after), pages)
        return result


def read_failure(result: Result, label: str) -> Outcome:
    """What a failing read means: nothing was changed, whatever it says."""
    if not result.refused:
        return unavailable(f"the answer has the status {result.status!r:.40}")
    meaning = meaning_of(result.complaints, Circumstances(Position.XML_FUNCTION, label=label))
    if meaning.outcome in (OutcomeKind.UNCERTAIN, OutcomeKind.DUPLICATE):
        return unavailable(meaning.diagnosis.text)
    return Outcome(meaning.outcome, "", meaning.diagnosis)


def query_function(selection: Selection, offset: int, size: int) -> etree._Element:
    """The call element. Raises CallFailed when a value cannot be carried by XML."""
    declaration = selection.declaration
    assert declaration.xml_object, "coverage sends only XML objects here"
    query = etree.Element("query")
    _put(query, "object", declaration.xml_object)
    select = etree.SubElement(query, "select")
    for column in selection.columns:
        _put(select, "field", column)
    _filter(query, selection.conditions)
    order = etree.SubElement(etree.SubElement(query, "orderby"), "order")
    _put(order, "field", declaration.xml_record_number)
    etree.SubElement(order, "ascending")
    options = etree.SubElement(query, "options")
    _put(options, "caseinsensitive", "false")
    if selection.private:
        _put(options, "showprivate", "true")
    _put(query, "pagesize", str(size))
    _put(query, "offset", str(offset))
    return query


def _filter(query: etree._Element, conditions: Sequence[Condition]) -> None:
    """Exactly one top element; ``and`` needs at least two children."""
    if not conditions:
        return
    parent = etree.SubElement(query, "filter")
    if len(conditions) > 1:
        parent = etree.SubElement(parent, "and")
    for condition in conditions:
        leaf = etree.SubElement(parent, "in" if len(condition.values) > 1 else "equalto")
        _put(leaf, "field", condition.column)
        for value in condition.values:
            _put(leaf, "value", value)


def _put(parent: etree._Element, name: str, text: str) -> None:
    try:
        etree.SubElement(parent, name).text = text
    except ValueError:
        raise CallFailed(refused_here(f"{text!r} holds a character that XML cannot carry")) from None


def _named(row: Row, columns: Sequence[str]) -> Row:
    """Rows with the names that were asked for: element names come in either case."""
    by_lower = {name.lower(): value for name, value in row.items()}
    return {column: by_lower.get(column.lower(), "") for column in columns}
