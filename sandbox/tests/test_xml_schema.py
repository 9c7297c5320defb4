"""The gateway's schema: every request is held against it, as the real gateway does with the published one."""

from collections.abc import Iterator, Sequence

import pytest
from clients import Xml
from documents import vendor
from fuzz_schema import DECLARED, XS
from lxml import etree

from intacct_sandbox import Sandbox
from intacct_sandbox.xml.catalogue import IMPLEMENTATIONS, SESSION
from intacct_sandbox.xml.legacy import LEGACY
from intacct_sandbox.xml.schema.notation import to_schema
from intacct_sandbox.xml.sequence import Item


def children(element: etree._Element) -> dict[str, etree._Element]:
    """The declarations of what can stand inside."""
    found: dict[str, etree._Element] = {}
    for each in element:
        if each.tag != f"{XS}element":
            found |= children(each)
        elif each.get("ref"):
            found[str(each.get("ref"))] = DECLARED[str(each.get("ref"))]
        else:
            found[str(each.get("name"))] = each
    return found


FUNCTIONS = children(DECLARED["function"])


def unknown(sequence: Sequence[Item], places: Sequence[etree._Element], path: str) -> Iterator[str]:
    """Mapped elements that stand in none of the places that share the mapping."""
    inside = [children(each) for each in places]
    for item in sequence:
        here = [each[item.tag] for each in inside if item.tag in each]
        if not here:
            yield f"{path}/{item.tag}"
        elif item.shape in ("group", "line"):
            yield from unknown(item.lines, here, f"{path}/{item.tag}")
        elif item.line_tag:
            tags = (item.line_tag, f"update{item.line_tag}") if item.shape == "changes" else (item.line_tag,)
            lines = [children(each)[tag] for each in here for tag in tags if tag in children(each)]
            assert lines, f"{path}/{item.tag} has no {item.line_tag}"
            yield from unknown(item.lines, lines, f"{path}/{item.line_tag}")


@pytest.mark.parametrize("name", sorted(LEGACY))
def test_only_elements_of_the_schema_are_mapped(name: str) -> None:
    """What a function reads is what the schema has for it or for its sister that creates."""
    sister = f"create_{name.partition('_')[2]}"
    places = [FUNCTIONS[each] for each in dict.fromkeys((name, sister)) if each in FUNCTIONS]
    assert list(unknown(LEGACY[name].sequence, places, name)) == []


def test_every_function_here_is_one_of_the_schema() -> None:
    """Nothing is offered that the gateway would refuse."""
    assert ({SESSION} | set(IMPLEMENTATIONS)) <= set(FUNCTIONS)


async def test_the_text_of_a_live_answer(xml: Xml) -> None:
    """An unknown function gets the words that a live company got (intacct-sdk-net issue 244): the first ten of them."""
    answer = await xml.send("<approveEverything/>")
    text = answer.findtext("errormessage/error/description2") or ""
    assert text.startswith(
        "XML Parse schema error: Error 1871: Element 'approveEverything': This element is not expected. Expected is "
        "one of ( create_apaccountlabel, create_apadjustment, create_apadjustmentbatch, create_araccountlabel, "
        "create_aradjustment, create_aradjustmentbatch, create_arpayment, create_arpaymentbatch, create_bill, "
        "create_recurringbill )."
    )


async def test_all_mistakes_are_told_at_once(xml: Xml, sandbox: Sandbox) -> None:
    """Two functions with a mistake each: two errors with their lines, and nothing runs."""
    bad = "<create_bill>\n<billno>1</billno></create_bill>"
    answer = await xml.send(vendor(), bad, bad)
    texts = [each.text or "" for each in answer.iterfind("errormessage/error/description2")]
    assert [text.partition("Line: ")[2][:2] for text in texts] == ["2,", "3,"]
    assert sandbox.ledger() == []


