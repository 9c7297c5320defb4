"""Keeps the client library's log readable while a broker is away: it repeats itself tens of times a second then."""

import logging

EVERY = 60.0
"""Seconds between two records of the same kind."""
_LOGGERS = (
    "aiokafka",
    "aiokafka.cluster",
    "aiokafka.conn",
    "aiokafka.consumer.fetcher",
    "aiokafka.consumer.group_coordinator",
    "aiokafka.producer.sender",
)


class OncePerInterval(logging.Filter):
    """Lets the first record of a kind through, then one per interval that says how many it stands for.

    A kind is a logger and a message before its values are filled in.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._last: dict[tuple[str, str], float] = {}
        self._withheld: dict[tuple[str, str], int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged. Below WARNING everything is."""
        kind = (record.name, str(record.msg))
        if record.levelno < logging.WARNING:
            return True
        if record.created - self._last.get(kind, -self._seconds) < self._seconds:
            self._withheld[kind] = self._withheld.get(kind, 0) + 1
            return False
        self._last[kind] = record.created
        if withheld := self._withheld.pop(kind, 0):
            record.msg = f"{record.msg} (and {withheld} more like it)"
        return True


_FILTER = OncePerInterval(EVERY)


def quiet_client_library() -> None:
    """Idempotent."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)
