"""The error catalogue: every published code and text has its meaning, and unknown ones a sensible default."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.verdict import DeadLetterClass
from service.delivery.client_port import OutcomeKind
from service.intacct.catalogue import Circumstances, Complaint, Position, entries, meaning_of
from service.intacct.objects import OBJECTS

CONTROL, AUTHENTICATION, FUNCTION = Position.XML_CONTROL, Position.XML_AUTHENTICATION, Position.XML_FUNCTION
REST, TOKEN = Position.REST, Position.REST_TOKEN
REJECTED, DUPLICATE, MISSING = OutcomeKind.REJECTED, OutcomeKind.DUPLICATE, OutcomeKind.MISSING_REFERENCE
UNAUTHORIZED, THROTTLED = OutcomeKind.UNAUTHORIZED, OutcomeKind.THROTTLED
UNCERTAIN, UNAVAILABLE = OutcomeKind.UNCERTAIN, OutcomeKind.UNAVAILABLE

PUBLISHED = [
    # XML gateway: code, position, text, outcome
    ("GW-0001", CONTROL, "Unable to process request", UNCERTAIN),
    ("GW-0010", CONTROL, "API rate limit exceeded", THROTTLED),
    ("", CONTROL, "API rate limit exceeded", THROTTLED),
    ("", FUNCTION, "There are too many operations running for this company (200024).", THROTTLED),
    ("GW-0011", CONTROL, "Invalid Request", UNAUTHORIZED),
    ("XMLGW_JPP0002", CONTROL, "Sign-in information is incorrect. Please check your request.", UNAUTHORIZED),
    ("UJPP0002", CONTROL, "Sign-in information is incorrect", UNAUTHORIZED),
    ("invalidRequest", CONTROL, "Invalid Request", UNAUTHORIZED),
    ("XL03000003", CONTROL, "XML Parse schema error: Fatal Error 76", REJECTED),
    ("XL03000006", CONTROL, "Incorrect Intacct XML Partner ID or password.", UNAUTHORIZED),
    ("XL03000006", CONTROL, "nightly is not a valid transport policy.", UNAUTHORIZED),
    ("XL03000006", AUTHENTICATION, "Sign-in information is incorrect", UNAUTHORIZED),
    ("XL03000006", AUTHENTICATION, "Invalid Web Services Authorization", UNAUTHORIZED),
    ("XL03000006", AUTHENTICATION, "Invalid session", UNAUTHORIZED),
    ("XL03000006", FUNCTION, "The following fields cannot be queried", REJECTED),
    ("XL03000009", FUNCTION, "The entire transaction in this operation has been rolled back", REJECTED),
    ("XL03000010", FUNCTION, "Unknown field X", REJECTED),
    ("XL03000027", FUNCTION, "larger than amount due", REJECTED),
    ("PL04000005", FUNCTION, "You do not have permission for API operation CREATE", REJECTED),
    ("PL04000055", CONTROL, "demo company expired", UNAUTHORIZED),
    ("PL01000127", FUNCTION, "Document Number is missing", REJECTED),
    ("PL05000104", FUNCTION, "exists", DUPLICATE),
    ("BL01001973", FUNCTION, "Could not create Document record!", REJECTED),
    ("BL01001973", FUNCTION, "Cannot find customer with key '9' to delete.", MISSING),
    ("BL01001973", FUNCTION, "Invalid Project '10064' specified.", MISSING),
    ("BL01001973", FUNCTION, "Duplicate account number", DUPLICATE),
    ("GL-0493", FUNCTION, "", DUPLICATE),
    ("BL34000061", FUNCTION, "Another Vendor with the given value(s) V-1  already exists", DUPLICATE),
    ("BL03000018", FUNCTION, "Illegal format for Contactversion : Primary Email Address", REJECTED),
    ("BL03000018", FUNCTION, "Missing unit", REJECTED),
    ("BL03001974", FUNCTION, "lot", REJECTED),
    ("BL03002129", FUNCTION, "state", REJECTED),
    ("BL03002185", FUNCTION, "A transaction with that number already exists", DUPLICATE),
    ("DL02000001", FUNCTION, "There was an error processing the request.", REJECTED),
    ("", FUNCTION, "A request's function with the control ID abc is in process.", UNCERTAIN),
    ("", FUNCTION, "The Service is Temporarily Off-line,", UNAVAILABLE),
    ("Query Failed", FUNCTION, "x", REJECTED),
    ("Get API Session Failed", FUNCTION, "x", UNAUTHORIZED),
    ("Invalid fields list x", FUNCTION, "Invalid fields list x", REJECTED),
    ("WS", FUNCTION, "Object definition X not found", REJECTED),
    ("", FUNCTION, "do not have permission to view audit history", REJECTED),
    ("", FUNCTION, "Your transaction date (1/2/2026) is within a period that's been closed", REJECTED),
    ("", FUNCTION, "Date must be on or after 01/01/2026", REJECTED),
    ("", FUNCTION, "Another record with the value X already exists", DUPLICATE),
    ("", FUNCTION, "You cannot update a root level vendor from an entity restricted user", REJECTED),
    # REST
    ("REST-1028", REST, "A POST request requires a payload", REJECTED),
    ("REST-1043", REST, "/dueDay is not a valid field", REJECTED),
    ("REST-1050", REST, "/lines/2/isSubtotal is a read-only field", REJECTED),
    ("REST-2102", REST, "Token is not valid", UNAUTHORIZED),
    ("GL-0951", REST, "Could not create GLBatch record", REJECTED),
    ("GL-1009", REST, "Transactions do not balance for X", REJECTED),
    ("AR-0148", REST, "subtotal account labels are not valid on invoice lines", REJECTED),
    ("AR-0279", REST, "Currently, we cannot create the transaction", REJECTED),
    ("BL01001973", REST, "Employee Contact info cannot be empty", REJECTED),
    ("XL03000006", REST, "invalid web services authorization", UNAUTHORIZED),
    ("unauthorizedUser", REST, "no", REJECTED),
    ("notFound", REST, "gone", MISSING),
    ("", REST, "Unrecognized key caseSensitive in query payload", REJECTED),
    *((f"GW-00{number}", TOKEN, "x", UNAUTHORIZED) for number in (12, 14, 15, 31, 32, 33, 34, 35, 36, 37, 38, 39, 42)),
]


def meaning(code: str, at: Position, text: str, label: str = "Vendor") -> tuple[OutcomeKind, DeadLetterClass]:
    """Outcome and category of one complaint."""
    found = meaning_of([Complaint((code,) if code else (), text)], Circumstances(at, label=label))
    return found.outcome, found.diagnosis.category


@pytest.mark.parametrize(("code", "at", "text", "outcome"), PUBLISHED)
def test_every_published_error_has_its_meaning(code: str, at: Position, text: str, outcome: OutcomeKind) -> None:
    """The table of both references, line by line."""
    assert meaning(code, at, text)[0] is outcome


def test_the_same_code_means_different_things_in_different_places() -> None:
    """XL03000006 is overloaded: only where it stands and its text tell."""
    assert meaning("XL03000006", AUTHENTICATION, "something new")[0] is UNAUTHORIZED
    assert meaning("XL03000006", FUNCTION, "something new")[0] is REJECTED


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("within a period that's been closed", DeadLetterClass.CLOSED_PERIOD),
        ("Date must be on or after 01/01/2026", DeadLetterClass.CLOSED_PERIOD),
        ("Invalid Vendor 'V-9' specified.", DeadLetterClass.MISSING_REFERENCE),
    ],
)
def test_texts_decide_the_category(text: str, category: DeadLetterClass) -> None:
    """The generic code says nothing."""
    assert meaning("BL01001973", FUNCTION, text)[1] is category


def test_permission_for_one_object_is_no_reason_to_stop_everything() -> None:
    """PL04000005 is about one kind of record; the category says so."""
    assert meaning("PL04000005", FUNCTION, "You do not have permission") == (REJECTED, DeadLetterClass.PERMISSION)


def test_a_missing_reference_names_what_is_missing() -> None:
    """The person must know which record to create."""
    found = meaning_of([Complaint(("BL01001973",), "Invalid Vendor 'V-9' specified.")], Circumstances(FUNCTION))
    assert "Vendor V-9" in found.diagnosis.cause
    assert "Vendor V-9" in found.diagnosis.next_step


def test_another_contact_is_no_proof_that_the_vendor_exists() -> None:
    """Contact names share one namespace: the vendor was not created, and it is the contact that exists."""
    clash = "Another Contact with the given value(s) Larkspur(VV-1)  already exists"
    assert meaning("BL34000061", FUNCTION, clash) == (REJECTED, DeadLetterClass.DUPLICATE)
    assert meaning("", REST, clash)[0] is REJECTED
    assert meaning("BL34000061", FUNCTION, "Another APBill with the given value(s) 1  already exists", "Bill")[0] is (
        DUPLICATE
    )


def test_wrappers_are_put_aside_for_the_cause() -> None:
    """Stacks run from cause to wrapper, but a wrapper may also come first."""
    cause = Complaint(("BL01001973",), "Invalid Project 'P-9' specified.")
    wrappers = [Complaint(("BL01001973",), "Could not create bill record!"), Complaint(("XL03000009",), "rolled back")]
    for stack in ([cause, *wrappers], [*wrappers, cause]):
        assert meaning_of(stack, Circumstances(FUNCTION)).outcome is MISSING
    assert meaning_of(wrappers, Circumstances(FUNCTION)).only_wrappers


def test_stable_keys_win_over_the_generic_number() -> None:
    """With showadditionalerrorinfo the errorid decides; the shown code is that one."""
    found = meaning_of([Complaint(("GL-0493", "BL01001973"), "")], Circumstances(FUNCTION))
    assert (found.outcome, found.diagnosis.code) == (DUPLICATE, "GL-0493")


def test_unknown_errors_keep_code_and_text_and_get_the_default_of_their_place() -> None:
    """Refused before anything ran: everything waits. Refused for one record: that record is a dead letter."""
    unknown = [Complaint(("ZZ99",), "Nobody knows")]
    assert meaning_of(unknown, Circumstances(CONTROL)).outcome is UNAUTHORIZED
    found = meaning_of(unknown, Circumstances(FUNCTION))
    assert found.outcome is REJECTED
    assert (found.diagnosis.code, found.diagnosis.text) == ("ZZ99", "Nobody knows")
    assert "Nobody knows" in found.diagnosis.cause


def test_a_customer_number_is_no_rate_limit() -> None:
    """200024 may be anybody's number."""
    assert meaning("BL01001973", FUNCTION, "Invalid Customer '200024' specified.")[0] is MISSING


