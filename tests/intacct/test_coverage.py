"""Which surface can do what for whom."""

from dataclasses import replace
from typing import Any

import pytest

from schemas.verdict import DeadLetterClass
from schemas.write import Operation, Write
from service.delivery.client_port import Surface
from service.intacct.coverage import COVERAGE, Coverage, covered
from service.intacct.objects import OBJECTS
from tests.intacct.tenant import bill, full, settings, vendor

REST, XML = Surface.REST, Surface.XML


def of(write: Write, **changes: Any) -> tuple[Surface, ...]:
    """The surfaces for a tenant with these settings."""
    return Coverage(settings("http://127.0.0.1:1", **changes)).surfaces(write)


def test_the_table_and_the_declarations_agree() -> None:
    """Every declared object has its line, and XML is only offered where a declaration says how."""
    assert set(COVERAGE) == set(OBJECTS)
    for name, (create, update) in COVERAGE.items():
        assert (XML in create) == (OBJECTS[name].xml is not None)
        form = OBJECTS[name].xml
        assert XML not in update or (form is not None and not form.legacy_create)


@pytest.mark.parametrize("name", ["bill-payment", "payment", "task"])
def test_payments_and_tasks_are_written_over_rest_only(name: str) -> None:
    """And a tenant without REST is told so."""
    assert of(full(name)) == (REST,)
    assert of(full(name), surface="xml") == of(full(name), rest=None) == ()
    why = Coverage(settings("http://127.0.0.1:1", surface="xml")).why_not(full(name))
    assert why.category is DeadLetterClass.UNSUPPORTED
    assert "policy is «xml»" in why.cause
    assert "XML does not offer it" in why.cause


def test_auto_prefers_rest_and_policies_and_credentials_narrow_it() -> None:
    """Both can write a vendor; what is left depends on the tenant."""
    assert of(vendor()) == (REST, XML)
    assert of(vendor(), surface="rest") == of(vendor(), xml=None) == (REST,)
    assert of(vendor(), surface="xml") == of(vendor(), rest=None) == (XML,)


def test_an_upsert_needs_both_operations() -> None:
    """An invoice can be created over both surfaces but updated over one."""
    assert covered("invoice", Operation.CREATE) == (REST, XML)
    assert covered("invoice", Operation.UPSERT) == covered("invoice", Operation.UPDATE) == (REST,)
    assert covered("payment", Operation.UPSERT) == ()
    assert covered("planet", Operation.CREATE) == ()


def test_an_atomic_write_needs_xml() -> None:
    """REST applies records one by one."""
    assert of(replace(vendor(), atomic=True)) == (XML,)
    assert of(replace(vendor(), atomic=True), xml=None) == ()


def test_an_update_with_lines_needs_a_surface_that_replaces_them() -> None:
    """PATCH would add the lines to those that are there."""
    assert of(replace(bill(), operation=Operation.UPDATE)) == (XML,)
    assert of(replace(full("invoice"), operation=Operation.UPDATE)) == ()
    header = replace(bill(), operation=Operation.UPDATE, fields={"description": "corrected"})
    assert of(header) == (REST, XML)


def test_a_bill_line_without_location_goes_over_xml() -> None:
    """REST requires it on every line."""
    without = bill(lines=tuple({k: v for k, v in line.items() if k != "location"} for line in _lines(bill())))
    assert of(without) == (XML,)
    assert "location" in Coverage(settings("http://127.0.0.1:1", xml=None)).why_not(without).cause


def _lines(write: Write) -> tuple[dict[str, Any], ...]:
    lines = write.fields["lines"]
    assert isinstance(lines, tuple)
    return tuple(dict(line) for line in lines)
