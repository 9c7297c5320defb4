"""Writes over the gateway: up to a hundred functions in one request, one object per function.

One object per function, because a failing create of several may still have created some. The function's control id is
the write's id, with ``uniqueid`` true: sent again, Intacct recognises it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from service.delivery.client_port import Attempt, Outcome, OutcomeKind, WriteAnswer, WriteRequest
from service.errors import ClientError
from service.intacct.answers import outcome_of, refused_here
from service.intacct.objects.content import content_of
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.render_xml import xml_function
from service.intacct.xml.calls import Calls
from service.intacct.xml.envelope import Function
from service.intacct.xml.gateway import ControlFailed
from service.intacct.xml.outcomes import Judge, delayed


@dataclass(slots=True)
class Writes:
    """Writes of one tenant."""

    calls: Calls
    duplicate_pattern: str
    _judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self._judge = Judge(re.compile(self.duplicate_pattern, re.IGNORECASE))

    async def write(self, request: WriteRequest) -> WriteAnswer:
        """Send what can be rendered; the rest is rejected alone. Never raises for Intacct, the network or the data."""
        rendered = {attempt.write_id: _rendered(attempt) for attempt in request.attempts}
        bad = {name: each for name, each in rendered.items() if isinstance(each, Outcome)}
        if request.atomic and bad:
            return WriteAnswer(tuple(next(iter(bad.values())) for _ in request.attempts), 0)
        functions = [each for each in rendered.values() if isinstance(each, Function)]
        sendable = tuple(attempt for attempt in request.attempts if attempt.write_id not in bad)
        sent = await self._send(replace(request, attempts=sendable), functions) if sendable else ()
        outcomes = bad | {attempt.write_id: each for attempt, each in zip(sendable, sent, strict=True)}
        ordered = tuple(outcomes[attempt.write_id] for attempt in request.attempts)
        return WriteAnswer(ordered, sum(map(_transactions, ordered)))

    async def _send(self, request: WriteRequest, functions: Sequence[Function]) -> tuple[Outcome, ...]:
        try:
            answer = await self.calls.call(functions, request.entity, unique=True, atomic=request.atomic)
        except ControlFailed as error:
            outcome = self._judge.of_control(error.complaints, error.outcome)
            return tuple(outcome for _ in functions)
        except ClientError as error:
            return tuple(outcome_of(error, writing=True) for _ in functions)
        outcomes = self._judge.outcomes(request.attempts, answer.results, atomic=request.atomic)
        return tuple(delayed(outcome, answer.retry_after) for outcome in outcomes)


def _rendered(attempt: Attempt) -> Function | Outcome:
    try:
        return Function(attempt.write_id, _call(attempt))
    except Unrenderable as error:
        return refused_here(str(error))


def _call(attempt: Attempt) -> etree._Element:
    content = content_of(attempt.write, attempt.operation)
    return xml_function(content, attempt.operation, attempt.record_number)


def _transactions(outcome: Outcome) -> int:
    """One per record written, none for a refusal; an unknown outcome counts, for Intacct may have billed it."""
    return 1 if outcome.kind in (OutcomeKind.APPLIED, OutcomeKind.UNCERTAIN) else 0
