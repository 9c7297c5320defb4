"""Writes over the gateway: up to a hundred functions in one request, one object per function.

One object per function, because a failing create of several may still have created some. The function's control id is
the write's id, with ``uniqueid`` true: sent again, Intacct recognises it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lxml import etree

from schemas.write import Operation
from service.delivery.client_port import Action, Attempt, Outcome, OutcomeKind
from service.errors import ClientError
from service.intacct.answers import outcome_of, refused_here, uncertain
from service.intacct.catalogue import Circumstances, Position, meaning_of
from service.intacct.objects.declaration import Declaration
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.render_xml import xml_deletion, xml_function, xml_submission
from service.intacct.surface import Sendable, Sent
from service.intacct.xml.answer import XmlAnswer
from service.intacct.xml.calls import Calls
from service.intacct.xml.envelope import FRESH, Function
from service.intacct.xml.gateway import ControlFailed
from service.intacct.xml.outcomes import Judge, delayed

_SPOILT = frozenset({OutcomeKind.REJECTED, OutcomeKind.MISSING_REFERENCE, OutcomeKind.DUPLICATE})
"""What one function can have brought on the whole document: its shape, or its used id."""


@dataclass(slots=True)
class Writes:
    """Writes of one tenant."""

    calls: Calls
    duplicate_pattern: str
    _judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self._judge = Judge(re.compile(self.duplicate_pattern, re.IGNORECASE))

    async def write(self, writes: Sequence[Sendable], entity: str, *, atomic: bool) -> Sent:
        """Send one document. Never raises for Intacct, the network or the data.

        What cannot be rendered is rejected alone; of an atomic group then nothing is sent.
        """
        rendered = [_rendered(write) for write in writes]
        refused = [each for each in rendered if isinstance(each, Outcome)]
        if atomic and refused:
            return Sent(tuple(refused[0] for _ in writes))
        functions = [each for each in rendered if isinstance(each, Function)]
        attempts = [
            _as_sent(write.attempt) for write, each in zip(writes, rendered, strict=True) if isinstance(each, Function)
        ]
        sent = await self._send(attempts, functions, entity, atomic=atomic) if functions else Sent(())
        outcomes = iter(sent.outcomes)
        merged = tuple(each if isinstance(each, Outcome) else next(outcomes) for each in rendered)
        return Sent(tuple(map(_metered, merged)), sent.request_refused and len(functions) > 1 and not atomic)

    async def delete(self, declaration: Declaration, record_number: str, entity: str) -> Outcome:
        """Delete a record. Without a unique id: a second one finds nothing to delete."""
        try:
            function = Function(FRESH, xml_deletion(declaration, record_number))
            answer = await self.calls.call([function], entity, unique=False)
        except Unrenderable as error:
            return refused_here(str(error))
        except ClientError as error:
            return _metered(outcome_of(error, writing=True))
        return _metered(_deleted(answer, declaration, record_number))

    async def _send(self, attempts: Sequence[Attempt], functions: Sequence[Function], entity: str, *,
                    atomic: bool) -> Sent:  # fmt: skip
        try:
            answer = await self.calls.call(functions, entity, unique=True, atomic=atomic)
        except ControlFailed as error:
            outcome = self._judge.of_control(error.complaints, error.outcome)
            return Sent(tuple(outcome for _ in functions), request_refused=outcome.kind in _SPOILT)
        except ClientError as error:
            return Sent(tuple(outcome_of(error, writing=True) for _ in functions))
        judged = self._judge.outcomes(attempts, answer.results, atomic=atomic)
        return Sent(tuple(delayed(each, answer.retry_after) for each in judged))


def _as_sent(attempt: Attempt) -> Attempt:
    """With the control id that is on the wire: submitting a record is another function than creating it."""
    return replace(attempt, write_id=f"{attempt.write_id}:submit") if attempt.action is Action.SUBMIT else attempt


def _rendered(write: Sendable) -> Function | Outcome:
    try:
        return Function(_as_sent(write.attempt).write_id, _call(write))
    except Unrenderable as error:
        return refused_here(str(error))


def _call(write: Sendable) -> etree._Element:
    attempt = write.attempt
    if attempt.action is Action.SUBMIT:
        return xml_submission(write.content, attempt.record_number)
    return xml_function(write.content, Operation(attempt.action.value), attempt.record_number)


def _deleted(answer: XmlAnswer, declaration: Declaration, record_number: str) -> Outcome:
    if len(answer.results) != 1:
        return uncertain("a deletion was answered without a result", record_number)
    result = answer.results[0]
    if result.succeeded:
        return Outcome(OutcomeKind.APPLIED, record_number)
    meaning = meaning_of(result.complaints, Circumstances(Position.XML_FUNCTION, label=declaration.label))
    return Outcome(meaning.outcome, record_number, meaning.diagnosis)


def _metered(outcome: Outcome) -> Outcome:
    """One transaction per record written, none for a refusal; an unknown outcome counts: it may have been billed."""
    billed = outcome.kind in (OutcomeKind.APPLIED, OutcomeKind.UNCERTAIN)
    return replace(outcome, transactions=1 if billed else 0)
