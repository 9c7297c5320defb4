"""What the delivery engine tells, as metrics and log lines."""

import structlog

from schemas.event import StoredEvent
from schemas.verdict import Verdict
from service.delivery.client_port import Diagnosis, OutcomeKind, Surface
from service.delivery.gate import GateState
from service.telemetry.identity_lines import conflict_logged, duplicate_logged
from service.telemetry.metrics import Metrics
from service.telemetry.verdict_line import verdict_logged

_log = structlog.get_logger("intacct_relay.delivery")


class EngineTelemetry:
    """The engine's observer: quick, never raises."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def request_ended(self, tenant: str, surface: Surface, purpose: str, outcomes: list[OutcomeKind]) -> None:
        """A request to Intacct has ended."""
        self._metrics.request(tenant, surface, purpose, outcomes)

    def transactions_used(self, tenant: str, count: int) -> None:
        """Intacct bills these."""
        self._metrics.transactions(tenant, count)

    def verdict_reached(self, verdict: Verdict) -> None:
        """One line and one count per durable verdict."""
        self._metrics.verdict(verdict)
        verdict_logged(verdict)

    def duplicate_dropped(self, event: StoredEvent, compared: bool = True) -> None:
        """The event had its verdict already, or is on its way."""
        self._metrics.duplicate(event.tenant)
        duplicate_logged(event, compared=compared)

    def conflict_found(self, event: StoredEvent) -> None:
        """Its identity was used by an event with other content."""
        self._metrics.conflict(event.tenant)
        conflict_logged(event)

    def gate_changed(self, tenant: str, state: GateState, reason: Diagnosis | None) -> None:
        """A tenant is held, unavailable or open again."""
        if state is GateState.OPEN:
            _log.info("tenant goes on", tenant=tenant)
            return
        tell = _log.error if state is GateState.HELD else _log.warning
        told = {"code": reason.code, "cause": reason.cause, "next_step": reason.next_step} if reason else {}
        tell("tenant waits", tenant=tenant, state=state.value, **told)

    def publishing_failed(self, error: Exception) -> None:
        """The log did not take verdicts or progress; the engine tries again."""
        self._metrics.log_unavailable()
        _log.warning("the log did not take verdicts or progress", error=str(error))
