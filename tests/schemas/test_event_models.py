"""What every model of a canonical event refuses, tried on every field of its published example."""

import copy
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from handlers.loading import load_registry
from schemas.violations import violations
from tests.handlers.example_files import CANONICAL, example

Path = tuple[str | int, ...]

_MONEY = re.compile(r"-?\d+\.\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_REGISTRY = load_registry(plugins=())


def model_of(event_type: str) -> type[BaseModel]:
    registration = _REGISTRY.find(event_type)
    assert registration is not None
    return registration.model


def nodes(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from nodes(child, (*path, step))


def leaves(pattern: re.Pattern[str] | None = None) -> list[Any]:
    return [
        pytest.param(event_type, path, value, id=f"{event_type}:{dotted(path)}")
        for event_type in CANONICAL
        for path, value in nodes(example(event_type))
        if isinstance(value, str) and (pattern is None or pattern.fullmatch(value))
    ]


def objects() -> list[Any]:
    return [
        pytest.param(event_type, path, id=f"{event_type}:{dotted(path)}")
        for event_type in CANONICAL
        for path, value in nodes(example(event_type))
        if isinstance(value, dict) and path != ("fields",)
    ]


def dotted(path: Path) -> str:
    return "data" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def changed(event_type: str, path: Path, value: Any) -> Any:
    data = copy.deepcopy(example(event_type))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


def refusal(event_type: str, data: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as caught:
        model_of(event_type).model_validate(data)
    return dict(violations(caught.value))


@pytest.mark.parametrize(("event_type", "path", "value"), leaves(_MONEY))
def test_a_float_for_money_is_refused_with_its_path(event_type: str, path: Path, value: str) -> None:
    """A floating point number is never money, and the sender is told where it stands."""
    found = refusal(event_type, changed(event_type, path, float(value)))
    assert "floating point" in found[dotted(path)]


@pytest.mark.parametrize(("event_type", "path", "value"), leaves(_MONEY))
def test_a_third_decimal_is_refused(event_type: str, path: Path, value: str) -> None:
    """Intacct would round it."""
    found = refusal(event_type, changed(event_type, path, value + "1"))
    assert "at most 2 decimals" in found[dotted(path)]


@pytest.mark.parametrize("amount", ["0", "0.00"])
@pytest.mark.parametrize(
    ("event_type", "path", "value"), [p for p in leaves(_MONEY) if "credit_limit" not in str(p.id)]
)
def test_an_amount_of_nothing_is_refused(event_type: str, path: Path, value: str, amount: str) -> None:
    """No line and no payment of zero."""
    assert dotted(path) in refusal(event_type, changed(event_type, path, amount))


@pytest.mark.parametrize(("event_type", "path"), objects())
def test_an_unknown_field_is_refused_with_its_path(event_type: str, path: Path) -> None:
    """A misspelled field is a mistake: ignoring it would post something else than was meant."""
    found = refusal(event_type, changed(event_type, (*path, "locaton"), "100"))
    assert found[dotted((*path, "locaton"))] == "is not a known field"


@pytest.mark.parametrize(
    "day", ["2026-03-14T00:00:00Z", "2026-03-14 00:00", "14/03/2026", "20260314", 20260314, "2026-02-30"]
)
@pytest.mark.parametrize(("event_type", "path", "value"), leaves(_DATE))
def test_a_date_is_an_iso_day_and_nothing_else(event_type: str, path: Path, value: str, day: Any) -> None:
    """A time would have to be cut off, and other orders of day and month cannot be told apart."""
    assert dotted(path) in refusal(event_type, changed(event_type, path, day))


@pytest.mark.parametrize("code", ["usd", "US", "dollar", None])
@pytest.mark.parametrize("event_type", ["bill.approved", "bill-payment.made", "invoice.issued", "payment.received"])
def test_the_currency_is_required_and_iso(event_type: str, code: str | None) -> None:
    """An amount without its currency is not an amount."""
    assert "data.currency" in refusal(event_type, changed(event_type, ("currency",), code))


@pytest.mark.parametrize("poison", ["\x00", "\x1b", "\ud800", "\uffff"])
@pytest.mark.parametrize(("event_type", "path", "value"), leaves())
def test_text_that_xml_cannot_carry_is_refused(event_type: str, path: Path, value: str, poison: str) -> None:
    """Otherwise the write would break where it is rendered, long after it was accepted."""
    assert dotted(path) in refusal(event_type, changed(event_type, path, value + poison))


@pytest.mark.parametrize("value", [7, True, None, ["x"], {"x": 1}])
@pytest.mark.parametrize("event_type", CANONICAL)
def test_a_required_text_must_be_text(event_type: str, value: Any) -> None:
    """Numbers are not turned into ids: 007 would already have become 7 at the sender."""
    name = next(name for name, field in model_of(event_type).model_fields.items() if field.is_required())
    assert f"data.{name}" in refusal(event_type, changed(event_type, (name,), value))


@pytest.mark.parametrize("event_type", CANONICAL)
def test_each_required_field_is_named_when_it_is_missing(event_type: str) -> None:
    """All that is missing is told at once."""
    required = {f"data.{name}" for name, field in model_of(event_type).model_fields.items() if field.is_required()}
    assert {path for path, text in refusal(event_type, {}).items() if text == "is required"} == required


@pytest.mark.parametrize("event_type", CANONICAL)
def test_a_validated_event_cannot_be_changed(event_type: str) -> None:
    """What was validated is what is posted."""
    data = model_of(event_type).model_validate(example(event_type))
    name = next(iter(type(data).model_fields))
    with pytest.raises(ValidationError):
        setattr(data, name, "other")


@pytest.mark.parametrize("event_type", CANONICAL)
def test_what_an_event_states_has_the_shapes_of_a_write(event_type: str) -> None:
    """Decimals, days, text, tuples of lines: nothing that a surface could render in its own way."""
    stated = model_of(event_type).model_validate(example(event_type)).stated()  # type: ignore[attr-defined]
    allowed = (str, int, bool, Decimal, date, dict, tuple)
    assert all(isinstance(value, allowed) for _, value in nodes(stated))


@pytest.mark.parametrize("event_type", CANONICAL)
def test_null_is_the_same_as_absent(event_type: str) -> None:
    """Many senders write null for what they do not state: the write must not touch it."""
    model = model_of(event_type)
    optional = {field.alias or name for name, field in model.model_fields.items() if not field.is_required()}
    bare = {name: value for name, value in example(event_type).items() if name not in optional}
    with_nulls = bare | dict.fromkeys(optional)
    assert model.model_validate(with_nulls) == model.model_validate(bare)
