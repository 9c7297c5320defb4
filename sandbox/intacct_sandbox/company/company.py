"""A company: its object types, its tables, its limits and counters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from intacct_sandbox.company.definition import Definition, User, WrongCompany
from intacct_sandbox.company.jobs import AsyncJob, BulkJob
from intacct_sandbox.company.offline import OfflineQueue
from intacct_sandbox.company.rates import Rates
from intacct_sandbox.company.slots import Slots
from intacct_sandbox.company.table import Table
from intacct_sandbox.company.usage import Usage
from intacct_sandbox.company.usage_table import DetailTable, SummaryTable
from intacct_sandbox.counters import Counters
from intacct_sandbox.model.kinds import Day, Money, Number
from intacct_sandbox.model.object_type import Fields, ObjectType

_OPENED = "2020-01-01T00:00:00Z"


class Company:
    """Everything that one company id stands for. Both surfaces work on the same instance."""

    def __init__(self, definition: Definition, types: Iterable[ObjectType]) -> None:
        self.definition = definition
        self.id = definition.id
        self.types: dict[str, ObjectType] = {each.name: each for each in types}
        self.by_xml = {each.xml: each for each in self.types.values() if each.xml}
        self.by_rest = {each.rest: each for each in self.types.values() if each.rest}
        variants = [variant for each in self.types.values() for variant in each.variants]
        for variant in variants:
            self.by_xml |= {variant.xml: variant} if variant.xml not in ("", *self.by_xml) else {}
            self.by_rest |= {variant.rest: variant} if variant.rest else {}
        # what a reference may name: an object, or one view of it
        self.views = {each.ledger_name: each for each in variants if each.ledger_name} | self.types
        self._owners: dict[tuple[str, str], ObjectType] = {}
        for owner in (each for type in self.types.values() for each in (type, *type.variants)):
            self._know_lines(owner)
        self.tables = {name: Table(each) for name, each in self.types.items()}
        self.slots = Slots(definition.application_slots, definition.company_slots)
        self.counters = Counters()
        self.people = {each.id: Counters() for each in definition.users.values() if each.person}
        self.rates = Rates()
        self.offline = OfflineQueue()
        self.async_jobs: dict[str, AsyncJob] = {}
        self.bulk_jobs: dict[str, BulkJob] = {}
        self.usage = Usage()
        self.closed_through = definition.closed_through
        self._add_usage()
        self._last_key = 0
        self._numbers: Counter[str] = Counter()
        for name, records in definition.records.items():
            self._open_with(name, records)
        self._open_with("user", tuple(_users(definition)))

    def xml_object(self, name: str) -> ObjectType | None:
        """The object with this XML name, in whatever case it is written."""
        return self.by_xml.get(name) or self.by_xml.get(name.upper())

    def counters_of(self, user: User | None) -> Counters:
        """Where a user is counted: a person for itself, all others together."""
        return self.people[user.id] if user and user.person else self.counters

    def owner_of(self, type: ObjectType) -> ObjectType | None:
        """The object whose owned lines `type` declares."""
        return self._owners.get((type.name, type.rest))

    def next_key(self) -> int:
        """The next record number. One sequence for all objects, so a key of one is never a key of another."""
        self._last_key += 1
        return self._last_key

    def next_number(self, sequence: str) -> int:
        """The next number of a document sequence, counted from 1; one that was used for nothing stays unused."""
        self._numbers[sequence] += 1
        return self._numbers[sequence]

    def next_in(self, sequence: str, year: int | None = None) -> str:
        """The next value of a document sequence of the company file; each year has a count of its own."""
        number = self.next_number(f"{sequence}/{year}" if year else sequence)
        return self.definition.sequences[sequence].replace("{}", f"{number:04d}")

    def seen_key(self, key: int) -> None:
        """Never hand out `key` or a lower number again (after reading a state file)."""
        self._last_key = max(self._last_key, key)

    def referenced(self, target: str, value: str) -> Fields | None:
        """The record of object or view `target` that a stored reference means."""
        view = self.views[target]
        table = self.tables[view.name]
        found = table.by_id(value) if view.has_rest_id else table.numbered(value)
        return found if found is not None and view.holds(found) else None

    def entity_of(self, location: str | None) -> str:
        """The entity that a location belongs to; empty for the top level."""
        record = self.tables["location"].by_id(location) if location else None
        return str(record.get("belongs_to") or "") if record else ""

    def is_entity(self, entity: str) -> bool:
        return self.tables["entity"].by_id(entity) is not None

    def lets_in(self, user: User, entity: str) -> bool:
        """Whether a user may sign in there; empty for the top level."""
        if user.entities:
            return entity in user.entities
        return not entity or self.is_entity(entity)

    def period_is_closed(self, day: str) -> bool:
        return day <= self.closed_through

    def _add_usage(self) -> None:
        """Usage can be queried like records."""
        for name, table in (("api-usage-detail", DetailTable), ("api-usage-summary", SummaryTable)):
            self.tables[name] = table(self.types[name], self.usage, self.next_key)

    def _know_lines(self, owner: ObjectType) -> None:
        """A variant may have a view of the lines too; where it has none they are those of the object itself."""
        if owner.lines is None or (owner.lines.type.name, owner.lines.type.rest) in self._owners:
            return
        line = owner.lines.type
        self._owners[line.name, line.rest] = owner
        if line.xml:
            self.by_xml.setdefault(line.xml, line)
        if line.rest:
            self.by_rest[line.rest] = line

    def _open_with(self, name: str, records: tuple[Mapping[str, Any], ...]) -> None:
        if name not in self.types:
            raise WrongCompany(f"records: {name!r} is not an object")
        type = self.types[name]
        for each in records:
            unknown = set(each) - set(type.by_name) - ({"lines"} if type.lines else set())
            if unknown:
                raise WrongCompany(f"records: {name} has no field {sorted(unknown)[0]!r}")
            self.tables[name].put(self._start_record(type, each))

    def _start_record(self, type: ObjectType, values: Mapping[str, Any]) -> Fields:
        key = int(values["key"]) if "key" in values else self.next_key()
        system = {"key": key, "entity": "", "created_by": "", "modified_by": ""}
        given = {name: _stored(type, name, value) for name, value in values.items() if name != "lines"}
        if type.lines is not None:
            given["lines"] = [
                self._start_line(type.lines.type, *each) for each in enumerate(values.get("lines", ()), 1)
            ]
        return {**type.defaults, **given, **system, "created_at": _OPENED, "modified_at": _OPENED}

    def _start_line(self, type: ObjectType, number: int, values: Mapping[str, Any]) -> Fields:
        given = {name: _stored(type, name, value) for name, value in values.items()}
        return {**given, "key": str(self.next_key()), "line_no": number}


def _users(definition: Definition) -> Iterator[Mapping[str, Any]]:
    """Numbered by their place in the company file, so that nothing else depends on how many there are."""
    for place, (id, user) in enumerate(definition.users.items(), 1):
        yield {"key": place, "id": id, "name": user.name}


def _stored(type: ObjectType, name: str, value: Any) -> Any:
    """YAML reads ids as numbers and dates as dates; records keep text."""
    if isinstance(value, bool) or value is None:
        return value
    kind = type.by_name[name].kind
    return kind.from_rest(str(value)) if isinstance(kind, Money | Number | Day) else str(value)
