"""REST as one of the two surfaces."""

from collections.abc import Sequence

from service.clock import Clock
from service.delivery.client_port import Outcome, OutcomeKind, Surface
from service.errors import ClientError
from service.intacct.answers import applied, outcome_of
from service.intacct.network import Http
from service.intacct.objects.declaration import Declaration
from service.intacct.redaction import Redaction
from service.intacct.rest.api import Api, Call
from service.intacct.rest.outcomes import read_outcome
from service.intacct.rest.queries import Queries
from service.intacct.rest.writes import Writes
from service.intacct.surface import Rows, Selection, Sendable, Sent
from service.settings import RestSettings

MODEL_OF_VENDORS = Call("GET", "/services/core/model?name=accounts-payable/vendor")
"""A call that needs a token which the company accepts, reads no record, and so is not a transaction."""


class RestSurface:
    """Implements ``SurfaceClient``."""

    surface = Surface.REST

    def __init__(self, tenant: str, settings: RestSettings, http: Http, clock: Clock, redaction: Redaction) -> None:
        self._clock = clock
        self.api = Api(tenant, settings, http, clock, redaction)
        self._queries = Queries(self.api, clock)
        self._writes = Writes(self.api, clock)

    async def send(self, writes: Sequence[Sendable], entity: str, *, atomic: bool) -> Sent:
        """One write per request; several are done one after another, each on its own."""
        assert not atomic or len(writes) == 1, "coverage sends no groups here"
        return Sent(tuple([await self._writes.write(write, entity) for write in writes]))

    async def delete(self, declaration: Declaration, record_number: str, entity: str) -> Outcome:
        """See ``SurfaceClient.delete``."""
        return await self._writes.delete(declaration, record_number, entity)

    async def rows(self, selection: Selection) -> Rows:
        """See ``SurfaceClient.rows``."""
        return await self._queries.rows(selection)

    async def currency_to_state(self, entity: str) -> str:
        """Empty: a line without a currency is one in the base currency (OpenAPI: journal-entry-line)."""
        return ""

    async def probe(self) -> Outcome:
        """Mint a token if there is none, and use it: a token alone proves nothing about the company."""
        try:
            answer = await self.api.call(MODEL_OF_VENDORS)
        except ClientError as error:
            return outcome_of(error, writing=False)
        if answer.succeeded:
            return applied("")
        outcome = read_outcome(answer, "", self._clock.now())
        # Intacct answers and knows us; that it refuses this one question is nobody's trouble but the question's.
        return applied("") if outcome.kind is OutcomeKind.REJECTED else outcome
