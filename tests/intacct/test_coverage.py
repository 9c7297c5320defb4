"""Which surface a write takes, for whom, and why none can."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import DeadLetterClass
from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Diagnosis, Prepared, Surface
from service.intacct.objects import OBJECTS
from service.intacct.surface_table import PAGE, page
from service.settings import LookFirst
from tests.intacct.scripted import ScriptedHttp, client_of
from tests.intacct.tenant import FULL, bill, full, vendor

REST, XML = Surface.REST, Surface.XML
WRITES = [full(key[0]) for key in FULL]
TENANTS: list[dict[str, Any]] = [{}, {"surface": "rest"}, {"surface": "xml"}, {"xml": None}, {"rest": None}]


def prepare(write: Write, **changes: Any) -> Prepared | Diagnosis:
    """As the client of a tenant with these settings does. Nothing is ever sent."""
    http = ScriptedHttp()
    made = client_of(http, **changes).prepare(write)
    assert http.every == []
    return made


def surface(write: Write, **changes: Any) -> Surface:
    """The surface that is taken."""
    made = prepare(write, **changes)
    assert isinstance(made, Prepared), made
    return made.surface


def refused(write: Write, **changes: Any) -> Diagnosis:
    """Why it cannot be sent."""
    made = prepare(write, **changes)
    assert isinstance(made, Diagnosis), made
    return made


def test_the_page_is_printed_from_the_declarations() -> None:
    """docs/surfaces.md is what `python -m service.intacct.surface_table` prints."""
    assert PAGE.read_text("utf-8") == page()


def test_xml_is_only_offered_where_a_declaration_says_how() -> None:
    """And a legacy function creates, but does not update."""
    for declaration in OBJECTS.values():
        assert declaration.over_rest
        form = declaration.xml
        assert bool(declaration.over_xml) == (form is not None)
        assert Operation.UPDATE not in declaration.over_xml or (form is not None and not form.legacy_create)


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.object)
def test_auto_takes_the_cheapest_that_leaves_nothing_half_done(write: Write) -> None:
    """A bill is one transaction over XML and two over REST, with a draft between; on a tie XML shares its requests."""
    only_rest = write.object == "task"
    assert surface(write) == (REST if only_rest else XML)
    assert surface(write, xml=None) == surface(write, surface="rest") == REST


def test_a_task_needs_rest_and_a_tenant_without_is_told_so() -> None:
    """Each surface's reason is named: each may be the one to mend."""
    for changes in ({"surface": "xml"}, {"rest": None}):
        why = refused(full("task"), **changes)
        assert why.category is DeadLetterClass.UNSUPPORTED
        assert "XML does not offer it" in why.cause
    assert "policy is «xml»" in refused(full("task"), surface="xml").cause


@given(st.sampled_from(WRITES), st.sampled_from(TENANTS))
def test_the_choice_depends_on_nothing_else(write: Write, changes: dict[str, Any]) -> None:
    """Another process, asked again and in another order, prepares the same."""
    assert prepare(write, **changes) == prepare(write, **changes)


def test_an_upsert_needs_both_operations() -> None:
    """An invoice can be created over both surfaces but updated over one; a payment is never changed."""
    header = replace(full("invoice"), operation=Operation.UPSERT, fields={"description": "corrected"})
    assert surface(header) is REST
    assert refused(replace(full("payment"), operation=Operation.UPSERT)).category is DeadLetterClass.UNSUPPORTED


def test_an_atomic_write_needs_xml() -> None:
    """REST applies records one by one."""
    assert surface(replace(vendor(), atomic=True)) is XML
    assert "as one unit" in refused(replace(vendor(), atomic=True), xml=None).cause


def test_an_update_with_lines_needs_a_surface_that_replaces_them() -> None:
    """PATCH would add the lines to those that are there."""
    assert surface(replace(bill(), operation=Operation.UPDATE)) is XML
    assert "instead of replacing them" in refused(replace(full("invoice"), operation=Operation.UPDATE)).cause
    header = replace(bill(), operation=Operation.UPDATE, fields={"description": "corrected"})
    assert surface(header, xml=None) is REST


def test_a_bill_line_without_location_goes_over_xml() -> None:
    """REST requires it on every line."""
    without = bill(lines=({"account": "6105", "amount": full("bill").fields["lines"][0]["amount"]},))  # type: ignore
    assert surface(without) is XML
    assert "location" in refused(without, xml=None).cause


@pytest.mark.parametrize(
    ("write", "named"),
    [
        (vendor(planet="Mars"), "planet"),
        (vendor(credit_limit=0.5), "credit_limit"),
        (bill(lines=({"account": "6105", "amount": 1.0, "location": "100"},)), r"lines[1].amount"),
        (Write(Operation.CREATE, ObjectKey("bill", ("B-1",)), {}), "the key of a bill"),
        (Write(Operation.CREATE, ObjectKey("moon", ("x",)), {}), "moon"),
        (replace(vendor(), entity="E1\r\nX-Evil: 1"), "entity"),
        (replace(vendor(), entity="x" * 200), "entity"),
    ],
)
def test_what_is_malformed_is_found_before_anything_is_sent(write: Write, named: str) -> None:
    """Whatever the surface: the field is named, and a dead letter of the class schema follows."""
    for changes in TENANTS:
        why = refused(write, **changes)
        assert (why.category, named in why.cause) == (DeadLetterClass.SCHEMA, True), why


def test_what_one_surface_cannot_carry_goes_over_the_other() -> None:
    """XML has no word for some characters."""
    odd = vendor(notes="\x00")
    assert surface(odd) is REST
    why = refused(odd, surface="xml")
    assert (why.category, "notes" in why.cause) == (DeadLetterClass.SCHEMA, True)


def test_who_keeps_a_number_unique_decides_whether_it_is_looked_up_first() -> None:
    """Intacct, a company's setting, or nobody; and the tenant may say otherwise, by object."""
    made = {write.object: prepare(write) for write in WRITES}
    first = {name: each.look_first for name, each in made.items() if isinstance(each, Prepared)}
    assert first["vendor"] is LookFirst.NEVER
    assert {first[name] for name in ("bill", "invoice", "bill-payment", "payment", "journal-entry")} == {
        LookFirst.ALWAYS
    }
    unique = prepare(bill(), company_settings={"unique_bill_numbers": True})
    own = prepare(bill(), look_first={"bill": "own"})
    assert isinstance(unique, Prepared)
    assert isinstance(own, Prepared)
    assert (unique.look_first, own.look_first) == (LookFirst.NEVER, LookFirst.OWN)
