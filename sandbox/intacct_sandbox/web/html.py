"""Tables as HTML. Everything that is not a Link is escaped, and so are its parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the same page with another query."""

    text: str
    query: dict[str, str]


def section(title: str, body: str) -> str:
    """A part of the page with a heading and an id to jump to."""
    return f'<section id="{escape(title.lower().replace(" ", "-"))}"><h2>{escape(title)}</h2>{body}</section>'


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], empty: str) -> str:
    """A table, or the sentence `empty` when it has no rows."""
    body = "".join(f"<tr>{''.join(f'<td>{_cell(each)}</td>' for each in row)}</tr>" for row in rows)
    if not body:
        return f"<p>{escape(empty)}</p>"
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in columns)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: Any) -> str:
    if isinstance(value, Link):
        return f'<a href="?{escape(urlencode(value.query))}">{_text(value.text)}</a>'
    return _text(value)


def _text(value: Any) -> str:
    text = "" if value is None else str(value)
    return escape(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
