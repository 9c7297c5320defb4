"""A unit of work: the effects of one request or function, kept together or undone together."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.definition import User
from intacct_sandbox.company.usage import Use
from intacct_sandbox.company.written import Listener, Written
from intacct_sandbox.ledger import Effect, Ledger
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import Switches


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls, from where, as recorded in the ledger."""

    company: Company
    user: User
    entity: str
    surface: str
    request_id: str
    idempotency_id: str | None = None
    app: str = ""

    def under(self, idempotency_id: str) -> "Caller":
        return replace(self, idempotency_id=idempotency_id)


@dataclass(frozen=True, slots=True)
class Books:
    """What a unit commits to, who hears of it, and the time and switches that rules look at."""

    ledger: Ledger
    state: StateFile
    switches: Switches
    stamp: str
    listener: Listener


class Unit:
    """Changes tables at once and remembers how to undo it. Nothing is in the ledger before `commit`.

    All work of a unit happens without waiting in between, so nobody sees its half-done state.
    """

    def __init__(self, caller: Caller, books: Books) -> None:
        self.caller = caller
        self.company = caller.company
        self.books = books
        self._undo: list[Callable[[], None]] = []
        self._effects: list[Effect] = []
        # As many as effects, or none at all when nobody listens.
        self._written: list[Written] = []
        self._start = books.state.mark()

    def insert(self, type: ObjectType, fields: Fields) -> Fields:
        """Store a new record with its number and audit fields; returns it."""
        user, stamp = self.caller.user.id, self.books.stamp
        record = {**fields, "key": self.company.next_key(), "entity": self.caller.entity}
        record |= {"created_at": stamp, "modified_at": stamp, "created_by": user, "modified_by": user}
        self._put(type, record, None)
        return record

    def change(self, type: ObjectType, record: Fields, changes: Fields) -> Fields:
        """Replace a record by one with `changes`; returns the new one."""
        audit = {"modified_at": self.books.stamp, "modified_by": self.caller.user.id}
        changed = {**record, **changes, **audit}
        self._put(type, changed, record)
        return changed

    def derive(self, type: ObjectType, record: Fields, changes: Fields) -> Fields:
        """As `change`, for balances that follow from another write: nobody modified the record itself."""
        changed = {**record, **changes}
        self._put(type, changed, record)
        return changed

    def remove(self, type: ObjectType, record: Fields) -> None:
        table = self.company.tables[type.name]
        table.drop(record["key"])
        self._undo.append(lambda: table.put(record))
        self.books.state.removed(self.company.id, type.name, record["key"])

    def note(self, operation: str, type: ObjectType, record: Fields, fields: Fields, key: str = "") -> None:
        """Add a ledger row, which is also one transaction; `key` is what the record was called before."""
        caller = self.caller
        type = type.seen_as(record)
        key, number = key or type.business_key(record), record["key"]
        name = type.ledger_name or type.name
        effect = Effect(self.books.stamp, caller.company.id, caller.entity, caller.surface, operation, name,
                        key, number, caller.request_id, caller.idempotency_id, fields, caller.user.id)  # fmt: skip
        self._effects.append(effect)
        if self.books.listener.listens:
            self._written.append(Written(caller, operation, type, record, self.books.stamp))
            self.books.listener.before_commit(self._written[-1])

    def mark(self) -> tuple[int, int, int]:
        """A point to roll back to."""
        return len(self._undo), len(self._effects), self.books.state.mark()

    def roll_back(self, mark: tuple[int, int, int] | None = None) -> None:
        """Undo everything since `mark`, or since the start. Record numbers that were used stay used."""
        undo, effects, lines = mark or (0, 0, self._start)
        while len(self._undo) > undo:
            self._undo.pop()()
        del self._effects[effects:]
        del self._written[effects:]
        self.books.state.forget(lines)

    def commit(self) -> None:
        """Make the effects final: ledger, transactions, state file (which is written when the request ends)."""
        for effect in self._effects:
            self.books.ledger.append(effect)
            self.books.state.effect(effect)
            self._use(effect.object, effect.operation, True)
        self.company.counters_of(self.caller.user).transactions += len(self._effects)
        if self._written:
            self.books.listener.after_commit(self._written)
        self._undo.clear()
        self._effects.clear()
        self._written.clear()

    def count_query(self, object: str) -> None:
        """A page of a query is one transaction, whatever it returns."""
        self.company.counters_of(self.caller.user).transactions += 1
        self._use(object, "query", True)

    def count_failure(self, object: str, operation: str) -> None:
        """A call that was refused: told as unsuccessful, and no transaction."""
        self._use(object, operation, False)

    def _use(self, object: str, operation: str, successful: bool) -> None:
        caller = self.caller
        if caller.user.person:
            return
        hour = self.books.stamp[:13]
        use = Use(hour, caller.app, caller.surface, caller.user.id, object, operation, successful)
        self.company.usage.count(use)

    def _put(self, type: ObjectType, record: Fields, old: Fields | None) -> None:
        table = self.company.tables[type.name]
        table.put(record)
        self._undo.append(lambda: table.put(old) if old else table.drop(record["key"]))
        self.books.state.stored(self.company.id, type.name, record)
