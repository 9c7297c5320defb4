"""Platform triggers of type «HTTP post», classic: a body that an administrator wrote as free XML or JSON text.

Unsigned (Sage's page on trigger type properties names no signature without «Use webhook delivery»). As with Smart
Events, what comes with the right secret is stored first and judged later.
"""

from collections.abc import Callable, Sequence

from schemas.event import StoredEvent
from service.decoding.decoder import document
from service.errors import Undecodable
from service.intake.arrival import Arrival
from service.intake.identity import at_path, delivery_id, readable_type, unlike_any_other
from service.intake.redaction import redact_document
from service.intake.shared_secret import SharedSecrets
from service.intake.speaks_for import PLATFORM_TRIGGER, own_source
from service.settings import PlatformTriggerSource


class PlatformTriggerProfile:
    """One configured platform trigger source. Its secret is a path segment or the configured header.

    Each delivery is an event of its own, as with Smart Events: what a template says may be said again.
    """

    takes_path_secret = True

    def __init__(self, name: str, source: PlatformTriggerSource, token: Callable[[], str] = unlike_any_other) -> None:
        self._name = name
        self._source = source
        self._secrets = SharedSecrets(source.secrets)
        self._uri = own_source(source.tenant, PLATFORM_TRIGGER, name)
        self._token = token

    def read(self, arrival: Arrival) -> Sequence[StoredEvent]:
        """One event. Raises NotAuthentic and nothing else."""
        self._secrets.require(self._presented(arrival))
        body = redact_document(arrival.body)
        content = self._readable(body)
        event_type = readable_type(self._source.type or at_path(content, self._source.type_path))
        return [
            StoredEvent(
                id=delivery_id([at_path(content, path) for path in self._source.id_paths], self._token()),
                source=self._uri,
                type=self._source.aliases.get(event_type, event_type),
                tenant=self._source.tenant,
                body=body,
                content_type=arrival.content_type,
                profile=self._name,
                received_at=arrival.at,
                headers=tuple(pair for pair in arrival.headers.kept() if pair[0] != self._secret_header),
            )
        ]

    @property
    def _secret_header(self) -> str:
        return (self._source.secret_header or "").lower()

    def _presented(self, arrival: Arrival) -> list[bytes]:
        given = arrival.headers.all(self._secret_header) if self._source.secret_header else []
        presented = [arrival.path_secret] if arrival.path_secret is not None else given
        return [secret.encode("utf-8", "surrogateescape") for secret in presented]

    def _readable(self, body: bytes) -> object:
        try:
            return document(body)
        except Undecodable:
            return None
