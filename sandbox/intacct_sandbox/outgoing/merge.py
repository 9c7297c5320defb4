"""Merge fields: `{!OBJECT.FIELD!}` in a template becomes a value of the record.

Paths lead to related objects, as `{!APBILL.VENDOR.NAME!}` (help page on injection parameters). REST-style tokens
`{!objects/company-config/class.key!}` have REST values. Audit fields are not supported: their token stays.
"""

import re
from collections.abc import Callable, Sequence
from json import dumps
from typing import Any
from xml.sax.saxutils import escape

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.written import Written
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import Fields, ObjectType

_TOKEN = re.compile(r"\{!\s*([^{}!]{1,200}?)\s*!\}")
_AUDIT = frozenset({"created_at", "modified_at", "created_by", "modified_by"})
ESCAPES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "xml": lambda text: escape(text, {'"': "&quot;"}),
    "json": lambda text: dumps(text, ensure_ascii=False)[1:-1],
}


class MergeRefused(Exception):
    """The acting user may not read an object that a merge field needs, so the event errors."""


def merge(text: str, written: Written, escaping: str = "none", unresolved: str = "literal") -> str:
    """`text` with its merge fields filled in; raises MergeRefused.

    A field that does not exist stays as it was written, or is `empty`.
    """
    change = ESCAPES[escaping]

    def value(match: re.Match[str]) -> str:
        found = _resolved(match[1], written)
        if found is not None:
            return change(found)
        return match[0] if unresolved == "literal" else ""

    return _TOKEN.sub(value, text)


def _resolved(token: str, written: Written) -> str | None:
    path, _, form = token.partition("#")
    object, _, field = path.partition(".")
    rest, type = object.startswith("objects/"), written.type
    if object.removeprefix("objects/").lower() not in (type.rest.lower(), type.xml.lower(), type.name.lower()):
        return None
    return _Path(written, rest and form != "userformat").follow(type, written.record, field.lower().split("."))


class _Path:
    """Follows a path from record to record."""

    def __init__(self, written: Written, rest: bool) -> None:
        self._company: Company = written.caller.company
        self._user = written.caller.user
        self._rest = rest

    def follow(self, type: ObjectType, record: Fields, path: Sequence[str]) -> str | None:
        if not self._user.may("read", type.name):
            raise MergeRefused(f"{self._user.id} may not read {type.label}")
        whole = ".".join(path)
        for field in type.all_fields:
            if whole in _names(field) and field.name not in _AUDIT:
                return self._text(field, record.get(field.name))
        return self._further(type, record, path) if len(path) > 1 else None

    def _further(self, type: ObjectType, record: Fields, path: Sequence[str]) -> str | None:
        for field in type.references:
            assert isinstance(field.kind, Ref)
            target = self._company.views[field.kind.target]
            if path[0] in (field.name, target.xml.lower(), *(each.split(".")[0] for each in _names(field))):
                value = record.get(field.name)
                other = self._company.referenced(field.kind.target, value) if value else None
                return self.follow(target, other or {}, path[1:])
        return None

    def _text(self, field: Field, value: Any) -> str:
        if value is None:
            return ""
        if not self._rest or isinstance(field.kind, Ref):
            return field.kind.to_xml(value)
        shown = field.kind.to_rest(value)
        return str(shown) if isinstance(shown, str) else dumps(shown)


def _names(field: Field) -> tuple[str, ...]:
    named = (field.xml, field.rest, field.name, *field.xml_aliases, *field.rest_aliases)
    return tuple(each.lower() for each in named if each)
