"""services/company-config/document-sequence/generate-next-value: the next value of a sequence of the company file,
which is used up by that (OpenAPI group company-configuration). Sequences have no keys here."""

from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.failure import detail, not_found, payload_failure
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

NEXT_VALUE = "services/company-config/document-sequence/generate-next-value"
_KNOWN = frozenset({"id", "key", "fiscalYear"})


def answer_next_value(request: RestRequest) -> Answer:
    """The next value; raises RestFailure. A fiscal year has a count of its own (assumption)."""
    body = request.json()
    unknown = sorted(set(body) - _KNOWN) if isinstance(body, dict) else [""]
    if unknown or not isinstance(body.get("id", body.get("key")), str):
        text = f"/{unknown[0]} is not a valid field" if unknown else "id or key is required"
        raise payload_failure(400, detail("invalidRequest", text, "", f"/{unknown[0]}" if unknown else "/id"))
    id, year = body.get("id"), body.get("fiscalYear")
    if year is not None and (not isinstance(year, int) or isinstance(year, bool) or not 1900 <= year <= 9999):
        raise payload_failure(400, detail("invalidRequest", "fiscalYear must be a year", "", "/fiscalYear"))
    if id not in request.company.definition.sequences:
        raise not_found(f"There is no document sequence {id or body.get('key')}")
    result = {"id": id, "nextValue": request.company.next_in(id, year)} | ({"fiscalYear": year} if year else {})
    return as_json(200, {"ia::result": result, "ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}})
