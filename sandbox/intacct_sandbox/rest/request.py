"""What every REST handler gets: the signed-in caller, the path, the body."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import User
from intacct_sandbox.company.unit import Caller, Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.search import View
from intacct_sandbox.rest.failure import RestFailure
from intacct_sandbox.rest.token import Token
from intacct_sandbox.world import World

_MAX_DEPTH = 40
_MOST_DIGITS = 300


@dataclass(frozen=True, slots=True)
class RestRequest:
    """`path` is below /ia/api/v1 and still quoted; header names are lower case."""

    world: World
    company: Company
    user: User
    token: Token
    entity: str
    id: str
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def app(self) -> str:
        """The application, as slots and limits know it; a person is in none."""
        if self.user.person:
            return f"person:{self.user.id}"
        return f"rest:{self.token.client}"

    @property
    def atomic(self) -> bool:
        """Whether a batch is all or nothing."""
        return self.headers.get("x-ia-api-param-transaction", "").lower() == "true"

    def json(self) -> Any:
        """The parsed body, numbers with decimals as Decimal; raises RestFailure."""
        if not self.body.strip():
            raise RestFailure(400, "invalidRequest", f"A {self.method} request requires a payload", "REST-1028",
                              "IA.REQUEST_REQUIRES_A_PAYLOAD")  # fmt: skip
        return parse_json(self.body)

    def unit(self) -> Unit:
        """A new unit of work under this request."""
        key, app = self.headers.get("idempotency-key"), self.token.client
        caller = Caller(self.company, self.user, self.entity, "rest", self.id, key, app)
        return Unit(caller, self.world.books())

    def view(self, everything: bool = False) -> View:
        return View(self.entity, everything or self.world.switches.top_level_sees_entity_records)

    def count_query(self, object: str) -> None:
        """A page is one transaction."""
        self.unit().count_query(object)

    def object(self, name: str) -> ObjectType:
        """The object with this REST name; raises RestFailure."""
        type = self.company.by_rest.get(name) or self._by_short_name(name)
        if type is None:
            raise RestFailure(404, "notFound", f"There is no object {name}")
        return type

    def _by_short_name(self, name: str) -> ObjectType | None:
        """By switch an object may be named without its application, as some samples of the OpenAPI do."""
        if not self.world.switches.short_object_names or "/" in name:
            return None
        found = [each for path, each in self.company.by_rest.items() if path.endswith(f"/{name}")]
        return found[0] if len(found) == 1 else None


def entity_of(company: Company, user: User, headers: Mapping[str, str], default: str) -> str:
    """The entity that a request runs in; raises RestFailure. Any other name of the header means nothing."""
    entity = headers.get("x-ia-api-param-entity", "") or default
    if not company.lets_in(user, entity):
        raise RestFailure(400, "invalidParameter", f"Invalid Entity '{entity}' specified.")
    return entity


def parse_json(body: bytes) -> Any:
    """Strict JSON: no duplicate names, no NaN; raises RestFailure."""
    try:
        parsed = json.loads(body, parse_float=_number, parse_constant=_no_constant, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise RestFailure(400, "invalidRequest", f"The payload is not valid JSON: {error}") from error
    _refuse_deep(parsed, 0)
    if b"\\u" in body:
        _refuse_half_characters(parsed)
    return parsed


def _refuse_half_characters(value: Any) -> None:
    """JSON can name half of a character (a lone surrogate), which is text in no encoding."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError as error:
        raise RestFailure(400, "invalidRequest", "The payload is not valid JSON: half of a character") from error


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS:
        raise ValueError(f"{text} is out of range")
    return number


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is not allowed")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _refuse_deep(value: Any, depth: int) -> None:
    if depth > _MAX_DEPTH:
        raise RestFailure(400, "invalidRequest", "The payload is nested too deeply")
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_deep(each, depth + 1)
