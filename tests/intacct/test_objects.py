"""Declarations: every neutral field renders on both surfaces, and nothing is ever dropped in silence."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from schemas.write import ObjectKey, Operation, Write
from service.delivery.client_port import Action, Surface
from service.intacct.objects import OBJECTS
from service.intacct.objects.content import Content, content_of
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.prepared import prepared_content
from service.intacct.objects.render_rest import rest_body
from service.intacct.objects.render_xml import xml_function
from service.intacct.rest.json_text import dumps
from tests.intacct.tenant import FULL, bill, full, vendor

ALL = sorted(OBJECTS)
OF_XML = [name for name in ALL if OBJECTS[name].offer(Surface.XML, Operation.CREATE)]


def sent(write: Write, operation: Operation) -> Content:
    """The content as it is sent, checked when it is prepared."""
    return prepared_content(write).of(Action(operation.value))


def as_rest(write: Write, operation: Operation = Operation.CREATE) -> Any:
    """The body as a server reads it."""
    return json.loads(dumps(rest_body(sent(write, operation), operation)))


def as_xml(write: Write, operation: Operation = Operation.CREATE, record_number: str = "") -> str:
    """The call as text."""
    call = xml_function(sent(write, operation), operation, record_number)
    return etree.tostring(call, encoding="unicode")


def scalars(value: Any) -> Iterator[Any]:
    """Every single value in a structure."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from scalars(each)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from scalars(each)
    else:
        yield value


def test_the_samples_cover_every_object_and_field() -> None:
    """The sample writes hold every neutral field that is declared, so the tests below miss none."""
    assert {key[0] for key in FULL} == set(OBJECTS)
    for name, declaration in OBJECTS.items():
        content = content_of(full(name), Operation.CREATE)
        given_names = {field.name for field, _ in content.header}
        assert {field.name for field in declaration.fields} - {declaration.type_field} <= given_names
        if declaration.lines:
            assert {field.name for field in declaration.lines.fields} == {field.name for field, _ in content.lines[0]}


@pytest.mark.parametrize("name", ALL)
def test_every_field_renders_over_rest(name: str) -> None:
    """As many values leave as came in, each at its own place."""
    write = full(name)
    content = content_of(write, Operation.CREATE)
    expected = len(content.header) + sum(len(line) for line in content.lines)
    assert len(list(scalars(as_rest(write)))) == expected
    assert all(field.rest for field, _ in (*content.header, *(pair for line in content.lines for pair in line)))


@pytest.mark.parametrize("name", OF_XML)
def test_every_field_renders_over_xml(name: str) -> None:
    """As many values leave as came in; a legacy date is one value of three elements."""
    write = full(name)
    content = content_of(write, Operation.CREATE)
    call = xml_function(content, Operation.CREATE, "")
    constants = dict(declaration.xml.constants) if (declaration := OBJECTS[name]).xml else {}
    leaves = [each for each in call.iter() if each.text and each.tag not in ("month", "day", *constants)]
    assert len(leaves) == len(content.header) + sum(len(line) for line in content.lines)


def test_a_vendor_over_both_surfaces() -> None:
    """The contact is nested; the credit limit is a JSON number with its exact digits."""
    body = as_rest(full("vendor"))
    assert body["contacts"]["default"]["mailingAddress"] == {
        "addressLine1": "4 Mill Lane",
        "addressLine2": "Unit 2",
        "city": "Dayton",
        "state": "OH",
        "postCode": "45402",
        "country": "United States",
    }
    assert b'"creditLimit":2500.50' in dumps(rest_body(content_of(full("vendor"), Operation.CREATE), Operation.CREATE))
    assert body["vendorType"] == {"id": "Trade"}
    assert as_xml(full("vendor")).startswith(
        "<create><VENDOR><VENDORID>V-1</VENDORID><NAME>Larkspur Tooling</NAME><DISPLAYCONTACT>"
        "<PRINTAS>Larkspur Tooling Ltd</PRINTAS><EMAIL1>ap@larkspur.example</EMAIL1><PHONE1>555-0100</PHONE1>"
        "<MAILADDRESS><ADDRESS1>4 Mill Lane</ADDRESS1>"
    )


def test_a_new_vendor_prints_as_its_name_and_an_old_one_keeps_what_it_has() -> None:
    """XML requires PRINTAS when the contact comes into being, and an update must not reset it."""
    assert as_rest(vendor())["contacts"]["default"] == {"printAs": "Vendor V-1"}
    assert "contacts" not in as_rest(vendor(), Operation.UPDATE)
    assert "DISPLAYCONTACT" not in as_xml(vendor(), Operation.UPDATE)


