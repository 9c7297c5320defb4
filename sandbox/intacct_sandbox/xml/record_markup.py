"""Writing records: selected fields with dotted names, or a whole record with nested elements."""

from collections.abc import Sequence

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.column import Column, column
from intacct_sandbox.xml.markup import element, wrap


def selected(tag: str, record: Fields, columns: Sequence[Column]) -> str:
    """One record with the chosen columns, names dotted as they were asked for."""
    return wrap(tag, "".join(element(each.path, _text(each, record)) for each in columns))


def plain_row(record: Fields, columns: Sequence[Column]) -> list[tuple[str, str]]:
    """One record as pairs of name and text."""
    return [(each.path, _text(each, record)) for each in columns]


def everything(company: Company, type: ObjectType) -> list[Column]:
    """All columns of an object itself."""
    found = (column(company, type, "xml", path) for path in type.xml_paths)
    return [each for each in found if each is not None]


def whole(company: Company, type: ObjectType, tag: str, record: Fields) -> str:
    """One record with everything that XML can show of it, its lines too."""
    tree: dict[str, object] = {}
    for each in everything(company, type):
        _plant(tree, each.path.split("."), _text(each, record))
    owned = _lines(company, type, record) if type.lines and type.lines.xml else ""
    return wrap(tag, _grown(tree) + _rows(type, record) + owned)


def _text(column: Column, record: Fields) -> str:
    value = column.get(record)
    return column.kind.to_xml(value) if value is not None else ""


def _lines(company: Company, type: ObjectType, record: Fields) -> str:
    assert type.lines is not None
    line = type.lines.type
    body = "".join(whole(company, line, line.xml.lower(), each) for each in record.get("lines") or ())
    return wrap(type.lines.xml, body)


def _rows(type: ObjectType, record: Fields) -> str:
    return "".join(
        wrap(type.by_name[name].xml, "".join(element(each.xml, _shown(each, row)) for each in part.fields))
        for name, part in type.rows.items()
        for row in record.get(name) or ()
    )


def _shown(field: Field, row: Fields) -> str:
    value = row.get(field.name)
    return field.kind.to_xml(value) if value is not None else ""


def _plant(tree: dict[str, object], path: list[str], text: str) -> None:
    *heads, last = path
    for head in heads:
        branch = tree.setdefault(head, {})
        assert isinstance(branch, dict)
        tree = branch
    tree[last] = text


def _grown(tree: dict[str, object]) -> str:
    return "".join(wrap(tag, _grown(x)) if isinstance(x, dict) else element(tag, str(x)) for tag, x in tree.items())
