"""What the HTTP library complains about: everything but requests that are no HTTP, which are the client's affair."""

import logging

from aiohttp.http_exceptions import HttpProcessingError


class _NotTheClientsFault(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def http_log() -> logging.Logger:
    """The log for the server. Bytes that are no HTTP are answered with 400 and leave no trace in it."""
    log = logging.getLogger("intacct_sandbox.http")
    if not log.filters:
        log.addFilter(_NotTheClientsFault())
    return log
