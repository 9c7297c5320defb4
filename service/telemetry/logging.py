"""Structured logs to stdout: one set-up for our lines and for those of libraries."""

import logging
import sys
from collections.abc import Callable
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from service.settings import LoggingSettings
from service.telemetry.redaction import redact

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}
_QUIETER = ("aiohttp.access", "aiokafka", "kafka")
"""Libraries that say at «info» what only their authors need."""


class _CurrentStream(logging.StreamHandler[TextIO]):
    """Writes to the stream that is the right one at the moment of the line: tests and servers exchange stdout."""

    def __init__(self, stream: Callable[[], TextIO]) -> None:
        self._current = stream
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:  # type: ignore[override]  # as logging._StderrHandler of the standard library does
        return self._current()


def configure_logging(settings: LoggingSettings, stream: Callable[[], TextIO] = lambda: sys.stdout) -> None:
    """Set up structlog and the standard library's logging for the process.

    JSON puts every line feed and control character of a value into an escape, so nobody can forge a line; the
    console format escapes them itself.
    """
    handler = _CurrentStream(stream)
    handler.setFormatter(_formatter(settings))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.level.upper())
    for name in _QUIETER:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Processor]:
    """What every line passes, ours or a library's."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        structlog.processors.UnicodeDecoder(),
    ]


def _formatter(settings: LoggingSettings) -> logging.Formatter:
    last: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact]
    if settings.format == "json":
        last += [structlog.processors.EventRenamer("message"), structlog.processors.JSONRenderer(default=str)]
    else:
        last += [_escape, structlog.dev.ConsoleRenderer(colors=False)]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(), processors=last)


def _escape(logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
    """For the console: control characters become visible, line feeds only stay in a traceback."""
    return {key: _escaped(key, value) for key, value in line.items()}


def _escaped(key: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    visible = value.translate(_CONTROL)
    return visible if key == "exception" else visible.replace("\n", "\\n")
