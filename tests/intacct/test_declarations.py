"""Nothing is left out in silence: every declaration says what a look-up compares, and who keeps its key unique."""

from dataclasses import replace

import pytest

from service.delivery.client_port import RecordState, Surface
from service.intacct.look_first import look_first_of
from service.intacct.objects import OBJECTS
from service.intacct.objects.declaration import Declaration, KeptBy
from service.settings import CompanySettings, LookFirst
from tests.intacct.sameness_page import PAGE, page
from tests.intacct.tenant import settings

ALL = sorted(OBJECTS)
UNIQUE = settings("http://127.0.0.1:1", company_settings={"unique_bill_numbers": True})


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("surface", Surface)
def test_every_field_is_compared_or_says_why_not(name: str, surface: Surface) -> None:
    """A field that a surface cannot read needs a reason there; one with a reason is not compared."""
    for field in OBJECTS[name].every_field():
        assert field.read(surface) or field.why_not_compared(surface), f"{name}.{field.name} over {surface}"


@pytest.mark.parametrize("name", ALL)
def test_every_object_says_who_keeps_its_key_unique(name: str) -> None:
    """And why its key is what it is; a setting is one that the configuration has."""
    uniqueness = OBJECTS[name].uniqueness
    assert uniqueness is not None
    assert uniqueness.key
    assert uniqueness.why
    assert (uniqueness.kept_by is KeptBy.SETTING) == (uniqueness.setting in CompanySettings.model_fields)


def documents() -> list[Declaration]:
    """Objects whose records have lines."""
    return [each for each in OBJECTS.values() if each.lines]


def test_documents_have_a_life_and_lines_that_can_be_read() -> None:
    """Each knows the words of its states, and which records its lines are."""
    for each in documents():
        assert each.state is not None
        assert {RecordState.DRAFT, RecordState.POSTED, RecordState.UNDONE} <= set(each.state.words.values())
        assert all(word == "".join(filter(str.isalpha, word.lower())) for word in each.state.words)
        assert each.lines
        assert each.lines.record
        assert set(each.lines.essential) <= {field.name for field in each.lines.fields}
        assert all(each.lines.record.key_fields[0].read(surface) for surface in Surface)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("vendor", LookFirst.NEVER),
        ("task", LookFirst.NEVER),
        ("bill", LookFirst.ALWAYS),
        ("invoice", LookFirst.ALWAYS),
        ("bill-payment", LookFirst.ALWAYS),
        ("payment", LookFirst.ALWAYS),
        ("journal-entry", LookFirst.ALWAYS),
        ("custom-record", LookFirst.ALWAYS),
    ],
)
def test_what_nobody_keeps_unique_is_looked_up_first(name: str, first: LookFirst) -> None:
    """Nobody is who Intacct or the company's settings are not known to be."""
    assert look_first_of(OBJECTS[name], settings("http://127.0.0.1:1")) is first


def test_a_company_that_refuses_a_second_bill_is_not_asked_first() -> None:
    """Its setting says so; what the tenant says of an object comes before everything."""
    assert look_first_of(OBJECTS["bill"], UNIQUE) is LookFirst.NEVER
    assert look_first_of(OBJECTS["invoice"], UNIQUE) is LookFirst.ALWAYS
    own = settings("http://127.0.0.1:1", look_first={"bill": "own", "vendor": "always"})
    assert look_first_of(OBJECTS["bill"], own) is LookFirst.OWN
    assert look_first_of(OBJECTS["vendor"], own) is LookFirst.ALWAYS


def test_the_page_says_what_the_declarations_say() -> None:
    """docs/sameness.md is made by ``python -m tests.intacct.sameness_page``."""
    assert PAGE.read_text("utf-8") == page()


def test_a_field_that_is_not_compared_is_on_the_page() -> None:
    """With its reason."""
    bill = OBJECTS["bill"]
    term = replace(bill.names["term"], uncompared=replace(bill.names["term"].uncompared, xml="because"))
    fields = tuple(term if field.name == "term" else field for field in bill.fields)
    assert "| bill | `term` | XML | because |" in page({"bill": replace(bill, fields=fields)})
