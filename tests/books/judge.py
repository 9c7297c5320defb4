"""What is in the books, compared with what should be in them: how many, made by whom, in which state, saying what."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schemas.verdict import DeadLetter, DeadLetterClass, Receipt
from tests.books.documents import BILL, BILL_PAYMENT, INVOICE, KINDS, PAYMENT, Data, Kind
from tests.books.person import Person
from tests.books.world import OURS, Verdicts, World

THEIRS = Person.ID
DOCUMENTS = tuple(kind for kind in KINDS if kind.is_document)
_OPEN = ("posted", "partially_paid", "paid")
_DONE = {"bill-payment": "confirmed", "payment": "complete"}


@dataclass(frozen=True)
class Row:
    """One record that should be there."""

    made_by: str
    data: Data
    state: str | None = None
    """None: the state of one that counts."""


def hold(world: World, kind: Kind, *rows: Row) -> None:
    """The books hold exactly these records of the sample's number, balances follow, and no draft of ours is left."""
    there = Counter(_shown(kind, record) for record in _of_this_number(world, kind, *rows))
    wanted = Counter(_wanted(kind, row) for row in rows)
    assert there == wanted, f"too much: {dict(there - wanted)}; missing: {dict(wanted - there)}"
    no_draft_of_ours(world)
    _balances_follow(world)


def no_draft_of_ours(world: World) -> None:
    """Nothing half done is left behind."""
    drafts = [
        (kind.object, record["key"])
        for kind in DOCUMENTS
        for record in world.records(kind.books)
        if record["created_by"] == OURS and record.get("state") == "draft"
    ]
    assert not drafts, f"drafts of ours: {drafts}"


def untouched(world: World, kind: Kind, key: str, before: Mapping[str, Any]) -> None:
    """Nobody has changed, submitted or paid this record."""
    now = world.record(kind.books, key)
    assert now == before, {name: (before.get(name), now[name]) for name in now if now[name] != before.get(name)}


def applied(verdicts: Verdicts, *events: Data, state: str | None = None, already: bool | None = None) -> None:
    """Each of these events has a receipt, which says so."""
    for event in events:
        verdict = verdicts[event["id"]]
        assert isinstance(verdict, Receipt), f"no receipt: {verdict.failure.category}: {verdict.failure.cause}"
        (record,) = verdict.records
        assert state is None or record.state == state, f"state {record.state!r}, not {state!r}"
        assert already is None or record.already_applied == already, f"already there: {record.already_applied}"


def one_made_it(verdicts: Verdicts, *events: Data) -> None:
    """All have receipts about one record; one says that it made it, the others that it was there."""
    applied(verdicts, *events)
    records = [verdicts[event["id"]].records[0] for event in events]  # type: ignore[union-attr]
    numbers = {record.record_number for record in records}
    assert len(numbers) == 1, f"not one record: {numbers}"
    made = [record.record_number for record in records if not record.already_applied]
    assert len(made) == 1, f"{len(made)} of {len(events)} say that they made it"


def superseded(verdicts: Verdicts, event: Data, by: Data) -> None:
    """The receipt names the newer event."""
    applied(verdicts, event)
    said = verdicts[event["id"]].records[0].superseded_by  # type: ignore[union-attr]
    assert said == by["id"], f"superseded by {said!r}, not {by['id']!r}"


def dead(verdicts: Verdicts, event: Data, category: DeadLetterClass, *said: str) -> None:
    """A dead letter of this class, whose cause says all of this."""
    verdict = verdicts[event["id"]]
    assert isinstance(verdict, DeadLetter), f"a receipt, not a dead letter: {verdict.records}"
    failure = verdict.failure
    assert failure.category is category, f"{failure.category}, not {category}: {failure.cause}"
    missing = [word for word in said if word not in failure.cause]
    assert not missing, f"the cause does not say {missing}: {failure.cause}"
    assert failure.next_step


def due(world: World, kind: Kind, number: str) -> Decimal:
    """What is still to be paid of the one document with this number."""
    (record,) = [each for each in world.records(kind.books) if each["number"] == number]
    return Decimal(record["total_due"])


def _of_this_number(world: World, kind: Kind, *rows: Row) -> Iterable[Mapping[str, Any]]:
    """Master data by their key; of documents all, so that none hides."""
    if kind.is_document:
        return world.records(kind.books)
    data = rows[0].data if rows else kind.data
    key = {kind.fields[name][0]: data[name] for name in kind.key if name in kind.fields}
    return [record for record in world.records(kind.books) if key.items() <= record.items()]


def _shown(kind: Kind, record: Mapping[str, Any]) -> tuple[str, str | None, str]:
    content = {name: record.get(stored) for name, (stored, _) in kind.fields.items()}
    lines = [
        {name: line.get(stored) for name, (stored, _) in kind.line_fields.items()} for line in record.get("lines") or ()
    ]
    return record["created_by"], record.get("state"), _text(kind, content, lines)


def _wanted(kind: Kind, row: Row) -> tuple[str, str | None, str]:
    stated = {**row.data, **row.data.get("fields", {})}
    content = {name: stated.get(name) for name in kind.fields}
    lines = [{name: line.get(name) for name in kind.line_fields} for line in row.data.get(kind.lines, ())]
    return row.made_by, row.state or kind.state, _text(kind, content, lines)


def _text(kind: Kind, content: Data, lines: list[Data]) -> str:
    """Comparable; lines as a multiset. What only Intacct fills in, and nobody stated, does not count."""
    shown = {name: str(value).lower() for name, value in content.items() if value is not None}
    return f"{sorted(shown.items())} {sorted(_line_text(kind, line) for line in lines)}"


def _line_text(kind: Kind, line: Data) -> str:
    shown = {name: value for name, value in line.items() if value is not None}
    if "amount" in shown:
        shown["amount"] = f"{Decimal(shown['amount']):.2f}"
    if kind.object == "journal-entry":
        shown.setdefault("currency", "USD")
    return str(sorted(shown.items()))


def _balances_follow(world: World) -> None:
    """What is due on documents, and to or from parties, is what the payments that count leave."""
    for document, payment in ((BILL, BILL_PAYMENT), (INVOICE, PAYMENT)):
        paid = _paid(world, payment, document.object)
        owed: Counter[str] = Counter()
        for record in world.records(document.books):
            if record["state"] in _OPEN:
                left = record["total"] - paid[str(record["key"])]
                assert record["total_due"] == left, f"{record['number']}: {record['total_due']} due, not {left}"
                owed[record[document.party]] += left
        for party in world.records(document.party):
            assert party["total_due"] == owed[party["id"]], (
                f"{party['id']}: {party['total_due']}, not {owed[party['id']]}"
            )


def _paid(world: World, payment: Kind, document: str) -> Counter[str]:
    paid: Counter[str] = Counter()
    for record in world.records(payment.books):
        if record["state"] == _DONE[payment.object]:
            for line in record["lines"]:
                paid[str(line[document])] += line["amount"]
    return paid
