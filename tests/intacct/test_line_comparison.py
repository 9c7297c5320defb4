"""Lines are compared field by field, as a multiset: for what they are, whatever their order."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Found, LookUpAnswer, RecordState, Surface
from service.errors import NoAnswer
from service.intacct.line_reading import MOST_OWNERS
from service.intacct.objects.compare import Reading
from service.intacct.objects.compare_lines import ReadLines, compared_fields, line_differences
from service.intacct.objects.content import content_of
from service.intacct.objects.kinds import MONEY
from service.intacct.objects.line_matching import match
from tests.intacct.books import Books
from tests.intacct.scripted import ScriptedHttp, error, failed, look_up, refused, results, rows
from tests.intacct.tenant import bill, full

REST, XML = Surface.REST, Surface.XML
DEBIT, CREDIT = "debit", "credit"


def entry(*lines: tuple[str, str, str], reference: str = "JE-1", more: dict[str, Any] | None = None) -> Write:
    """A journal entry with these lines: account, direction, amount."""
    named = tuple(
        {
            "account": account,
            "direction": direction,
            "amount": Decimal(amount),
            "currency": "USD",
            "location": "100",
            **(more or {}),
        }
        for account, direction, amount in lines
    )
    return with_lines(replace(full("journal-entry"), key=ObjectKey("journal-entry", ("GJ", reference))), named)


def with_lines(write: Write, lines: tuple[dict[str, Any], ...]) -> Write:
    """The write with other lines; of an entry also the reference of its key, and no reversal."""
    fields = {name: value for name, value in write.fields.items() if name != "reverse_on"}
    if write.object == "journal-entry":
        fields["reference"] = write.key.parts[1]
    return replace(write, fields={**fields, "lines": lines})


RENT = (("6105", DEBIT, "100.00"), ("2000", CREDIT, "100.00"))


async def compare(surface: Surface, there: Write, wanted: Write) -> LookUpAnswer:
    """Somebody writes one record, then ours is looked up; the sandbox has to agree on what it cost."""
    async with Books() as books:
        await books.ada.create(surface, there)
        before = books.transactions
        answer = await books.ours.look_up(surface, wanted)
        assert answer.transactions == books.transactions - before
        return answer


@pytest.mark.parametrize("surface", Surface)
async def test_the_same_lines_are_the_same_entry(surface: Surface) -> None:
    """In whatever order and with however many zeros; one transaction for the headers, one for the lines."""
    answer = await compare(surface, entry(*RENT), entry(("2000", CREDIT, "100"), ("6105", DEBIT, "100.000")))
    assert [each.same for found in answer.found.values() for each in found] == [True]
    assert answer.transactions == 2


OTHERS = [
    (
        (("6105", DEBIT, "90.00"), ("2000", CREDIT, "90.00")),
        (
            "lines[1].amount: there 100.00, wanted 90.00",
            "lines[2].amount: there 100.00, wanted 90.00",
        ),
    ),
    (
        (("6105", CREDIT, "100.00"), ("2000", DEBIT, "100.00")),
        (
            "lines[1].direction: there debit, wanted credit",
            "lines[2].direction: there credit, wanted debit",
        ),
    ),
    (
        (("6400", DEBIT, "100.00"), ("2000", CREDIT, "100.00")),
        ("lines[1].account: there 6105, wanted 6400",),
    ),
    (
        (*RENT, *RENT),
        ("lines: there nothing else, wanted 2000 credit 100.00 USD 100, 6105 debit 100.00 USD 100",),
    ),
]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize(("lines", "differences"), OTHERS, ids=["amount", "direction", "account", "repeated"])
async def test_other_lines_are_another_entry(
    surface: Surface, lines: tuple[tuple[str, str, str], ...], differences: tuple[str, ...]
) -> None:
    """Same journal, reference, date and text: nothing but the lines tells them apart, and what differs is named."""
    wanted = entry(*lines)
    (found,) = (await compare(surface, entry(*RENT), wanted)).found[wanted.key]
    assert found.differences == differences


@pytest.mark.parametrize("surface", Surface)
async def test_lines_besides_ours_are_a_difference(surface: Surface) -> None:
    """An entry that holds ours and more may be somebody's; a person looks at it."""
    wanted = entry(*RENT)
    (found,) = (await compare(surface, entry(*RENT, *RENT), wanted)).found[wanted.key]
    assert found.differences == (
        "lines: there 2000 credit 100.00 USD 100, 6105 debit 100.00 USD 100, wanted nothing else",
    )


