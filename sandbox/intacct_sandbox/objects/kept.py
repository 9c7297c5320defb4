"""The documented properties on which nothing here depends, as fields."""

from collections.abc import Iterator
from dataclasses import replace

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Anything, Day, Flag, Kind, Number, Structure, Text
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.objects.documented import DOCUMENTED

_KINDS: dict[str, Kind] = {"s": Text(4000), "b": Flag(), "n": Number(), "d": Day(), "l": Structure(), "a": Anything()}
_PARTS = {"r": (".key", ".id"), "k": (".key",)}


def with_documented(type: ObjectType) -> ObjectType:
    """The type, its lines and its variants with what is documented and not declared."""
    lines = type.lines and replace(type.lines, type=_with_own(type.lines.type))
    variants = tuple(with_documented(each) for each in type.variants)
    return replace(_with_own(type), lines=lines, variants=variants)


def _with_own(type: ObjectType) -> ObjectType:
    new = (each for each in _documented(type.name) if not _is_declared(type, each))
    added = tuple(replace(each, name=f"{each.name}_in_rest") if each.name in type.by_name else each for each in new)
    return replace(type, fields=(*type.fields, *added)) if added and type.rest else type


def _documented(name: str) -> Iterator[Field]:
    for each in DOCUMENTED.get(name, "").split():
        path, _, rest = each.partition(":")
        letter, _, xml = rest.partition("=")
        read_only = letter.endswith("!")
        kind = _KINDS.get(letter[0], _KINDS["s"])
        for part in _PARTS.get(letter[0], ("",)):
            yield Field(path + part or xml, kind, xml, path + part, read_only=read_only)


def _is_declared(type: ObjectType, field: Field) -> bool:
    """Whether its path, something above it or something below it is a field already."""
    path = field.rest
    if field.xml in type.by_xml:
        return True
    parts = path.split(".")
    above = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return bool(above & type.by_rest.keys()) or path in type.rest_groups
