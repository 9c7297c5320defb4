"""Opens the configured event log: the one place that chooses between the implementations."""

from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import EventLog
from service.partitions import partition_of
from service.settings import Settings, SqliteLogSettings


def open_log(settings: Settings, clock: Clock, *, read_only: bool = False) -> EventLog:
    """The log of these settings, constructed and not started.

    ``read_only`` leaves an embedded log's file and its owner alone; on Kafka it makes no difference. Raises
    LogUnavailable when a log that is only to be read does not exist. Starting it raises LogUnavailable or LogInUse.
    """
    if isinstance(settings.log, SqliteLogSettings):
        return _open_sqlite(settings.log, clock, read_only)
    from service.eventlog.kafka import KafkaLog  # only where Kafka is used: its import takes a while

    return KafkaLog(settings.log, partition_of(settings), clock)


def _open_sqlite(settings: SqliteLogSettings, clock: Clock, read_only: bool) -> EventLog:
    from service.eventlog.sqlite import SqliteLog

    if read_only and not settings.path.exists():
        fix = "it is made by the first «run» or «send»; else check log.path in the configuration"
        raise LogUnavailable(f"there is no event log at {settings.path}", next_step=fix)
    return SqliteLog(settings, clock, read_only=read_only)
