"""query, readByQuery, readMore, read, readByName, inspect, lookup."""

import pytest
from clients import Xml
from documents import bill, vendor

from intacct_sandbox import Sandbox


@pytest.fixture
async def five(xml: Xml) -> Xml:
    """Five vendors and one bill."""
    await xml.send(*(vendor(f"V-{n}", f"Vendor {n}", "<TERMNAME>N30</TERMNAME>" if n > 3 else "") for n in range(1, 6)))
    await xml.one(bill("B-1", "V-2"))
    return xml


def query(inner: str = "", object: str = "VENDOR", fields: str = "RECORDNO,VENDORID") -> str:
    select = "".join(f"<field>{each}</field>" for each in fields.split(","))
    return f"<query><object>{object}</object><select>{select}</select>{inner}</query>"


def ids(result) -> list[str]:  # type: ignore[no-untyped-def]
    return [each.text or "" for each in result.iter("VENDORID")]


ORDER = "<orderby><order><field>VENDORID</field><descending/></order></orderby>"


async def test_query_pages_with_order(five: Xml) -> None:
    """offset and pagesize cut a fresh, ordered result; the attributes count it."""
    result = await five.one(query(f"{ORDER}<pagesize>2</pagesize><offset>2</offset>"))
    data = result.find("data")
    assert data is not None
    assert ids(result) == ["V-3", "V-2"]
    assert dict(data.attrib) == {
        "listtype": "VENDOR",
        "totalcount": "5",
        "offset": "2",
        "count": "2",
        "numremaining": "1",
    }


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        ("<equalto><field>VENDORID</field><value>V-2</value></equalto>", ["V-2"]),
        ("<in><field>VENDORID</field><value>V-2</value><value>V-4</value></in>", ["V-2", "V-4"]),
        ("<like><field>NAME</field><value>%or _</value></like>", ["V-1", "V-2", "V-3", "V-4", "V-5"]),
        ("<isnull><field>TERMNAME</field></isnull>", ["V-1", "V-2", "V-3"]),
        ("<greaterthan><field>VENDORID</field><value>V-4</value></greaterthan>", ["V-5"]),
        (
            "<and><equalto><field>TERMNAME</field><value>N30</value></equalto>"
            "<or><equalto><field>VENDORID</field><value>V-1</value></equalto>"
            "<equalto><field>VENDORID</field><value>V-5</value></equalto></or></and>",
            ["V-5"],
        ),
        ("<equalto><field>VENDORID</field><value>v-2</value></equalto>", []),
    ],
)
async def test_query_filters(five: Xml, filter: str, expected: list[str]) -> None:
    """The operators and their combinations; comparison is case-sensitive."""
    assert ids(await five.one(query(f"<filter>{filter}</filter>"))) == expected


async def test_query_follows_relations_and_counts(five: Xml) -> None:
    """Dotted names cross one relation; count aggregates; line objects are queried on their own."""
    result = await five.one(query(object="APBILL", fields="RECORDID,VENDOR.NAME,STATE"))
    assert result.findtext("data/APBILL/VENDOR.NAME") == "Vendor 2"
    counted = "<query><object>VENDOR</object><select><count>RECORDNO</count></select></query>"
    assert (await five.one(counted)).findtext("data/VENDOR/COUNT.RECORDNO") == "5"
    lines = await five.one(query(object="APBILLITEM", fields="ACCOUNTNO,TRX_AMOUNT,RECORDKEY"))
    assert lines.findtext("data/APBILLITEM/TRX_AMOUNT") == "84.5"


@pytest.mark.parametrize(
    "inner",
    [
        "<filter><and><equalto><field>NAME</field><value>x</value></equalto></and></filter>",
        "<filter><equalto><field>NAME</field></equalto></filter>",
        "<filter><equals><field>NAME</field><value>x</value></equals></filter>",
        "<pagesize>1</pagesize><pagesize>2</pagesize>",
        "<sort/>",
    ],
)
async def test_query_structure_is_checked(five: Xml, inner: str) -> None:
    """`and` with one child, a missing value, an unknown operator and repeated parts are schema failures."""
    answer = await five.send(query(inner))
    assert answer.findtext("errormessage/error/errorno") == "XL03000003"


async def test_query_refuses_unknown_fields_and_large_pages(five: Xml) -> None:
    """An unknown field is XL03000010; more than 2000 per page is refused; so are ISO times in filters."""
    assert (await five.one(query(fields="COLOUR"))).findtext("errormessage/error/errorno") == "XL03000010"
    large = await five.send(query("<pagesize>2001</pagesize>"))
    assert "greater than the maximum value allowed ('2000')" in (large.findtext(".//description2") or "")
    iso = "<greaterthan><field>WHENMODIFIED</field><value>2026-01-01T00:00:00Z</value></greaterthan>"
    result = await five.one(query(f"<filter>{iso}</filter>"))
    assert result.findtext("errormessage/error/errorno") == "DL02000001"


