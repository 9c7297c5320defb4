"""get_bill and its kin, which name one record by its number or external id, and get_closedbooksdate (the official
schema; shapes of the answers: intacct_response.v2.1.dtd for the date, as for get for the records: assumption)."""

from intacct_sandbox.rules.operations import allow
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.xml.functions import Call, Implementation, Outcome
from intacct_sandbox.xml.legacy import LEGACY
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.old_record import old_record

NAMES = ("bill", "invoice", "apadjustment", "aradjustment", "expensereport", "expenseadjustmentreport")


def _read(name: str) -> Implementation:
    legacy = LEGACY[f"create_{name}"]

    def read(call: Call) -> Outcome:
        type = call.company.types[legacy.object]
        allow(call.unit, "read", type)
        call.unit.count_query(type.name)
        key, table = call.element.get("key", ""), call.company.tables[type.name]
        external = call.element.get("externalkey") == "true"
        record = next(iter(table.find("external_id", key)), None) if external else table.numbered(key)
        if record is None or not call.view(everything=True).shows(record):
            text = f"Cannot find {name} with key '{key}'."
            raise Refused(reason(Why.NO_SUCH_RECORD, text, label=type.label))
        return Outcome(wrap("data", old_record(type, legacy.sequence, name, record, ())))

    return read


def closed_books_date(call: Call) -> Outcome:
    """The last day of the closed period; empty parts when none is closed."""
    year, month, day = (call.company.closed_through or "--").split("-")
    parts = element("year", year) + element("month", month) + element("day", day)
    return Outcome(wrap("data", wrap("closedbooksdate", parts)))


OLD_READS: dict[str, Implementation] = {
    **{f"get_{name}": _read(name) for name in NAMES},
    "get_closedbooksdate": closed_books_date,
}
