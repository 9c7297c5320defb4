"""docs/events.md says what the models say: the same types, the same fields, the same ones required."""

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from handlers.loading import load_registry
from handlers.settings import CustomerProject, Defaults, HandlerSettings
from tests.handlers.example_files import CANONICAL, CUSTOMER_ADD, ROOT

TEXT = (ROOT / "docs" / "events.md").read_text()
SECTION = re.compile(r"^### `([^`]+)`$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^\| (`[^|]+`) \| (yes|no) \|", re.MULTILINE)
REGISTRY = load_registry(plugins=())


def documented(event_type: str) -> dict[str, bool]:
    (section,) = [text for name, text in SECTION.findall(TEXT) if name == event_type]
    return {
        name: required == "yes" for names, required in ROW.findall(section) for name in re.findall(r"`([^`]+)`", names)
    }


def declared(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, bool]]:
    for name, field in model.model_fields.items():
        path = prefix + (field.alias or name)
        inner, is_list = nested(field)
        if inner is None or is_list:
            yield path, field.is_required()
        if inner is not None:
            yield from declared(inner, f"{path}[]." if is_list else f"{path}.")


def nested(field: FieldInfo) -> tuple[type[BaseModel] | None, bool]:
    annotation: Any = field.annotation
    candidates = [annotation, *get_args(annotation)]
    models = [each for each in candidates if isinstance(each, type) and issubclass(each, BaseModel)]
    return (models[0] if models else None), get_origin(annotation) is tuple


def test_every_type_is_documented_and_no_other() -> None:
    """A type that is not described does not exist for its senders."""
    assert sorted(name for name, _ in SECTION.findall(TEXT)) == sorted(REGISTRY.types())


@pytest.mark.parametrize("event_type", CANONICAL)
def test_the_fields_of_a_type_are_documented_as_the_model_has_them(event_type: str) -> None:
    """Each field, and whether it is required."""
    registration = REGISTRY.find(event_type)
    assert registration is not None
    assert documented(event_type) == dict(declared(registration.model))


def test_the_arguments_of_the_smart_event_are_documented() -> None:
    """Under the names that the handler looks for by default."""
    wanted = CustomerProject()
    assert documented(CUSTOMER_ADD) == {wanted.customer_argument: True, wanted.name_argument: False}


@pytest.mark.parametrize("section", [Defaults, CustomerProject])
def test_every_option_of_the_handlers_section_is_documented(section: type[BaseModel]) -> None:
    """And the block shows the defaults that the code has."""
    options = re.findall(r"^ {8}([a-z_]+):", TEXT, re.MULTILINE)
    assert set(section.model_fields) <= set(options)
    assert set(options) == set(Defaults.model_fields) | set(CustomerProject.model_fields)
    assert set(HandlerSettings.model_fields) <= set(re.findall(r"^ {6}([a-z_]+):", TEXT, re.MULTILINE))


def test_the_shown_templates_are_the_defaults() -> None:
    """What the block shows is what happens without it."""
    shown = dict(re.findall(r'^ {8}([a-z_]+): "?([^"#\n]+?)"?\s*(?:#.*)?$', TEXT, re.MULTILINE))
    assert {name: shown[name] for name in CustomerProject.model_fields} == CustomerProject().model_dump()
