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
    Prepared,
    QueryAnswer,
    RecordQuery,
    Surface,
    WriteAnswer,
    WriteRequest,
)
from service.errors import ConfigurationError
from service.intacct import reading
from service.intacct.addresses import require
from service.intacct.answers import cannot_be_sent, refused_here
from service.intacct.coverage import Coverage
from service.intacct.look_first import look_first_of
from service.intacct.network import Http
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.prepared import prepared_content
from service.intacct.pipeline import Pipeline
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
    return TenantClient(settings, pool, open_surfaces(name, settings, clock, pool), clock)


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

    def __init__(
        self, settings: TenantSettings, pool: Http, surfaces: Mapping[Surface, SurfaceClient], clock: Clock
    ) -> None:
        self._settings = settings
        self._coverage = Coverage(settings)
        self._pool = pool
        self._surfaces = surfaces
        self._pipeline = Pipeline(surfaces, settings, clock)

    def prepare(self, write: Write) -> Prepared | Diagnosis:
        """See ``IntacctClient.prepare``. The content is built here, once for everything that follows."""
        wrong = _wrong_entity(write.entity)
        if wrong:
            return cannot_be_sent(wrong)
        try:
            content = prepared_content(write)
        except Unrenderable as error:
            return cannot_be_sent(str(error))
        surface = self._coverage.choose(write, content)
        if isinstance(surface, Diagnosis):
            return surface
        return Prepared(write, surface, look_first_of(content.stated.declaration, self._settings), content)

    async def submit(self, request: WriteRequest) -> WriteAnswer:
        """One outcome per attempt, whatever happens."""
        wrong = self._wrong(request.surface, request.entity)
        if wrong:
            return WriteAnswer(tuple(refused_here(wrong) for _ in request.attempts))
        return await self._pipeline.submit(request)

    async def look_up(self, writes: Sequence[Prepared]) -> LookUpAnswer:
        """On the surface of the writes."""
        if not writes:
            return LookUpAnswer()
        wrong = self._wrong(writes[0].surface, writes[0].write.entity)
        if wrong:
            return LookUpAnswer(failure=refused_here(wrong))
        return await reading.look_up(self._surfaces[writes[0].surface], writes)

    def _wrong(self, surface: Surface, entity: str) -> str:
        """Why nothing can be asked of a surface for an entity: settings change, and requests come from before."""
        if surface not in self._surfaces:
            return f"the tenant has no {surface.upper()} credentials"
        return _wrong_entity(entity)

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
