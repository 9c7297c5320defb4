"""Merge fields that Intacct did not fill in.

A template's ``{!VENDOR.NAME!}`` arrives literally when the object has no such field or the acting user may not read
it (Sage's guide to injection parameters). Posting it would put the token into the books.
"""

import re
from collections.abc import Iterator

from service.errors import Undecodable

_TOKEN = re.compile(r"\{![^{}!]{1,200}!\}")


def refuse_merge_fields(value: object) -> None:
    """Raises Undecodable, with the path, when any text in the value still holds a merge field."""
    for path, text in _texts(value, ""):
        token = _TOKEN.search(text)
        if token:
            raise Undecodable(
                f"the merge field {token[0]} was not filled in by Intacct",
                path=path,
                next_step="Check the field's integration name in the template, and the acting user's permissions. Let"
                " it fire again; then discard this event.",
            )


def _texts(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from _texts(member, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _texts(member, f"{path}[{index}]")