@pytest.mark.parametrize("surface", Surface)
async def test_a_recoded_bill_with_the_same_total_is_another_one(surface: Surface) -> None:
    """The header is the same to the cent; the account, the memo and the dimensions of its lines are not."""
    line = {"account": "6105", "amount": Decimal("84.50"), "location": "100", "memo": "freight", "project": "P-1"}
    other = {**line, "account": "6120", "memo": "fuel", "project": "P-2"}
    rest = {"account": "6400", "amount": Decimal("5.00"), "location": "100"}
    there, wanted = (with_lines(bill(), (each, rest)) for each in (line, other))
    (found,) = (await compare(surface, there, wanted)).found[wanted.key]
    assert found.differences == (
        "lines[1].account: there 6105, wanted 6120",
        "lines[1].memo: there freight, wanted fuel",
        "lines[1].project: there P-1, wanted P-2",
    )


@pytest.mark.parametrize("surface", Surface)
async def test_an_amount_is_named_by_its_line_and_not_by_the_total(surface: Surface) -> None:
    """The total says only that some line differs."""
    wanted = bill(amount="90.00")
    (found,) = (await compare(surface, bill(), wanted)).found[wanted.key]
    assert found.differences == ("lines[1].amount: there 84.50, wanted 90.00",)


@pytest.mark.parametrize("surface", Surface)
async def test_every_entry_of_a_reference_is_judged(surface: Surface) -> None:
    """References are not unique in Intacct: each is told, with what is true of it."""
    other, ours = entry(*OTHERS[0][0]), entry(*RENT)  # type: ignore[arg-type]
    async with Books() as books:
        numbers = [await books.ada.create(surface, each) for each in (other, ours)]
        answer = await books.ours.look_up(surface, ours)
    assert [(each.record_number, each.same) for each in answer.found[ours.key]] == [
        (numbers[0], False),
        (numbers[1], True),
    ]
    assert answer.transactions == 2


@pytest.mark.parametrize("surface", Surface)
async def test_the_lines_of_many_entries_are_one_query(surface: Surface) -> None:
    """Two transactions for a whole batch; entries that are not there cost nothing more."""
    entries = [entry(("6105", DEBIT, f"{n}.10"), ("2000", CREDIT, f"{n}.10"), reference=f"JE-{n}") for n in range(1, 8)]
    async with Books() as books:
        for each in entries[:5]:
            await books.ours.create(surface, each)
        answer = await books.ours.look_up(surface, *entries)
        absent = await books.ours.look_up(surface, *entries[5:])
    assert {key: [each.same for each in found] for key, found in answer.found.items()} == {
        each.key: [True] for each in entries[:5]
    }
    assert answer.transactions == 2
    assert absent == LookUpAnswer(transactions=1)


@pytest.mark.parametrize("surface", Surface)
async def test_every_difference_is_named(surface: Surface) -> None:
    """Of a record whose header differs the lines are read too: a person decides by what the dead letter says."""
    there = entry(("6105", DEBIT, "90.00"), ("2000", CREDIT, "90.00"))
    there = replace(there, fields={**there.fields, "description": "Other"})
    (found,) = (await compare(surface, there, entry(*RENT))).found[there.key]
    assert found.differences[0] == "description: there Other, wanted Rent accrual"
    assert {part for part in ("90.00", "100.00") if part in "; ".join(found.differences[1:])} == {"90.00", "100.00"}


@pytest.mark.parametrize("surface", Surface)
async def test_an_entity_sees_its_own_records_and_the_top_level_sees_all(surface: Surface) -> None:
    """Headers and lines alike; where the record is, is told. Another entity is not shown it."""
    one = replace(entry(*RENT), entity="E100")
    async with Books() as books:
        await books.ada.create(surface, one)
        for entity in ("E100", ""):
            (found,) = await books.ours.found(surface, replace(one, entity=entity))
            assert (found.same, found.entity) == (True, "E100")
        assert await books.ours.found(surface, replace(one, entity="E200")) == ()


