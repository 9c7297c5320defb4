"""Every metric there is: its name, kind, labels and meaning. docs/operations.md holds the same table, by test."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Prometheus kinds."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. Label values are configured names, known types and fixed lists, never what a sender says."""

    name: str
    kind: Kind
    labels: tuple[str, ...]
    meaning: str


_TENANT = ("tenant",)

ACCEPTED = Metric(
    "intacct_relay_events_accepted_total",
    Kind.COUNTER,
    ("source",),
    "Events stored durably, by webhook source, topic or «send»",
)
REFUSED = Metric(
    "intacct_relay_events_refused_total",
    Kind.COUNTER,
    ("source", "status"),
    "Requests that were not stored, by HTTP status",
)
DUPLICATES = Metric(
    "intacct_relay_events_duplicate_total", Kind.COUNTER, _TENANT, "Arrivals of an event that is known already"
)
CONFLICTS = Metric(
    "intacct_relay_events_conflict_total",
    Kind.COUNTER,
    _TENANT,
    "Arrivals of an event whose identity was used with other content",
)
VERDICTS = Metric(
    "intacct_relay_verdicts_total",
    Kind.COUNTER,
    ("tenant", "type", "verdict"),
    "Verdicts: applied, or the class of the dead letter",
)
REQUESTS = Metric(
    "intacct_relay_intacct_requests_total",
    Kind.COUNTER,
    ("tenant", "surface", "purpose"),
    "Requests to Intacct: write, look-up, query or probe",
)
OUTCOMES = Metric(
    "intacct_relay_intacct_outcomes_total",
    Kind.COUNTER,
    ("tenant", "surface", "purpose", "outcome"),
    "What became of each part of those requests",
)
TRANSACTIONS = Metric(
    "intacct_relay_intacct_transactions_total",
    Kind.COUNTER,
    _TENANT,
    "Transactions that Intacct bills, as counted here",
)
IN_FLIGHT = Metric("intacct_relay_requests_in_flight", Kind.GAUGE, _TENANT, "Requests at Intacct now")
SLOTS = Metric("intacct_relay_slots_allowed", Kind.GAUGE, _TENANT, "Connections that may be used now, after throttling")
BACKLOG = Metric("intacct_relay_backlog_events", Kind.GAUGE, _TENANT, "Accepted events without a verdict")
OLDEST = Metric(
    "intacct_relay_oldest_unfinished_seconds", Kind.GAUGE, _TENANT, "Age of the oldest event without a verdict"
)
HELD = Metric(
    "intacct_relay_tenant_held", Kind.GAUGE, _TENANT, "1 while a tenant is held: a person must act on its credentials"
)
CIRCUIT = Metric(
    "intacct_relay_circuit_open", Kind.GAUGE, _TENANT, "1 while Intacct does not answer for a tenant and is only probed"
)
APPEND_SECONDS = Metric(
    "intacct_relay_log_append_seconds", Kind.HISTOGRAM, (), "Time until the event log acknowledged an append"
)
LOG_UNAVAILABLE = Metric(
    "intacct_relay_log_unavailable_total", Kind.COUNTER, (), "Times that the event log could not store something"
)
REBALANCES = Metric(
    "intacct_relay_partitions_moved_total", Kind.COUNTER, ("change",), "Partitions assigned to or revoked from here"
)
PARTITIONS = Metric("intacct_relay_partitions_owned", Kind.GAUGE, (), "Partitions that this process owns now")

CATALOGUE = (
    ACCEPTED,
    REFUSED,
    DUPLICATES,
    CONFLICTS,
    VERDICTS,
    REQUESTS,
    OUTCOMES,
    TRANSACTIONS,
    IN_FLIGHT,
    SLOTS,
    BACKLOG,
    OLDEST,
    HELD,
    CIRCUIT,
    APPEND_SECONDS,
    LOG_UNAVAILABLE,
    REBALANCES,
    PARTITIONS,
)
