"""What the webhook receiver tells, as metrics and log lines."""

import structlog

from service.intake.receiver import Answer, Observe
from service.telemetry.metrics import Metrics

_log = structlog.get_logger("intacct_relay.receiver")


def receiver_telemetry(metrics: Metrics) -> Observe:
    """The receiver's observer: counts every refusal and writes a line for it."""

    def observe(answer: Answer) -> None:
        if answer.status < 400:
            return  # what was accepted is counted by the measured log, whatever way it came
        metrics.refused(answer.source, answer.status)
        _log.warning("webhook refused", source=answer.source, status=answer.status)

    return observe
