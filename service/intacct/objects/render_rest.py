"""Content as the JSON body of a REST request."""

from schemas.write import Operation
from service.intacct.objects.content import Content, Given
from service.intacct.objects.kinds import JsonValue, Unrenderable


def rest_body(content: Content, operation: Operation) -> dict[str, JsonValue]:
    """The body of POST or PATCH. An update leaves out the business key, which the path's record key stands for.

    Raises Unrenderable; the values were checked before. Lines are never part of an update: PATCH would add them to
    those that are there (owned-objects guide), see ``coverage``.
    """
    keys = content.declaration.key if operation is Operation.UPDATE else ()
    body = _tree(tuple(pair for pair in content.header if pair[0].name not in keys))
    if content.lines and content.declaration.lines:
        if operation is Operation.UPDATE:
            raise Unrenderable(f"{content.declaration.lines.name}: REST cannot replace lines")
        body[content.declaration.lines.rest] = [_tree(line) for line in content.lines]
    return body


def _tree(given: Given) -> dict[str, JsonValue]:
    tree: dict[str, JsonValue] = {}
    for field, value in given:
        *groups, name = field.rest.split(".")
        place = tree
        for group in groups:
            inner = place.setdefault(group, {})
            assert isinstance(inner, dict), "no declared path runs through a value"
            place = inner
        place[name] = field.kind.to_rest(value)
    return tree