def test_a_bill_over_both_surfaces() -> None:
    """Amounts are decimal text, references are objects over REST and ids over XML."""
    line = as_rest(bill())["lines"][0]
    assert line == {"glAccount": {"id": "6105"}, "txnAmount": "84.50", "dimensions": {"location": {"id": "100"}}}
    assert as_xml(bill()) == (
        "<create><APBILL><VENDORID>V-1</VENDORID><RECORDID>B-77</RECORDID><WHENCREATED>03/14/2026</WHENCREATED>"
        "<WHENDUE>04/13/2026</WHENDUE><CURRENCY>USD</CURRENCY><EXCH_RATE_TYPE_ID/><APBILLITEMS><APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO>"
        "<TRX_AMOUNT>84.50</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM></APBILLITEMS></APBILL></create>"
    )


def test_a_currency_leaves_the_rate_to_intacct_unless_it_is_the_base_currency() -> None:
    """The rate type is written empty beside a currency; the base currency has no rate."""
    rate = "<CURRENCY>EUR</CURRENCY><EXCH_RATE_TYPE_ID/>"
    assert rate in as_xml(bill(currency="EUR", base_currency="USD"))
    assert rate in as_xml(bill(currency="EUR"))
    assert "EXCH_RATE_TYPE_ID" not in as_xml(bill(currency="USD", base_currency="USD"))
    assert "EXCH_RATE_TYPE_ID" not in as_xml(full("bill"))


def test_every_journal_line_says_its_currency() -> None:
    """Multi-currency companies require it on each GLENTRY, with a rate type that may be empty."""
    text = as_xml(full("journal-entry"))
    assert text.count("<CURRENCY>USD</CURRENCY><EXCH_RATE_TYPE_ID/>") == 2
    assert [each["currency"] for each in as_rest(full("journal-entry"))["lines"]] == [{"txnCurrency": "USD"}] * 2


def test_a_payment_over_both_surfaces() -> None:
    """Dates, bank and method by the names of each; over XML it says that it is submitted."""
    assert as_xml(full("bill-payment")) == (
        "<create><APPYMT><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY><VENDORID>V-1</VENDORID>"
        "<PAYMENTMETHOD>Printed Check</PAYMENTMETHOD><PAYMENTDATE>03/20/2026</PAYMENTDATE><DOCNUMBER>CHK-1</DOCNUMBER>"
        "<DESCRIPTION>March</DESCRIPTION><CURRENCY>USD</CURRENCY><BASECURR>USD</BASECURR><ACTION>Submit</ACTION>"
        "<APPYMTDETAILS><APPYMTDETAIL><RECORDKEY>B-77</RECORDKEY><TRX_PAYMENTAMOUNT>84.60</TRX_PAYMENTAMOUNT>"
        "</APPYMTDETAIL></APPYMTDETAILS></APPYMT></create>"
    )
    assert as_rest(full("bill-payment"))["baseCurrency"] == {"currency": "USD"}
    assert "<RECEIPTDATE>03/20/2026</RECEIPTDATE>" in as_xml(full("payment"))
    assert "<ARPYMTDETAILS><ARPYMTDETAIL><RECORDKEY>INV-42</RECORDKEY>" in as_xml(full("payment"))


def test_an_invoice_follows_the_order_of_the_legacy_schema() -> None:
    """create_invoice is lower-case, strictly ordered, with dates in parts and a rate type after the currency."""
    call = xml_function(content_of(full("invoice"), Operation.CREATE), Operation.CREATE, "")
    assert [child.tag for child in call] == [
        "customerid",
        "datecreated",
        "dateposted",
        "datedue",
        "termname",
        "invoiceno",
        "ponumber",
        "description",
        "basecurr",
        "currency",
        "exchratetype",
        "invoiceitems",
    ]
    assert [child.tag for child in call.iterfind("datecreated/*")] == ["year", "month", "day"]
    assert [child.tag for child in call.iterfind("invoiceitems/lineitem/*")] == [
        "glaccountno",
        "amount",
        "memo",
        "locationid",
        "departmentid",
        "projectid",
        "taskid",
        "customerid",
        "vendorid",
        "employeeid",
        "itemid",
        "classid",
    ]


def test_a_journal_line_has_a_direction_and_an_absolute_amount() -> None:
    """TR_TYPE is 1 or -1; two dimensions are called without ID."""
    text = as_xml(full("journal-entry"))
    assert "<TR_TYPE>1</TR_TYPE><TRX_AMOUNT>84.50</TRX_AMOUNT>" in text
    assert "<TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>84.50</TRX_AMOUNT>" in text
    assert "<LOCATION>100</LOCATION><DEPARTMENT>OPS</DEPARTMENT><PROJECTID>P-1</PROJECTID>" in text
    assert as_rest(full("journal-entry"))["lines"][1]["txnType"] == "credit"


