"""The documents that payments pay: named by number in an event, and by record key on the wire.

A number may belong to several records: drafts, reversed ones, somebody else's. What is paid must be open. The record
that we wrote ourselves wins, as receipts prove it; otherwise exactly one must be left.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from schemas.write import ObjectKey
from service.delivery.client_port import Action, Outcome, OutcomeKind, Surface
from service.intacct.answers import CallFailed, refused_here
from service.intacct.asked_once import AskedOnce
from service.intacct.batch import Batch, Item, grouped
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading, Row
from service.intacct.objects.content import Content, Given, text_of
from service.intacct.objects.declaration import Declaration, Resolution
from service.intacct.optional_columns import shown
from service.intacct.payable import Candidate, payable, somewhere_else
from service.intacct.surface import Condition, Selection, SurfaceClient

MOST_CANDIDATES = 20_000
_TOO_MANY = "too many records have the numbers of what is paid to tell which ones are meant"
_MOST_VALUES = 1000
"""An XML filter takes at most a thousand values."""
Candidates = Mapping[ObjectKey, Sequence[Candidate]]


class PaidReferences:
    """One query for all documents of an object that the payments of a request name."""

    def __init__(self, surfaces: Mapping[Surface, SurfaceClient]) -> None:
        self._surfaces = surfaces
        self._looked_elsewhere = AskedOnce()

    async def resolved(self, batch: Batch) -> None:
        """Put record keys in the place of numbers. What cannot be paid (yet) is not sent."""
        naming = [item for item in batch.open if item.action is Action.CREATE and _rule(item.content)]
        for items in grouped(naming, lambda item: (item.surface, item.declaration.name)).values():
            try:
                await self._resolve(items, batch)
            except CallFailed as error:
                batch.shared += error.transactions
                for item in items:
                    item.outcome = item.outcome or error.outcome

    async def _resolve(self, items: Sequence[Item], batch: Batch) -> None:
        client = self._surfaces[items[0].surface]
        wanted = {key for item in items for key in _named(item.content)}
        candidates = await self._candidates(client, wanted, batch.entity, batch)
        for item in items:
            _settle(item, candidates, batch.entity)
        missing = [item for item in items if item.outcome and item.outcome.kind is OutcomeKind.MISSING_REFERENCE]
        await self._look_elsewhere(client, missing, candidates, batch)

    async def _look_elsewhere(
        self, client: SurfaceClient, items: Sequence[Item], candidates: Candidates, batch: Batch
    ) -> None:
        """From an entity, what other entities have is only seen from the top level. It only explains: no failure."""
        absent = {key: item for item in items for key in _named(item.content) if not candidates.get(key)}
        asked = {key for key in absent if batch.entity and self._looked_elsewhere.first(f"{batch.entity} {key}")}
        if not asked:
            return
        try:
            found = await self._candidates(client, asked, "", batch)
        except CallFailed as error:
            batch.shared += error.transactions
            return
        for key in sorted(asked, key=str):
            elsewhere = [each for each in found.get(key, ()) if each.entity not in ("", batch.entity)]
            if elsewhere:
                absent[key].outcome = somewhere_else(key, elsewhere[0])

    async def _candidates(
        self, client: SurfaceClient, wanted: Iterable[ObjectKey], entity: str, batch: Batch
    ) -> Candidates:
        """Every record of these numbers. Raises CallFailed."""
        found: defaultdict[ObjectKey, list[Candidate]] = defaultdict(list)
        keys = sorted(set(wanted), key=str)
        for at in range(0, len(keys), _MOST_VALUES):
            part = keys[at : at + _MOST_VALUES]
            for key, candidate in await _read(client, part, entity, batch):
                found[key].append(candidate)
        return found


async def _read(
    client: SurfaceClient, keys: Sequence[ObjectKey], entity: str, batch: Batch
) -> list[tuple[ObjectKey, Candidate]]:
    declaration = OBJECTS[keys[0].object]
    audit = declaration.audit
    made_by, where = audit.made_by(client.surface), audit.entity(client.surface)
    selection = _selection(client.surface, declaration, keys, entity, (made_by, where))
    rows, hidden = await shown(client, selection, frozenset({made_by, where}))
    batch.shared += rows.transactions
    if not rows.complete:
        raise CallFailed(refused_here(_TOO_MANY))
    reading = Reading(client.surface, hidden)
    read = ((ObjectKey(declaration.name, reading.key(declaration, row)), row) for row in rows.rows)
    return [(key, _candidate(reading, declaration, row)) for key, row in read if key in keys]


def _selection(
    surface: Surface, declaration: Declaration, keys: Sequence[ObjectKey], entity: str, more: tuple[str, ...]
) -> Selection:
    assert declaration.state is not None
    fields = [field.read(surface) for field in declaration.key_fields]
    conditions = tuple(
        Condition(column, tuple(dict.fromkeys(key.parts[at] for key in keys))) for at, column in enumerate(fields)
    )
    number = Reading(surface).record_number_name(declaration)
    columns = (number, *fields, declaration.state.read(surface), *more)
    return Selection(declaration, columns, conditions, entity, MOST_CANDIDATES, private=not entity)


def _candidate(reading: Reading, declaration: Declaration, row: Row) -> Candidate:
    state, word = reading.state(declaration, row, same=False)
    return Candidate(
        record_number=reading.record_number(declaration, row),
        state=state,
        word=word,
        made_by=reading.text(declaration.audit.made_by(reading.surface), row),
        entity=reading.text(declaration.audit.entity(reading.surface), row),
    )


def _settle(item: Item, candidates: Candidates, entity: str) -> None:
    """The content with record keys, or the outcome that says why not: a definite one before one that waits."""
    ours = item.attempt.ours
    judged = {key: payable(key, candidates.get(key, ()), ours.get(key, ""), entity) for key in _named(item.content)}
    problems = [each for each in judged.values() if isinstance(each, Outcome)]
    if problems:
        item.outcome = min(problems, key=lambda each: each.kind is not OutcomeKind.REJECTED)
    else:
        item.content = _with_keys(item.content, {key: str(number) for key, number in judged.items()})


def _rule(content: Content) -> Resolution | None:
    return content.declaration.lines.resolves if content.declaration.lines else None


def _named(content: Content) -> tuple[ObjectKey, ...]:
    """The documents that the lines name, each once."""
    return tuple(dict.fromkeys(_key_of(content, line) for line in content.lines))


def _key_of(content: Content, line: Given) -> ObjectKey:
    rule = _rule(content)
    assert rule is not None
    return ObjectKey(rule.object, (content.text(rule.owner), text_of(line, rule.field)))


def _with_keys(content: Content, keys: Mapping[ObjectKey, str]) -> Content:
    rule = _rule(content)
    assert rule is not None
    lines = tuple(
        tuple((field, keys[_key_of(content, line)] if field.name == rule.field else value) for field, value in line)
        for line in content.lines
    )
    return replace(content, lines=lines)
