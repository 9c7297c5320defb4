"""XML from strangers is parsed hardened, or refused."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.decoding import parse_xml
from service.errors import Undecodable

BILLION = (
    b'<!DOCTYPE lolz [<!ENTITY a "lol">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><lolz>&j;</lolz>"
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"<v><name>AT&T</name></v>", "not well-formed"),
        (b'<!DOCTYPE v [<!ENTITY x SYSTEM "file:///etc/passwd">]><v>&x;</v>', "DOCTYPE"),
        (BILLION, "DOCTYPE"),
        (b"<v>&undefined;</v>", "not well-formed"),
        ("<v>1</v>".encode("utf-16"), "UTF-16"),
        ("<v>1</v>".encode("utf-16-be"), "UTF-16"),
        (b'<?xml version="1.0" encoding="utf-7"?><v>1</v>', "UTF-7|utf-7|not well-formed"),
        (b'<?xml version="1.0" encoding="windows-1252"?><v>1</v>', "windows-1252"),
        (b"<v>" * 100 + b"</v>" * 100, "64 levels"),
        (b"<v>" * 1000 + b"</v>" * 1000, "not well-formed|64 levels"),
        (b"<v>" + b"<a/>" * 20_001 + b"</v>", "20000 elements"),
        (b"<v " + b" ".join(b'a%d=""' % n for n in range(65)) + b"/>", "64 attributes"),
        (b"<v>loose<a/></v>", "text between"),
        (b"<v><a/>loose</v>", "text between"),
        (b"<v\xc3\xa9/>", "the name"),
        (b"{}", "not well-formed"),
        (b"<v>\x00</v>", "not well-formed"),
    ],
)
def test_hostile_and_ambiguous_documents_are_refused(body: bytes, reason: str) -> None:
    """The reason names what is wrong; nothing is expanded, fetched or cut."""
    with pytest.raises(Undecodable, match=reason):
        parse_xml(body)


def test_a_comment_cannot_split_a_text() -> None:
    """What the sender's screen shows is what is read."""
    assert parse_xml(b"<v><id>V-2<!-- -->04<?pi x?>17</id></v>") == {"id": "V-20417"}


def test_a_business_document_becomes_plain_values() -> None:
    """Children by name, repeats as lists, attributes under @, text beside attributes under #text."""
    body = b'\n<?xml version="1.0" encoding="UTF-8"?>\n<event object="APBILL" xmlns:q="urn:q"><q:id>7</q:id>'
    body += b'<total currency="USD">18.50</total><line>a</line><line>b &amp; <![CDATA[<c>]]></line><memo/></event>\n'
    assert parse_xml(body) == {
        "@object": "APBILL",
        "id": "7",
        "total": {"@currency": "USD", "#text": "18.50"},
        "line": ["a", "b & <c>"],
        "memo": "",
    }


def test_latin_1_is_read_when_it_is_declared() -> None:
    """The one other encoding that is common in templates."""
    assert parse_xml('<?xml version="1.0" encoding="ISO-8859-1"?><v>Café</v>'.encode("latin-1")) == "Café"


@given(st.binary() | st.text(alphabet="<>/&;!?[]-'\"= abDOCTYPE\x00é").map(str.encode))
def test_arbitrary_bytes_raise_nothing_else(body: bytes) -> None:
    """The only error is Undecodable."""
    with suppress(Undecodable):
        parse_xml(body)
