"""What a stored event's bytes say, by its content type and the profile that accepted it."""

from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import StoredEvent
from service.decoding import Decoder
from service.errors import Undecodable
from service.settings import PlatformTriggerSource, SmartEventSource, WebhookSource

SOURCES: dict[str, WebhookSource] = {
    "smart": SmartEventSource(kind="intacct-smart-event", tenant="acme", secrets=["s"], document_argument="doc"),  # type: ignore[list-item]
    "trigger": PlatformTriggerSource(kind="platform-trigger", tenant="acme", secrets=["s"]),  # type: ignore[list-item]
}
STRUCTURED = "application/cloudevents+json"
DECLARED = """{"data": "<?xml version='1.0' encoding='ISO-8859-1'?><v>Café</v>", "datacontenttype": "text/xml"}"""


def decode(body: bytes, content_type: str = "application/json", profile: str = "") -> object:
    """Decode an event with these bytes."""
    event = StoredEvent("1", "/s", "t", "acme", body, content_type=content_type, profile=profile)
    return Decoder(SOURCES).decode(event)


@pytest.mark.parametrize(
    ("body", "content_type", "value"),
    [
        (b'{"a": 1}', "application/json; charset=utf-8", {"a": 1}),
        (b'{"a": 1}', "", {"a": 1}),
        (b'{"a": 1}', "application/vnd.acme+json", {"a": 1}),
        (b"<v><a>1</a></v>", "Text/XML", {"a": "1"}),
        (b"<v><a>1</a></v>", "application/vnd.acme+xml", {"a": "1"}),
        (b"a=1&b=2", "application/x-www-form-urlencoded", {"a": "1", "b": "2"}),
        (b'{"data": {"a": 1}}', STRUCTURED, {"a": 1}),
        (b'{"data": [1.5, 2]}', STRUCTURED + "; charset=utf-8", [1.5, 2]),
        (b'{"data": "<v>1</v>", "datacontenttype": "text/xml"}', STRUCTURED, "1"),
        (DECLARED.encode(), STRUCTURED, "Café"),
        (b'{"data": "text", "datacontenttype": "application/json"}', STRUCTURED, "text"),
        (b'{"data_base64": "eyJhIjogMX0="}', STRUCTURED, {"a": 1}),
    ],
)
def test_the_content_type_decides(body: bytes, content_type: str, value: object) -> None:
    """Parameters and case do not matter."""
    assert decode(body, content_type) == value


@pytest.mark.parametrize(
    ("body", "content_type", "path"),
    [
        (b"x", "image/png", ""),
        (b"", "application/json", ""),
        (b"{}", STRUCTURED, "data"),
        (b"[]", STRUCTURED, ""),
        (b'{"data": 1, "datacontenttype": 7}', STRUCTURED, "datacontenttype"),
        (b'{"data": 1, "datacontenttype": "text/xml"}', STRUCTURED, "data"),
        (b'{"data_base64": "!"}', STRUCTURED, "data_base64"),
        (b'{"data_base64": 7}', STRUCTURED, "data_base64"),
    ],
)
def test_what_cannot_be_read_names_where(body: bytes, content_type: str, path: str) -> None:
    """With a message for people."""
    with pytest.raises(Undecodable) as refused:
        decode(body, content_type)
    assert refused.value.path == path
    assert refused.value.message


def test_a_profile_knows_better_than_a_label() -> None:
    """Smart Events are forms and triggers are XML or JSON, whatever Content-Type says."""
    assert decode(b"a=1&doc=%7B%22b%22%3A2%7D", "text/plain", "smart") == {"a": "1", "doc": {"b": 2}}
    assert decode(b"\xef\xbb\xbf <v><a>1</a></v>", "application/json", "trigger") == {"a": "1"}


def test_an_inner_documents_declaration_is_about_bytes_that_are_gone() -> None:
    """Its text has been decoded with the form."""
    document = quote("<?xml version='1.0' encoding='ISO-8859-1'?>\n<v>Café</v>")
    assert decode(f"doc={document}".encode(), profile="smart") == {"doc": "Café"}


def test_merge_fields_are_looked_for_where_intacct_makes_them() -> None:
    """An upstream system may write such text on purpose."""
    assert decode(b'{"a": "{!X.Y!}"}') == {"a": "{!X.Y!}"}
    with pytest.raises(Undecodable) as refused:
        decode(b'{"lines": [{"memo": "for {!X.Y!}"}]}', profile="trigger")
    assert refused.value.path == "lines[0].memo"


@given(
    st.binary() | st.text().map(str.encode),
    st.sampled_from(["application/json", "text/xml", "application/x-www-form-urlencoded", STRUCTURED, "", "x"]),
    st.sampled_from(["", "smart", "trigger", "removed"]),
)
def test_arbitrary_bytes_raise_nothing_else(body: bytes, content_type: str, profile: str) -> None:
    """The only error is Undecodable."""
    with suppress(Undecodable):
        decode(body, content_type, profile)
