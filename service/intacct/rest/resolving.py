"""Record keys for document numbers: a payment names what it pays by record key."""

from dataclasses import dataclass, replace

from schemas.write import FieldValue, ObjectKey
from service.delivery.client_port import Surface
from service.intacct.answers import CallFailed, not_there
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading
from service.intacct.objects.content import Content, Given
from service.intacct.objects.declaration import Resolution
from service.intacct.objects.kinds import Unrenderable, as_text
from service.intacct.rest.queries import Queries
from service.intacct.surface import Condition, Selection

_READING = Reading(Surface.REST)
_MOST_CANDIDATES = 4000


@dataclass(frozen=True, slots=True)
class Resolver:
    """Asks Intacct, one query per write."""

    queries: Queries

    async def resolved(self, content: Content, entity: str) -> tuple[Content, int]:
        """The content with record keys in place of numbers, and the pages read.

        Raises CallFailed (missing reference) naming the first document that is not there.
        """
        rule = content.declaration.lines.resolves if content.declaration.lines else None
        if rule is None:
            return content, 0
        owner = _text_of(content.header, rule.owner)
        numbers = tuple(dict.fromkeys(_text_of(line, rule.field) for line in content.lines))
        keys, pages = await self._numbers(rule.object, owner, numbers, entity)
        for number in numbers:
            if number not in keys:
                raise CallFailed(not_there(str(ObjectKey(rule.object, (owner, number)))), pages)
        return replace(content, lines=tuple(_with_keys(line, rule, keys) for line in content.lines)), pages

    async def _numbers(
        self, object: str, owner: str, numbers: tuple[str, ...], entity: str
    ) -> tuple[dict[str, str], int]:
        declaration = OBJECTS[object]
        owner_field, number_field = declaration.key_fields
        conditions = (Condition(owner_field.rest, (owner,)), Condition(number_field.rest, numbers))
        columns = ("key", owner_field.rest, number_field.rest)
        rows = await self.queries.rows(Selection(declaration, columns, conditions, entity, _MOST_CANDIDATES))
        found = {
            _READING.value(number_field, row): as_text(row.get("key"))
            for row in rows.rows
            if _READING.value(owner_field, row) == owner
        }
        return found, rows.transactions


def _text_of(given: Given, name: str) -> str:
    value: FieldValue = next((value for each, value in given if each.name == name), "")
    if not isinstance(value, str) or not value:
        raise Unrenderable(f"{name}: must be given")
    return value


def _with_keys(line: Given, rule: Resolution, keys: dict[str, str]) -> Given:
    return tuple((each, keys[str(value)] if each.name == rule.field else value) for each, value in line)
