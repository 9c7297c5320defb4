"""Writing records as JSON: references and whole objects."""

from typing import Any
from urllib.parse import quote

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.user_numbers import user_number
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import Fields, ObjectType


def reference(type: ObjectType, record: Fields) -> dict[str, Any]:
    """Key, id and href, as creates, updates and lists answer."""
    shown = {"key": str(record["key"]), "id": type.reference_value(record), "href": href(type, record)}
    return shown | {"documentType": type.preset["definition"]} if "definition" in type.preset else shown


def href(type: ObjectType, record: Fields) -> str:
    return f"/objects/{quote(type.rest, safe='/:')}/{record['key']}"


def whole(company: Company, type: ObjectType, record: Fields) -> dict[str, Any]:
    """Everything that REST shows of a record."""
    tree: dict[str, Any] = {"key": str(record["key"]), "id": type.reference_value(record)}
    for field in type.all_fields:
        if field.rest and not field.hidden and field.name != "key":
            _plant(tree, field.rest.split("."), _value(company, field, record.get(field.name)))
    _complete(company, tree, record)
    if type.lines is not None:
        tree[type.lines.rest] = [line(company, type, each) for each in record.get("lines") or ()]
    return tree | {"href": href(type, record)}


def _complete(company: Company, tree: dict[str, Any], record: Fields) -> None:
    """Who wrote the record is told by user and by number; an entity has key, id and name (OpenAPI, all groups)."""
    if "audit" in tree:
        for verb in ("created", "modified"):
            tree["audit"] |= _user(company, verb, record.get(f"{verb}_by"))
    if "entity" in tree:
        tree["entity"] = {"name": None, **_referenced(company, "entity", record.get("entity") or None)}


def _user(company: Company, verb: str, id: str | None) -> dict[str, Any]:
    number = user_number(company, id) if id else None
    shown = {"key": number, "id": id, "href": f"/objects/company-config/user/{number}"}
    return {f"{verb}ByUser": shown if id else {"key": None, "id": None}, f"{verb}By": number}


def line(company: Company, type: ObjectType, line: Fields) -> dict[str, Any]:
    """Everything that REST shows of one of the lines that `type` owns."""
    assert type.lines is not None
    tree: dict[str, Any] = {"key": line["key"], "id": line["key"]}
    for field in type.lines.type.fields:
        if field.rest and not field.hidden:
            _plant(tree, field.rest.split("."), _value(company, field, line.get(field.name)))
    return tree


def _value(company: Company, field: Field, value: Any) -> Any:
    if isinstance(field.kind, Ref) and not field.kind.plain:
        return _referenced(company, field.kind.target, value)
    return None if value is None else field.kind.to_rest(value)


def _referenced(company: Company, target: str, value: Any) -> dict[str, Any]:
    record = company.referenced(target, value) if value is not None else None
    if record is None:
        return {"key": None, "id": None}
    shown = reference(company.types[target], record)
    return shown | {"name": record["name"]} if record.get("name") else shown


def _plant(tree: dict[str, Any], path: list[str], value: Any) -> None:
    *heads, last = path
    for head in heads:
        tree = tree.setdefault(head, {})
    tree[last] = value
