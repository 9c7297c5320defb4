"""A signed-in request in its company: slots and limits, Idempotency-Key, faults, the work, and the limit headers."""

from dataclasses import replace

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.slots import NoSlot
from intacct_sandbox.faults import effects
from intacct_sandbox.faults.overrun import is_overrun, timed_out
from intacct_sandbox.faults.rules import Rule
from intacct_sandbox.rest import once
from intacct_sandbox.rest.async_mode import accept, wants_async
from intacct_sandbox.rest.error_body import application_error, gateway_error
from intacct_sandbox.rest.failure import GatewayFailure, RestFailure, TokenFailure
from intacct_sandbox.rest.idempotency import Key
from intacct_sandbox.rest.limit_headers import LimitHeaders
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rest.routes import route
from intacct_sandbox.rest.subject import subject
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.web.turn import turn
from intacct_sandbox.world import World


async def serve(request: RestRequest) -> Answer:
    """The answer to a request; raises RestFailure and TokenFailure."""
    world, company = request.world, request.company
    company.rates.count(request.app, world.clock.now())
    hold = 0.0 if world.switches.rest_refuses_at_once else world.switches.hold_seconds
    counters = company.counters_of(request.user)
    before = counters.transactions
    try:
        async with turn(company, request.user, request.app, hold):
            if _headers(request).hour_is_used_up():
                return _refused(request)
            answer = await _with_key(request)
            return answer.with_headers(_headers(request).told(1, counters.transactions - before))
    except NoSlot as slot:
        return _refused(request, slot)


def _refused(request: RestRequest, slot: NoSlot | None = None) -> Answer:
    refusal = throttled(request.world, request.company, request.app, slot)
    _occupy(request, refusal)
    return refusal


def throttled(world: World, company: Company | None, app: str = "", slot: NoSlot | None = None) -> Answer:
    """The refusal of the gateway when a limit is hit, with the headers that tell which."""
    headers = {"X-IA-Throttle-Limit-Retry-After": "60"}
    if company is not None:
        company.counters.throttled += 1
        limits = LimitHeaders(company, app, world.switches, world.clock.now())
        headers = limits.told(0) | limits.refused(slot)
    if world.switches.send_retry_after:
        headers["Retry-After"] = next(
            value for name, value in headers.items() if name.endswith(("-After", "RetryAfter"))
        )
    status = world.switches.rest_throttle_status
    return gateway_error(world, GatewayFailure(status, "GW-0010", "API rate limit exceeded", headers))


async def before(world: World, plan: list[Rule], company: Company | None, app: str = "") -> Answer | None:
    """Play the faults that come before the work; an answer means that there is none."""
    if not plan:
        return None
    return await effects.before(
        plan,
        lambda style: throttled(world, company, app),
        lambda: world.expire_sessions(company.id if company else None),
    )


def work(request: RestRequest) -> Answer:
    """What the application answers, a failure included."""
    try:
        _refuse_unpaired(request)
        return route(request, work)
    except RestFailure as failure:
        return application_error(request.world, failure)


async def _with_key(request: RestRequest) -> Answer:
    key = once.key_of(request)
    if key is None:
        return await _with_faults(request, None)
    replay = once.begin(request, key)
    if replay is not None:
        return replay
    try:
        return await _with_faults(request, key)
    finally:
        request.world.keys.release(key)


async def _with_faults(request: RestRequest, key: Key | None) -> Answer:
    world = request.world
    plan = [] if request.user.person else world.faults.plan(subject(request))
    instead = await before(world, plan, request.company, request.app)
    if instead is not None:
        return instead
    rows = len(world.ledger)
    answer = _work_or_queue(request)
    if key is not None:
        answer = once.keep(request, key, answer)
    world.state.flush()
    if is_overrun(world, rows):
        return await timed_out(world)
    return await effects.after(plan, answer) if plan else answer


def _work_or_queue(request: RestRequest) -> Answer:
    """The token is looked at again, because a fault may have ended it."""
    if request.world.tokens.access(request.headers["authorization"].removeprefix("Bearer ").strip()) is None:
        raise TokenFailure
    if not wants_async(request):
        return work(request)
    try:
        _refuse_unpaired(request)
        return accept(request, work)
    except RestFailure as failure:
        return application_error(request.world, failure)


def _refuse_unpaired(request: RestRequest) -> None:
    """A token can be had without it, but the client id must be paired with the user."""
    if request.user.id not in request.company.definition.clients[request.token.client].users:
        raise RestFailure(403, "unauthorizedUser", "Invalid Web Services Authorization", "XL03000006")


def _headers(request: RestRequest) -> LimitHeaders:
    return LimitHeaders(request.company, request.app, request.world.switches, request.world.clock.now())


def _occupy(request: RestRequest, refusal: Answer) -> None:
    """By switch even a refusal of the gateway is stored under the key."""
    if not request.world.switches.throttled_key_is_used:
        return
    try:
        key = once.key_of(request)
        if key is not None and once.begin(request, key) is None:
            once.keep(request, key, replace(refusal, headers={}))
    except RestFailure:
        return