HEADER: dict[str, Any] = {
    "key": "9",
    "glJournal.id": "GJ",
    "referenceNumber": "JE-1",
    "postingDate": "2026-03-31",
    "description": "Rent accrual",
    "state": "posted",
}
XML_HEADER = (
    '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="0"><GLBATCH>'
    "<RECORDNO>9</RECORDNO><JOURNAL>GJ</JOURNAL><REFERENCENO>JE-1</REFERENCENO><BATCH_DATE>03/31/2026</BATCH_DATE>"
    "<BATCH_TITLE>Rent accrual</BATCH_TITLE><STATE>Posted</STATE></GLBATCH></data></result>"
)
SAME = {entry(*RENT).key: (Found("9", RecordState.POSTED, "posted"),)}


def shown(account: str, direction: str, amount: Any, **changes: Any) -> dict[str, Any]:
    """A line as REST shows it."""
    line = {
        "key": "1",
        "journalEntry.key": "9",
        "glAccount.id": account,
        "txnType": direction,
        "txnAmount": amount,
        "currency.txnCurrency": "USD",
    }
    return line | {"dimensions.location.id": "100"} | changes


async def test_rest_asks_for_lines_by_their_owner() -> None:
    """A query on journal-entry-line, in the order of record numbers, page by page, of what the write states."""
    http = ScriptedHttp(
        rows(HEADER),
        rows(shown("2000", CREDIT, "100.00000000"), next_start=2),
        rows(shown("6105", DEBIT, "100")),
    )
    assert await look_up(http, REST, entry(*RENT)) == LookUpAnswer(SAME, transactions=3)
    asked = http.sent[1].json
    assert asked["object"] == "general-ledger/journal-entry-line"
    assert asked["filters"] == [{"$eq": {"journalEntry.key": "9"}}]
    assert asked["fields"] == [
        "key", "journalEntry.key", "glAccount.id", "txnType", "txnAmount", "currency.txnCurrency",
        "dimensions.location.id",
    ]  # fmt: skip
    assert asked["orderBy"] == [{"key": "asc"}]
    assert asked["filterParameters"]["includePrivate"] is True


async def test_xml_asks_for_lines_by_their_batch() -> None:
    """GLENTRY by BATCHNO; a direction in its display form is understood as well."""
    lines = (
        '<result><status>success</status><controlid>query</controlid><data count="2" numremaining="0">'
        "<GLENTRY><RECORDNO>1</RECORDNO><BATCHNO>9</BATCHNO><ACCOUNTNO>6105</ACCOUNTNO><TR_TYPE>1</TR_TYPE>"
        "<TRX_AMOUNT>100</TRX_AMOUNT><CURRENCY>USD</CURRENCY><LOCATION>100</LOCATION></GLENTRY>"
        "<GLENTRY><RECORDNO>2</RECORDNO><BATCHNO>9</BATCHNO><ACCOUNTNO>2000</ACCOUNTNO><TR_TYPE>Credit</TR_TYPE>"
        "<TRX_AMOUNT>100.00</TRX_AMOUNT><CURRENCY>USD</CURRENCY><LOCATION>100</LOCATION></GLENTRY></data></result>"
    )
    http = ScriptedHttp(results(XML_HEADER), results(lines))
    found = {entry(*RENT).key: (Found("9", RecordState.POSTED, "Posted"),)}
    assert await look_up(http, XML, entry(*RENT)) == LookUpAnswer(found, transactions=2)
    query = http.sent[1].xml.find("operation/content/function/query")
    assert query is not None
    assert query.findtext("object") == "GLENTRY"
    assert [each.text for each in query.iterfind("select/field")] == [
        "RECORDNO", "BATCHNO", "ACCOUNTNO", "TR_TYPE", "TRX_AMOUNT", "CURRENCY", "LOCATION",
    ]  # fmt: skip
    assert query.findtext("filter/equalto/field") == "BATCHNO"
    assert query.findtext("filter/equalto/value") == "9"


UNREADABLE = {
    "refused": refused(403, "no permission"),
    "unknown field": refused(400, "journalEntry.key is not a valid field"),
    "none": rows(),
    "of another": rows(shown("6105", DEBIT, "100.00", **{"journalEntry.key": "8"})),
    "half": rows(shown("6105", DEBIT, None), shown("2000", CREDIT, "100.00")),
    "leads nowhere": rows(shown("6105", DEBIT, "100.00"), next_start=1),
    "reset": NoAnswer("reset"),
}


