"""Idempotency-Key around one request or one part of a composite."""

from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.idempotency import Key, KeyConflict, digest
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.web.answer import Answer

_COMPOSITE = "services/core/composite"


def key_of(request: RestRequest) -> Key | None:
    """The key where it counts: POST and PATCH, not on services; raises RestFailure for a wrong one."""
    name = request.headers.get("idempotency-key")
    if name is None or request.method not in ("POST", "PATCH") or _is_service(request):
        return None
    if not 1 <= len(name) <= 256:
        raise RestFailure(400, "invalidParameter", "The Idempotency-Key must have 1 to 256 characters")
    return request.company.id, request.user.id, request.token.client, name


def begin(request: RestRequest, key: Key) -> Answer | None:
    """The stored answer to give again, or None after locking the key; raises RestFailure."""
    try:
        replay = request.world.keys.begin(key, digest(request.method, request.path, request.body))
    except KeyConflict as conflict:
        request.company.counters_of(request.user).duplicates_suppressed += 1
        raise RestFailure(409, "invalidRequest", str(conflict)) from conflict
    if replay is not None:
        request.company.counters_of(request.user).duplicates_suppressed += 1
    return replay


def keep(request: RestRequest, key: Key, answer: Answer) -> Answer:
    """Store the answer under the locked key; returns it with the key's header."""
    answer = answer.with_headers({"Idempotency-Key": key[3]})
    request.world.keys.finish(key, answer)
    return answer


def _is_service(request: RestRequest) -> bool:
    """Query and model take no key; whether composite does is not documented."""
    if request.path == _COMPOSITE:
        return not request.world.switches.composite_takes_key
    return request.path.startswith("services/")