async def test_read_by_query_pages_through_read_more(five: Xml) -> None:
    """readByQuery gives a resultId, readMore the rest; elements are lowercase; the last page still names the set."""
    text = "<query>VENDORID != 'V-1'</query><pagesize>2</pagesize>"
    call = f"<readByQuery><object>VENDOR</object><fields>VENDORID</fields>{text}</readByQuery>"
    data = (await five.one(call)).find("data")
    assert data is not None
    assert (data.get("count"), data.get("totalcount"), data.get("numremaining")) == ("2", "4", "2")
    assert data[0].tag == "vendor"
    more = await five.one(f"<readMore><resultId>{data.get('resultId')}</resultId></readMore>")
    assert ids(more) == ["V-4", "V-5"]
    last = more.find("data")
    assert last is not None and (last.get("resultId"), last.get("numremaining")) == (data.get("resultId"), "0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VENDORID = 'V-2' OR (NAME LIKE 'Vendor %' AND TERMNAME = 'N30')", ["V-2", "V-4", "V-5"]),
        ("VENDORID in ('V-1','V-3') AND TERMNAME IS NULL", ["V-1", "V-3"]),
        ("NOT VENDORID = 'V-1' AND STATUS = 'T' AND VENDORID &lt; 'V-3'", ["V-2"]),
        ("VENDORID = 'it\\'s'", []),
    ],
)
async def test_read_by_query_text(five: Xml, text: str, expected: list[str]) -> None:
    """SQL-like conditions with AND, OR, NOT, lists, quotes and raw codes."""
    call = f"<readByQuery><object>VENDOR</object><fields>VENDORID</fields><query>{text}</query></readByQuery>"
    assert ids(await five.one(call)) == expected


@pytest.mark.parametrize(
    "text", ["VENDORID =", "COLOUR = 'x'", "VENDORID = 'x' ORDER BY NAME", "((((", "'", "VENDORID ~ 1"]
)
async def test_read_by_query_refuses_nonsense(five: Xml, text: str) -> None:
    """What cannot be read is DL02000001 for this function only."""
    call = f"<readByQuery><object>VENDOR</object><fields>*</fields><query>{text}</query></readByQuery>"
    assert (await five.one(call)).findtext("errormessage/error/errorno") == "DL02000001"


async def test_reads_by_key_and_name(five: Xml) -> None:
    """readByName takes business ids, read takes numbers; unknown ones are left out."""
    found = await five.one("<readByName><object>VENDOR</object><keys>V-1,V-9</keys><fields>*</fields></readByName>")
    number = found.findtext("data/VENDOR/RECORDNO")
    assert found.findtext("data/VENDOR/DISPLAYCONTACT/PRINTAS") == "Vendor 1"
    again = await five.one(f"<read><object>VENDOR</object><keys>{number}</keys><fields>VENDORID</fields></read>")
    assert ids(again) == ["V-1"]


async def test_each_page_is_one_transaction(five: Xml, sandbox: Sandbox) -> None:
    """A query page costs one transaction whatever it returns; inspect and lookup cost none."""
    before = sandbox.counters("HARBORLINE")["transactions"]
    await five.one(query())
    await five.one("<inspect detail='1'><object>VENDOR</object></inspect>")
    await five.one("<lookup><object>APBILL</object></lookup>")
    await five.one("<inspect><object>*</object></inspect>")
    assert sandbox.counters("HARBORLINE")["transactions"] == before + 1


async def test_aggregates_group_by_the_plain_fields(five: Xml) -> None:
    """count, sum, avg, min and max go over each group; without a plain field over everything."""
    await five.send(bill("B-2", "V-2", "10.00"), bill("B-3", "V-3", "1.00"))
    select = (
        "<field>VENDORID</field><count>RECORDNO</count><sum>TOTALDUE</sum><avg>TOTALDUE</avg><min>TOTALDUE</min>"
        "<max>WHENDUE</max>"
    )
    order = "<orderby><order><field>VENDORID</field><ascending/></order></orderby>"
    result = await five.one(f"<query><object>APBILL</object><select>{select}</select>{order}</query>")
    assert [[cell.text for cell in row] for row in result.iter("APBILL")] == [
        ["V-2", "2", "94.5", "47.25", "10", "04/13/2026"],
        ["V-3", "1", "1", "1", "1", "04/13/2026"],
    ]
    whole = await five.one("<query><object>APBILL</object><select><sum>TOTALDUE</sum></select></query>")
    assert whole.findtext("data/APBILL/SUM.TOTALDUE") == "95.5"
    senseless = "<query><object>APBILL</object><select><sum>VENDORID</sum></select></query>"
    assert (await five.one(senseless)).findtext("errormessage/error/errorno") == "DL02000001"


@pytest.mark.parametrize(
    ("format", "body"),
    [
        ("csv", b'VENDORID,VENDOR.NAME\nV-2,Vendor 2\n'),
        ("json", b'[{"VENDORID": "V-2", "VENDOR.NAME": "Vendor 2"}]'),
    ],
)  # fmt: skip
async def test_return_format_has_no_envelope(five: Xml, format: str, body: bytes) -> None:
    """json and csv come bare; an unknown format is refused."""
    options = f"<options><returnformat>{format}</returnformat></options>"
    call = query(options, "APBILL", "VENDORID,VENDOR.NAME")
    assert await five.post(five.envelope(call)) == body
    assert (await five.one(call.replace(format, "yaml"))).findtext("status") == "failure"


async def test_inspect_tells_what_fields_are(five: Xml) -> None:
    """detail="1" gives length, type, choices and related object of each field."""
    found = await five.one('<inspect detail="1"><object>VENDOR</object></inspect>')
    fields = {each.findtext("Name"): each for each in found.iter("Field")}
    assert (fields["VENDORID"].findtext("maxLength"), fields["VENDORID"].findtext("isRequired")) == ("20", "true")
    assert fields["TERMNAME"].findtext("relatedObject") == "term"
    assert [each.text for each in fields["PAYMENTPRIORITY"].iter("validValue")] == ["urgent", "high", "normal", "low"]
