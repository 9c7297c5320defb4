"""What open dead letters wait for, by the object's name. The index of the Kafka log keeps the same table."""

import sqlite3

from schemas.verdict import DeadLetter, DeadLetterClass

AWAITED_TABLE = """
CREATE TABLE IF NOT EXISTS awaited (
    name   TEXT NOT NULL,
    letter TEXT NOT NULL,
    tenant TEXT NOT NULL,
    open   INTEGER NOT NULL,
    PRIMARY KEY (name, letter)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS awaited_by_letter ON awaited (letter);
CREATE INDEX IF NOT EXISTS awaited_now ON awaited (tenant, name) WHERE open;
"""


def put_awaited(connection: sqlite3.Connection, letter: DeadLetter) -> None:
    """Replace what the dead letter of this id waits for."""
    connection.execute("DELETE FROM awaited WHERE letter = ?", (letter.id,))
    waits = letter.resolution is None and letter.failure.category is DeadLetterClass.MISSING_REFERENCE
    connection.executemany(
        "INSERT INTO awaited (name, letter, tenant, open) VALUES (?, ?, ?, ?)",
        [(name, letter.id, letter.tenant, waits) for name in dict.fromkeys(letter.failure.awaited)],
    )


def awaited_by(connection: sqlite3.Connection, tenant: str) -> frozenset[str]:
    """Every object that an open dead letter of class missing-reference of this tenant waits for."""
    rows = connection.execute("SELECT DISTINCT name FROM awaited WHERE tenant = ? AND open", (tenant,))
    return frozenset(name for (name,) in rows)
