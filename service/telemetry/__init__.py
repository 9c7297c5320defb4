"""What the service tells while it runs: structured log lines and Prometheus metrics. Nothing secret in either."""

from service.telemetry.engine import EngineTelemetry
from service.telemetry.logging import configure_logging
from service.telemetry.measured_log import MeasuredLog
from service.telemetry.metrics import Metrics
from service.telemetry.receiver import receiver_telemetry
from service.telemetry.verdict_line import verdict_logged

__all__ = ["EngineTelemetry", "MeasuredLog", "Metrics", "configure_logging", "receiver_telemetry", "verdict_logged"]
