"""One exchange with the gateway: a document out, a typed answer back, and the HTTP layer's errors told apart.

HTTP 200 carries everything up to authentication failures; 429 is refused before anything runs; a 4xx may carry a
refusal of the control level; everything else may come from the middle of the work
(developer.intacct.com/web-services/error-handling/).
"""

from dataclasses import dataclass, field, replace

import structlog

from service.clock import Clock
from service.delivery.client_port import Outcome, OutcomeKind
from service.errors import ClientError, NoAnswer
from service.intacct.answers import CallFailed
from service.intacct.catalogue import Circumstances, Complaint, Position, meaning_of
from service.intacct.delays import retry_after
from service.intacct.network import Http, HttpAnswer
from service.intacct.redaction import Redaction
from service.intacct.xml.answer import XmlAnswer, read_answer
from service.intacct.xml.envelope import Envelope, render
from service.intacct.xml.markup import Unreadable
from service.settings import XmlSettings

_log = structlog.get_logger(__name__)
_REFUSALS = frozenset({200, 400, 401, 403, 404, 405, 406, 411, 413, 414, 415, 422, 431})
"""Statuses with which the control level refuses; a refusal under any other may come from the middle of the work."""
_HEADERS = {"Content-Type": "application/xml", "Accept": "application/xml"}


@dataclass(slots=True)
class Gateway:
    """Sends envelopes of one tenant."""

    tenant: str
    settings: XmlSettings
    http: Http
    clock: Clock
    redaction: Redaction
    server_time: str = field(default="", init=False)
    """The Date header of the latest answer."""

    async def exchange(self, endpoint: str, envelope: Envelope) -> XmlAnswer:
        """Send one document.

        Raises NotSent; NoAnswer when it is unknown what happened; CallFailed when throttled or when the control
        level refused the request, both of which mean that nothing ran.
        """
        started = self.clock.monotonic()
        answer = await self.http.send("POST", endpoint, headers=_HEADERS, body=render(envelope, self.settings))
        elapsed = self.clock.monotonic() - started
        self.server_time = answer.headers.get("date", "")
        _log.debug("intacct.xml", tenant=self.tenant, functions=len(envelope.functions), status=answer.status,
                   seconds=elapsed)  # fmt: skip
        return self._read(answer)

    def _read(self, answer: HttpAnswer) -> XmlAnswer:
        delay = retry_after(answer.headers, self.clock.now())
        if answer.status == 429:
            raise CallFailed(_outcome((Complaint(("GW-0010",), "API rate limit exceeded"),), 429, delay))
        try:
            read = read_answer(answer.body, self.redaction)
        except Unreadable as error:
            why = f"HTTP {answer.status} with an unreadable answer: {error}"
            raise NoAnswer(why, retry_after=delay) from error
        if not read.accepted:
            raise self._refusal(answer, read, delay)
        if answer.status != 200:
            raise NoAnswer(f"HTTP {answer.status}", retry_after=delay)
        return replace(read, retry_after=delay)

    @staticmethod
    def _refusal(answer: HttpAnswer, read: XmlAnswer, delay: float | None) -> ClientError:
        outcome = _outcome(read.complaints, answer.status, delay)
        if answer.status in _REFUSALS or outcome.kind is OutcomeKind.THROTTLED:
            return ControlFailed(outcome, read.complaints)
        said = outcome.diagnosis.text if outcome.diagnosis else ""
        return NoAnswer(f"HTTP {answer.status} {said}".rstrip(), retry_after=delay)


class ControlFailed(CallFailed):
    """The control level refused the whole request: nothing ran."""

    def __init__(self, outcome: Outcome, complaints: tuple[Complaint, ...]) -> None:
        super().__init__(outcome)
        self.complaints = complaints


def _outcome(complaints: tuple[Complaint, ...], status: int, delay: float | None) -> Outcome:
    meaning = meaning_of(complaints, Circumstances(Position.XML_CONTROL, status))
    return Outcome(meaning.outcome, "", meaning.diagnosis, delay)
