"""A write's content, taken apart along its object's declaration: what both renderers and the comparison start from."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from schemas.write import Fields, FieldValue, ObjectKey, Operation, Write
from service.intacct.objects import OBJECTS
from service.intacct.objects.declaration import Declaration, Field, Lines, XmlForm
from service.intacct.objects.kinds import Reference, Unrenderable, amount, kind_of

_WIRE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")
_LONGEST_KEY_PART = 255

Given = tuple[tuple[Field, FieldValue], ...]
"""Fields with their values, in the order of the declaration."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a write says about its object."""

    declaration: Declaration
    header: Given
    lines: tuple[Given, ...]

    def text(self, name: str) -> str:
        """The neutral text of a header field; empty when it is not stated."""
        return text_of(self.header, name)

    @property
    def total(self) -> Decimal:
        """The sum of the lines' amounts."""
        return sum((amount(value) for line in self.lines for each, value in line if each.name == "amount"), Decimal())


def text_of(given: Given, name: str) -> str:
    """The neutral text of a field; empty when it is not stated."""
    return next((field.kind.neutral(value) for field, value in given if field.name == name), "")


def declaration_of(key: ObjectKey) -> Declaration:
    """The declaration for a key, with the type of a custom object filled in.

    Raises Unrenderable for an object that nobody declared or a key of the wrong shape.
    """
    declaration = OBJECTS.get(key.object)
    if declaration is None:
        raise Unrenderable(f"there is no object «{key.object}»")
    if len(key.parts) != len(declaration.key) or not all(0 < len(part) <= _LONGEST_KEY_PART for part in key.parts):
        raise Unrenderable(f"the key of a {key.object} is {', '.join(declaration.key)}")
    if not declaration.type_field:
        return declaration
    return of_type(declaration, key.parts[declaration.key.index(declaration.type_field)])


def of_type(declaration: Declaration, name: str) -> Declaration:
    """The declaration of one custom object. Raises Unrenderable when the name cannot be one."""
    type_name = _wire_name(name)
    form = declaration.xml
    assert form is not None, "custom objects exist on both surfaces"
    return replace(
        declaration,
        rest=declaration.rest.format(type=type_name),
        xml=XmlForm(type_name, record_number=form.record_number),
    )


def _wire_name(name: str) -> str:
    if not _WIRE_NAME.fullmatch(name):
        raise Unrenderable(f"«{name}» cannot be the name of a custom object or field")
    return name


def content_of(write: Write, operation: Operation) -> Content:
    """Take a write apart. Raises Unrenderable, naming the field, for anything that the declaration does not know."""
    content = stated_content(write)
    return completed(content) if operation is Operation.CREATE else content


def completed(content: Content) -> Content:
    """The content of a new record: with the defaults of what the write leaves open."""
    given = {field.name: value for field, value in content.header}
    names = content.declaration.names
    missing = {
        name: given[source]
        for name, source in content.declaration.create_defaults
        if source in given and name not in given
    }
    if not missing:
        return content
    order = {name: at for at, name in enumerate(names)}
    header = [*content.header, *((names[name], value) for name, value in missing.items())]
    return replace(content, header=tuple(sorted(header, key=lambda pair: order[pair[0].name])))


def stated_content(write: Write) -> Content:
    """What the write itself states. Raises Unrenderable like ``content_of``."""
    declaration = declaration_of(write.key)
    given = dict(_flat(_with_key(declaration, write)))
    lines_name = declaration.lines.name if declaration.lines else ""
    rows = given.pop(lines_name, ())
    header = tuple(_known(declaration, given))
    return Content(declaration, header, tuple(_lines(declaration.lines, rows)))


def _with_key(declaration: Declaration, write: Write) -> dict[str, FieldValue]:
    key = dict(zip(declaration.key, write.key.parts, strict=True))
    for name, part in key.items():
        if str(write.fields.get(name, part)) != part:
            raise Unrenderable(f"{name}: differs from the key {write.key}")
    return {**write.fields, **key}


def _flat(fields: Fields, prefix: str = "") -> Iterator[tuple[str, FieldValue]]:
    for name, value in fields.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _known(declaration: Declaration, given: dict[str, FieldValue]) -> Iterator[tuple[Field, FieldValue]]:
    for each in declaration.fields:
        if each.name in given and each.name != declaration.type_field:
            yield from _present(each, given[each.name])
    for name in given.keys() - declaration.names.keys():
        if not declaration.open_group or not name.startswith(f"{declaration.open_group}."):
            raise Unrenderable(f"{name}: a {declaration.name} has no such field")
    for name, value in given.items():
        if name not in declaration.names:
            yield custom_field(name.split(".", 1)[1], value), value


def custom_field(name: str, value: FieldValue) -> Field:
    """A field of a custom object; its kind follows from the value. Raises Unrenderable."""
    return Field(name, kind_of(value), f"nsp::{_wire_name(name)}", name)


def _present(each: Field, value: FieldValue) -> Iterator[tuple[Field, FieldValue]]:
    if not (isinstance(each.kind, Reference) and value == ""):
        yield each, value


def _lines(lines: Lines | None, rows: FieldValue) -> Iterator[Given]:
    if lines is None:
        return
    if not isinstance(rows, tuple | list):
        raise Unrenderable(f"{lines.name}: must be a sequence of lines")
    known = {each.name: each for each in lines.fields}
    for number, row in enumerate(rows, start=1):
        unknown = row.keys() - known.keys()
        if unknown:
            raise Unrenderable(f"{lines.name}[{number}].{min(unknown)}: there is no such field")
        yield tuple(pair for each in lines.fields if each.name in row for pair in _present(each, row[each.name]))


def check(content: Content) -> None:
    """Raises Unrenderable, with the path of the field, for the first value that is not of its kind."""
    for each, value in content.header:
        _check(each, value, each.name)
    for number, line in enumerate(content.lines, start=1):
        assert content.declaration.lines is not None
        for each, value in line:
            _check(each, value, f"{content.declaration.lines.name}[{number}].{each.name}")


def _check(each: Field, value: FieldValue, path: str) -> None:
    try:
        each.kind.neutral(value)
    except Unrenderable as error:
        raise Unrenderable(f"{path}: {error}") from None
