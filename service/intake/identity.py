"""What names an event whose sender gives it no id, and a type that nobody could make out."""

import re
from collections.abc import Iterable
from urllib.parse import quote
from uuid import uuid4

UNKNOWN_TYPE = "com.intacct.unknown"
LONGEST = 255

_TYPE = re.compile(r"[A-Za-z0-9][\w.:/-]{0,254}", re.ASCII)


def unlike_any_other() -> str:
    """32 random hex digits: no two alike, whatever clocks, restarts and replicas do."""
    return uuid4().hex


def delivery_id(parts: Iterable[str | None], token: str) -> str:
    """The id of one delivery: the parts for people, each escaped, then the token, which alone makes it unique.

    Parts that are missing are left out, and all of them when the id would be longer than 255.
    """
    readable = "/".join(quote(part, safe=" ", errors="replace") for part in parts if part)
    joined = f"{readable}/{token}"
    return joined if readable and len(joined) <= LONGEST else token


def readable_type(text: str | None) -> str:
    """The text when it can be an event type, else ``com.intacct.unknown``: stored first, judged later."""
    return text if text and _TYPE.fullmatch(text) else UNKNOWN_TYPE


def at_path(value: object, path: str) -> str | None:
    """The text or integer at a dotted path of a document; None when there is none."""
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value)
