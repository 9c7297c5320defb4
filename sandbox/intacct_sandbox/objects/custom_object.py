"""Custom (platform) objects and custom fields, as the company file declares them.

XML uses the integration name and the key tag `id`; REST uses platform-apps/nsp::name and prefixes each field with
`nsp::` (developer.intacct.com: platform-services/records; OpenAPI overview of custom objects).
"""

from collections.abc import Mapping
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Day, Flag, Kind, Money, Number, Ref, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.change import Rules

KINDS: dict[str, Kind] = {"text": Text(), "money": Money(), "number": Number(), "date": Day(), "boolean": Flag()}


class RelationRules(Rules):
    """A relation may be sent as the other record's name or id and is kept as its id, where the other has no own id."""

    def resolving(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        for field in type.references:
            assert isinstance(field.kind, Ref)
            table = unit.company.tables[field.kind.target]
            named = table.by_id(fields[field.name]) if table.type.custom and fields.get(field.name) else None
            if named is not None:
                fields[field.name] = table.type.reference_value(named)


def custom_object(declared: Mapping[str, Any]) -> ObjectType:
    """The type for one `custom_objects` entry: name, label, fields (each name, kind, required)."""
    name = str(declared["name"])
    return ObjectType(
        name=name,
        label=str(declared.get("label", name)),
        xml=name,
        rest=f"platform-apps/nsp::{name}",
        rules=RelationRules(),
        id_field="name",
        unique=("name",) if declared.get("unique_name", True) else (),
        key_tag="id",
        custom=True,
        fields=(
            Field("name", Text(200), "name", "name", required=BOTH),
            *(custom_field(each) for each in declared["fields"] if each["name"] != "name"),
        ),
    )


def custom_field(declared: Mapping[str, Any]) -> Field:
    """The field for one declared custom field; a `relation` names the other object in `to`."""
    name, kind = str(declared["name"]), _kind(declared)
    return Field(name, kind, name, f"nsp::{name}", required=BOTH if declared.get("required") else "")


def _kind(declared: Mapping[str, Any]) -> Kind:
    kind = str(declared.get("kind", "text"))
    return Ref(str(declared["to"])) if kind == "relation" else KINDS[kind]
