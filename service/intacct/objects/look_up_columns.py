"""What a look-up selects of a header, and what of it Intacct may refuse to show."""

from collections.abc import Iterable, Iterator

from service.delivery.client_port import Surface
from service.intacct.objects.compare import Reading, stated_fields
from service.intacct.objects.content import Content
from service.intacct.objects.declaration import Declaration, Field


def columns(surface: Surface, contents: Iterable[Content]) -> tuple[str, ...]:
    """Everything that a look-up for these writes selects, each once."""
    names = (name for content in contents for name in _columns(surface, content))
    return tuple(dict.fromkeys(name for name in names if name))


def optional(surface: Surface, declaration: Declaration, fields: Iterable[Field]) -> frozenset[str]:
    """Those of them that a company may refuse: then they are left out."""
    state, total = declaration.state, declaration.total
    names = {field.read(surface) for field in fields if field.if_shown}
    names |= {declaration.audit.made_by(surface), declaration.audit.entity(surface)}
    names |= {state.reverses(surface)} if state else set()
    names |= {total.read(surface)} if total and total.if_shown else set()
    return frozenset(names - {""})


def _columns(surface: Surface, content: Content) -> Iterator[str]:
    declaration, reading = content.declaration, Reading(surface)
    yield reading.record_number_name(declaration)
    yield from (field.read(surface) for field in declaration.key_fields)
    yield from (field.read(surface) for field, _ in stated_fields(content) if reading.shows(field))
    if declaration.also_told_apart_by:
        rule = declaration.also_told_apart_by
        yield from (declaration.names[name].read(surface) for name in (rule.field, rule.choice))
    if declaration.total and content.lines:
        yield declaration.total.read(surface)
    if declaration.state:
        yield from (declaration.state.read(surface), declaration.state.reverses(surface))
    yield from (declaration.audit.made_by(surface), declaration.audit.entity(surface))
