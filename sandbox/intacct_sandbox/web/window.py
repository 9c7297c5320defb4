"""The page at `/`: what the sandbox knows, as it changes. Plain HTML; needs no network and no JavaScript."""

import base64
import hashlib
from collections.abc import Mapping
from importlib import resources
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.table import Table
from intacct_sandbox.faults.rules import Rule
from intacct_sandbox.ledger import plain
from intacct_sandbox.model.object_type import Fields
from intacct_sandbox.web.answer import HTML, Answer
from intacct_sandbox.web.html import Link, section, table
from intacct_sandbox.web.open_requests import OpenRequests
from intacct_sandbox.world import World

_ROWS = 40
_COUNTERS = ("requests", "transactions", "in_flight", "in_flight_max", "throttled", "duplicates_suppressed")
_LEDGER = ("sequence", "time", "company", "entity", "user", "surface", "operation", "object", "key", "record_number",
           "idempotency_id")  # fmt: skip
_DELIVERIES = ("sequence", "time", "company", "trigger", "event", "object", "key", "state", "due")


class Window:
    """`page` is the whole page, `inside` its changing part, which the page fetches once a second.

    `company` and `object` in the query choose whose records are shown.
    """

    def __init__(self, world: World, open_requests: OpenRequests) -> None:
        self._world = world
        self._open = open_requests

    def page(self, query: Mapping[str, str]) -> Answer:
        """The page; nothing in it comes from another host, and only its own script runs."""
        style, script = _shipped("window.css"), _shipped("window.js")
        policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; connect-src 'self'"
        body = _PAGE.format(style=style, script=script, main=self._inside(query))
        headers = {"Content-Security-Policy": f"{policy}; base-uri 'none'; form-action 'none'", **_UNSTORED}
        return Answer(200, body.encode(), HTML, headers)

    def inside(self, query: Mapping[str, str]) -> Answer:
        return Answer(200, self._inside(query).encode(), HTML, _UNSTORED)

    def _inside(self, query: Mapping[str, str]) -> str:
        companies = self._world.companies
        company = companies.get(query.get("company", "")) or next(iter(companies.values()))
        return "".join((
            section("Companies", self._companies()),
            section("Requests in flight", self._requests()),
            section("Faults", self._faults()),
            section("Ledger", self._ledger()),
            section("Deliveries", self._deliveries()),
            section(f"Records of {company.id}", self._objects(company)),
            self._records(company, query.get("object", "")),
            section("Switches that were changed", self._switches()),
        ))  # fmt: skip

    def _companies(self) -> str:
        rows = [
            (Link(each.id, {"company": each.id}), each.definition.name,
             *(each.counters.as_dict()[name] for name in _COUNTERS))
            for each in self._world.companies.values()
        ]  # fmt: skip
        return table(("company", "name", *_COUNTERS), rows, "none")

    def _requests(self) -> str:
        rows = [(each["since"], each["method"], each["path"]) for each in self._open.as_list()]
        return table(("since", "method", "path"), rows, "none")

    def _faults(self) -> str:
        rows = []
        for each in self._world.faults.as_list():
            plain = Rule(each["kind"]).as_dict() | {name: each[name] for name in ("matched", "fired")}
            details = {name: value for name, value in each.items() if value != plain[name]}
            state = "used up" if 0 < each["count"] <= each["fired"] else "on"
            rows.append((each["kind"], _brief(details), each["matched"], each["fired"], state))
        return table(("kind", "rule", "matched", "fired", "state"), rows, "none")

    def _objects(self, company: Company) -> str:
        rows = [(Link(name, {"company": company.id, "object": name}), len(each))
                for name, each in company.tables.items() if len(each)]  # fmt: skip
        return table(("object", "records"), rows, "none")

    def _records(self, company: Company, object: str) -> str:
        found = company.tables.get(object)
        if found is None:
            return ""
        newest = newest_records(found, _ROWS)
        rows = [(each["key"], found.type.business_key(each), each["modified_at"], _brief(plain(each)))
                for each in newest]  # fmt: skip
        return section(f"Newest of {object}", table(("key", "id", "modified", "fields"), rows, "none"))

    def _ledger(self) -> str:
        ledger = self._world.ledger
        newest = list(ledger.rows(after=max(0, len(ledger) - _ROWS)))[::-1]
        rows = [(*(each[name] for name in _LEDGER), _brief(each["fields"])) for each in newest]
        total = table((*_LEDGER, "fields"), rows, "empty")
        return f"<p>{len(ledger)} rows, the newest first</p>{total}"

    def _deliveries(self) -> str:
        newest = [each.as_row() for each in self._world.courier.newest(_ROWS)]
        shown = [tuple(each.get(name) for name in _DELIVERIES) for each in newest]
        rows = [(*row, _attempts(each), ", ".join(each["faults"])) for row, each in zip(shown, newest, strict=True)]
        return table((*_DELIVERIES, "attempts", "faults"), rows, "none")

    def _switches(self) -> str:
        plain = type(self._world.switches)().as_dict()
        rows = [(name, value) for name, value in self._world.switches.as_dict().items() if value != plain[name]]
        return table(("switch", "value"), rows, "none")


def newest_records(table: Table, most: int) -> list[Fields]:
    """The records with the highest keys, the highest first."""
    return [each for key in list(table.keys())[: -most - 1 : -1] if (each := table.get(key))]


def _attempts(row: dict[str, Any]) -> str:
    return ", ".join(str(each["status"] or each["error"]) for each in row["attempts"])


def _brief(fields: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in fields.items())


def _shipped(name: str) -> str:
    return resources.files("intacct_sandbox.web").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


_UNSTORED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Intacct sandbox</title><style>{style}</style>
<noscript><meta http-equiv="refresh" content="2"></noscript></head>
<body><h1>Intacct sandbox</h1><p id="state" role="status"></p><main>{main}</main><script>{script}</script></body></html>
"""