def test_a_custom_record_is_named_by_the_tenant() -> None:
    """Type and fields become names on the wire: with a namespace over REST, bare over XML."""
    assert as_rest(full("custom-record")) == {"name": "Truck 9", "nsp::plate": "OH-1", "nsp::odometer": 120}
    assert as_xml(full("custom-record")) == (
        "<create><fleet_vehicle><name>Truck 9</name><plate>OH-1</plate><odometer>120</odometer></fleet_vehicle>"
        "</create>"
    )
    assert content_of(full("custom-record"), Operation.CREATE).declaration.rest == "platform-apps/nsp::fleet_vehicle"


@pytest.mark.parametrize("type_name", ["a b", "", "x><y", "1st", "a" * 100])
def test_a_custom_type_cannot_smuggle_markup(type_name: str) -> None:
    """What becomes an element name or a path must be a name."""
    write = Write(Operation.CREATE, ObjectKey("custom-record", (type_name, "n")), {"type": type_name, "name": "n"})
    with pytest.raises(Unrenderable):
        content_of(write, Operation.CREATE)


def test_an_update_names_its_record_and_leaves_the_key_alone() -> None:
    """Over REST the path names it; over XML the record number, or the business id where that is a key."""
    assert as_rest(vendor(), Operation.UPDATE) == {"name": "Vendor V-1"}
    assert as_xml(vendor(), Operation.UPDATE, "41") == (
        "<update><VENDOR><RECORDNO>41</RECORDNO><NAME>Vendor V-1</NAME></VENDOR></update>"
    )
    assert "<VENDORID>V-1</VENDORID>" in as_xml(vendor(), Operation.UPDATE)
    with pytest.raises(Unrenderable, match="record number"):
        as_xml(bill(), Operation.UPDATE)


def test_rest_never_updates_lines() -> None:
    """PATCH adds the lines that it is given to those that are there: the bill would double."""
    with pytest.raises(Unrenderable, match="cannot replace lines"):
        as_rest(bill(), Operation.UPDATE)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"nonsense": "x"}, "nonsense"),
        ({"address": {"planet": "Mars"}}, "address.planet"),
        ({"credit_limit": 2500.5}, "credit_limit"),
        ({"status": "gone"}, "status"),
        ({"id": "V-2"}, "id"),
    ],
)
def test_what_the_declaration_does_not_know_is_refused_by_name(changes: dict[str, Any], named: str) -> None:
    """A field that cannot be sent is an error that names it, never silently left out."""
    write = replace(full("vendor"), fields={**full("vendor").fields, **changes})
    with pytest.raises(Unrenderable, match=named.replace(".", r"\.")):
        as_rest(write)


def test_a_wrong_line_is_named_by_its_number() -> None:
    """The second of two lines is lines[2]."""
    good = {"account": "6105", "amount": Decimal("1.00"), "location": "100"}
    with pytest.raises(Unrenderable, match=r"lines\[2\]\.amount"):
        as_rest(bill(lines=(good, {**good, "amount": 1.0})))
    with pytest.raises(Unrenderable, match=r"lines\[1\]\.colour"):
        as_xml(bill(lines=({**good, "colour": "red"},)))


@given(st.text(max_size=60))
def test_any_text_arrives_as_it_is_or_is_refused(text: str) -> None:
    """Markup in a value stays a value; what a surface cannot carry is refused instead of changed."""
    write = vendor(notes=text)
    try:
        document = etree.fromstring(as_xml(write).encode())
        assert (document.findtext("VENDOR/COMMENTS") or "") == text
    except Unrenderable:
        assert any(not character.isprintable() for character in text)
    try:
        assert as_rest(write)["notes"] == text
    except Unrenderable:
        assert not text.isprintable()


def test_an_empty_reference_is_left_out() -> None:
    """REST refuses an empty id."""
    assert "term" not in as_rest(vendor(term=""))


def test_a_key_of_the_wrong_shape_is_refused() -> None:
    """A bill is named by vendor and number."""
    for key in (ObjectKey("bill", ("B-1",)), ObjectKey("bill", ("V-1", "")), ObjectKey("planet", ("x",))):
        with pytest.raises(Unrenderable):
            content_of(Write(Operation.CREATE, key, {"due_date": date(2026, 1, 1)}), Operation.CREATE)
