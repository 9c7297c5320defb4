"""/_sandbox/: what tests ask and set."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from intacct_sandbox.faults.rules import WrongRule
from intacct_sandbox.ledger import plain
from intacct_sandbox.switches import UnknownSwitch
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.web.open_requests import OpenRequests
from intacct_sandbox.web.window import newest_records
from intacct_sandbox.world import World


class Admin:
    """Ledger, counters, faults, switches, books, clock, reset, health. No sign-in: it is for loopback."""

    def __init__(self, world: World, open_requests: OpenRequests) -> None:
        self._world = world
        self._routes: dict[tuple[str, str], Callable[[Mapping[str, str], Any], Any]] = {
            ("GET", "ledger"): self._ledger,
            ("GET", "counters"): self._counters,
            ("GET", "usage"): lambda query, body: world.usage(),
            ("GET", "requests"): lambda query, body: open_requests.as_list(),
            ("GET", "records"): self._records,
            ("GET", "faults"): lambda query, body: world.faults.as_list(),
            ("PUT", "faults"): self._put_faults,
            ("GET", "switches"): lambda query, body: world.switches.as_dict(),
            ("PUT", "switches"): self._put_switches,
            ("GET", "books"): self._books,
            ("PUT", "books"): self._put_books,
            ("GET", "clock"): self._clock,
            ("PUT", "clock"): self._put_clock,
            ("GET", "triggers"): lambda query, body: world.outgoing.as_list(),
            ("PUT", "triggers"): self._put_triggers,
            ("GET", "deliveries"): self._deliveries,
            ("POST", "reset"): self._reset,
            ("GET", "health"): lambda query, body: {"status": "ok", "companies": sorted(world.companies)},
        }

    def answer(self, method: str, path: str, query: Mapping[str, str], body: bytes) -> Answer:
        """The answer; 4xx with {"error": ...} for anything wrong."""
        handler = self._routes.get((method, path.strip("/")))
        if handler is None:
            return _json(404, {"error": f"there is no {method} /_sandbox/{path}"})
        try:
            return _json(200, handler(query, json.loads(body) if body.strip() else None))
        except (WrongRule, UnknownSwitch, ValueError, TypeError, RecursionError) as error:
            return _json(400, {"error": str(error)})

    def _ledger(self, query: Mapping[str, str], body: Any) -> Any:
        return list(self._world.ledger.rows(query.get("company"), int(query.get("after", "0"))))

    def _counters(self, query: Mapping[str, str], body: Any) -> Any:
        person = query.get("person", "")
        if not person:
            return {id: company.counters.as_dict() for id, company in self._world.companies.items()}
        return {
            id: each.people[person].as_dict() for id, each in self._world.companies.items() if person in each.people
        }

    def _records(self, query: Mapping[str, str], body: Any) -> Any:
        """How many records there are of each object; with `object` its newest records, at most `last`."""
        company = self._world.companies.get(query.get("company", "")) or next(iter(self._world.companies.values()))
        table = company.tables.get(query.get("object", ""))
        if table is None:
            return {name: len(each) for name, each in company.tables.items()}
        return [
            {"key": str(each["key"]), **plain(each)} for each in newest_records(table, int(query.get("last", "100")))
        ]

    def _put_faults(self, query: Mapping[str, str], body: Any) -> Any:
        self._world.faults.put(body)
        return self._world.faults.as_list()

    def _put_switches(self, query: Mapping[str, str], body: Any) -> Any:
        if not isinstance(body, dict):
            raise ValueError("switches are an object of names and values")
        self._world.change_switches(body)
        return self._world.switches.as_dict()

    def _put_triggers(self, query: Mapping[str, str], body: Any) -> Any:
        self._world.outgoing.put(body)
        return self._world.outgoing.as_list()

    def _deliveries(self, query: Mapping[str, str], body: Any) -> Any:
        company, after = query.get("company"), int(query.get("after", "0"))
        found = (each for each in self._world.courier.rows(after) if company in (None, each.about["company"]))
        return [each.as_row() for each in found]

    def _books(self, query: Mapping[str, str], body: Any) -> Any:
        return {id: {"closed_through": company.closed_through} for id, company in self._world.companies.items()}

    def _put_books(self, query: Mapping[str, str], body: Any) -> Any:
        if not isinstance(body, dict) or "closed_through" not in body or set(body) - {"company", "closed_through"}:
            raise ValueError('books take {"closed_through": ISO day or ""}, and "company" where there are several')
        self._world.close_books(str(body["closed_through"] or ""), str(body.get("company", "")))
        return self._books(query, body)

    def _clock(self, query: Mapping[str, str], body: Any) -> Any:
        return {"now": self._world.clock.now().isoformat()}

    def _put_clock(self, query: Mapping[str, str], body: Any) -> Any:
        if not isinstance(body, dict) or len(body) != 1 or not {"now", "advance"} & set(body):
            raise ValueError('the clock takes {"now": ISO time} or {"advance": seconds}')
        if "now" in body:
            self._world.clock.move_to(datetime.fromisoformat(body["now"]))
        else:
            self._world.clock.advance(float(body["advance"]))
        return self._clock(query, body)

    def _reset(self, query: Mapping[str, str], body: Any) -> Any:
        self._world.reset()
        return {"status": "reset"}


def _json(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body).encode())