def test_every_entry_reads_well() -> None:
    """Names are unique, every place in the words can be filled, every entry tells what to do."""
    names = [entry.name for entry in entries()]
    assert len(set(names)) == len(names)
    for entry in entries():
        groups = set(entry.text.groupindex) if entry.text else set()
        assert set(re.findall(r"\{(\w+)\}", entry.cause + entry.next)) <= groups | {"text"}
        assert entry.cause
        assert entry.next
        assert entry.ours is None or "object" in groups


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=200)), max_size=4), st.sampled_from(Position))
def test_anything_can_be_classified(said: list[tuple[str, str]], at: Position) -> None:
    """No complaint is too strange, and none means success."""
    complaints = [Complaint((code,) if code else (), text) for code, text in said]
    for label in ("", *(declaration.label for declaration in OBJECTS.values())):
        assert meaning_of(complaints, Circumstances(at, label=label)).outcome is not OutcomeKind.APPLIED


@pytest.mark.parametrize(
    "piece",
    [
        "a b c d e f g ",
        "x with key ",
        "cannot find a b ",
        "vendor ",
        "the ",
        "Invalid ",
        "journal entry ",
        "'a ",
        "A-",
        ": ",
    ],
)
@pytest.mark.parametrize("end", ["", "is not valid", "does not exist", "because:"])
def test_no_text_takes_long_to_read(piece: str, end: str) -> None:
    """A text of any shape: nobody's answer stops the tenants beside it. The bound is a hundred times what it takes."""
    said = [Complaint(("BL01001973",), (piece * 600)[: 600 - len(end)] + end)]
    started = time.process_time()
    for at in Position:
        meaning_of(said, Circumstances(at, label="Bill"))
    assert time.process_time() - started < 2.0
