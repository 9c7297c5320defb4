"""Webhooks in: ``POST /webhooks/{source}``.

Success is answered only after the log holds the events; when it cannot, the answer is 503, never a lie.
"""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import hdrs, web
from structlog import get_logger

from schemas.event import StoredEvent
from service.clock import Clock
from service.errors import IntakeError, LogUnavailable, UnknownSource
from service.eventlog.port import EventLog
from service.intake.admission import Admission
from service.intake.arrival import Arrival, HeaderView, Profile
from service.intake.capacity import Capacity
from service.intake.problem import http_problem, problem, refusal
from service.intake.profiles import build_profiles
from service.intake.request_body import Refused, check_headers, read_body
from service.settings import Settings

BODIES_HELD = 64
"""So many bodies of the largest size may be in memory at once."""

SOURCE = web.RequestKey("source", str)
"""The configured name of the source that a request is for, once that is known."""

_log = get_logger("intacct_relay.intake")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request ended in, for metrics. ``source`` is a configured name, or empty: never request data."""

    source: str
    status: int
    events: tuple[StoredEvent, ...] = ()


Observe = Callable[[Answer], None]
"""Told about every answer. Must be quick and must not raise."""


def ignore(_: Answer) -> None:
    """For those who count nothing."""


class Receiver:
    """What the routes call. ``draining`` refuses everything new with 503, so that another replica is asked."""

    def __init__(self, settings: Settings, log: EventLog, clock: Clock, observe: Observe = ignore) -> None:
        self._limits = settings.receiver
        self._profiles = build_profiles(settings)
        self._clock = clock
        self._observe = observe
        self._capacity = Capacity(BODIES_HELD * settings.receiver.max_body_bytes)
        self._admission = Admission(log, clock, settings.receiver.append_timeout, self._capacity)
        self.draining = False

    @property
    def held_bytes(self) -> int:
        """Bytes of bodies in memory now."""
        return self._capacity.held

    async def settle(self, seconds: float) -> bool:
        """Wait for appends that outlived their request; whether none is left."""
        return await self._admission.settle(seconds)

    async def expect(self, request: web.Request) -> web.StreamResponse | None:
        """Answer ``Expect: 100-continue``: refuse before the body is sent, else ask for it."""
        try:
            if request.headers.get(hdrs.EXPECT, "").lower() != "100-continue":
                raise web.HTTPExpectationFailed
            self._check(request)
        except (Refused, IntakeError, web.HTTPException) as error:
            return self._told(request, _answer_to(error))
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        request.writer.output_size = 0
        return None

    async def receive(self, request: web.Request) -> web.Response:
        """Verify, append, answer."""
        profile = self._check(request)
        limits = self._limits
        with self._capacity.share() as share:
            body = await read_body(request, self._clock, limits.read_timeout, limits.max_body_bytes, share)
            events = tuple(profile.read(self._arrival(request, body)))
        known = await self._admission.append(events)
        told = {"accepted": len(events), "events": [event.id for event in events]}
        answer = web.json_response(told | ({"known": [event.id for event in known]} if known else {}))
        return self._told(request, answer, events)

    @web.middleware
    async def answer(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Everything that is refused gets a problem document; nothing of the inside is shown."""
        try:
            return await handler(request)
        except (Refused, IntakeError, LogUnavailable, web.HTTPException) as error:
            return self._told(request, _answer_to(error))
        except ConnectionError:
            raise
        except Exception as error:  # noqa: BLE001  the last barrier: the sender may try again, we must look
            _log.error("receiver_bug", error=type(error).__name__, where=_where(error))
            return self._told(request, problem(500, "Internal error", "This is our mistake. Nothing was accepted."))

    def _check(self, request: web.Request) -> Profile:
        """Everything that can be said before the body is read."""
        name = request.match_info["source"]
        profile = self._profiles.get(name)
        if profile is None or ("secret" in request.match_info and not profile.takes_path_secret):
            raise UnknownSource("there is no such source")
        request[SOURCE] = name
        check_headers(request, self._limits.max_body_bytes)
        if self.draining:
            raise LogUnavailable("this process is shutting down")
        self._capacity.require_room()
        return profile

    def _arrival(self, request: web.Request, body: bytes) -> Arrival:
        headers = HeaderView(list(request.headers.items()))
        return Arrival(body, headers, self._clock.now(), request.match_info.get("secret"))

    def _told(self, request: web.Request, answer: web.Response, events: tuple[StoredEvent, ...] = ()) -> web.Response:
        self._observe(Answer(request.get(SOURCE, ""), answer.status, events))
        return answer


def _answer_to(error: Exception) -> web.Response:
    if isinstance(error, Refused):
        return error.answer
    if isinstance(error, IntakeError):
        return refusal(error)
    if isinstance(error, web.HTTPException):
        return http_problem(error)
    return _come_back()


def _come_back() -> web.Response:
    """503. The delay is spread, so that not all senders come back in the same second."""
    detail = "The event could not be stored now. Nothing is accepted; send it again."
    return problem(503, "Try again later", detail, headers={hdrs.RETRY_AFTER: str(random.randint(10, 30))}, close=True)


def _where(error: BaseException) -> str:
    """File and line, without the message: it might quote the body."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""


RECEIVER = web.AppKey("receiver", Receiver)


def build_receiver(settings: Settings, log: EventLog, clock: Clock, observe: Observe = ignore) -> web.Application:
    """The application. Raises ConfigurationError when a source's secret could never verify anything."""
    receiver = Receiver(settings, log, clock, observe)
    application = web.Application(middlewares=[receiver.answer], client_max_size=settings.receiver.max_body_bytes)
    application[RECEIVER] = receiver
    for path in ("/webhooks/{source}", "/webhooks/{source}/{secret}"):
        application.router.add_post(path, receiver.receive, expect_handler=receiver.expect)
    return application
