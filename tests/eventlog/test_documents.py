"""The table of documents: what stays of many verdicts."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.verdict import Receipt, RecordReceipt
from service.eventlog.port import DocumentKey
from service.eventlog.sqlite.documents import DOCUMENT_TABLE, known_documents, put_documents
from tests.support.log_samples import MORNING, a_receipt, an_event

KEY = DocumentKey("acme", "vendor", "V-1")


def brought(number: int, source: str, entity: str, *, timed: bool) -> Receipt:
    """By the ``number``-th event, which happened or arrived at that minute."""
    event = replace(an_event(number), source=source, entity=entity)
    record = RecordReceipt(f"{event.key}-0", "vendor", "upsert", "V-1", str(number), "rest")
    moment = MORNING + timedelta(minutes=number)
    return replace(
        a_receipt(event),
        records=(record,),
        event_time=moment if timed else None,
        received_at=None if timed else moment,
    )


@pytest.fixture
def table() -> Iterator[sqlite3.Connection]:
    """An empty one."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.executescript(DOCUMENT_TABLE)
    yield connection
    connection.close()


receipts = st.lists(
    st.tuples(st.integers(0, 50), st.sampled_from(["/erp", "/shop"]), st.sampled_from(["", "100"])),
    max_size=20,
    unique_by=lambda each: each[0],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(receipts, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_verdicts_makes_no_difference(
    table: sqlite3.Connection, drawn: Sequence[tuple[int, str, str]], timed: bool, chance: object
) -> None:
    """Late, repeated, or read again from a topic: of each source and entity the newest stays."""
    table.execute("DELETE FROM documents")
    verdicts = [brought(*each, timed=timed) for each in drawn]
    chance.shuffle(verdicts)  # type: ignore[attr-defined]
    for verdict in [*verdicts, *verdicts]:
        put_documents(table, verdict)
    newest = {(source, entity): str(number) for number, source, entity in sorted(drawn)}
    known = known_documents(table, [KEY]).get(KEY, [])
    assert {(document.source, document.entity): document.record_number for document in known} == newest
    assert len(known) == len(newest)
