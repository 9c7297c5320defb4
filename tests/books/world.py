"""A company in the sandbox and the service in front of it, in one process: fast enough for hundreds of cases.

Nothing here knows the inside of the service: events go in by its ways in and its log, verdicts come out of its log.
"""

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from intacct_sandbox import Sandbox
from intacct_sandbox.switches import Switches
from pydantic import SecretStr

from schemas.verdict import DeadLetter, Receipt
from service.app import App
from service.clock import SystemClock
from service.configuration import load
from service.eventlog.port import DeadLetterFilter, EventLog, EventState, Whereabouts
from service.intake.file_source import read_events
from service.intake.standard_webhooks import sign
from service.lifecycle import Lifecycle
from service.operations.dead_letters import DeadLetters
from service.roles import ALL_ROLES
from service.settings import Settings
from tests.books.patience import eventually
from tests.books.person import Person
from tests.support.service_process import settings_for

COMPANY = "HARBORLINE"
OURS = "relay_ws"
SHORT_WAIT = 0.4
"""Seconds that an event of these tests waits for what it refers to, where nobody will bring it."""
AT_ONCE = 0.02
"""Seconds before a loss is looked into."""
LONG_WAIT = 20.0
"""The same where somebody will."""
_WAITING = {
    "missing_reference": SHORT_WAIT,
    "backoff_first": 0.02,
    "backoff_longest": 0.1,
    "probe_every": 0.05,
    "request_timeout": 10,
}
_HARDER = {"hold_seconds": 0, "unique_bill_numbers": False, "unique_invoice_numbers": False}
"""Nobody keeps document numbers unique: the reading of Intacct under which the service has to do it itself."""
_DEFINITION: dict[str, Any] = {
    "id": COMPANY,
    "currencies": ["USD", "EUR"],
    "slots": {"application": 2, "company": 10},
    "users": [
        {"id": OURS, "password": "user-secret"},
        {"id": Person.ID, "password": "another-secret"},
    ],
    "clients": [{"id": "relay.app.sage.com", "secret": "client-secret", "users": [OURS, Person.ID]}],
    "records": {
        "checking-account": [
            {"id": "OPER-CHK", "name": "Operating checking", "account": "1010"},
            {"id": "PAYR-CHK", "name": "Payroll checking", "account": "1010"},
        ]
    },
}


@asynccontextmanager
async def company(
    folder: Path,
    surface: str,
    *,
    log: dict[str, Any] | None = None,
    waiting: float = SHORT_WAIT,
    settle: float = AT_ONCE,
    replay: str = "offer",
    switches: dict[str, Any] | None = None,
    **definition: Any,
) -> AsyncIterator["World"]:
    """A company and the running service. ``definition`` is laid over the sandbox company's."""
    sandbox = Sandbox(companies=[_DEFINITION | definition], switches=_known(_HARDER | (switches or {})))
    async with sandbox, aiohttp.ClientSession() as http:
        embedded = {"kind": "sqlite", "path": str(folder / "relay.db")}
        world = World(sandbox, http, Setting(folder, surface, log or embedded, waiting, settle, replay))
        try:
            await world.start()
            yield world
        finally:
            await world.stop()


@dataclass(frozen=True)
class Setting:
    """How the service is set up in front of the company."""

    folder: Path
    surface: str
    log: Mapping[str, Any]
    waiting: float
    settle: float
    replay: str


def _known(switches: dict[str, Any]) -> dict[str, Any]:
    """Those that this sandbox has: one that it lacks is a reading that it does not offer."""
    return {name: value for name, value in switches.items() if name in Switches.__slots__}


