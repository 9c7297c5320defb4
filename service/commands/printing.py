"""How commands speak: JSON in stable shapes, or tables; errors as one line each on stderr."""

import json
from collections.abc import Iterable, Sequence

import click
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

from service.errors import ConfigurationError, RelayError
from service.telemetry.redaction import redacted_text

_WIDE = 240
"""Columns when the output is no terminal: a pipe gets whole ids, not what fits into 80."""


def printable(text: object) -> str:
    """Text that cannot move the cursor or colour the terminal: it may have come from anybody who can send an event."""
    shown = "" if text is None else str(text)
    return "".join(
        each if each.isprintable() or each == "\n" else each.encode("unicode_escape").decode() for each in shown
    )


def print_json(view: BaseModel) -> None:
    """One object."""
    click.echo(view.model_dump_json(indent=2))


def print_json_list(views: Iterable[BaseModel]) -> None:
    """One array, also when it is empty."""
    click.echo(json.dumps([view.model_dump(mode="json") for view in views], indent=2, ensure_ascii=False))


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table; long values are folded, never cut, because ids are copied from it."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for row in rows:
        table.add_row(*(Text(printable(cell)) for cell in row))
    _console().print(table)


def print_fields(fields: Iterable[tuple[str, object]]) -> None:
    """One thing, a line for each field that says something."""
    grid = Table.grid(padding=(0, 2))
    for name, value in fields:
        if value not in {None, ""}:
            grid.add_row(Text(name, style="bold"), Text(printable(value)))
    _console().print(grid)


def say(text: str) -> None:
    """A line for people."""
    click.echo(printable(text))


def print_error(error: RelayError) -> None:
    """Every mistake on a line of its own, then what to do."""
    if isinstance(error, ConfigurationError):
        for path, text in error.mistakes:
            _complain(f"{path}: {text}")
        return
    _complain(error.message)
    if error.next_step:
        _complain(f"next step: {error.next_step}")


def _complain(text: str) -> None:
    for line in text.splitlines():
        click.echo(f"intacct-relay: {printable(redacted_text(line))}", err=True)


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDE)
