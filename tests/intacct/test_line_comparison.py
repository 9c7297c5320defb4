"""Journal entries have no total: only their lines tell one from another under the same reference, date and text."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intacct_sandbox.sandbox import Sandbox

from schemas.write import ObjectKey, Operation, Write
from service.clock import SystemClock
from service.delivery.client_port import Attempt, Found, LookUpAnswer, OutcomeKind, Surface
from service.errors import NoAnswer
from service.intacct.client import open_client
from service.intacct.line_reading import MOST_OWNERS
from service.intacct.objects.compare_lines import line_differences
from service.intacct.objects.content import content_of
from service.intacct.objects.kinds import MONEY
from tests.intacct.scripted import ScriptedHttp, client_of, error, failed, refused, results, rows
from tests.intacct.tenant import attempt, bill, creates, full, settings

REST, XML = Surface.REST, Surface.XML
DEBIT, CREDIT = "debit", "credit"


def entry(*lines: tuple[str, str, str], reference: str = "JE-1", **changes: Any) -> Write:
    """A journal entry with these lines: account, direction, amount."""
    whole = full("journal-entry")
    named = tuple(
        {"account": account, "direction": direction, "amount": Decimal(amount), "location": "100"}
        for account, direction, amount in lines
    )
    fields = {**whole.fields, "reference": reference, "lines": named, **changes}
    return replace(whole, key=ObjectKey("journal-entry", ("GJ", reference)), fields=fields)


RENT = (("6105", DEBIT, "100.00"), ("2000", CREDIT, "100.00"))


async def compare(surface: Surface, there: Write, wanted: Write) -> LookUpAnswer:
    """Write one entry, then look another up under the same key; the sandbox has to agree on what it cost."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        done = await client.submit(creates(surface, there))
        assert done.outcomes[0].kind is OutcomeKind.APPLIED, done
        answer = await client.look_up([wanted], surface)
        assert done.transactions + answer.transactions == sandbox.counters("HARBORLINE")["transactions"]
        await client.close()
        return answer


@pytest.mark.parametrize("surface", Surface)
async def test_the_same_lines_are_the_same_entry(surface: Surface) -> None:
    """In whatever order and with however many zeros; one transaction for the headers, one for the lines."""
    answer = await compare(surface, entry(*RENT), entry(("2000", CREDIT, "100"), ("6105", DEBIT, "100.000")))
    assert [found.same for found in answer.found.values()] == [True]
    assert answer.transactions == 2


OTHERS = [
    (
        (("6105", DEBIT, "90.00"), ("2000", CREDIT, "90.00")),
        "lines: there 2000 credit 100.00, 6105 debit 100.00, wanted 2000 credit 90.00, 6105 debit 90.00",
    ),
    (
        (("6105", CREDIT, "100.00"), ("2000", DEBIT, "100.00")),
        "lines: there 2000 credit 100.00, 6105 debit 100.00, wanted 2000 debit 100.00, 6105 credit 100.00",
    ),
    (
        (("6400", DEBIT, "100.00"), ("2000", CREDIT, "100.00")),
        "lines: there 6105 debit 100.00, wanted 6400 debit 100.00",
    ),
    (
        (*RENT, *RENT),
        "lines: there nothing else, wanted 2000 credit 100.00, 6105 debit 100.00",
    ),
]


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize(("lines", "difference"), OTHERS, ids=["amount", "direction", "account", "repeated"])
async def test_other_lines_are_another_entry(
    surface: Surface, lines: tuple[tuple[str, str, str], ...], difference: str
) -> None:
    """Same journal, reference, date and text: nothing but the lines tells them apart, and they are named."""
    wanted = entry(*lines)
    found = (await compare(surface, entry(*RENT), wanted)).found[wanted.key]
    assert not found.same
    assert found.differences == (difference,)


@pytest.mark.parametrize("surface", Surface)
async def test_of_two_entries_with_one_reference_the_one_with_our_lines_counts(surface: Surface) -> None:
    """References are not unique in Intacct."""
    other, ours = entry(*OTHERS[0][0]), entry(*RENT)
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        numbers = []
        for id, each in (("a", other), ("b", ours)):
            done = await client.submit(attempt(surface, Attempt(each, id, Operation.CREATE)))
            numbers.append(done.outcomes[0].record_number)
        answer = await client.look_up([ours], surface)
        await client.close()
    assert answer.found == {ours.key: Found(numbers[1], same=True)}
    assert answer.transactions == 2


