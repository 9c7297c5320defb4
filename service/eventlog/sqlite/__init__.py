"""The embedded event log: one SQLite file, one process."""

from service.eventlog.sqlite.log import SqliteLog

__all__ = ["SqliteLog"]
