"""The tables of the embedded log, and how a connection to its file is set up."""

import sqlite3
from pathlib import Path

from service.errors import LogUnavailable
from service.eventlog.sqlite.awaited import AWAITED_TABLE
from service.eventlog.sqlite.documents import DOCUMENT_TABLE
from service.eventlog.sqlite.migration import convert

VERSION = 2
FORMER_VERSION = 1
"""Its event keys hold no tenant; it is converted where it is opened for writing."""

EVENT_TABLES = """
CREATE TABLE IF NOT EXISTS partitions (
    partition   INTEGER PRIMARY KEY,
    tenant      TEXT NOT NULL UNIQUE,
    next_offset INTEGER NOT NULL DEFAULT 0,
    watermark   INTEGER NOT NULL DEFAULT 0,
    progress    TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS events (
    partition INTEGER NOT NULL,
    offset    INTEGER NOT NULL,
    event_key TEXT NOT NULL,
    event_id  TEXT NOT NULL,
    replay    INTEGER NOT NULL,
    headers   TEXT NOT NULL,
    body      BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS events_in_order ON events (partition, offset);
CREATE INDEX IF NOT EXISTS events_by_key ON events (event_key);
CREATE INDEX IF NOT EXISTS events_by_id ON events (event_id);
CREATE TABLE IF NOT EXISTS probe (content BLOB NOT NULL);
"""

VERDICT_TABLES = """
CREATE TABLE IF NOT EXISTS receipts (
    event_key  TEXT PRIMARY KEY,
    event_id   TEXT NOT NULL,
    tenant     TEXT NOT NULL,
    replay     INTEGER NOT NULL,
    applied_at REAL NOT NULL,
    content    BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS receipts_by_id ON receipts (event_id);
CREATE INDEX IF NOT EXISTS receipts_by_time ON receipts (applied_at);
CREATE INDEX IF NOT EXISTS receipts_by_tenant ON receipts (tenant, applied_at);
CREATE TABLE IF NOT EXISTS dead_letters (
    id        TEXT PRIMARY KEY,
    event_id  TEXT NOT NULL,
    tenant    TEXT NOT NULL,
    category  TEXT NOT NULL,
    type      TEXT NOT NULL,
    replay    INTEGER NOT NULL,
    open      INTEGER NOT NULL,
    failed_at REAL NOT NULL,
    headers   TEXT NOT NULL,
    body      BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS dead_letters_by_id ON dead_letters (event_id);
CREATE INDEX IF NOT EXISTS dead_letters_by_time ON dead_letters (failed_at);
CREATE TABLE IF NOT EXISTS usage (
    tenant       TEXT NOT NULL,
    month        TEXT NOT NULL,
    transactions INTEGER NOT NULL,
    PRIMARY KEY (tenant, month)
) WITHOUT ROWID;
"""
VERDICT_TABLES += AWAITED_TABLE


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The one writing connection; a returned COMMIT is an fsync of the write-ahead log. Creates what is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: a plain fsync there stops at the drive's cache
        connection.execute("PRAGMA journal_size_limit = 67108864")
        former = _version(connection, path) == FORMER_VERSION
        connection.executescript(f"BEGIN; {EVENT_TABLES} {VERDICT_TABLES} {DOCUMENT_TABLE}")
        if former:
            convert(connection, path)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A reading connection, to a log that another process may be writing. Never creates a file."""
    if not path.exists():
        raise LogUnavailable(f"there is no event log at {path}", next_step="start the service, or name its file")
    uri = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5)
    try:
        if _version(connection, path) == FORMER_VERSION:
            raise LogUnavailable(
                f"the event log {path} has format {FORMER_VERSION}",
                next_step="start the service of this version once: it converts the file",
            )
    except BaseException:
        connection.close()
        raise
    return connection


def is_former(path: Path) -> bool:
    """Whether there is a file that has to be converted before it can be asked anything."""
    if not path.exists():
        return False
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=5)
    try:
        return _version(connection, path) == FORMER_VERSION
    finally:
        connection.close()


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """0 for a new file. Raises LogUnavailable for a format that this program does not know."""
    version: int
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in (0, FORMER_VERSION, VERSION):
        raise LogUnavailable(
            f"the event log {path} has format {version}, this program writes format {VERSION}",
            next_step="run the version of the program that wrote it",
        )
    return version
