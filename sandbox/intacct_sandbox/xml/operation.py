"""Running the functions of one operation: independent of each other, or all or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from intacct_sandbox.company.unit import Caller, Unit
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.world import World
from intacct_sandbox.xml.authentication import Identity
from intacct_sandbox.xml.catalogue import IMPLEMENTATIONS, SESSION
from intacct_sandbox.xml.duplicate_wording import completed, in_process
from intacct_sandbox.xml.envelope import Envelope, Function
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.refusals import errors_for
from intacct_sandbox.xml.response import Result

ROLLED_BACK = XmlError(
    "XL03000009", "The entire transaction in this operation has been rolled back due to an error.", traced=False
)


@dataclass
class Operation:
    """One request's work. `taken` are control ids that another request is executing at the moment."""

    world: World
    identity: Identity
    envelope: Envelope
    taken: frozenset[str]
    _done: set[str] = field(default_factory=set)

    def run(self) -> list[Result]:
        """Run all functions without pause; everything that is final when this returns is committed."""
        identity, control = self.identity, self.envelope.control
        caller = Caller(identity.company, identity.user, identity.entity, "xml", control.id, app=control.sender)
        return self._together(caller) if self.envelope.transaction else self._separately(caller)

    def _separately(self, caller: Caller) -> list[Result]:
        results = []
        for function in self.envelope.functions:
            unit = Unit(caller.under(function.control_id), self.world.books())
            result = self._one(function, unit)
            unit.commit()
            if self._keeps_id(function, result):
                self._complete([function])
            results.append(result)
        return results

    def _together(self, caller: Caller) -> list[Result]:
        unit = Unit(caller, self.world.books())
        results: list[Result] = []
        for function in self.envelope.functions:
            unit.caller = caller.under(function.control_id)
            result = self._one(function, unit)
            if result.status != "success":
                unit.roll_back()
                return self._aborted(results, result)
            results.append(result)
            self._done.add(function.control_id)
        unit.commit()
        self._complete(self.envelope.functions)
        return results

    def _one(self, function: Function, unit: Unit) -> Result:
        duplicate = self._duplicate(function)
        outcome = Outcome("", [duplicate]) if duplicate else self._outcome(function, unit)
        if outcome.errors and not duplicate:
            unit.count_failure("", function.name)
        status = "failure" if outcome.errors else "success"
        return Result(status, function.name, function.control_id, outcome.payload, outcome.errors, outcome.bare)

    def _outcome(self, function: Function, unit: Unit) -> Outcome:
        if function.name == SESSION:
            return self._session(function)
        mark = unit.mark()
        try:
            run = IMPLEMENTATIONS.get(function.name, _not_covered)
            return run(Call(self.world, unit, function.call))
        except Refused as refused:
            unit.roll_back(mark)
            return Outcome("", errors_for(refused, function.name, None, self.world.switches))
        except FunctionFailure as failure:
            unit.roll_back(mark)
            return Outcome("", failure.errors)

    def _duplicate(self, function: Function) -> XmlError | None:
        id, switches = function.control_id, self.world.switches
        if not self.envelope.control.unique:
            return None
        company, counters = self.identity.company, self.identity.company.counters_of(self.identity.user)
        if id in self.taken or id in self._done:
            counters.duplicates_suppressed += 1
            return in_process(switches, id)
        if self.world.control_ids.is_completed(company.id, id):
            counters.duplicates_suppressed += 1
            return completed(switches, id)
        return None

    def _keeps_id(self, function: Function, result: Result) -> bool:
        if result.status == "success":
            return True
        return self.world.switches.failed_burns_id and function.control_id not in self.taken

    def _complete(self, functions: Iterable[Function]) -> None:
        if self.envelope.control.unique:
            for function in functions:
                self.world.control_ids.complete(self.identity.company.id, function.control_id)

    def _aborted(self, before: list[Result], failed: Result) -> list[Result]:
        switches = self.world.switches
        status = "aborted" if switches.aborted_shape == "B" else "failure"
        results = [Result("aborted", each.function, each.control_id, "", [ROLLED_BACK]) for each in before]
        results.append(Result(status, failed.function, failed.control_id, "", [*failed.errors, ROLLED_BACK]))
        if switches.aborted_burns_id:
            self._complete(
                each for each in self.envelope.functions[: len(results)] if each.control_id not in self.taken
            )
        if switches.results_after_failure:
            later = self.envelope.functions[len(results) :]
            results += [Result("aborted", each.name, each.control_id, "", [ROLLED_BACK]) for each in later]
        return results

    def _session(self, function: Function) -> Outcome:
        if len(self.envelope.functions) > 1:
            return Outcome("", [XmlError("Get API Session Failed", "getAPISession must be alone in its request.")])
        entity = self._wanted_entity(function)
        if not self.identity.company.lets_in(self.identity.user, entity):
            return Outcome("", [XmlError("Get API Session Failed", f"Invalid Location '{entity}' specified.")])
        identity, world = self.identity, self.world
        seconds = identity.company.definition.session_seconds
        session = world.sessions.open(identity.company.id, identity.user.id, entity, seconds)
        endpoint = world.switches.announced_endpoint
        url = endpoint if "://" in endpoint else world.url + endpoint
        inner = element("sessionid", session.id) + element("endpoint", url) + element("locationid", entity)
        return Outcome(wrap("data", wrap("api", inner)))

    def _wanted_entity(self, function: Function) -> str:
        location = function.call.find("locationid")
        return self.identity.entity if location is None else (location.text or "").strip()


def _not_covered(call: Call) -> Outcome:
    """The schema has more functions than work here; none is silently taken for done."""
    text = f"intacct-sandbox does not cover the function {call.element.tag}."
    raise FunctionFailure(XmlError("EMU-NOT-COVERED", text))
