"""One line per request: no path, no query, no header. A secret may be in any of them."""

import logging

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from structlog import get_logger

from service.intake.receiver import SOURCE

_log = get_logger("intacct_relay.intake")


class AccessLog(AbstractAccessLogger):
    """In place of the framework's own, which writes path and query."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Source (a configured name; empty when unknown), status, bytes and milliseconds."""
        _log.info(
            "webhook_answered",
            source=request.get(SOURCE, ""),
            status=response.status,
            bytes=request.content_length,
            milliseconds=round(time * 1000, 1),
        )


class WithoutInput(logging.Filter):
    """The framework logs bytes of a request that it cannot parse; only the kind of error is kept."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True; the record is reduced."""
        error = record.exc_info[0] if record.exc_info else None
        if error is not None:
            record.msg, record.args = "%s: %s", (str(record.msg).split(" from ", maxsplit=1)[0], error.__name__)
            record.exc_info, record.exc_text = None, None
        return True
