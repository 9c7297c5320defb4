"""Answers without an envelope: the return formats json and csv give the bare data
(developer.intacct.com/web-services/queries/)."""

import csv
import io
import json
from collections.abc import Sequence

from intacct_sandbox.xml.functions import Bare, illegal

FORMATS = ("xml", "json", "csv")
_TYPES = {"json": "application/json", "csv": "text/csv"}


def checked_format(text: str) -> str:
    """A return format; raises for an unknown one."""
    if text and text not in FORMATS:
        raise illegal(f"returnformat must be one of {', '.join(FORMATS)}")
    return text or "xml"


def bare(format: str, rows: Sequence[Sequence[tuple[str, str]]]) -> Bare:
    """Rows of (name, text) as json or csv."""
    if format == "json":
        return Bare(json.dumps([dict(row) for row in rows]), _TYPES[format])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if rows:
        writer.writerow([name for name, _ in rows[0]])
    writer.writerows([text for _, text in row] for row in rows)
    return Bare(out.getvalue(), _TYPES[format])
