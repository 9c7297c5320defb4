"""Executing a request whose envelope is right: sign-in, duplicates, functions. No waiting in between."""

from intacct_sandbox.company.company import Company
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World
from intacct_sandbox.xml.authentication import sign_in
from intacct_sandbox.xml.duplicate_wording import completed as duplicate
from intacct_sandbox.xml.duplicate_wording import in_process
from intacct_sandbox.xml.envelope import Envelope
from intacct_sandbox.xml.failure import AuthenticationFailure, ControlFailure
from intacct_sandbox.xml.operation import Operation
from intacct_sandbox.xml.response import Response


def execute(world: World, envelope: Envelope, company: Company, path: str, taken: frozenset[str]) -> Answer:
    """Run all functions; `taken` are control ids that another request is executing at the moment."""
    response = Response(world, envelope.control)
    try:
        identity = sign_in(world, envelope, company, path)
        _refuse_duplicates(world, envelope, company, taken)
        results = Operation(world, identity, envelope, taken).run()
    except ControlFailure as failure:
        return response.control_failure(failure)
    except AuthenticationFailure as failure:
        return response.authentication_failure(failure)
    finally:
        world.state.flush()
    return response.results(identity.signed_in, results)


def control_ids_of(envelope: Envelope) -> list[str]:
    """The function control ids that must not be repeated."""
    return [each.control_id for each in envelope.functions] if envelope.control.unique else []


def _refuse_duplicates(world: World, envelope: Envelope, company: Company, taken: frozenset[str]) -> None:
    """With the switch for the control level, one used id refuses the whole request."""
    switches = world.switches
    if switches.duplicate_level != "control":
        return
    for id in control_ids_of(envelope):
        running, done = id in taken, world.control_ids.is_completed(company.id, id)
        if running or done:
            company.counters.duplicates_suppressed += 1
            raise ControlFailure((in_process if running else duplicate)(switches, id))
