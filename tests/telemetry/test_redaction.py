"""No secret leaves in a log line, whatever its key is called and whatever it is hidden in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from service.telemetry.redaction import REDACTED, redact, redacted_text, shown_header

JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyIn0.aHVudGVyMg"


def redacted(**line: object) -> object:
    """The line as it would be written."""
    return redact(None, "info", dict(line))


@pytest.mark.parametrize(
    "key",
    [
        "authorization",
        "Authorization",
        "user_password",
        "client_secret",
        "access_token",
        "sessionid",
        "session_key",
        "Cookie",
        "webhook-signature",
        "api_key",
        "apikey",
        "X-Trusted-Context",
        "credentials",
    ],
)
def test_values_of_telling_keys_are_taken_out(key: str) -> None:
    """At any depth."""
    assert redacted(**{key: "hunter2"}) == {key: REDACTED}
    assert redacted(request={"headers": [{key: ["hunter2"]}]}) == {"request": {"headers": [{key: REDACTED}]}}


@pytest.mark.parametrize(
    "text",
    [
        f"refused {JWT}",
        "whsec_aHVudGVyMg==",
        "Authorization: Bearer hunter2.abc-def",
        "<login><userid>ws</userid><password>hunter2</password></login>",
        "<sessionid>hunter2..</sessionid>",
        "Invalid session hunter2..",
        "POST /webhooks/smart?obj=VENDOR&key=hunter2",
        "client_secret=hunter2&grant_type=client_credentials",
        '{"access_token": "hunter2"}',
        "kafka://user:hunter2@broker",
        "password: hunter2",
    ],
)
def test_values_of_telling_shapes_are_taken_out(text: str) -> None:
    """Also when they stand in the middle of a message or of an error."""
    assert "hunter2" not in redacted_text(text)
    assert JWT not in redacted_text(text)
    assert redacted_text(text).count("redacted") == 1


def test_plain_words_stay() -> None:
    """A line that a person needs is not mangled."""
    text = "business key: bill V-1 / B-77, 3 tokens left, session endpoint https://na12.intacct.com/ia/xml/xmlgw.phtml"
    assert redacted_text(text) == text


def test_numbers_stay_and_bytes_become_their_length() -> None:
    """A body is never logged; a count called «tokens» is no secret."""
    assert redacted(tokens=7, body=b"hunter2") == {"tokens": 7, "body": "(7 bytes)"}


def test_secret_types_are_taken_out_under_any_key() -> None:
    """Whatever a SecretStr is called."""
    assert redacted(value=SecretStr("hunter2")) == {"value": REDACTED}
    assert redacted(more=[SecretStr("hunter2")]) == {"more": [REDACTED]}


def test_headers_are_shown_without_what_authenticates() -> None:
    """For dead letters on a screen."""
    assert shown_header("Authorization", b"Bearer x") == REDACTED
    assert shown_header("content-type", b"application/json") == "application/json"
    assert shown_header("x", b"\xff") == "\\xff"


@given(
    st.recursive(
        st.none() | st.text() | st.binary() | st.floats(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_redaction_takes_every_value(value: object) -> None:
    """A log line is never lost because of what is in it."""
    redacted(value=value)
