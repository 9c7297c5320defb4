"""Intacct Smart Events with the «HTTP post» action.

Intacct sends the named arguments of the action, form-encoded; it cannot sign, cannot set a header and never tries
again (Sage's package schema CustomERPPackage.xsd: httpPostAction). So whatever comes with the right secret is
stored, understood or not, and judged later in the lane.
"""

import re
from collections.abc import Callable, Sequence

from schemas.event import StoredEvent
from service.decoding import parse_form
from service.errors import Undecodable
from service.intake.arrival import Arrival
from service.intake.identity import UNKNOWN_TYPE, delivery_id, unlike_any_other
from service.intake.redaction import argument_name, argument_value, redact_form
from service.intake.shared_secret import SharedSecrets
from service.intake.speaks_for import SMART_EVENT, own_source
from service.settings import SmartEventSource

SEARCHED_ARGUMENTS = 2000
"""So many arguments are searched for the secret: a stranger's body must not cost more than its reading."""

_OBJECT = re.compile(r"[a-z0-9_-]{1,64}")
_ACTIONS = frozenset({"add", "set", "delete"})


class SmartEventProfile:
    """One configured Smart Event source.

    Each delivery is an event of its own, with ``id_arguments`` and a unique ``token`` as its id. What it says names
    no delivery: an object that changes back and forth is set to the same again, and nothing in a Smart Event counts
    or dates. Intacct never sends one a second time; if somebody does, the documents know each other.
    """

    takes_path_secret = True

    def __init__(self, name: str, source: SmartEventSource, token: Callable[[], str] = unlike_any_other) -> None:
        self._name = name
        self._source = source
        self._secrets = SharedSecrets(source.secrets)
        self._uri = own_source(source.tenant, SMART_EVENT, name)
        self._token = token

    def read(self, arrival: Arrival) -> Sequence[StoredEvent]:
        """One event. Raises NotAuthentic and nothing else."""
        self._secrets.require(self._presented(arrival))
        body = redact_form(arrival.body, self._source.secret_argument)
        arguments = self._readable(body)
        event_type = self._type(arguments)
        return [
            StoredEvent(
                id=delivery_id([arguments.get(name) for name in self._source.id_arguments], self._token()),
                source=self._uri,
                type=self._source.aliases.get(event_type, event_type),
                tenant=self._source.tenant,
                body=body,
                content_type=arrival.content_type or "application/x-www-form-urlencoded",
                profile=self._name,
                received_at=arrival.at,
                headers=arrival.headers.kept(),
            )
        ]

    def _presented(self, arrival: Arrival) -> list[bytes]:
        if arrival.path_secret is not None:
            return [arrival.path_secret.encode("utf-8", "surrogateescape")]
        name = self._source.secret_argument.encode()
        pieces = arrival.body.split(b"&", SEARCHED_ARGUMENTS)[:SEARCHED_ARGUMENTS]
        return [argument_value(piece) for piece in pieces if argument_name(piece) == name]

    def _readable(self, body: bytes) -> dict[str, str]:
        """Arguments that occur once; none at all when the form cannot be read."""
        try:
            arguments = parse_form(body, self._source.charset)
        except Undecodable:
            return {}
        return {name: value for name, value in arguments.items() if isinstance(value, str)}

    def _type(self, arguments: dict[str, str]) -> str:
        changed = arguments.get(self._source.object_argument, "").strip().lower()
        action = arguments.get(self._source.event_argument, "").strip().lower()
        if action in _ACTIONS and _OBJECT.fullmatch(changed):
            return f"com.intacct.{changed}.{action}"
        return UNKNOWN_TYPE
