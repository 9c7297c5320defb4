"""Everything that one running sandbox knows. Two sandboxes share nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from intacct_sandbox.agenda import Agenda
from intacct_sandbox.clock import Clock
from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import Definition, WrongCompany
from intacct_sandbox.company.unit import Books
from intacct_sandbox.faults.rules import FaultRules
from intacct_sandbox.identifiers import Identifiers
from intacct_sandbox.ledger import Effect, Ledger
from intacct_sandbox.objects.registry import types_of
from intacct_sandbox.outgoing.courier import Courier
from intacct_sandbox.outgoing.outgoing import Outgoing
from intacct_sandbox.outgoing.trigger import WrongTrigger
from intacct_sandbox.rest.codes import Codes
from intacct_sandbox.rest.idempotency import IdempotencyKeys
from intacct_sandbox.rest.token import Tokens
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import Switches
from intacct_sandbox.xml.control_ids import ControlIds
from intacct_sandbox.xml.result_sets import ResultSets
from intacct_sandbox.xml.session import Sessions


class World:
    """The state behind both surfaces; `reset` goes back to the start values."""

    def __init__(self, definitions: Sequence[Definition], switches: Switches, state: StateFile) -> None:
        ids = [each.id for each in definitions]
        if len(set(ids)) != len(ids):
            raise WrongCompany(f"companies need ids of their own, got {', '.join(ids)}")
        self.definitions = definitions
        self.start_switches = self.switches = switches
        self.state = state
        self.clock = Clock()
        self.agenda = Agenda(self.clock)
        self.courier = Courier(self.clock, self.agenda, lambda: self.switches)
        self.url = ""
        self._begin()
        self._restore()

    def reset(self) -> None:
        """Start values again: empty ledger, no faults, no sessions, the clock at real time."""
        self.state.clear()
        self.agenda.clear()
        self.courier.forget()
        self.forget_offline()
        self.faults.clear()
        self.clock.restore()
        self._begin()

    def usage(self) -> dict[str, dict[str, dict[str, int]]]:
        """Per company and month: transactions, how many are included, how many are charged on top. None is refused."""
        included = self.switches.monthly_transactions
        return {
            id: {
                month: {"transactions": used, "included": included, "over": max(0, used - included)}
                for month, used in company.usage.months().items()
            }
            for id, company in self.companies.items()
        }

    def forget_offline(self) -> None:
        """Drop the work that is queued in all companies."""
        for company in self.companies.values():
            company.offline.forget()

    def books(self) -> Books:
        """What a unit of work commits to now."""
        return Books(self.ledger, self.state, self.switches, self.clock.stamp(), self.outgoing)

    def knows_sender(self, sender: str, password: str) -> bool:
        """Whether these sender credentials exist at all; a company authorises senders on its own."""
        return any(each.definition.senders.get(sender) == password for each in self.companies.values())

    def expire_sessions(self, company: str | None) -> None:
        """End all XML sessions and REST tokens of a company, or all."""
        self.sessions.expire(company)
        self.tokens.expire(company)

    def close_books(self, through: str, company: str = "") -> None:
        """Close the books of a company through a day, or open all periods with an empty `through`; kept in the state
        file. `company` may be left out where there is one. Raises ValueError."""
        if through:
            date.fromisoformat(through)
        chosen = self._company(company)
        chosen.closed_through = through
        self.state.closed(chosen.id, through)
        self.state.flush()

    def change_switches(self, values: Mapping[str, Any]) -> None:
        self.switches = self.switches.changed(values)

    def _company(self, id: str) -> Company:
        if not id and len(self.companies) == 1:
            return next(iter(self.companies.values()))
        if id not in self.companies:
            raise ValueError(f"there is no company {id!r}; known: {', '.join(self.companies)}")
        return self.companies[id]

    def _begin(self) -> None:
        self.switches = self.start_switches
        self.identifiers = Identifiers(self.switches.seed)
        self.ledger = Ledger()
        self.faults = FaultRules(self.clock, self.agenda)
        self.companies = {each.id: Company(each, types_of(each)) for each in self.definitions}
        self.outgoing = self._outgoing()
        self.sessions = Sessions(self.clock, self.identifiers)
        self.control_ids = ControlIds(self.state)
        self.result_sets = ResultSets()
        self.tokens = Tokens(self.clock, self.identifiers)
        self.codes = Codes(self.clock, self.identifiers)
        self.keys = IdempotencyKeys(self.clock, self.state)

    def _outgoing(self) -> Outgoing:
        try:
            return Outgoing(self.companies, self.clock, self.courier, self.faults, self.state, lambda: self.switches)
        except WrongTrigger as error:
            raise WrongCompany(str(error)) from error

    def _restore(self) -> None:
        for batch in self.state.read():
            for line in batch:
                self._restore_line(line)

    def _restore_line(self, line: dict[str, Any]) -> None:
        if "effect" in line:
            self._restore_effect(Effect(**line["effect"]))
        elif "answered" in line:
            self.keys.restore(line["answered"], line["answer"])
        elif "client" in line:
            self.outgoing.queue(line["company"], line["client"]).restore(line)
        elif company := self.companies.get(line["company"]):
            self._restore_company(company, line)

    def _restore_effect(self, effect: Effect) -> None:
        self.ledger.append(effect)
        if company := self.companies.get(effect.company):
            company.seen_key(effect.record_number)

    def _restore_company(self, company: Company, line: dict[str, Any]) -> None:
        if "closed" in line:
            company.closed_through = line["closed"]
        elif "used" in line:
            self.control_ids.restore(company.id, line["used"])
        elif "put" in line:
            company.tables[line["put"]].put(line["record"])
            company.seen_key(line["record"]["key"])
            for each in line["record"].get("lines") or ():
                company.seen_key(int(each["key"]))
        else:
            company.tables[line["drop"]].drop(line["key"])
