"""What names an event whose sender gives it no id, and a type that nobody could make out."""

import re
from collections.abc import Iterable
from hashlib import sha256
from urllib.parse import quote

UNKNOWN_TYPE = "com.intacct.unknown"
LONGEST = 255

_TYPE = re.compile(r"[A-Za-z0-9][\w.:/-]{0,254}", re.ASCII)


def joined_id(parts: Iterable[str | None], body: bytes) -> str:
    """The parts as a readable id, each escaped so that no two lists give the same; else the hash of the body.

    The hash stands in when there are no parts, one is missing or empty, or the id would be longer than 255.
    """
    values = list(parts)
    known = [value for value in values if value]
    joined = "/".join(quote(value, safe=" ", errors="replace") for value in known)
    return joined if known and len(known) == len(values) and len(joined) <= LONGEST else sha256(body).hexdigest()


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
