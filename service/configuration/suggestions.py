"""«Did you mean»: the options that exist where an unknown one was written."""

import difflib
import typing
from collections.abc import Iterable

from pydantic import BaseModel

from service.configuration.mistake import Location
from service.settings import Settings


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence that ends a mistake: the closest known name, or all of them."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return f"did you mean «{close[0]}»?" if close else f"known here: {', '.join(names)}"


def options_at(location: Location) -> tuple[str, ...]:
    """Names of the options in the section at a location as pydantic reports it (with the kinds of unions in it)."""
    found: list[object] = [Settings]
    for part in location:
        found = [inner for annotation in found for inner in _step(annotation, part)]
    names = (name for model in found if _is_model(model) for name in model.model_fields)
    return tuple(dict.fromkeys(names))


def _is_model(annotation: object) -> typing.TypeGuard[type[BaseModel]]:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _step(annotation: object, part: str | int) -> list[object]:
    """What lies one step further: a field, an item of a list or mapping, or the union member of a kind."""
    if _is_model(annotation):
        field = annotation.model_fields.get(str(part))
        if field is None:
            return [annotation] if _is_of_kind(annotation, part) else []
        return _alternatives(field.annotation)
    inner = typing.get_args(annotation)
    return _alternatives(inner[-1]) if inner else []


def _is_of_kind(model: type[BaseModel], part: str | int) -> bool:
    kind = model.model_fields.get("kind")
    return kind is not None and part in typing.get_args(kind.annotation)


def _alternatives(annotation: object) -> list[object]:
    """Members of a union, one by one."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _alternatives(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in {list, dict} or not typing.get_args(annotation):
        return [annotation]
    return [inner for member in typing.get_args(annotation) for inner in _alternatives(member)]
