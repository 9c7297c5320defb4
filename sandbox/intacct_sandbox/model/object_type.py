"""What an Intacct object is: wire names, fields, lines, which operations each surface offers, and its own rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Moment, RecordNumber, Ref, Rows, Text

if TYPE_CHECKING:
    from intacct_sandbox.rules.change import Rules

Fields = dict[str, Any]

WRITES = frozenset({"create", "update", "delete"})
ALL = WRITES | {"read"}
READ_ONLY = frozenset({"read"})
SYSTEM = frozenset({"key", "entity", "created_at", "modified_at", "created_by", "modified_by"})


@dataclass(frozen=True)
class Lines:
    """The owned lines of an object: `xml` is the wrapper element, `rest` the array, `owner` what REST calls the owner
    in a line when that is not its own name."""

    type: "ObjectType"
    xml: str
    rest: str
    at_least: int = 1
    owner: str = ""


@dataclass(frozen=True)
class ObjectType:
    """A declaration; it holds no records. `id_field` is the field that names a record to people (its business key).

    A variant is another wire view of the same records (same `name`): those that have the values in `preset`, which it
    also gives to what is created through it. `captured` are the XML columns of a whole record in the order of an answer
    that somebody captured; others follow. `ledger_name` is what the ledger calls a record when not `name`, and by which
    a reference can be to that view only. `actions` are the XML functions such as approve that move a record on, with
    their arguments; `xml_update_fields` must be in every XML update, and so must the lines, where there are any;
    `person_workflows` are steps that a person takes in the product and the API does not have.
    """

    name: str
    label: str
    xml: str
    rest: str
    fields: tuple[Field, ...]
    rules: "Rules"
    id_field: str = "id"
    lines: Lines | None = None
    unique: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    xml_operations: frozenset[str] = ALL
    rest_operations: frozenset[str] = ALL
    workflows: tuple[str, ...] = ()
    person_workflows: tuple[str, ...] = ()
    xml_update_keys: tuple[str, ...] = ("key",)
    xml_update_fields: tuple[str, ...] = ()
    key_tag: str = "RECORDNO"
    audit_prefix: str = ""
    custom: bool = field(default=False)
    preset: Mapping[str, Any] = field(default_factory=dict)
    variants: "tuple[ObjectType, ...]" = ()
    ledger_name: str = ""
    actions: "Mapping[str, ObjectType]" = field(default_factory=dict)
    captured: str = ""

    @cached_property
    def system_fields(self) -> tuple[Field, ...]:
        """Fields that every record has and nobody may set."""
        return (
            Field("key", RecordNumber(), self.key_tag, "key", read_only=True),
            Field("created_at", Moment(), f"{self.audit_prefix}WHENCREATED", "audit.createdDateTime", read_only=True),
            Field("modified_at", Moment(), "WHENMODIFIED", "audit.modifiedDateTime", read_only=True),
            Field("created_by", Text(), "CREATEDBY", "audit.createdByUser.id", read_only=True),
            Field("modified_by", Text(), "MODIFIEDBY", "audit.modifiedByUser.id", read_only=True),
            Field("entity", Text(), "MEGAENTITYID", "entity.id", read_only=True),
        )

    @cached_property
    def all_fields(self) -> tuple[Field, ...]:
        return self.system_fields + self.fields

    @cached_property
    def by_name(self) -> dict[str, Field]:
        return {each.name: each for each in self.all_fields}

    @cached_property
    def by_xml(self) -> dict[str, Field]:
        return {path: each for each in self.all_fields for path in (each.xml, *each.xml_aliases) if path}

    @cached_property
    def by_rest(self) -> dict[str, Field]:
        return {path: each for each in self.all_fields for path in (each.rest, *each.rest_aliases) if path}

    @cached_property
    def xml_groups(self) -> frozenset[str]:
        """Paths that are not fields but contain some."""
        return _groups(self.by_xml)

    @cached_property
    def xml_paths(self) -> tuple[str, ...]:
        """What a whole record shows, in the order of captured answers: its number, its own fields, who wrote it when,
        the entity, and custom fields."""
        number, *audit = self.system_fields
        first = self.captured.split()
        added = [each for each in self.fields if each.rest.startswith("nsp::")]
        own = [each for each in self.fields if each not in added]
        shown = (each for each in (number, *own, *audit, *added) if each.xml and not each.hidden)
        return tuple(dict.fromkeys([*first, *(path for each in shown for path in _with_key_and_name(each.xml))]))

    @cached_property
    def rest_groups(self) -> frozenset[str]:
        return _groups(self.by_rest)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if isinstance(each.kind, Ref))

    @cached_property
    def rows(self) -> "dict[str, ObjectType]":
        """The fields that are repeated elements, and what is in each."""
        return {each.name: each.kind.type for each in self.fields if isinstance(each.kind, Rows)}

    @cached_property
    def defaults(self) -> Fields:
        return {each.name: each.default for each in self.fields if each.default is not None and not each.hidden}

    @cached_property
    def required_xml(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.required_on("xml"))

    @cached_property
    def required_rest(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.required_on("rest"))

    @cached_property
    def has_rest_id(self) -> bool:
        """Whether REST shows a business id; else its `id` equals the key, as for transactions."""
        return self.by_rest.get("id") is not None

    def operations(self, surface: str) -> frozenset[str]:
        return self.xml_operations if surface == "xml" else self.rest_operations

    def holds(self, record: Fields) -> bool:
        """Whether this is a record of this type, not of a sister variant."""
        known = self.defaults
        return all(record.get(name, known.get(name)) == value for name, value in self.preset.items())

    def seen_as(self, record: Fields) -> "ObjectType":
        """The view that a record is of, where this type stands for several that the ledger tells apart."""
        views = (each for each in self.variants if each.preset and each.ledger_name and each.holds(record))
        return self if self.preset else next(views, self)

    def business_key(self, record: Fields) -> str:
        """What people call this record: its id or number, or the record number where it has none."""
        return str(record.get(self.id_field) or record["key"])

    def reference_value(self, record: Fields) -> str:
        """What a reference to this record stores."""
        return str(record["id"]) if self.has_rest_id else str(record["key"])


def _with_key_and_name(path: str) -> tuple[str, ...]:
    """A parent and an entity come with record number and name."""
    stem = path.removesuffix("ID")
    return (f"{stem}KEY", path, f"{stem}NAME") if stem in ("PARENT", "MEGAENTITY") else (path,)


def _groups(paths: Iterable[str]) -> frozenset[str]:
    groups: set[str] = set()
    for path in paths:
        parts = path.split(".")
        groups.update(".".join(parts[:end]) for end in range(1, len(parts)))
    return frozenset(groups)