async def test_dtd_21_has_files_of_its_own(xml: Xml) -> None:
    """DTD 2.1 takes object-specific functions as its own files order them, and no generic ones."""
    contact = "<create_contact><contactname>Jo</contactname><printas>Jo</printas></create_contact>"
    assert (await xml.one(contact, dtdversion="2.1")).findtext("status") == "success"
    for call in (vendor(), contact.replace("contactname", "name"), "<readMore><resultId>1</resultId></readMore>"):
        answer = await xml.send(call, dtdversion="2.1")
        assert answer.findtext("errormessage/error/errorno") == "XL03000003"


@pytest.mark.parametrize("switches", [{"dtd_21": "refuse"}])
async def test_switch_dtd_21(xml: Xml) -> None:
    """With the switch, nothing of DTD 2.1 is answered."""
    contact = "<create_contact><contactname>Jo</contactname><printas>Jo</printas></create_contact>"
    answer = await xml.send(contact, dtdversion="2.1")
    assert answer.findtext("errormessage/error/errorno") == "XL03000003"


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - set(IMPLEMENTATIONS) - {SESSION}))
async def test_what_is_not_covered_says_so(xml: Xml, name: str) -> None:
    """A function of the schema that does nothing here fails with words that say so, or is refused for its content."""
    answer = await xml.send(f"<{name}/>")
    error = answer.find(".//error")
    assert error is not None
    assert error.findtext("errorno") in ("EMU-NOT-COVERED", "XL03000003")
    assert name in (error.findtext("description2") or "")


@pytest.mark.parametrize(
    ("grammar", "good", "bad"),
    [
        ("a = (b c?)", "<a><b/></a> <a><b/><c/></a>", "<a><c/></a> <a><b/><b/></a> <a/>"),
        ("a = (b | c)+", "<a><c/><b/></a>", "<a/> <a><d/></a>"),
        ("a = (b & c?)", "<a><c/><b/></a> <a><b/></a>", "<a><c/></a>"),
        ("a = b#2-3", "<a><b/><b/></a>", "<a><b/></a> <a><b/><b/><b/><b/></a>"),
        ("a = (b* c)", "<a><c/></a> <a><b/><b/><c/></a>", "<a><c/><b/></a>"),
        (
            "a = @k<string> @n?<true|false> empty",
            "<a k='1'/> <a k='' n='true'/>",
            "<a/> <a k='1' n='x'/> <a k='1'>x</a>",
        ),
        ("a = text", "<a>x</a> <a/>", "<a><b/></a>"),
        ("a = b{<integer maxInclusive=9>}", "<a><b>9</b></a>", "<a><b>10</b></a> <a><b>x</b></a>"),
        ("a = b{<boolean =true>}", "<a><b/></a> <a><b>0</b></a>", "<a><b>yes</b></a>"),
        ("a = b{any}", "<a><b><c/></b></a>", "<a><c/></a>"),
        ("a = ...", "<a><x/></a>", "<a/>"),
        ("a = b{(c\n    d)}", "<a><b><c/><d/></b></a>", "<a><b><d/><c/></b></a>"),
        ("# no\na = (b | c)\na |= d | e", "<a><b/></a> <a><e/></a>", "<a><f/></a>"),
        ("a = (b | c)\na |= d\na |= e", "<a><d/></a> <a><e/></a>", "<a><f/></a>"),
        ("a = b\na = c", "<a><c/></a>", "<a><b/></a>"),
        ("a = b{<Printed Check|EFT>}", "<a><b>Printed Check</b></a>", "<a><b>Printed</b></a>"),
    ],
)
def test_the_notation(grammar: str, good: str, bad: str) -> None:
    """Each construct accepts what it describes and nothing else."""
    schema = etree.XMLSchema(to_schema(grammar))
    verdicts = [[schema.validate(each) for each in etree.fromstring(f"<all>{text}</all>")] for text in (good, bad)]
    assert (all(verdicts[0]), any(verdicts[1])) == (True, False)
