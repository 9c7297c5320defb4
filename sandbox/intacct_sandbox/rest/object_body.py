"""Reading the JSON of an object into neutral fields; unknown, read-only and malformed fields are all reported."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import BadValue, Money, Ref
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, reason
from intacct_sandbox.switches import Switches

_OPERATION = "ia::operation"


def read_object(company: Company, type: ObjectType, body: Any, switches: Switches, old: Fields | None = None) -> Fields:
    """Neutral fields of `body`; null is None. With `old` (an update) `lines` is the complete set that results.

    Raises Refused. The record's own `key` in the body is accepted and left out.
    """
    reader = _Reader(company, type, switches)
    if not isinstance(body, Mapping):
        raise Refused(reason(Why.BAD_VALUE, "The payload must be an object", Place("", "/"), type.label))
    reader.walk(body, "", old)
    if reader.wrong:
        raise Refused(*reader.wrong)
    return reader.fields


class _Reader:
    def __init__(self, company: Company, type: ObjectType, switches: Switches, where: str = "") -> None:
        self.company = company
        self.type = type
        self.fields: Fields = {}
        self.wrong: list[Reason] = []
        self._switches = switches
        self._where = where

    def walk(self, body: Mapping[str, Any], prefix: str = "", old: Fields | None = None) -> None:
        for name, value in body.items():
            path = f"{prefix}{name}"
            field = self.type.by_rest.get(path)
            if self.type.lines and path == self.type.lines.rest:
                self._lines(value, old)
            elif field is not None:
                self._field(path, field, value)
            elif path in self.type.rest_groups and isinstance(value, Mapping):
                self.walk(value, f"{path}.")
            elif not (path in self.type.rest_groups and value is None):
                self._refuse(Why.UNKNOWN_FIELD, path, f"{path} is not a valid field")

    def _field(self, path: str, field: Field, value: Any) -> None:
        if field.name == "key":
            return
        if field.read_only:
            return self._refuse(Why.READ_ONLY_FIELD, path, f"{path} is a read-only field")
        try:
            self.fields[field.name] = None if value is None else self._value(path, field, value)
        except BadValue as error:
            self._refuse(Why.BAD_VALUE, path, f"{path} {error}")

    def _value(self, path: str, field: Field, value: Any) -> Any:
        if isinstance(field.kind, Ref) and not field.kind.plain:
            return self._reference(path, field.kind, value)
        if isinstance(field.kind, Money) and isinstance(value, int | Decimal) and not self._switches.rest_numeric_money:
            raise BadValue("must be a decimal string such as '1234.50'")
        return field.kind.from_rest(value)

    def _reference(self, path: str, kind: Ref, value: Any) -> str | None:
        if not isinstance(value, Mapping):
            raise BadValue("must be an object with id or key")
        for name in value:
            if name not in ("id", "key"):
                why = Why.READ_ONLY_FIELD if name in ("name", "href") else Why.UNKNOWN_FIELD
                self._refuse(why, f"{path}.{name}", f"{path}.{name} cannot be set here")
        id, key = value.get("id"), value.get("key")
        if id is None and key is None:
            return None
        if id is not None:
            return str(kind.from_rest(id))
        return self._by_key(kind, kind.from_rest(key))

    def _by_key(self, kind: Ref, key: str) -> str:
        """A key that leads nowhere is kept as it is, so that the reference check reports it."""
        view = self.company.views[kind.target]
        record = self.company.tables[view.name].numbered(key)
        return view.reference_value(record) if record and view.holds(record) else f"(key {key})"

    def _lines(self, value: Any, old: Fields | None) -> None:
        assert self.type.lines is not None
        name = self.type.lines.rest
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            return self._refuse(Why.BAD_VALUE, name, f"{name} must be an array of objects")
        kept = {line["key"]: line for line in (old or {}).get("lines") or ()}
        added = [line for position, each in enumerate(value) if (line := self._line(position, each, kept)) is not None]
        self.fields["lines"] = [*kept.values(), *added]

    def _line(self, position: int, body: Mapping[str, Any], kept: dict[str, Fields]) -> Fields | None:
        """A new line; a change or removal of an old one happens in `kept`."""
        assert self.type.lines is not None
        reader = _Reader(
            self.company, self.type.lines.type, self._switches, f"{self._where}/{self.type.lines.rest}/{position}"
        )
        reader.walk({name: each for name, each in body.items() if name != _OPERATION})
        self.wrong += reader.wrong
        key = body.get("key")
        if key is None:
            return reader.fields
        if key not in kept:
            self._refuse(Why.BAD_VALUE, f"{self.type.lines.rest}.{position}.key", f"There is no line with key {key}")
        elif body.get(_OPERATION) == "delete":
            del kept[key]
        else:
            kept[key] = {**kept[key], **reader.fields}
        return None

    def _refuse(self, why: Why, path: str, text: str) -> None:
        at = Place("", f"{self._where}/{path.replace('.', '/')}")
        self.wrong.append(reason(why, text, at, self.type.label))
