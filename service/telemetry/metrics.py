"""The metrics of one process: one method for each thing that happens, one registry of its own, no globals."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import prometheus_client
from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

from schemas.verdict import Receipt, Verdict
from service.delivery.client_port import OutcomeKind, Surface
from service.telemetry import catalogue
from service.telemetry.catalogue import Metric

_PURPOSES = frozenset({"write", "look-up", "query", "probe"})

SEND = "send"
"""The way in of events that no configured source accepted."""

OTHER = "other"
"""Stands for every label value that is not configured: a sender cannot make new time series."""

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


@dataclass(frozen=True, slots=True)
class LaneGauges:
    """A tenant's lane as numbers."""

    tenant: str
    in_flight: int
    slots: int
    held: bool
    unavailable: bool
    oldest_seconds: float | None


class Metrics:
    """What intake, delivery and the log report. Never waits, never raises for an unknown name."""

    def __init__(self, tenants: Iterable[str] = (), sources: Iterable[str] = (), types: Iterable[str] = ()) -> None:
        """Label values: the configured tenants, the webhook sources and topics, and the types that have a handler."""
        self.registry = CollectorRegistry()
        self._tenants, self._types = frozenset(tenants), frozenset(types)
        self._sources = frozenset({*sources, SEND})
        self._accepted = self._counter(catalogue.ACCEPTED)
        self._refused = self._counter(catalogue.REFUSED)
        self._duplicates = self._counter(catalogue.DUPLICATES)
        self._conflicts = self._counter(catalogue.CONFLICTS)
        self._verdicts = self._counter(catalogue.VERDICTS)
        self._requests = self._counter(catalogue.REQUESTS)
        self._outcomes = self._counter(catalogue.OUTCOMES)
        self._transactions = self._counter(catalogue.TRANSACTIONS)
        self._in_flight = self._gauge(catalogue.IN_FLIGHT)
        self._slots = self._gauge(catalogue.SLOTS)
        self._backlog = self._gauge(catalogue.BACKLOG)
        self._oldest = self._gauge(catalogue.OLDEST)
        self._held = self._gauge(catalogue.HELD)
        self._circuit = self._gauge(catalogue.CIRCUIT)
        self._append_seconds = self._histogram(catalogue.APPEND_SECONDS)
        self._log_unavailable = self._counter(catalogue.LOG_UNAVAILABLE)
        self._moved = self._counter(catalogue.REBALANCES)
        self._owned = self._gauge(catalogue.PARTITIONS)

    def accepted(self, source: str, events: int = 1) -> None:
        """Events are durable."""
        self._accepted.labels(_known(source, self._sources)).inc(events)

    def refused(self, source: str, status: int) -> None:
        """A request was not stored; the sender was told so with this HTTP status."""
        self._refused.labels(_known(source, self._sources), str(status)).inc()

    def duplicate(self, tenant: str) -> None:
        """An event arrived that had its verdict already."""
        self._duplicates.labels(self._tenant(tenant)).inc()

    def conflict(self, tenant: str) -> None:
        """An event arrived under the identity of another one that says something else."""
        self._conflicts.labels(self._tenant(tenant)).inc()

    def verdict(self, verdict: Verdict) -> None:
        """A verdict is durable."""
        what = "applied" if isinstance(verdict, Receipt) else verdict.failure.category.value
        self._verdicts.labels(self._tenant(verdict.tenant), _known(verdict.type, self._types), what).inc()

    def request(self, tenant: str, surface: Surface, purpose: str, outcomes: Iterable[OutcomeKind]) -> None:
        """A request has ended, with one outcome for each write in it, or one for what it asked."""
        labels = self._tenant(tenant), surface.value, _known(purpose, _PURPOSES)
        self._requests.labels(*labels).inc()
        for outcome in outcomes:
            self._outcomes.labels(*labels, outcome.value).inc()

    def transactions(self, tenant: str, count: int) -> None:
        """Intacct bills these."""
        self._transactions.labels(self._tenant(tenant)).inc(count)

    def lanes(self, lanes: Iterable[LaneGauges]) -> None:
        """All lanes of this process at this moment; a lane that is not among them any more has no series."""
        for gauge in (self._in_flight, self._slots, self._held, self._circuit, self._oldest):
            gauge.clear()
        for lane in lanes:
            tenant = self._tenant(lane.tenant)
            self._in_flight.labels(tenant).set(lane.in_flight)
            self._slots.labels(tenant).set(lane.slots)
            self._held.labels(tenant).set(lane.held)
            self._circuit.labels(tenant).set(lane.unavailable)
            if lane.oldest_seconds is not None:
                self._oldest.labels(tenant).set(lane.oldest_seconds)

    def backlog(self, events: Mapping[str, int]) -> None:
        """Accepted events without a verdict, per tenant, all at this moment."""
        self._backlog.clear()
        counts = Counter(dict.fromkeys(self._tenants, 0))
        for tenant, count in events.items():
            counts[self._tenant(tenant)] += count
        for tenant, count in counts.items():
            self._backlog.labels(tenant).set(count)

    def appended(self, seconds: float) -> None:
        """The event log acknowledged an append."""
        self._append_seconds.observe(seconds)

    def log_unavailable(self) -> None:
        """The event log could not store something."""
        self._log_unavailable.inc()

    def partition_assigned(self) -> None:
        """This process owns one partition more."""
        self._moved.labels("assigned").inc()
        self._owned.inc()

    def partition_revoked(self) -> None:
        """This process owns one partition less."""
        self._moved.labels("revoked").inc()
        self._owned.dec()

    def exposition(self) -> bytes:
        """All metrics in Prometheus text format."""
        return generate_latest(self.registry)

    def _tenant(self, tenant: str) -> str:
        return _known(tenant, self._tenants)

    def _counter(self, metric: Metric) -> prometheus_client.Counter:
        return prometheus_client.Counter(metric.name, metric.meaning, metric.labels, registry=self.registry)

    def _gauge(self, metric: Metric) -> Gauge:
        return Gauge(metric.name, metric.meaning, metric.labels, registry=self.registry)

    def _histogram(self, metric: Metric) -> Histogram:
        return Histogram(metric.name, metric.meaning, metric.labels, registry=self.registry, buckets=_SECONDS)


def _known(value: str, known: frozenset[str]) -> str:
    return value if value in known else OTHER
