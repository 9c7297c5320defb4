"""services/core/export: the rows of a query as a file (OpenAPI group common). Of the file types only csv is there."""

import csv
import io
import json
from dataclasses import replace

from intacct_sandbox.rest.failure import detail, payload_failure
from intacct_sandbox.rest.query import answer_query
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

EXPORT = "services/core/export"
_KNOWN = frozenset({"fileType", "query"})


def answer_export(request: RestRequest) -> Answer:
    """A file with a heading and one line per row; raises RestFailure."""
    body = request.json()
    if not isinstance(body, dict) or set(body) - _KNOWN or not isinstance(body.get("query"), dict):
        raise payload_failure(400, detail("invalidRequest", "fileType and query are required", "", "/query"))
    if body.get("fileType") != "csv":
        text = "fileType must be csv; the sandbox makes no other files"
        raise payload_failure(400, detail("invalidRequest", text, "", "/fileType"))
    asked = json.dumps(body["query"], default=str).encode()
    rows = json.loads(answer_query(replace(request, body=asked)).body)["ia::result"]
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(rows[0] if rows else body["query"]["fields"])
    table.writerows([_cell(each) for each in row.values()] for row in rows)
    headers = {"Content-Disposition": 'attachment; filename="export.csv"'}
    return Answer(200, written.getvalue().encode(), "text/csv; charset=utf-8", headers)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