class World:
    """What a case has in its hands."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession, setting: Setting) -> None:
        self.sandbox = sandbox
        self.person = Person(sandbox.url, http, self)
        self._http = http
        self._setting = setting
        self._ids = count(1)
        self._services: list[AsyncExitStack] = []
        self._sent: list[str] = []
        self.log: EventLog

    # the service

    async def start(self) -> None:
        """Start the service on the log as it is."""
        self._settings = self._load()
        stack = AsyncExitStack()
        self._services.append(stack)
        self._lifecycle = Lifecycle()
        app = App(self._settings, ALL_ROLES, self._lifecycle, SystemClock())
        self.log = await app.start(stack)

    async def stop(self) -> None:
        """Let it end cleanly."""
        while self._services:
            await self._services.pop().aclose()

    async def restart(self) -> None:
        """The same service again, with the memory of its log only."""
        await self.stop()
        await self.start()

    async def kill(self) -> None:
        """Go on with the log as it is at this moment: what the predecessor still writes into it is lost."""
        left = self._setting.folder / f"relay-{next(self._ids)}.db"
        with sqlite3.connect(self._setting.log["path"]) as now, sqlite3.connect(left) as copy:
            now.backup(copy)
        await self.stop()
        self._setting = replace(self._setting, log={**self._setting.log, "path": str(left)})

    def _load(self) -> Settings:
        raw = settings_for(
            self.sandbox.url,
            dict(self._setting.log),
            surface=self._setting.surface,
            waiting=_WAITING
            | {"missing_reference": self._setting.waiting, "settle_after": self._setting.settle}
            | {"replay": self._setting.replay},
            handlers={"defaults": {"base_currency": "USD"}},
        )
        raw |= {"shutdown_grace": 0.2, "logging": {"level": "error"}}
        config = self._setting.folder / f"relay-{next(self._ids)}.yaml"
        config.write_text(yaml.safe_dump(raw))
        return load(config, {})

    # events in, verdicts out

    def event(self, type: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        """A CloudEvent with an id of its own."""
        number = f"e-{next(self._ids)}"
        fixed = {"specversion": "1.0", "id": number, "source": "/books/erp", "type": type, "tenant": "harborline"}
        return {**fixed, "datacontenttype": "application/json", "data": data, **more}

    async def send(self, *events: dict[str, Any]) -> "Verdicts":
        """Put them into the log at once and wait for their verdicts."""
        await self.put(*events)
        return await self.verdicts(*events)

    async def put(self, *events: dict[str, Any], again: bool = False) -> None:
        """Put them into the log as ``intacct-relay send`` does; ``again`` says that no further verdict is due."""
        path = self._setting.folder / f"events-{next(self._ids)}.jsonl"
        path.write_text("".join(json.dumps(event) + "\n" for event in events))
        await self.log.append(list(read_events(path, self._settings)))
        self._sent += [] if again else [event["id"] for event in events]

    async def post(self, event: dict[str, Any]) -> "Verdicts":
        """Send it through the webhook receiver."""
        body, way = json.dumps(event).encode(), "shop"
        secret = SecretStr(self._settings.sources[way].secrets[0].get_secret_value())
        headers = sign(secret, event["id"], datetime.now(UTC), body) | {"Content-Type": "application/cloudevents+json"}
        url = f"http://127.0.0.1:{self._settings.receiver.port}/webhooks/{way}"
        async with self._http.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        self._sent.append(event["id"])
        return await self.verdicts(event)

    async def fire(self, form: str) -> None:
        """Let Intacct send a Smart Event with these arguments."""
        url = f"http://127.0.0.1:{self._settings.receiver.port}/webhooks/smart"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        async with self._http.post(url, data=f"{form}&key=smart-secret".encode(), headers=headers) as answer:
            assert answer.status == 200, await answer.text()

    async def verdicts(self, *events: dict[str, Any], replays: int = 0) -> "Verdicts":
        """Wait until each has a verdict on its latest replay, and give them."""
        found: Verdicts = {}

        async def all_in() -> bool:
            assert self._lifecycle.alive(), "a part of the service has ended by a bug"
            for event in events:
                places = await self.log.where(event["id"])
                if not places or any(place.state is EventState.WAITING for place in places):
                    return False
                found[event["id"]] = verdict = _one(places)
                if (verdict.replay if isinstance(verdict, Receipt) else verdict.replays) < replays:
                    return False
            return True

        await eventually(all_in, "every event has its verdict")
        return found

    async def waits(self, event: dict[str, Any]) -> None:
        """Wait until it has been tried, and find it waiting still."""
        asked = self.requests

        async def tried() -> bool:
            return self.requests > asked + 1

        with suppress(AssertionError):
            await eventually(tried, "it is tried", patience=0.3)
        (place,) = await self.log.where(event["id"])
        assert place.state is EventState.WAITING, place

    async def replay(self, *events: dict[str, Any]) -> "Verdicts":
        """Send dead letters again, as a person does, and wait for the new verdicts."""
        done = await DeadLetters(self.log, SystemClock()).replay([event["id"] for event in events], "tests")
        assert all(each.ok for each in done), done
        return await self.verdicts(*events, replays=min(each.letter.replays for each in done if each.letter) + 1)

    async def no_event_is_judged_twice(self) -> None:
        """Each event that was sent has exactly one verdict: a receipt or an open dead letter."""
        receipts = [receipt.event_id for receipt in await self.log.receipts(limit=10_000)]
        letters = [letter.event_id for letter in await self.log.dead_letters(DeadLetterFilter(limit=10_000))]
        assert sorted(receipts + letters) == sorted(self._sent)

    async def metrics(self) -> str:
        """What Prometheus would read."""
        async with self._http.get(f"http://127.0.0.1:{self._settings.admin.port}/metrics") as answer:
            return await answer.text()

    async def waits_because(self, event: dict[str, Any]) -> str:
        """What a person who asks the running service for a waiting event is told."""
        async with self._http.get(f"http://127.0.0.1:{self._settings.admin.port}/api/where/{event['id']}") as answer:
            (where,) = await answer.json()
        return str(where["because"])

    # Intacct

    def records(self, table: str) -> list[dict[str, Any]]:
        """All records of one object, as they are in the books now."""
        return list(self.sandbox.world.companies[COMPANY].tables[table])

    def record(self, table: str, key: str) -> dict[str, Any]:
        """One record by its number."""
        found = self.sandbox.world.companies[COMPANY].tables[table].numbered(key)
        assert found is not None
        return dict(found)

    def key(self, table: str, number: str) -> str:
        """The record number of the one document with this number."""
        (record,) = [each for each in self.records(table) if each["number"] == number]
        return str(record["key"])

    def configure(self, **values: Any) -> None:
        """Change the company's set-up while it runs: ``closed_through``, ``approvals``."""
        company = self.sandbox.world.companies[COMPANY]
        company.definition = replace(company.definition, **values)
        for name in {"closed_through"} & values.keys():
            setattr(company, name, values[name])

    def amend(self, table: str, key: str, **values: Any) -> None:
        """Put a record into a state that only Intacct itself, or its screens, can bring about."""
        records = self.sandbox.world.companies[COMPANY].tables[table]
        records.put({**self.record(table, key), **values})

    def faults(self, *rules: dict[str, Any]) -> None:
        """What goes wrong from now on."""
        self.sandbox.set_faults(list(rules))

    async def fault_has_struck(self) -> None:
        """Wait until the first fault rule has fired."""

        async def struck() -> bool:
            return any(rule["fired"] for rule in self.sandbox.world.faults.as_list())

        await eventually(struck, "the fault strikes")

    @property
    def transactions(self) -> int:
        """What Intacct has billed so far."""
        return self.sandbox.counters(COMPANY)["transactions"]

    @property
    def requests(self) -> int:
        """What Intacct has been asked so far, by anybody."""
        return self.sandbox.counters(COMPANY)["requests"]


Verdicts = dict[str, Receipt | DeadLetter]


def _one(places: Sequence[Whereabouts]) -> Receipt | DeadLetter:
    assert len(places) == 1, places
    verdict = places[0].receipt or places[0].dead_letter
    assert verdict is not None
    return verdict
