"""Which part of the REST API answers a path."""

from intacct_sandbox.rest.allowed_operations import answer_allowed
from intacct_sandbox.rest.async_mode import answer_job_status
from intacct_sandbox.rest.bulk import answer_bulk
from intacct_sandbox.rest.composite import Work, answer_composite
from intacct_sandbox.rest.dimension_list import DIMENSIONS, answer_dimensions
from intacct_sandbox.rest.document_sequence import NEXT_VALUE, answer_next_value
from intacct_sandbox.rest.error_body import as_json
from intacct_sandbox.rest.event_queue import answer_events
from intacct_sandbox.rest.export import EXPORT, answer_export
from intacct_sandbox.rest.failure import RestFailure, not_found
from intacct_sandbox.rest.model import answer_model
from intacct_sandbox.rest.objects import answer_object
from intacct_sandbox.rest.query import answer_query
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.workflows import answer_workflow
from intacct_sandbox.web.answer import Answer

EVENTS = "services/delivery/event/"
_BULK = "services/bulk/"
_SESSION_SECONDS = 21600


def route(request: RestRequest, work: Work) -> Answer:
    """The answer of the resource at the request's path; `work` answers a part of a composite. Raises RestFailure."""
    family, _, rest = request.path.partition("/")
    if family == "objects":
        return answer_object(request, rest)
    if family == "workflows":
        return answer_workflow(request, rest)
    if request.path == "services/core/query":
        _only(request, "POST")
        return answer_query(request)
    if request.path == "services/core/composite":
        _only(request, "POST")
        return answer_composite(request, work)
    if request.path == "services/core/model":
        return answer_model(request)
    if request.path == DIMENSIONS:
        _only(request, "GET")
        return answer_dimensions(request)
    if request.path == NEXT_VALUE:
        _only(request, "POST")
        return answer_next_value(request)
    if request.path == EXPORT:
        _only(request, "POST")
        return answer_export(request)
    if request.path == "services/core/session/id":
        _only(request, "GET")
        return _xml_session(request)
    if request.path == "services/core/allowed-operations/list":
        return answer_allowed(request)
    if request.path == "services/core/async/job-status":
        return answer_job_status(request)
    if request.path.startswith(_BULK):
        return answer_bulk(request, request.path.removeprefix(_BULK), work)
    if request.path.startswith(EVENTS):
        return answer_events(request, request.path.removeprefix(EVENTS))
    raise not_found(f"There is no resource /{request.path}")


def _only(request: RestRequest, method: str) -> None:
    if request.method != method:
        raise RestFailure(405, "invalidRequest", f"{request.method} is not supported for /{request.path}")


def _xml_session(request: RestRequest) -> Answer:
    """The bridge to the XML gateway."""
    session = request.world.sessions.open(request.company.id, request.user.id, request.entity, _SESSION_SECONDS)
    result = {"sessionId": session.id, "expiresIn": _SESSION_SECONDS}
    return as_json(200, {"ia::result": result, "ia::meta": {"totalCount": 1, "totalSuccess": 1, "totalError": 0}})
