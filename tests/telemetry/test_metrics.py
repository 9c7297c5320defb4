"""Every metric is in the catalogue, has bounded labels, and is in the documentation."""

import re
from dataclasses import replace
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import Diagnosis, OutcomeKind, Surface
from service.delivery.gate import GateState
from service.delivery.observer import Observer
from service.intake.receiver import Answer
from service.telemetry import EngineTelemetry, Metrics, receiver_telemetry
from service.telemetry.catalogue import CATALOGUE, Kind
from service.telemetry.metrics import LaneGauges
from tests.support.log_samples import a_dead_letter, a_receipt, an_event


def a_metrics() -> Metrics:
    """One tenant, one source, one type."""
    return Metrics(tenants=["acme"], sources=["shop"], types=["bill.approved"])


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """The value of one series."""
    return metrics.registry.get_sample_value(name, labels)


def test_the_registry_holds_the_catalogue_and_nothing_else() -> None:
    """A metric outside the catalogue cannot exist; each has its kind and labels."""
    families = text_string_to_metric_families(a_metrics().exposition().decode())
    found = {each.name: each.type for each in families if not each.name.endswith("_created")}
    suffix = {Kind.COUNTER: "_total", Kind.GAUGE: "", Kind.HISTOGRAM: ""}
    assert found == {each.name.removesuffix(suffix[each.kind]): each.kind.value for each in CATALOGUE}


def test_two_instances_share_nothing() -> None:
    """No globals: two services in one test process do not disturb each other."""
    one, other = a_metrics(), a_metrics()
    one.log_unavailable()
    assert value(other, "intacct_relay_log_unavailable_total") == 0


def test_a_sender_cannot_make_new_series() -> None:
    """Unknown tenants, sources and types are «other»."""
    metrics = a_metrics()
    for number in range(50):
        event = replace(an_event(number, tenant=f"tenant-{number}"), type=f"type-{number}")
        metrics.verdict(a_receipt(event))
        metrics.accepted(f"source-{number}")
        metrics.request(f"tenant-{number}", Surface.REST, f"purpose-{number}", [])
    assert value(metrics, "intacct_relay_verdicts_total", tenant="other", type="other", verdict="applied") == 50
    assert value(metrics, "intacct_relay_events_accepted_total", source="other") == 50
    assert b"tenant-" not in metrics.exposition()


def test_the_engine_is_counted() -> None:
    """What the engine tells becomes metrics."""
    metrics = a_metrics()
    engine: Observer = EngineTelemetry(metrics)
    engine.request_ended("acme", Surface.XML, "write", [OutcomeKind.APPLIED, OutcomeKind.REJECTED])
    engine.transactions_used("acme", 2)
    engine.verdict_reached(a_receipt(an_event()))
    engine.verdict_reached(a_dead_letter(an_event(2), category=DeadLetterClass.CLOSED_PERIOD))
    engine.duplicate_dropped(an_event())
    engine.conflict_found(an_event())
    engine.gate_changed("acme", GateState.HELD, Diagnosis("c", "t", "cause", "next"))
    engine.gate_changed("acme", GateState.OPEN, None)
    engine.publishing_failed(RuntimeError("disk"))
    request = {"tenant": "acme", "surface": "xml", "purpose": "write"}
    assert value(metrics, "intacct_relay_intacct_requests_total", **request) == 1
    assert value(metrics, "intacct_relay_intacct_outcomes_total", **request, outcome="rejected") == 1
    assert value(metrics, "intacct_relay_intacct_transactions_total", tenant="acme") == 2
    verdict = {"tenant": "acme", "type": "bill.approved"}
    assert value(metrics, "intacct_relay_verdicts_total", **verdict, verdict="applied") == 1
    assert value(metrics, "intacct_relay_verdicts_total", **verdict, verdict="closed-period") == 1
    assert value(metrics, "intacct_relay_events_duplicate_total", tenant="acme") == 1
    assert value(metrics, "intacct_relay_events_conflict_total", tenant="acme") == 1
    assert value(metrics, "intacct_relay_log_unavailable_total") == 1


def test_the_receiver_is_counted() -> None:
    """Refusals by source and status; what is accepted is counted where it is stored."""
    metrics = a_metrics()
    observe = receiver_telemetry(metrics)
    observe(Answer("shop", 200, (an_event(1), an_event(2))))
    observe(Answer("shop", 401))
    observe(Answer("", 404))
    assert value(metrics, "intacct_relay_events_accepted_total", source="shop") is None
    assert value(metrics, "intacct_relay_events_refused_total", source="shop", status="401") == 1
    assert value(metrics, "intacct_relay_events_refused_total", source="other", status="404") == 1


def test_lanes_are_gauges() -> None:
    """What is going on now; a tenant without backlog has 0, not nothing."""
    metrics = Metrics(tenants=["acme", "beta"])
    metrics.lanes([LaneGauges("acme", in_flight=1, slots=2, held=True, unavailable=False, oldest_seconds=3.5)])
    metrics.backlog({"acme": 7, "stranger": 1, "unknown": 2})
    assert value(metrics, "intacct_relay_requests_in_flight", tenant="acme") == 1
    assert value(metrics, "intacct_relay_tenant_held", tenant="acme") == 1
    assert value(metrics, "intacct_relay_oldest_unfinished_seconds", tenant="acme") == 3.5
    backlog = {name: value(metrics, "intacct_relay_backlog_events", tenant=name) for name in ("acme", "beta", "other")}
    assert backlog == {"acme": 7, "beta": 0, "other": 3}


def test_a_lane_that_left_has_no_series() -> None:
    """A stale age would wake somebody for a tenant that another replica serves well."""
    metrics = a_metrics()
    metrics.lanes([LaneGauges("acme", in_flight=1, slots=2, held=True, unavailable=False, oldest_seconds=3.5)])
    metrics.backlog({"stranger": 1})
    metrics.lanes([])
    metrics.backlog({})
    assert value(metrics, "intacct_relay_oldest_unfinished_seconds", tenant="acme") is None
    assert value(metrics, "intacct_relay_tenant_held", tenant="acme") is None
    assert value(metrics, "intacct_relay_backlog_events", tenant="other") is None


def test_the_documentation_holds_the_catalogue() -> None:
    """The table in docs/operations.md is this catalogue, line for line."""
    text = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    rows = re.findall(r"^\| `(intacct_relay_\w+)` \| (\w+) \| ([^|]*) \| ([^|]*) \|$", text, re.MULTILINE)
    wanted = [(each.name, each.kind.value, ", ".join(each.labels), each.meaning) for each in CATALOGUE]
    assert rows == wanted
