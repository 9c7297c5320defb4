"""The Intacct client of one tenant: implements ``service.delivery.client_port.IntacctClient``."""

import re
from collections.abc import Mapping, Sequence

import aiohttp
from pydantic import SecretStr

from schemas.write import Write
from service.clock import Clock
from service.delivery.client_port import (
    Diagnosis,
    IntacctClient,
    LookUpAnswer,
    Outcome,
    OutcomeKind,
    QueryAnswer,
    RecordQuery,
    Surface,
    WriteAnswer,
    WriteRequest,
)
from service.errors import ConfigurationError
from service.intacct import finishing, reading
from service.intacct.addresses import require
from service.intacct.answers import refused_here
from service.intacct.coverage import Coverage
from service.intacct.network import Http
from service.intacct.redaction import Redaction
from service.intacct.rest.surface import RestSurface
from service.intacct.surface import SurfaceClient
from service.intacct.xml.surface import XmlSurface
from service.settings import TenantSettings


def open_client(
    name: str, settings: TenantSettings, clock: Clock, *, http: aiohttp.ClientSession | None = None
) -> IntacctClient:
    """The client for one tenant. Connects at the first request; ``http`` lends it a pool that stays yours.

    Raises ConfigurationError when an address is neither on intacct.com nor an allowed sandbox on this machine.
    """
    pool = Http(settings.waiting, http)
    return TenantClient(settings, pool, open_surfaces(name, settings, clock, pool))


def open_surfaces(name: str, settings: TenantSettings, clock: Clock, pool: Http) -> dict[Surface, SurfaceClient]:
    """The surfaces that the tenant has credentials for. Raises ConfigurationError."""
    redaction = Redaction(_secrets(settings))
    surfaces: dict[Surface, SurfaceClient] = {}
    loopback = settings.allow_loopback
    if settings.rest:
        require(f"tenants.{name}.rest.base_url", settings.rest.base_url, allow_loopback=loopback)
        surfaces[Surface.REST] = RestSurface(name, settings.rest, pool, clock, redaction)
    if settings.xml:
        require(f"tenants.{name}.xml.endpoint", settings.xml.endpoint, allow_loopback=loopback)
        _require_pattern(f"tenants.{name}.xml.duplicate_pattern", settings.xml.duplicate_pattern)
        surfaces[Surface.XML] = XmlSurface(name, settings, pool, clock, redaction)
    return surfaces


def _require_pattern(path: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ConfigurationError([(path, f"is not a regular expression: {error}")]) from error


def _secrets(settings: TenantSettings) -> list[SecretStr]:
    rest = [settings.rest.client_secret] if settings.rest else []
    xml = [settings.xml.sender_password, settings.xml.user_password] if settings.xml else []
    return rest + xml


class TenantClient:
    """See ``IntacctClient`` for what each method promises."""

    def __init__(self, settings: TenantSettings, pool: Http, surfaces: Mapping[Surface, SurfaceClient]) -> None:
        self._coverage = Coverage(settings)
        self._pool = pool
        self._surfaces = surfaces

    def surfaces(self, write: Write) -> tuple[Surface, ...]:
        """REST before XML, where both can do it."""
        return self._coverage.surfaces(write)

    def why_not(self, write: Write) -> Diagnosis:
        """Every surface's reason."""
        return self._coverage.why_not(write)

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """One outcome per attempt, whatever happens."""
        client = self._surfaces.get(request.surface)
        wrong = _wrong_entity(request.entity)
        if client is None:
            wrong = f"the tenant has no {request.surface.upper()} credentials"
        if client is None or wrong:
            return WriteAnswer(tuple(refused_here(wrong) for _ in request.attempts), 0)
        return await finishing.submit(self._surfaces, request)

    async def look_up(self, writes: Sequence[Write], surface: Surface) -> LookUpAnswer:
        """On the surface of the writes; on the other one when that has no credentials."""
        if not writes:
            return LookUpAnswer()
        client = self._surfaces.get(surface)
        wrong = _wrong_entity(writes[0].entity)
        if client is None:
            wrong = f"the tenant has no {surface.upper()} credentials"
        if client is None or wrong:
            return LookUpAnswer(failure=refused_here(wrong))
        return await reading.look_up(client, writes)

    async def query(self, query: RecordQuery) -> QueryAnswer:
        """On the preferred surface that can read the object."""
        surfaces = self._coverage.reading(query.object)
        wrong = _wrong_entity(query.entity) or ("" if surfaces else f"{query.object} cannot be read by this tenant")
        if wrong:
            return QueryAnswer(failure=refused_here(wrong))
        return await reading.query(self._surfaces[surfaces[0]], query)

    async def probe(self) -> Outcome:
        """Every surface that the tenant uses must answer; the first failure is the answer."""
        outcome = Outcome(OutcomeKind.APPLIED)
        for surface in self._coverage.used:
            outcome = await self._surfaces[surface].probe()
            if outcome.kind is not OutcomeKind.APPLIED:
                return outcome
        return outcome

    async def close(self) -> None:
        """Close what was opened; a lent pool stays open."""
        await self._pool.close()


def _wrong_entity(entity: str) -> str:
    """Entities travel in a header: anything unprintable is refused before it gets there."""
    return "" if entity.isprintable() and len(entity) <= 100 else f"«{entity!r}» cannot be an entity"
