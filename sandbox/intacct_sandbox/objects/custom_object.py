"""Custom (platform) objects and custom fields, as the company file declares them.

XML uses the integration name and the key tag `id`; REST uses platform-apps/nsp::name and prefixes each field with
`nsp::` (developer.intacct.com: platform-services/records; OpenAPI overview of custom objects).
"""

from collections.abc import Mapping
from typing import Any

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Day, Flag, Kind, Money, Number, Text
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.change import Rules

KINDS: dict[str, Kind] = {"text": Text(), "money": Money(), "number": Number(), "date": Day(), "boolean": Flag()}


def custom_object(declared: Mapping[str, Any]) -> ObjectType:
    """The type for one `custom_objects` entry: name, label, fields (each name, kind, required)."""
    name = str(declared["name"])
    return ObjectType(
        name=name,
        label=str(declared.get("label", name)),
        xml=name,
        rest=f"platform-apps/nsp::{name}",
        rules=Rules(),
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
    """The field for one declared custom field."""
    name, kind = str(declared["name"]), KINDS[str(declared.get("kind", "text"))]
    return Field(name, kind, name, f"nsp::{name}", required=BOTH if declared.get("required") else "")
