"""The cause that people read: the real one, never the wrapper around it, and whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind, Surface
from service.intacct.catalogue import Circumstances, Complaint, Position, entries, meaning_of
from service.intacct.wording import gist, is_open
from tests.intacct.scripted import ScriptedHttp, answer, client_of, error, failed, results
from tests.intacct.tenant import creates, vendor
from tests.intacct.test_catalogue import PUBLISHED
from tests.intacct.test_reference_wordings import NO_REFERENCES, WORDINGS

FUNCTION, REST = Position.XML_FUNCTION, Position.REST
WRAPPERS = [
    Complaint(("BL01001973",), "Could not create vendor record!"),
    Complaint(("BL01001973",), "Error While Saving the Display Contact"),
    Complaint(("BL01001973",), "Currently, we can't create the transaction Check the transaction for errors or "
              "inconsistencies, then try again."),
    Complaint(("XL03000009",), "The entire transaction in this operation has been rolled back due to an error."),
    Complaint(("REST-7001", "operationFailed"), "POST request was unsuccessful"),
    Complaint(("GL-0951", "unableToCreateRecordError"), "Could not create GLBatch record"),
    Complaint(("REST-1064", "invalidRequest"), "Payload contains errors"),
    Complaint((), "Could not create record."),
    Complaint(("invalidRequest",), ""),
]  # fmt: skip
PREAMBLES = [
    Complaint(("BL01001973",), "We can't complete this because:"),
    Complaint(("BL01001973",), "Could not create bill because"),
    Complaint((), "The following errors were found:"),
]
CAUSES = [
    *(Complaint((code,) if code else (), text) for code, at, text, _ in PUBLISHED if text and at in (FUNCTION, REST)),
    *(Complaint(("BL01001973",), text) for text, _, _ in WORDINGS),
    *(Complaint(("BL01001973",), text) for text in NO_REFERENCES),
]


def diagnosis(*complaints: Complaint, at: Position = FUNCTION) -> Diagnosis:
    """What people are told about these complaints."""
    return meaning_of(complaints, Circumstances(at, label="Bill")).diagnosis


def reads_well(cause: str) -> bool:
    """Something is said, and nothing is announced that does not come."""
    return bool(cause.strip()) and not is_open(cause.rstrip(" .")) and not cause.rstrip().endswith(":")


@given(st.lists(st.sampled_from([*WRAPPERS, *PREAMBLES, *CAUSES]), max_size=4), st.sampled_from(Position))
def test_no_cause_is_empty_or_ends_after_its_colon(said: list[Complaint], at: Position) -> None:
    """Whatever is said, in whatever order, wherever."""
    assert reads_well(diagnosis(*said, at=at).cause)
    assert reads_well(diagnosis(*said, at=at).next_step)


@given(st.text(max_size=60), st.sampled_from(["", ":", " because", " because of:", " due to", ": ", " - "]))
def test_no_words_make_a_cause_that_stops_short(text: str, end: str) -> None:
    """Intacct may cut its own text off anywhere."""
    assert reads_well(diagnosis(Complaint(("BL01001973",), text + end)).cause)


@given(
    st.sampled_from(CAUSES),
    st.lists(st.sampled_from(WRAPPERS), max_size=3),
    st.lists(st.sampled_from(WRAPPERS), max_size=3),
    st.sampled_from([FUNCTION, REST]),
)
def test_a_cause_is_found_among_wrappers(
    cause: Complaint, before: list[Complaint], after: list[Complaint], at: Position
) -> None:
    """Where something says the reason, people read what they would read of it alone."""
    alone = meaning_of([cause], Circumstances(at, label="Bill"))
    if alone.only_wrappers:
        return
    wrapped = meaning_of([*before, cause, *after], Circumstances(at, label="Bill"))
    assert (wrapped.outcome, wrapped.diagnosis.cause) == (alone.outcome, alone.diagnosis.cause)


@given(st.sampled_from([each for each in WRAPPERS if each.text]), st.sampled_from(WORDINGS))
def test_a_cause_inside_the_wrapper_is_read(wrapper: Complaint, wording: tuple[str, str, str]) -> None:
    """BL01001973 says both in one text: only the words tell. No code of a wrapper hides them."""
    text, object, value = wording
    joined = Complaint(wrapper.codes, f"{wrapper.text.rstrip('.!')}. {text}")
    found = meaning_of([joined], Circumstances(FUNCTION, label="Bill"))
    assert found.outcome is OutcomeKind.MISSING_REFERENCE
    assert f"{object} {value}" in found.diagnosis.cause


@pytest.mark.parametrize("preamble", PREAMBLES)
def test_an_announcement_is_completed_by_what_follows(preamble: Complaint) -> None:
    """And without anything behind it, it is cut."""
    followed = diagnosis(preamble, Complaint(("GL-77",), "The ledger is locked by a person."), WRAPPERS[0])
    assert "The ledger is locked by a person." in followed.cause
    assert followed.code == "GL-77"
    assert reads_well(diagnosis(preamble, WRAPPERS[0]).cause)


def test_a_wrapper_is_the_cause_only_when_nothing_else_is_said() -> None:
    """Then it is told as that, with what to do."""
    for wrapper in WRAPPERS:
        found = diagnosis(wrapper)
        assert gist(found.text) == ""
        assert "gave no reason" in found.cause or "undid" in found.cause


def test_words_that_state_a_reason_are_no_wrapper() -> None:
    """«Could not» begins causes too."""
    for text, left in (
        ("Could not find vendor V-9", "Could not find vendor V-9"),
        ("Could not delete vendor because it has open bills.", "it has open bills."),
        ("Could not create bill: Vendor 'V' is invalid", "Vendor 'V' is invalid"),
        ("Cannot create a bill for an inactive vendor", "Cannot create a bill for an inactive vendor"),
        ("Could not delete posted bill", "Could not delete posted bill"),
        ("You cannot update a root level vendor", "You cannot update a root level vendor"),
    ):
        assert gist(text) == left


def test_every_entry_that_repeats_the_text_can_do_without() -> None:
    """A code may come without any text."""
    for entry in entries():
        complaint = Complaint(tuple(entry.codes)[:1], "")
        assert reads_well(entry.diagnosis(complaint, "").cause)


async def rest_outcome(*details: object, code: str = "GL-0951", message: str = "Could not create record.") -> Outcome:
    """What becomes of a REST create that is refused so."""
    refusal = {"code": "unableToCreateRecordError", "message": message, "errorId": code, "details": list(details)}
    http = ScriptedHttp(answer(422, {"ia::result": {"ia::error": refusal}}))
    return (await client_of(http).submit(creates(Surface.REST, vendor()))).outcomes[0]


@pytest.mark.parametrize(
    "details",
    [
        [{"message": "Transactions do not balance"}],
        ["Transactions do not balance"],
        [{"code": "invalidRequest", "message": "Could not create record."}, {"message": "Transactions do not balance"}],
        [{"errorId": "GL-0951", "message": "Could not create record. Transactions do not balance"}],
    ],
)
async def test_a_detail_without_a_code_holds_the_cause_over_rest(details: list[object]) -> None:
    """The wrapper has the code, the cause has none."""
    found = await rest_outcome(*details)
    assert found.kind is OutcomeKind.REJECTED
    assert found.diagnosis is not None
    assert found.diagnosis.cause == "Debits and credits are not equal."


async def test_a_company_with_account_labels_says_what_it_wants() -> None:
    """AR-0279 wraps; what it says besides is the cause."""
    found = await rest_outcome(code="AR-0279", message="Use an account label instead of glAccount.")
    assert found.diagnosis is not None
    assert "account label instead of glAccount" in found.diagnosis.cause


async def test_the_cause_of_an_xml_stack_is_read_through_its_wrapper() -> None:
    """BL01001973 alone, with both sentences in one text."""
    told = error("BL01001973", "Could not create vendor record! The term 'N45' is invalid.")
    http = ScriptedHttp(results(failed("w0", told)))
    found = (await client_of(http).submit(creates(Surface.XML, vendor()))).outcomes[0]
    assert found.kind is OutcomeKind.MISSING_REFERENCE
    assert found.diagnosis is not None
    assert "term N45" in found.diagnosis.cause
