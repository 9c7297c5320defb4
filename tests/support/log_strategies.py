"""Generators of everything that the event log stores."""

from datetime import UTC

from hypothesis import strategies as st

from schemas.event import StoredEvent
from schemas.verdict import (
    DeadLetter,
    DeadLetterClass,
    Failure,
    Origin,
    Receipt,
    RecordReceipt,
    Resolution,
    ResolutionKind,
)
from service.decoding.content import content_of

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
"""Everything that UTF-8 can say."""
moments = st.datetimes(timezones=st.just(UTC))
counts = st.integers(0, 1 << 40)
headers = st.lists(
    st.tuples(
        texts
        | st.sampled_from(
            ["ce_id", "ce_subject", "content-type", "relay_originals", "dlq.v", "dlq.originals", "dlq.event"]
        ),
        st.binary(max_size=20),
    ),
    max_size=5,
).map(tuple)
"""Also the names that we use ourselves."""

stored_events = st.builds(
    StoredEvent,
    id=texts.filter(bool),
    source=texts,
    type=texts,
    tenant=texts,
    body=st.binary(max_size=50),
    content_type=texts,
    entity=texts,
    subject=st.none() | texts,
    time=st.none() | moments,
    traceparent=st.none() | texts,
    profile=texts,
    received_at=st.none() | moments,
    replay=counts,
    variant=texts,
    headers=headers,
)
contents = st.none() | stored_events.map(content_of)
record_receipts = st.builds(
    RecordReceipt, *[texts] * 6, already_applied=st.booleans(), state=texts, superseded_by=texts
)
receipts = st.builds(
    Receipt,
    *[texts] * 6,
    records=st.lists(record_receipts, max_size=3).map(tuple),
    transactions=counts,
    received_at=st.none() | moments,
    applied_at=moments,
    replay=counts,
    event_time=st.none() | moments,
    content=contents,
)
failures = st.builds(
    Failure,
    st.sampled_from(DeadLetterClass),
    texts,
    texts,
    code=texts,
    text=texts,
    stage=texts,
    waits_for=texts,
    first=contents,
)
resolutions = st.builds(Resolution, st.sampled_from(ResolutionKind), moments, texts, texts)
dead_letters = st.builds(
    DeadLetter,
    *[texts] * 5,
    failure=failures,
    body=st.binary(max_size=50),
    headers=headers,
    content_type=texts,
    attempts=counts,
    failed_at=moments,
    origin=st.builds(Origin, texts, counts, counts),
    event=st.none() | stored_events,
    applied=st.lists(record_receipts, max_size=2).map(tuple),
    transactions=counts,
    content=contents,
)
