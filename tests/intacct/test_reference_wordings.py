"""What an accountant must create first, and what is gone: told apart in all the words that Intacct has for them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intacct_sandbox.sandbox import Sandbox

from schemas.verdict import DeadLetterClass
from schemas.write import Operation
from service.clock import SystemClock
from service.delivery.client_port import Action, Outcome, OutcomeKind, Surface
from service.intacct.catalogue import Circumstances, Complaint, Meaning, Position, meaning_of
from service.intacct.client import open_client
from tests.intacct.scripted import ScriptedHttp, client_of, error, failed, refused, results
from tests.intacct.tenant import asks, bill, creates, prepared, settings, vendor

PLACES = (Position.XML_FUNCTION, Position.REST)
MISSING, GONE = OutcomeKind.MISSING_REFERENCE, OutcomeKind.GONE
WORDINGS = [
    ("Vendor 'V' specified is not valid.", "Vendor", "V"),
    ("The vendor 'V' is invalid.", "vendor", "V"),
    ("The specified vendor 'V' is not valid.", "vendor", "V"),
    ("Customer/Project 'X' specified is not valid.", "Customer/Project", "X"),
    ("The employee 'E' is invalid.", "employee", "E"),
    ("Account 16200 is not valid", "Account", "16200"),
    ("The department '300' is invalid.", "department", "300"),
    ("Department 300 is not valid", "Department", "300"),
    ("Invalid Department 300 selected", "Department", "300"),
    ("The location '600' is invalid.", "location", "600"),
    ("Location '600' is not valid", "Location", "600"),
    # more of the same kinds
    ("Invalid Vendor 'V-9' specified.", "Vendor", "V-9"),
    ("Invalid Vendor V-9 specified.", "Vendor", "V-9"),
    ("Invalid Employee: E-1", "Employee", "E-1"),
    ("Vendor ID V-9 is invalid", "Vendor", "V-9"),
    ('Vendor "V 9" is unknown', "Vendor", "V 9"),
    ("'V-9' is not a valid vendor", "vendor", "V-9"),
    ("No such class: CL-1", "class", "CL-1"),
    ("There is no item with ID I-1", "item", "I-1"),
    ("Cannot find a location with ID '600'", "location", "600"),
    ("Could not find vendor V-9", "vendor", "V-9"),
    ("Term N45 was not found", "Term", "N45"),
    ("The customer with ID C-1 does not exist", "customer", "C-1"),
    ("Warehouse WH-2 cannot be found.", "Warehouse", "WH-2"),
    ("The journal 'XX' is not valid.", "journal", "XX"),
    ("Exchange rate type 'Desk' specified is not valid.", "Exchange rate type", "Desk"),
    ("Fleet vehicle 'Truck 9' is not valid.", "Fleet vehicle", "Truck 9"),
    ("Invalid Fleet vehicle 'Truck 9' specified.", "Fleet vehicle", "Truck 9"),
    ("The vendor type 'Trade' is not valid", "vendor type", "Trade"),
    ("Invalid vendor specified: V-9", "vendor", "V-9"),
    ("GL Account No. 16200 is invalid", "GL Account", "16200"),
    ("VENDORID V-9 is invalid", "VENDOR", "V-9"),
    ("Vendor V-9 isn't valid", "Vendor", "V-9"),
    ("Item X-1 is not valid or inactive", "Item", "X-1"),
    ("The department specified (300) is not valid", "department", "300"),
    ("Vendor [V-9] has not been set up", "Vendor", "V-9"),
    ("The journal symbol 'XX' is not valid", "journal symbol", "XX"),
    ("V-9 does not match any vendor", "vendor", "V-9"),
    ("No vendor was found for V-9", "vendor", "V-9"),
    ("The project P-1 is not a valid project.", "project", "P-1"),
]
NO_REFERENCES = [
    "The date '13/45/2026' is invalid",
    "Invalid date '99' specified",
    "Email 'x' is not valid",
    "The amount 'abc' is not valid",
    "The contact e-mail address 'x' is not valid",
    "/dueDay is not a valid field",
    "The payload is not valid JSON",
    "Line item 3 is not valid",
    "Invalid payment method specified",
    "Invalid payment amount",
    "No payment method was given",
    "The invoice balance is not valid",
    "Invalid account type",
    "There is no bill to pay",
    "The bill total is invalid",
    "Invalid value 'x' specified for field STATE",
    "Invalid format for phone number '12'",
    "Vendor 'V-1' is inactive",
    "Vendor 'V-1' specified is not valid because it is inactive",
]


def said(text: str, at: Position, code: str = "BL01001973", label: str = "Bill") -> Meaning:
    """What one complaint means."""
    return meaning_of([Complaint((code,), text)], Circumstances(at, label=label))


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize(("text", "object", "value"), WORDINGS)
def test_a_reference_that_cannot_be_used_waits_and_is_named(text: str, object: str, value: str, at: Position) -> None:
    """Whoever reads it knows which record to create, in whatever words Intacct says it."""
    found = said(text, at)
    assert (found.outcome, found.diagnosis.category) == (MISSING, DeadLetterClass.MISSING_REFERENCE)
    assert f"{object} {value} " in found.diagnosis.cause
    assert f"{object} {value} " in found.diagnosis.next_step


@given(
    st.sampled_from(WORDINGS),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["'", '"', ""]),
    st.sampled_from(PLACES),
)
def test_case_and_quotes_make_no_difference(
    wording: tuple[str, str, str], case: Callable[[str], str], quote: str, at: Position
) -> None:
    """Any case, quotes or none; only what looks like no id, or is of a thing that we do not know, needs them."""
    text, object, value = wording
    like_an_id = any(map(str.isdigit, value)) or len(value) <= 2
    bare = like_an_id and " " not in value and object != "Fleet vehicle"
    quoted = text.replace("'", quote).replace('"', quote) if quote or bare else text
    found = said(case(quoted), at)
    assert found.outcome is MISSING
    assert f"{object} {value} ".lower() in found.diagnosis.cause.lower()


@pytest.mark.parametrize("at", PLACES)
@pytest.mark.parametrize("text", NO_REFERENCES)
def test_a_wrong_value_is_no_reference(text: str, at: Position) -> None:
    """No waiting makes a date valid, and what is inactive a person must change: a dead letter at once."""
    assert said(text, at).outcome is OutcomeKind.REJECTED


def test_a_login_is_never_a_missing_reference() -> None:
    """Before anything ran, whatever is said is about the connection."""
    for at in (Position.XML_CONTROL, Position.XML_AUTHENTICATION, Position.REST_TOKEN):
        assert said("The user 'relay_ws' is invalid.", at, "XL03000006").outcome is OutcomeKind.UNAUTHORIZED


async def xml_outcome(*errors: str) -> Outcome:
    """What becomes of an XML update that is answered so."""
    answer = await client_of(ScriptedHttp(results(failed("w0", *errors)))).submit(
        asks(Surface.XML, vendor(), Action.UPDATE, "71")
    )
    return answer.outcomes[0]


@pytest.mark.parametrize("in_code", [True, False])
async def test_an_update_of_nothing_is_gone_over_xml(in_code: bool) -> None:
    """The sentence may stand whole where the error number should be; it is no code and no missing reference."""
    text = "Cannot update non-existing VENDOR with RECORDNO=71."
    found = await xml_outcome(error(text) if in_code else error("BL01001973", text))
    assert found.kind is GONE
    assert found.diagnosis is not None
    assert found.diagnosis.text == text
    assert found.diagnosis.code != text
    assert "VENDOR with RECORDNO=71" in found.diagnosis.cause


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refused(404, "The record 71 was not found", "notFound"), GONE),
        (refused(404, "Nothing here", "invalidKey"), GONE),
        (refused(404, "Invalid Vendor '71' specified."), GONE),
        (refused(400, "no such key", "notFound"), GONE),
        (refused(404, "Invalid Term 'N45' specified."), MISSING),
        (refused(404, "Term N45 is not valid"), MISSING),
        (refused(422, "Invalid Term 'N45' specified."), MISSING),
        (refused(422, "The vendor 'V-9' is invalid."), MISSING),
    ],
)
async def test_a_patch_of_nothing_is_gone_over_rest(reply: object, kind: OutcomeKind) -> None:
    """404 names the key of the path, unless its text names another thing; both are definite, so the id is spent."""
    http = ScriptedHttp(reply)  # type: ignore[arg-type]
    found = (await client_of(http).submit(asks(Surface.REST, vendor(), Action.UPDATE, "71"))).outcomes[0]
    assert (found.kind, found.id_spent) == (kind, True)


async def test_a_record_that_does_not_exist_is_gone_when_it_is_the_one_to_change() -> None:
    """Said of another object, it is a reference."""
    own = await xml_outcome(error("BL01001973", "The vendor with RECORDNO 71 does not exist"))
    other = await xml_outcome(error("BL01001973", "The term with RECORDNO 71 does not exist"))
    assert (own.kind, other.kind) == (GONE, MISSING)


async def test_a_create_is_never_gone() -> None:
    """It names no record that could be: there, a 404 is about something that it refers to."""
    http = ScriptedHttp(refused(404, "no such thing", "notFound"))
    found = (await client_of(http).submit(creates(Surface.REST, vendor()))).outcomes[0]
    assert found.kind is MISSING


@pytest.mark.parametrize("surface", Surface)
async def test_the_sandbox_says_gone_of_a_record_that_is_not_there(surface: Surface) -> None:
    """An update under a number that nobody has; and a known record with a term that nobody has is not gone."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        await client.submit(creates(surface, vendor()))
        number = (await client.look_up([prepared(vendor(), surface)])).found[vendor().key][0].record_number
        nobody = vendor("V-9") if surface is Surface.REST else bill()
        absent = asks(surface, replace(nobody, operation=Operation.UPDATE), Action.UPDATE, "999999", id="u1")
        found = (await client.submit(absent)).outcomes[0]
        assert found.kind is GONE, found
        wrong_term = asks(surface, vendor(term="N45"), Action.UPDATE, number, id="u2")
        found = (await client.submit(wrong_term)).outcomes[0]
        assert found.kind is MISSING, found
        assert found.diagnosis is not None
        assert "N45" in found.diagnosis.cause
        await client.close()
