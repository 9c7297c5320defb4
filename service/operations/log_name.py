"""The name of an event log, by which a command recognises the service that works on the same one."""

from service.settings import LogSettings, SqliteLogSettings


def log_name(log: LogSettings) -> str:
    """For example ``sqlite:/var/lib/relay/intacct-relay.db`` or ``kafka:broker:9092/intacct``. Holds no secret."""
    if isinstance(log, SqliteLogSettings):
        return f"sqlite:{log.path.absolute().resolve()}"
    return f"kafka:{log.bootstrap_servers}/{log.topic_prefix}"
