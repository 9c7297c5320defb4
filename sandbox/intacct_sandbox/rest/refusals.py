"""Business refusals in the REST API's words: malformed payloads as REST-1064 with places, business rules as a REST-7001
wrapper with the cause in its details (developer.sage.com: error-handling guide; live reports for GL-0951, GL-1009)."""

from collections.abc import Callable
from typing import Any

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rest.failure import RestFailure, detail, not_found, payload_failure
from intacct_sandbox.rules.refusal import Reason, Refused, Why
from intacct_sandbox.switches import Switches

_VERBS = {"create": "POST", "update": "PATCH", "delete": "DELETE"}
_DUPLICATES = (Why.DUPLICATE_ID, Why.DUPLICATE_ACCOUNT, Why.DUPLICATE_NUMBER, Why.DUPLICATE_CONTACT)
_PAYLOAD: dict[Why, Callable[[Reason], dict[str, Any]]] = {
    Why.UNKNOWN_FIELD: lambda each: detail(
        "invalidRequest", f"{each.rest} is not a valid field", "REST-1043", each.rest, "IA.NOT_A_VALID_FIELD"
    ),
    Why.READ_ONLY_FIELD: lambda each: detail(
        "invalidRequest",
        f"{each.rest} is a read-only field" if each.rest else each.text,
        "REST-1050",
        each.rest,
        "IA.READ_ONLY_FIELD",
    ),
    Why.MISSING_FIELD: lambda each: detail("invalidRequest", f"{each.rest} is required", "", each.rest),
    Why.BAD_VALUE: lambda each: detail("invalidRequest", each.text, "", each.rest),
    Why.BAD_EMAIL: lambda each: detail("invalidRequest", each.text, "", each.rest),
}


def failure_for(refused: Refused, operation: str, type: ObjectType, switches: Switches) -> RestFailure:
    """The failure that a refused `operation` on `type` is answered with."""
    first = refused.reasons[0]
    if first.why is Why.FORBIDDEN:
        return RestFailure(403, "unauthorizedUser", first.text)
    if first.why is Why.NO_SUCH_RECORD:
        return not_found(first.text)
    if first.why is Why.NOT_OFFERED:
        return RestFailure(405, "invalidRequest", first.text)
    if all(each.why in _PAYLOAD for each in refused.reasons):
        missing = any(each.why is Why.MISSING_FIELD for each in refused.reasons)
        status = switches.missing_field_status if missing else 400
        return payload_failure(status, *(_PAYLOAD[each.why](each) for each in refused.reasons))
    if first.why is Why.ACCOUNT_OVERRIDE:
        text = "Currently, we cannot create the transaction"
        return RestFailure(422, "operationFailed", text, "AR-0279", "", [_cause(first)])
    if first.why is Why.UNBALANCED:
        return _unbalanced(first, switches)
    status = switches.duplicate_status if first.why in _DUPLICATES else switches.business_status
    return _wrapped(status, operation, type, [_cause(each) for each in refused.reasons])


def _wrapped(status: int, operation: str, type: ObjectType, details: list[dict[str, Any]]) -> RestFailure:
    verb = _VERBS.get(operation, "POST")
    family = "objects" if operation in _VERBS else "workflows"
    text = f"{verb} request on {family}/{type.rest} object was unsuccessful"
    return RestFailure(status, "operationFailed", text, "REST-7001", "IA.REQUEST_ON_OBJECT_FAILED", details)


def _unbalanced(reason: Reason, switches: Switches) -> RestFailure:
    cause = detail("invalidConfiguration", reason.text, "GL-1009")
    text, message_id = "Could not create GLBatch record", "IA.COULD_NOT_CREATE_GLBATCH_RECORD"
    return RestFailure(switches.business_status, "unableToCreateRecordError", text, "GL-0951", message_id, [cause])


def _cause(reason: Reason) -> dict[str, Any]:
    if reason.why in _DUPLICATES:
        return detail("operationFailed", f"Another record with the value {reason.value} already exists")
    if reason.why in _PAYLOAD:
        return _PAYLOAD[reason.why](reason)
    error_id = "BL01001973" if reason.why in (Why.UNKNOWN_REFERENCE, Why.INACTIVE_REFERENCE) else ""
    return detail("operationFailed", reason.text, error_id, reason.rest)
