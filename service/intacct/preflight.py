"""``check`` asks one tenant's Intacct what is there and what is missing.

Reads at most one row of each object (one transaction each); everything else is free. Nothing is written, so a missing
permission to create shows only when the user may not read the object either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp

from service.clock import Clock
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind, Surface
from service.errors import ClientError
from service.intacct.answers import CallFailed, outcome_of
from service.intacct.catalogue import Circumstances, Complaint, Position, entry_name
from service.intacct.client import open_surfaces
from service.intacct.company_check import company_lines
from service.intacct.coverage import Coverage
from service.intacct.network import Http
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading
from service.intacct.rest.surface import MODEL_OF_VENDORS, RestSurface
from service.intacct.surface import Selection, SurfaceClient
from service.intacct.xml.sessions import FOREIGN_ENDPOINT
from service.intacct.xml.surface import XmlSurface
from service.operations.check_line import CheckLine
from service.settings import TenantSettings

MOST_CLOCK_DIFFERENCE = 60.0
"""Seconds. Signatures of webhooks and expiry times go wrong beyond a few minutes."""

_SENDER = frozenset({"sender-not-authorised", "sender-credentials", "unknown-tenant"})


async def preflight(
    name: str, settings: TenantSettings, clock: Clock, *, http: aiohttp.ClientSession | None = None
) -> Sequence[CheckLine]:
    """Lines for one tenant, each OK or what is missing and where to fix it. One request at a time.

    Raises ConfigurationError for an address that is not allowed; everything else becomes a line.
    """
    pool = Http(settings.waiting, http)
    try:
        return await _Check(settings, clock, open_surfaces(name, settings, clock, pool)).lines()
    finally:
        await pool.close()


@dataclass(slots=True)
class _Check:
    settings: TenantSettings
    clock: Clock
    surfaces: dict[Surface, SurfaceClient]
    server_time: str = ""

    async def lines(self) -> list[CheckLine]:
        lines: list[CheckLine] = []
        usable: set[Surface] = set()
        for surface, client in self.surfaces.items():
            found = await self._connection(client)
            lines += found
            if all(line.ok for line in found):
                usable.add(surface)
        return [*lines, *await self._permissions(usable), *await self._company(usable), self._clock()]

    async def _company(self, usable: set[Surface]) -> list[CheckLine]:
        """Only the XML gateway tells what a company is set up as."""
        client = self.surfaces.get(Surface.XML)
        if Surface.XML not in usable or not isinstance(client, XmlSurface):
            return []
        return await company_lines(client, self.settings.company_settings)

    async def _connection(self, client: SurfaceClient) -> list[CheckLine]:
        if isinstance(client, RestSurface):
            return [await self._rest(client)]
        assert isinstance(client, XmlSurface)
        return await self._xml(client)

    async def _rest(self, client: RestSurface) -> CheckLine:
        outcome = await client.probe()
        if outcome.kind is not OutcomeKind.APPLIED:
            return _missing("credentials", "REST", outcome)
        try:
            self.server_time = (await client.api.call(MODEL_OF_VENDORS)).headers.get("date", "")
        except ClientError as error:
            return _missing("credentials", "REST", outcome_of(error, writing=False))
        assert self.settings.rest is not None
        return CheckLine("credentials", True, f"REST: {self.settings.rest.username} is accepted")

    async def _xml(self, client: XmlSurface) -> list[CheckLine]:
        try:
            session = await client.sessions.current("")
        except CallFailed as error:
            return list(_login_lines(error.outcome))
        self.server_time = client.gateway.server_time or self.server_time
        xml = client.gateway.settings
        return [
            CheckLine("sender", True, f"XML: {xml.sender_id} is authorised for {xml.company_id}"),
            CheckLine("credentials", True, f"XML: {xml.user_id} at {xml.company_id} is accepted"),
            CheckLine("session endpoint", True, session.endpoint),
        ]

    async def _permissions(self, usable: set[Surface]) -> list[CheckLine]:
        coverage, readable, lines = Coverage(self.settings), [], []
        for object in OBJECTS:
            surface = next(iter(coverage.reading(object)), None)
            if surface is None or surface not in usable or OBJECTS[object].type_field:
                continue
            failure = await _read_one(self.surfaces[surface], object)
            if failure is None:
                readable.append(object)
            else:
                lines.append(_missing("permissions", object, failure))
        if readable:
            lines.insert(0, CheckLine("permissions", True, f"the user may read {', '.join(readable)}"))
        return lines or [CheckLine("permissions", False, "not found out: there is no connection", _CONNECTION)]

    def _clock(self) -> CheckLine:
        there = _moment(self.server_time)
        if there is None:
            return CheckLine("clock", False, "not found out: Intacct did not say its time", _CONNECTION)
        difference = abs((self.clock.now() - there).total_seconds())
        found = f"{difference:.0f} s apart from Intacct's"
        fix = "" if difference <= MOST_CLOCK_DIFFERENCE else "Set the clock of this machine (NTP)."
        return CheckLine("clock", difference <= MOST_CLOCK_DIFFERENCE, found, fix)


_CONNECTION = "First correct the lines above."
_REACH_IT = "Check the address, DNS, the firewall and any proxy between this machine and Intacct."


def _login_lines(outcome: Outcome) -> Iterator[CheckLine]:
    """A refused login names the sender, the endpoint or the user; what comes after it was not found out."""
    diagnosis = outcome.diagnosis
    if diagnosis is None or outcome.kind is not OutcomeKind.UNAUTHORIZED:
        yield _missing("credentials", "XML", outcome)
    elif diagnosis == FOREIGN_ENDPOINT:
        yield _missing("session endpoint", "XML", outcome)
    elif _names_sender(diagnosis):
        yield _missing("sender", "XML", outcome)
        yield CheckLine("credentials", False, "XML: not found out, the sender was refused first", _CONNECTION)
    else:
        yield _missing("credentials", "XML", outcome)


def _names_sender(diagnosis: Diagnosis) -> bool:
    complaint = Complaint((diagnosis.code,), diagnosis.text)
    return entry_name(complaint, Circumstances(Position.XML_AUTHENTICATION)) in _SENDER


def _missing(subject: str, about: str, outcome: Outcome) -> CheckLine:
    diagnosis = outcome.diagnosis
    if diagnosis is None:
        return CheckLine(subject, False, f"{about}: {outcome.kind}")
    said = f" ({diagnosis.code} {diagnosis.text})".replace("( ", "(") if diagnosis.text else ""
    fix = _REACH_IT if outcome.kind is OutcomeKind.UNAVAILABLE else diagnosis.next_step
    return CheckLine(subject, False, f"{about}: {diagnosis.cause}{said}", fix)


async def _read_one(client: SurfaceClient, object: str) -> Outcome | None:
    """None when the object can be read; one transaction."""
    declaration = OBJECTS[object]
    number = Reading(client.surface).record_number_name(declaration)
    try:
        await client.rows(Selection(declaration, (number,), (), "", limit=1))
    except CallFailed as error:
        return error.outcome
    return None


def _moment(http_date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(http_date)
    except (ValueError, IndexError):
        return None
    return moment if moment.tzinfo else None
