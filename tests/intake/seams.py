"""What the tests of the ways in put at the edges: a log in memory, settings, a running receiver."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession
from pydantic import SecretStr

from schemas.event import StoredEvent
from schemas.verdict import UsageCount, Verdict
from service.clock import Clock
from service.errors import LogUnavailable
from service.eventlog.port import (
    DeadLetterFilter,
    DocumentKey,
    EventLog,
    KnownDocument,
    KnownVerdict,
    PartitionOwner,
    Whereabouts,
)
from service.intake.receiver import Answer
from service.intake.server import ReceiverServer
from service.settings import Settings
from tests.support.clock import FakeClock

SIGNING_SECRET = SecretStr("whsec_d2hyZWYtc3RhbmRhcmQtd2ViaG9va3Mta2V5LTMyYnk=")
PREVIOUS_SECRET = SecretStr("whsec_cHJldmlvdXMtc3RhbmRhcmQtd2ViaG9va3Mta2V5LTAx")
SHARED = "s3cr3t-in-body"
REST = {"client_id": "id", "client_secret": "secret", "username": "ws@ACME"}


def settings(**changes: object) -> Settings:
    """Two tenants and one source of each kind."""
    smart = {"kind": "intacct-smart-event", "tenant": "acme", "secrets": [SHARED, "older-secret"]}
    trigger = {"kind": "platform-trigger", "tenant": "acme", "secrets": [SHARED]}
    signed = {"kind": "cloudevents", "secrets": [SIGNING_SECRET, PREVIOUS_SECRET]}
    whole: dict[str, object] = {
        "tenants": {name: {"company": name.upper(), "rest": REST} for name in ("acme", "zenith")},
        "sources": {
            "smart": {**smart, "aliases": {"com.intacct.vendor.set": "vendor.changed"}},
            "smart-doc": {**smart, "document_argument": "doc", "id_arguments": ["obj", "evt", "recordno"]},
            "smart-latin": {**smart, "charset": "cp1252"},
            "trigger": {**trigger, "secret_header": "X-Relay-Secret", "id_paths": ["recordno"]},
            "trigger-constant": {**trigger, "type": "com.intacct.apbill.add"},
            "orders": {**signed, "aliases": {"acme.bill_approved": "bill.approved"}},
            "pinned": {**signed, "tenant": "acme"},
        },
        "receiver": {"port": 0, "max_body_bytes": 65_536},
        "shutdown_grace": 1.0,
    }
    return Settings.model_validate(whole | changes)


class MemoryLog(EventLog):
    """Keeps what was appended and published; can refuse, or not answer until it is let go."""

    def __init__(self) -> None:
        self.events: list[StoredEvent] = []
        self.published: list[Verdict] = []
        self.refusals = 0
        self.answering = asyncio.Event()
        self.answering.set()

    async def append(self, events: Sequence[StoredEvent]) -> Sequence[StoredEvent]:
        """Store, unless a refusal is due; wait while not answering."""
        await self.answering.wait()
        self._refuse()
        self.events += events
        return []

    async def publish(self, verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()) -> None:
        """Store, unless a refusal is due."""
        self._refuse()
        self.published += verdicts

    def _refuse(self) -> None:
        if self.refusals:
            self.refusals -= 1
            raise LogUnavailable("the disk is full")

    async def start(self) -> None:
        """Nothing to open."""

    async def stop(self) -> None:
        """Nothing to close."""

    async def consume(self, owner: PartitionOwner) -> None:
        """Nobody reads from here."""

    async def verdicts(self, event_keys: Sequence[str]) -> dict[str, KnownVerdict]:
        """None are known."""
        return {}

    async def documents(self, keys: Sequence[DocumentKey]) -> Mapping[DocumentKey, Sequence[KnownDocument]]:
        """None are known."""
        return {}

    async def awaited(self, tenant: str) -> frozenset[str]:
        """Nothing is."""
        return frozenset()

    async def where(self, event_id: str) -> Sequence[Whereabouts]:
        """Nothing is known."""
        return []

    async def dead_letters(self, which: DeadLetterFilter) -> Sequence[object]:  # type: ignore[override]
        """See ``published``."""
        return []

    async def receipts(self, tenant: str = "", limit: int = 1000) -> Sequence[object]:  # type: ignore[override]
        """None."""
        return []

    async def usage(self, tenant: str = "") -> Sequence[UsageCount]:
        """None."""
        return []

    async def backlog(self) -> dict[str, int]:
        """None."""
        return {}

    async def healthy(self) -> bool:
        """Always."""
        return True


class Door:
    """A running receiver and a client that talks to it."""

    def __init__(self, server: ReceiverServer, session: ClientSession, clock: Clock, answers: list[Answer]) -> None:
        self.server = server
        self.session = session
        self.clock = clock
        self.answers = answers

    async def post(
        self, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, object]]:
        """Status and JSON of a POST to ``/webhooks/<path>``."""
        url = f"{self.server.url}/webhooks/{path}"
        async with self.session.post(url, data=body, headers=headers) as response:
            return response.status, await response.json(content_type=None)


@asynccontextmanager
async def open_door(
    log: EventLog, clock: Clock | None = None, configured: Settings | None = None
) -> AsyncIterator[Door]:
    """A receiver on a free port of this machine."""
    clock = clock or FakeClock()
    answers: list[Answer] = []
    server = ReceiverServer(configured or settings(), log, clock, answers.append)
    await server.start()
    try:
        async with ClientSession() as session:
            yield Door(server, session, clock, answers)
    finally:
        await server.stop()