@pytest.mark.parametrize("reply", UNREADABLE.values(), ids=UNREADABLE)
async def test_lines_that_cannot_be_read_fail_the_look_up(reply: Any) -> None:
    """Neither the same nor another: nothing is known, and what it cost is counted."""
    answer = await look_up(ScriptedHttp(rows(HEADER), reply), REST, entry(*RENT))
    assert answer.failure is not None
    assert answer.found == {}
    assert answer.transactions >= 1


async def test_refused_lines_fail_the_look_up_over_xml() -> None:
    """Alike on the other surface."""
    no = results(failed("query", error("PL04000005", "You do not have permission")))
    answer = await look_up(ScriptedHttp(results(XML_HEADER), no), XML, entry(*RENT))
    assert answer.failure is not None
    assert answer.found == {}
    assert answer.transactions == 1


async def test_more_owners_than_a_filter_takes_are_asked_in_parts() -> None:
    """A thousand values per filter; each part is a transaction."""
    headers = [HEADER | {"key": str(number)} for number in range(1, MOST_OWNERS + 2)]
    lines = [
        shown(account, direction, amount, **{"journalEntry.key": header["key"]})
        for header in headers
        for account, direction, amount in RENT
    ]
    http = ScriptedHttp(rows(*headers), rows(*lines[:-2]), rows(*lines[-2:]))
    answer = await look_up(http, REST, entry(*RENT))
    assert [each.same for each in answer.found[entry(*RENT).key]] == [True] * len(headers)
    assert answer.transactions == 3
    assert len(http.sent[1].json["filters"][0]["$in"]["journalEntry.key"]) == MOST_OWNERS
    assert http.sent[2].json["filters"] == [{"$eq": {"journalEntry.key": str(MOST_OWNERS + 1)}}]


BILL_HEADER = {
    "key": "9", "vendor.id": "V-1", "billNumber": "B-77", "createdDate": "2026-03-14", "dueDate": "2026-04-13",
    "currency.txnCurrency": "USD", "totalTxnAmount": "90.42", "state": "posted",
}  # fmt: skip
BILL_LINE = {
    "key": "1", "bill.key": "9", "glAccount.id": "6105", "txnAmount": "84.50", "dimensions.location.id": "100",
    "isSubtotal": False,
}  # fmt: skip


async def test_lines_that_intacct_added_by_itself_are_no_difference() -> None:
    """A tax line is marked as such, and explains a total that is not that of our lines."""
    tax = BILL_LINE | {"key": "2", "glAccount.id": "2100", "txnAmount": "5.92", "isSubtotal": True}
    answer = await look_up(ScriptedHttp(rows(BILL_HEADER), rows(BILL_LINE, tax)), REST, bill())
    assert [each.differences for each in answer.found[bill().key]] == [()]
    answer = await look_up(ScriptedHttp(rows(BILL_HEADER), rows(BILL_LINE, tax | {"txnAmount": "5.00"})), REST, bill())
    assert [each.differences for each in answer.found[bill().key]] == [("total: there 90.42, wanted 89.50",)]


async def test_a_subtotal_that_a_person_added_is_a_difference() -> None:
    """A discount is not what we would have written."""
    invoice = full("invoice")
    there = {
        "key": "5", "customer.id": "C-1", "invoiceNumber": "INV-42", "invoiceDate": "2026-03-14",
        "dueDate": "2026-04-13", "state": "posted", "totalTxnAmount": "74.50",
    }  # fmt: skip
    line = {"key": "1", "invoice.key": "5", "glAccount.id": "4000", "txnAmount": "84.50", "isSubtotal": None}
    stated = {"account": "4000", "amount": Decimal("84.50")}
    names = ("customer", "number", "invoice_date", "due_date")
    write = replace(invoice, fields={**{name: invoice.fields[name] for name in names}, "lines": (stated,)})
    discount = line | {"key": "2", "txnAmount": "-10.00", "isSubtotal": "subtotal"}
    (found,) = (await look_up(ScriptedHttp(rows(there), rows(line, discount)), REST, write)).found[write.key]
    assert found.differences == ("lines: there 4000 -10.00, wanted nothing else",)


LINES = st.tuples(
    st.sampled_from(["6105", "2000", "6400"]),
    st.sampled_from([DEBIT, CREDIT]),
    st.decimals(min_value="0.01", max_value="99999.99", places=2),
)
Lines = Sequence[tuple[str, str, Decimal]]


