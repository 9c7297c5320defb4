"""What must hold after every request and at the end, whatever was sent."""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from fuzz_wire import Got
from lxml import etree

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.table import Table
from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import Switches
from intacct_sandbox.world import World

_TEXT = (400, 405, 413, 417)
_OPEN = ("posted", "partially_paid", "paid")
_DUE = {
    "vendor": {"bill": 1, "ap-adjustment": 1, "ap-advance": -1},
    "customer": {"invoice": 1, "ar-adjustment": 1, "ar-advance": -1},
}
_SETTLED = [name for objects in _DUE.values() for name in objects]


def judge_xml(got: Got) -> None:
    """An answer of the XML gateway: a `response` document, or a plain refusal by HTTP; never a trace."""
    _no_trace(got)
    assert got.status in (200, 400, 401, 405, 429), got
    if got.status not in _TEXT:
        assert etree.fromstring(got.body).tag == "response", got


def judge_rest(got: Got) -> None:
    """An answer of the REST API: JSON with a known status, or empty; never a trace."""
    _no_trace(got)
    assert got.status in (200, 201, 202, 204, 207, 400, 401, 403, 404, 405, 409, 413, 415, 417, 422, 429), got
    if got.body and got.content_type.startswith("application/json"):
        json.loads(got.body)


def judge_wire(got: Got) -> None:
    """An answer to bytes that need not be HTTP: none, or a refusal."""
    _no_trace(got)
    assert got.status < 500, got


def judge_world(world: World) -> None:
    """Nothing is left running, and the books are right: indexes, totals, balances, ledger, and the state file."""
    for company in world.companies.values():
        assert (company.slots.running, company.counters.in_flight) == (0, 0)
        for wrong in _wrong_records(company):
            raise AssertionError(wrong)
    _judge_ledger(world)


def judge_restart(world: World, again: World) -> None:
    """A sandbox started from the state file has the same records and the same ledger."""
    for id, company in world.companies.items():
        for name, table in company.tables.items():
            if not name.startswith("api-usage"):  # counts, which a state file does not keep
                assert _by_key(table) == _by_key(again.companies[id].tables[name]), name
    assert list(world.ledger.rows(None)) == list(again.ledger.rows(None))


def _by_key(table: Table) -> dict[int, Fields]:
    return {record["key"]: record for record in table}


def restarted(world: World, state: StateFile) -> World:
    """Another world from the same file."""
    return World(world.definitions, Switches(), state)


def _no_trace(got: Got) -> None:
    assert b"Traceback" not in got.body, got
    assert b'File "' not in got.body, got


def _wrong_records(company: Company) -> Iterator[Any]:
    for name, table in company.tables.items():
        for record in table:
            if table.get(record["key"]) != record:
                yield name, "not found by its key", record
            for reference in table.type.references:
                targets, value = reference.kind.targets, record.get(reference.name)  # type: ignore[attr-defined]
                if value and all(company.referenced(each, value) is None for each in targets):
                    yield name, "refers to nothing", reference.name, record
            if name == "journal-entry" and _balance(record["lines"]):
                yield name, "is not balanced", record
            if name in ("bill", "invoice") and record["total"] != sum(each["amount"] for each in record["lines"]):
                yield name, "has a wrong total", record
            if name in _SETTLED and record["state"] in _OPEN:
                due, whole = record["total_due"], record["total"]
                if record["total_paid"] + due != whole or not 0 <= due * whole <= whole * whole:
                    yield name, "has a wrong amount due", record
    yield from _wrong_balances(company)


def _wrong_balances(company: Company) -> Iterator[Any]:
    """What each vendor is owed and each customer owes is what is due of their documents less what was paid in
    advance."""
    for party, objects in _DUE.items():
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for name, sign in objects.items():
            for record in company.tables[name]:
                if record["state"] in _OPEN:
                    sums[record[party]] += sign * record["total_due"]
        for record in company.tables[party]:
            if record["total_due"] != sums[record["id"]]:
                yield party, "has a wrong balance", sums[record["id"]], record


def _balance(lines: list[dict[str, Any]]) -> Decimal:
    signs = {"debit": 1, "credit": -1}
    return sum((signs[each["type"]] * each["amount"] for each in lines), Decimal(0))


def _judge_ledger(world: World) -> None:
    """Every record has one row for its creation, no removed one is there, and transactions count at least the rows."""
    rows = list(world.ledger.rows(None))
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    for id, company in world.companies.items():
        mine = [row for row in rows if row["company"] == id]
        created = [row["record_number"] for row in mine if row["operation"] == "create"]
        assert len(created) == len(set(created))
        deleted = {row["record_number"] for row in mine if row["operation"] == "delete"}
        present = {str(record["key"]) for table in company.tables.values() for record in table}
        assert set(created) - deleted <= present
        assert not deleted & present
        assert company.counters.transactions >= len(mine)