@pytest.mark.parametrize("surface", Surface)
async def test_the_lines_of_many_entries_are_one_query(surface: Surface) -> None:
    """Two transactions for a whole batch; entries that are not there cost nothing more."""
    entries = [entry(("6105", DEBIT, f"{n}.10"), ("2000", CREDIT, f"{n}.10"), reference=f"JE-{n}") for n in range(1, 8)]
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        await client.submit(creates(surface, *entries[:5]))
        answer = await client.look_up(entries, surface)
        absent = await client.look_up(entries[5:], surface)
        await client.close()
    assert {key: found.same for key, found in answer.found.items()} == {each.key: True for each in entries[:5]}
    assert answer.transactions == 2
    assert absent == LookUpAnswer(transactions=1)


@pytest.mark.parametrize("surface", Surface)
async def test_an_entity_sees_the_lines_of_its_entries(surface: Surface) -> None:
    """The second query goes where the first one went."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        one = replace(entry(*RENT), entity="E100")
        done = await client.submit(creates(surface, one, entity="E100"))
        assert done.outcomes[0].kind is OutcomeKind.APPLIED
        assert (await client.look_up([one], surface)).found[one.key].same
        await client.close()


HEADER: dict[str, Any] = {
    "key": "9",
    "glJournal.id": "GJ",
    "referenceNumber": "JE-1",
    "postingDate": "2026-03-31",
    "description": "Rent accrual",
}
XML_HEADER = (
    '<result><status>success</status><controlid>query</controlid><data count="1" numremaining="0"><GLBATCH>'
    "<RECORDNO>9</RECORDNO><JOURNAL>GJ</JOURNAL><REFERENCENO>JE-1</REFERENCENO><BATCH_DATE>03/31/2026</BATCH_DATE>"
    "<BATCH_TITLE>Rent accrual</BATCH_TITLE></GLBATCH></data></result>"
)


def shown(account: str, direction: str, amount: Any, **changes: Any) -> dict[str, Any]:
    """A line as REST shows it."""
    line = {"key": "1", "journalEntry.key": "9", "glAccount.id": account, "txnType": direction, "txnAmount": amount}
    return line | changes


async def test_rest_asks_for_lines_by_their_owner() -> None:
    """A query on journal-entry-line, in the order of record numbers, page by page."""
    http = ScriptedHttp(
        rows(HEADER),
        rows(shown("2000", CREDIT, "100.00000000"), next_start=2),
        rows(shown("6105", DEBIT, "100")),
    )
    answer = await client_of(http).look_up([entry(*RENT)], REST)
    assert answer == LookUpAnswer({entry(*RENT).key: Found("9", same=True)}, transactions=3)
    asked = http.sent[1].json
    assert asked["object"] == "general-ledger/journal-entry-line"
    assert asked["filters"] == [{"$eq": {"journalEntry.key": "9"}}]
    assert asked["fields"] == ["key", "journalEntry.key", "glAccount.id", "txnType", "txnAmount"]
    assert asked["orderBy"] == [{"key": "asc"}]


async def test_xml_asks_for_lines_by_their_batch() -> None:
    """GLENTRY by BATCHNO; a direction in its display form is understood as well."""
    lines = (
        '<result><status>success</status><controlid>query</controlid><data count="2" numremaining="0">'
        "<GLENTRY><RECORDNO>1</RECORDNO><BATCHNO>9</BATCHNO><ACCOUNTNO>6105</ACCOUNTNO><TR_TYPE>1</TR_TYPE>"
        "<TRX_AMOUNT>100</TRX_AMOUNT></GLENTRY>"
        "<GLENTRY><RECORDNO>2</RECORDNO><BATCHNO>9</BATCHNO><ACCOUNTNO>2000</ACCOUNTNO><TR_TYPE>Credit</TR_TYPE>"
        "<TRX_AMOUNT>100.00</TRX_AMOUNT></GLENTRY></data></result>"
    )
    http = ScriptedHttp(results(XML_HEADER), results(lines))
    answer = await client_of(http).look_up([entry(*RENT)], XML)
    assert answer == LookUpAnswer({entry(*RENT).key: Found("9", same=True)}, transactions=2)
    query = http.sent[1].xml.find("operation/content/function/query")
    assert query is not None
    assert query.findtext("object") == "GLENTRY"
    assert [each.text for each in query.iterfind("select/field")] == [
        "RECORDNO", "BATCHNO", "ACCOUNTNO", "TR_TYPE", "TRX_AMOUNT",
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
    answer = await client_of(ScriptedHttp(rows(HEADER), reply)).look_up([entry(*RENT)], REST)
    assert answer.failure is not None
    assert answer.found == {}
    assert answer.transactions >= 1


async def test_refused_lines_fail_the_look_up_over_xml() -> None:
    """Alike on the other surface."""
    no = results(failed("query", error("PL04000005", "You do not have permission")))
    answer = await client_of(ScriptedHttp(results(XML_HEADER), no)).look_up([entry(*RENT)], XML)
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
    answer = await client_of(http).look_up([entry(*RENT)], REST)
    assert answer.found == {entry(*RENT).key: Found("1", same=True)}
    assert answer.transactions == 3
    assert len(http.sent[1].json["filters"][0]["$in"]["journalEntry.key"]) == MOST_OWNERS
    assert http.sent[2].json["filters"] == [{"$eq": {"journalEntry.key": str(MOST_OWNERS + 1)}}]


@pytest.mark.parametrize(
    "write", [bill(), replace(entry(), operation=Operation.UPDATE)], ids=["has a total", "states no lines"]
)
async def test_lines_are_read_only_where_they_are_needed(write: Write) -> None:
    """A header with a total says enough, and so does a write without lines."""
    http = ScriptedHttp(rows(HEADER))
    answer = await client_of(http).look_up([write], REST)
    assert answer.transactions == len(http.sent) == 1


LINES = st.tuples(
    st.sampled_from(["6105", "2000", "6400"]),
    st.sampled_from([DEBIT, CREDIT]),
    st.decimals(min_value="0.01", max_value="99999.99", places=2),
)


def as_shown(lines: Iterable[tuple[str, str, Decimal]]) -> Counter[tuple[str, ...]]:
    """Lines as a look-up reads them from Intacct, which may show more zeros than it was sent."""
    return Counter((account, direction, MONEY.read_rest(f"{amount:.5f}")) for account, direction, amount in lines)


def differences(wanted: Iterable[tuple[str, str, Decimal]], there: Iterable[tuple[str, str, Decimal]]) -> list[str]:
    """What the comparison says."""
    content = content_of(entry(*((account, side, str(amount)) for account, side, amount in wanted)), Operation.CREATE)
    return list(line_differences(content, as_shown(there)))


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
    """One change in one line, or one line more, makes it another entry; the text for people stays short."""
    at = data.draw(st.integers(0, len(lines) - 1))
    account, side, amount = lines[at]
    changed = data.draw(
        st.sampled_from(
            [
                [(account, side, amount + Decimal("0.01"))],
                [(account, CREDIT if side == DEBIT else DEBIT, amount)],
                [(f"{account}1", side, amount)],
                [lines[at], lines[at]],
            ]
        )
    )
    said = differences([*lines[:at], *changed, *lines[at + 1 :]], lines)
    assert len(said) == 1
    assert said[0].startswith("lines: there ")


def test_a_long_entry_is_named_in_part() -> None:
    """People read five lines of each side, and how many there are beyond."""
    wanted = [("6105", DEBIT, Decimal(number)) for number in range(1, 10)]
    said = differences(wanted, [("2000", CREDIT, Decimal(7)), ("2000", CREDIT, Decimal(7))])
    assert said == [
        "lines: there 2 x 2000 credit 7.00, wanted 6105 debit 1.00, 6105 debit 2.00, 6105 debit 3.00, "
        "6105 debit 4.00, 6105 debit 5.00, 4 others"
    ]
