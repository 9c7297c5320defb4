"""What the webhook receiver tells, as metrics and log lines."""

import structlog

from service.intake.receiver import Answer, Observe
from service.telemetry.metrics import Metrics

_log = structlog.get_logger("intacct_relay.receiver")


def receiver_telemetry(metrics: Metrics) -> Observe:
    """The receiver's observer: counts every answer, writes a line for every one that is no success."""

    def observe(answer: Answer) -> None:
        if answer.status < 400:
            metrics.accepted(answer.source, len(answer.events))
            return
        metrics.refused(answer.source, answer.status)
        _log.warning("webhook refused", source=answer.source, status=answer.status)

    return observe
