"""The client library's log while a broker is away."""

import logging

from service.eventlog.kafka.quiet import OncePerInterval


def _record(message: str, at: float, level: int = logging.ERROR) -> logging.LogRecord:
    record = logging.LogRecord("aiokafka", level, "", 0, message, ("value",), None)
    record.created = at
    return record


def test_a_message_is_logged_once_per_interval() -> None:
    """Whatever its values; the next one says how many were withheld."""
    quiet = OncePerInterval(60)
    records = [_record("no connection to %s", at) for at in (0, 1, 59, 60)]
    assert [quiet.filter(record) for record in records] == [True, False, False, True]
    assert records[-1].getMessage() == "no connection to value (and 2 more like it)"


def test_other_messages_and_lower_levels_pass() -> None:
    """Only what is repeated is withheld."""
    quiet = OncePerInterval(60)
    assert quiet.filter(_record("one %s", 0))
    assert quiet.filter(_record("another %s", 0))
    assert all(quiet.filter(_record("detail %s", 0, logging.INFO)) for _ in range(3))
