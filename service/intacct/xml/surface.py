"""The XML gateway as one of the two surfaces."""

from collections.abc import Mapping, Sequence

from service.clock import Clock
from service.delivery.client_port import Outcome, Surface
from service.errors import ClientError
from service.intacct.answers import applied, outcome_of
from service.intacct.network import Http
from service.intacct.objects.declaration import Declaration
from service.intacct.redaction import Redaction
from service.intacct.surface import Rows, Selection, Sendable, Sent
from service.intacct.xml.calls import Calls
from service.intacct.xml.gateway import Gateway
from service.intacct.xml.queries import Queries
from service.intacct.xml.sessions import Sessions
from service.intacct.xml.writes import Writes
from service.settings import TenantSettings


class XmlSurface:
    """Implements ``SurfaceClient``."""

    surface = Surface.XML

    def __init__(self, tenant: str, settings: TenantSettings, http: Http, clock: Clock, redaction: Redaction) -> None:
        assert settings.xml is not None
        self.gateway = Gateway(tenant, settings.xml, http, clock, redaction)
        self.sessions = Sessions(self.gateway, clock, redaction, allow_loopback=settings.allow_loopback)
        calls = Calls(self.gateway, self.sessions)
        self._queries = Queries(calls)
        self._writes = Writes(calls, settings.xml.duplicate_pattern)

    async def send(self, writes: Sequence[Sendable], entity: str, *, atomic: bool) -> Sent:
        """Up to a hundred writes in one document."""
        return await self._writes.write(writes, entity, atomic=atomic)

    async def delete(self, declaration: Declaration, record_number: str, entity: str) -> Outcome:
        """See ``SurfaceClient.delete``."""
        return await self._writes.delete(declaration, record_number, entity)

    async def rows(self, selection: Selection) -> Rows:
        """See ``SurfaceClient.rows``."""
        return await self._queries.rows(selection)

    async def currency_to_state(self, entity: str) -> str:
        """See ``SurfaceClient.currency_to_state``. Several base currencies are an entity's matter: none is guessed."""
        setup = await self._queries.financial_setup(entity)
        several = setup.get("multiCurrency") == "true" and setup.get("multiBaseCurrency") != "true"
        return setup.get("baseCurrency", "") if several else ""

    async def preferences(self, application: str) -> Mapping[str, str]:
        """What the company is set up as, of one application. Raises CallFailed."""
        return await self._queries.preferences(application)

    async def probe(self) -> Outcome:
        """Log in anew: it costs no transaction and proves sender, company and user."""
        self.sessions.forget("")
        try:
            await self.sessions.current("")
        except ClientError as error:
            return outcome_of(error, writing=False)
        return applied("")
