"""Owned lines with endpoints of their own, such as bill-line: a change of a line is a change of its owner
(developer.sage.com: owner and owned objects guide). POST names the owner; a line cannot be moved to another."""

from bisect import bisect_right
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import owner_name
from intacct_sandbox.query.search import Found, search
from intacct_sandbox.rest.object_body import read_object
from intacct_sandbox.rest.render import line, reference
from intacct_sandbox.rest.request import RestRequest
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Place, Reason, Refused, Why, reason

_PREFIX_LENGTH = 3


class LineEndpoint:
    """The lines of type `type`, owned by records of type `owner`."""

    def __init__(self, request: RestRequest, type: ObjectType, owner: ObjectType) -> None:
        self._request = request
        self._type = type
        self._owner = owner
        self._name = owner_name(owner)

    def create(self, unit: Unit, body: Any) -> dict[str, Any]:
        """Add a line to the owner that the body names; raises Refused."""
        owner = self._owner_named(body)
        known = {each["key"] for each in owner["lines"]}
        changed = self._change(unit, owner, {name: each for name, each in body.items() if name != self._name})
        return self._reference(next(each["key"] for each in changed["lines"] if each["key"] not in known))

    def update(self, unit: Unit, key: str, body: Any) -> dict[str, Any]:
        """Change a line; raises Refused."""
        owner = self.owner_of(key)
        self._refuse_move(owner, body)
        given = {name: each for name, each in body.items() if name not in (self._name, "key")}
        self._change(unit, owner, given | {"key": key})
        return self._reference(key)

    def delete(self, unit: Unit, key: str) -> dict[str, Any]:
        """Remove a line; raises Refused."""
        self._change(unit, self.owner_of(key), {"key": key, "ia::operation": "delete"})
        return {}

    def set(self, unit: Unit, key: str, fields: Fields) -> dict[str, Any]:
        """Set stored fields of a line, as a workflow does; raises Refused."""
        owner = self.owner_of(key)
        lines = [{**each, **fields} if each["key"] == key else each for each in owner["lines"]]
        operations.update(unit, self._owner, owner, {"lines": lines})
        return self._reference(key)

    def whole(self, key: str) -> dict[str, Any]:
        """Everything that REST shows of a line; raises Refused."""
        owner = self.owner_of(key)
        found = next(each for each in owner["lines"] if each["key"] == key)
        shown = line(self._request.company, self._owner, found)
        return shown | {self._name: reference(self._owner, owner), "href": self._href(key)}

    def visible(self) -> Found:
        """All lines that the caller sees."""
        return search(self._request.company, self._type, self._request.view(), None, [])

    def reference(self, found: Fields) -> dict[str, Any]:
        """What a list shows of a line."""
        return self._reference(str(found["key"]))

    def owner_of(self, key: str) -> Fields:
        """The visible record that has line `key`; raises Refused."""
        found = owner_of_line(self._request.company, self._owner, key)
        if found is None or not self._request.view(everything=True).shows(found) or not self._owner.holds(found):
            text = f"No {self._type.rest} with key {key} was found"
            raise Refused(reason(Why.NO_SUCH_RECORD, text, label=self._type.label, value=key))
        return found

    def _change(self, unit: Unit, owner: Fields, body: dict[str, Any]) -> Fields:
        assert self._owner.lines is not None
        company, switches = self._request.company, self._request.world.switches
        try:
            changes = read_object(company, self._owner, {self._owner.lines.rest: [body]}, switches, owner)
            return operations.update(unit, self._owner, owner, changes)
        except Refused as refused:
            raise Refused(*(_in_the_line(each) for each in refused.reasons)) from refused

    def _owner_named(self, body: Any) -> Fields:
        named = body.get(self._name) if isinstance(body, dict) else None
        key = str(named.get("key") or named.get("id") or "") if isinstance(named, dict) else ""
        if not key:
            at = Place("", f"/{self._name}/key")
            raise Refused(reason(Why.MISSING_FIELD, f"{self._name} is required", at, self._type.label))
        table = self._request.company.tables[self._owner.name]
        found = table.get(int(key)) if key.isdecimal() and len(key) < 19 else None
        if found is None or not self._request.view(everything=True).shows(found) or not self._owner.holds(found):
            text = f"Invalid {self._owner.label} '{key}' specified."
            raise Refused(reason(Why.UNKNOWN_REFERENCE, text, Place("", f"/{self._name}"), self._owner.label, key))
        return found

    def _refuse_move(self, owner: Fields, body: Any) -> None:
        if not isinstance(body, dict):
            raise Refused(reason(Why.BAD_VALUE, "The payload must be an object", Place("", "/"), self._type.label))
        named = body.get(self._name)
        if named is not None and (not isinstance(named, dict) or named.get("key") != str(owner["key"])):
            text = "A line cannot be moved to another owner"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, Place("", f"/{self._name}"), self._type.label))

    def _reference(self, key: str) -> dict[str, Any]:
        return {"key": key, "id": key, "href": self._href(key)}

    def _href(self, key: str) -> str:
        return f"/objects/{quote(self._type.rest, safe='/:')}/{key}"


def owner_of_line(company: Company, owner: ObjectType, key: str) -> Fields | None:
    """The record of `owner` with line `key`. A line of a new record has a number just below its owner's, so that one is
    looked at first."""
    table = company.tables[owner.name]
    if not key.isdecimal() or len(key) > 18:
        return None
    keys = table.keys()
    near = bisect_right(keys, int(key))
    for each in [*keys[near : near + 1], *keys]:
        record = table.get(each)
        if record and any(line["key"] == key for line in record.get("lines") or ()):
            return record
    return None


def _in_the_line(each: Reason) -> Reason:
    """The reason with its place in the line's own body."""
    parts = each.rest.split("/")
    return replace(each, rest="/" + "/".join(parts[3:])) if len(parts) > _PREFIX_LENGTH else each