def differences(wanted: Lines, there: Lines) -> list[str]:
    """What the comparison says of lines that Intacct shows with more zeros than it was sent."""
    content = content_of(entry(*((account, side, str(amount)) for account, side, amount in wanted)), Operation.CREATE)
    fields = compared_fields([content], Reading(REST))
    shown = tuple((account, side, MONEY.read_rest(f"{amount:.5f}"), "USD", "100") for account, side, amount in there)
    return list(line_differences(content, fields, ReadLines(shown)))


@given(st.lists(LINES, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_order_never_matters(lines: list[tuple[str, str, Decimal]], random: Random) -> None:
    """The same lines in any order are the same entry."""
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert differences(lines, shuffled) == []


@given(st.lists(LINES, min_size=1, max_size=8), st.lists(LINES, min_size=1, max_size=8))
def test_entries_are_the_same_only_if_their_lines_are(
    one: list[tuple[str, str, Decimal]], other: list[tuple[str, str, Decimal]]
) -> None:
    """However alike they look."""
    assert (differences(one, other) == []) == (sorted(one) == sorted(other))


@given(st.lists(LINES, min_size=1, max_size=8), st.data())
def test_a_cent_a_side_or_an_account_is_always_noticed(
    lines: list[tuple[str, str, Decimal]], data: st.DataObject
) -> None:
    """One change in one line, or one line more, makes it another entry; exactly that is said."""
    at = data.draw(st.integers(0, len(lines) - 1))
    account, side, amount = lines[at]
    name, changed = data.draw(
        st.sampled_from(
            [
                (f"lines[{at + 1}].amount", [(account, side, amount + Decimal("0.01"))]),
                (f"lines[{at + 1}].direction", [(account, CREDIT if side == DEBIT else DEBIT, amount)]),
                (f"lines[{at + 1}].account", [(f"{account}1", side, amount)]),
                ("lines", [lines[at], lines[at]]),
            ]
        )
    )
    wanted = [*lines[:at], *changed, *lines[at + 1 :]]
    said = differences(wanted, lines)
    assert len(said) == 1
    if len(set(wanted)) == len(wanted):
        assert said[0].split(":")[0] == name


def test_a_long_entry_is_named_in_part() -> None:
    """People read five lines of each side, and how many there are beyond."""
    wanted = [("6105", DEBIT, Decimal(number)) for number in range(1, 10)]
    said = differences(wanted, [("2000", CREDIT, Decimal(70)), ("2000", CREDIT, Decimal(70))])
    assert said == [
        "lines: there 2 x 2000 credit 70.00 USD 100, wanted 6105 debit 1.00 USD 100, 6105 debit 2.00 USD 100, "
        "6105 debit 3.00 USD 100, 6105 debit 4.00 USD 100, 6105 debit 5.00 USD 100, 4 others"
    ]


PATTERNS = st.lists(st.tuples(*[st.sampled_from(["a", "b", None])] * 2), max_size=5)


@given(PATTERNS, st.lists(st.tuples(*[st.sampled_from(["a", "b", "c"])] * 2), max_size=5))
def test_as_many_lines_are_paired_as_can_be(wanted: list[tuple[str | None, ...]], there: list[tuple[str, ...]]) -> None:
    """What a wanted line leaves open fits anything: no other choice of pairs leaves fewer lines without one."""
    left = match(wanted, there)
    assert len(wanted) - len(left.wanted) == len(there) - len(left.there) == most_pairs(wanted, there)


def most_pairs(wanted: Sequence[tuple[str | None, ...]], there: Sequence[tuple[str, ...]]) -> int:
    """By trying all."""
    if not wanted:
        return 0
    first, *others = wanted
    fitting = [
        at for at, line in enumerate(there) if all(ours in (None, its) for ours, its in zip(first, line, strict=True))
    ]
    with_first = [1 + most_pairs(others, [*there[:at], *there[at + 1 :]]) for at in fitting]
    return max([most_pairs(others, there), *with_first])


def test_a_thousand_lines_are_paired_at_once() -> None:
    """Also where they look alike and leave different things open, and where half of them find no partner."""
    wanted = [("a", None) if number % 2 else (None, "b") for number in range(2000)]
    assert len(match(wanted, [("a", "b")] * 1000).wanted) == 1000
