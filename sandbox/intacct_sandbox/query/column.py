"""What a query may name: a field of the object, or one of a record that it refers to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.user_numbers import user_number
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Kind, Ref, Rows, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.shown import shown

PARENT = "_parent"
_BY = {"audit.createdBy": "created_by", "audit.createdByUser.key": "created_by",
       "audit.modifiedBy": "modified_by", "audit.modifiedByUser.key": "modified_by"}  # fmt: skip
_PARENT_KEYS = frozenset({"RECORDKEY", "BATCHNO"})
# Columns of APPYMTDETAIL and ARPYMTDETAIL in a live company, where RECORDKEY is the paid document (an Elixir mirror of
# Intacct's tables on GitHub, migrations AddAppymtdetail and AddArpymtdetail).
_PAYMENT_KEY = "PAYMENTKEY"


@dataclass(frozen=True, slots=True)
class Column:
    """`get` reads the stored value; `stored` is the neutral field name when the record itself has it."""

    path: str
    kind: Kind
    get: Callable[[Fields], Any]
    stored: str = ""


def owner_name(owner: ObjectType) -> str:
    """What REST calls the owner in a line: bill of accounts-payable/bill, journalEntry of general-ledger/journal-entry
    (OpenAPI: bill-line, journal-entry-line)."""
    if owner.lines and owner.lines.owner:
        return owner.lines.owner
    first, *others = owner.rest.rsplit("/", 1)[-1].split("::")[0].split("-")
    return first + "".join(each.capitalize() for each in others)


def column(company: Company, type: ObjectType, surface: str, path: str) -> Column | None:
    """The column that `path` names on `surface`, or None."""
    paths = type.by_xml if surface == "xml" else type.by_rest
    field = paths.get(path)
    if field is not None and (field.hidden or isinstance(field.kind, Rows)):
        return None
    if field is not None and surface == "xml" and field.name in ("created_by", "modified_by"):
        return _user(company, path, field.name)
    if field is not None and not (surface == "rest" and isinstance(field.kind, Ref) and not field.kind.plain):
        name = field.name
        return Column(
            path, Text() if isinstance(field.kind, Ref) else field.kind, lambda record: record.get(name), name
        )
    if path in ("id", "href") and surface == "rest":
        return _computed(type, path)
    if surface == "rest" and (by := _BY.get(path)):
        return _user(company, path, by)
    if surface == "rest" and path in ("entity.key", "entity.name"):
        return Column(path, Text(), _of_entity(company, path.removeprefix("entity.")))
    found = _parent(company, type, surface, path) or _related(company, type, surface, path)
    return found or (_shown(company, type, path) if surface == "xml" else None)


def _user(company: Company, path: str, name: str) -> Column:
    """The number of who wrote the record."""
    return Column(path, Text(), lambda record: user_number(company, record[name]) if record.get(name) else None)


def _shown(company: Company, type: ObjectType, path: str) -> Column | None:
    found = shown(company, type, path, PARENT)
    return found and Column(path, *found)


def _of_entity(company: Company, name: str) -> Callable[[Fields], Any]:
    def get(record: Fields) -> Any:
        entity = company.referenced("entity", record["entity"]) if record.get("entity") else None
        return str(entity[name]) if entity else None

    return get


def _computed(type: ObjectType, path: str) -> Column:
    if path == "id":
        return Column(path, Text(), type.reference_value)
    return Column(path, Text(), lambda record: f"/objects/{type.rest}/{record['key']}")


def _parent(company: Company, type: ObjectType, surface: str, path: str) -> Column | None:
    owner = company.owner_of(type)
    if owner is None:
        return None
    if surface == "xml":
        names = {_PAYMENT_KEY} if type.xml.endswith("PYMTDETAIL") else _PARENT_KEYS
        return Column(path, Text(), lambda line: str(line[PARENT]["key"])) if path in names else None
    head, _, rest = path.partition(".")
    if head != owner_name(owner) or not rest:
        return None
    found = column(company, owner, surface, rest)
    return found and Column(path, found.kind, lambda line: found.get(line[PARENT]))


def _related(company: Company, type: ObjectType, surface: str, path: str) -> Column | None:
    for field in type.references:
        assert isinstance(field.kind, Ref)
        target = company.views[field.kind.target]
        head = f"{target.xml}." if surface == "xml" else f"{field.rest}."
        if len(head) > 1 and path.startswith(head):
            found = column(company, target, surface, path[len(head) :])
            return found and _through(company, field, surface, Column(path, found.kind, found.get, found.path))
    return None


def _through(company: Company, field: Field, surface: str, found: Column) -> Column:
    """`found` of the record that `field` refers to; `found.stored` is its path there."""
    assert isinstance(field.kind, Ref)
    name, target = field.name, field.kind.target
    if found.stored == "id" and surface == "rest":
        return Column(found.path, Text(), lambda record: record.get(name), name)

    def get(record: Fields) -> Any:
        value = record.get(name)
        other = company.referenced(target, value) if value is not None else None
        return found.get(other) if other else None

    return Column(found.path, found.kind, get)
