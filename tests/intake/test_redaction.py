"""Live credentials leave the bytes before these are stored."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.intake.redaction import redact_document, redact_form


def test_the_secret_argument_goes_and_everything_else_stays() -> None:
    """Order, repeats, empty values and every byte of the others stay as they came."""
    body = b"src=intacct&key=s3cr3t&memo=&dim=10&dim=20&name=Caf%E9+%26%20co&%6bey=again&flag"
    assert redact_form(body, "key") == b"src=intacct&memo=&dim=10&dim=20&name=Caf%E9+%26%20co&flag"


def test_session_arguments_are_emptied() -> None:
    """An API session and its endpoint are live credentials."""
    body = b"SESSIONID=abc&api_endpoint=https%3A%2F%2Fx&session=&recordno=7"
    assert redact_form(body, "key") == b"SESSIONID=redacted&api_endpoint=redacted&session=&recordno=7"


def test_a_session_inside_an_arguments_document_is_emptied() -> None:
    """Also one level down, where the argument is an encoded document."""
    cleaned = redact_form(b"doc=%3Csale%3E%3Csessionid%3Eabc%3C%2Fsessionid%3E%3Cid%3E7%3C%2Fid%3E%3C%2Fsale%3E", "key")
    assert cleaned == b"doc=%3Csale%3E%3Csessionid%3Eredacted%3C%2Fsessionid%3E%3Cid%3E7%3C%2Fid%3E%3C%2Fsale%3E"


@pytest.mark.parametrize(
    ("body", "cleaned"),
    [
        (b"<a><sessionId>x1</sessionId><b>1</b></a>", b"<a><sessionId>redacted</sessionId><b>1</b></a>"),
        (b"<a><p:session x='1'><![CDATA[x1]]></p:session></a>", b"<a><p:session x='1'>redacted</p:session></a>"),
        (b'<a sessionid="x1" id="7"/>', b'<a sessionid="redacted" id="7"/>'),
        (b'{"sessionId" : "x\\"1", "id": "7"}', b'{"sessionId" : "redacted", "id": "7"}'),
        (b'{"memo":"12" hose","session":"x1"}', b'{"memo":"12" hose","session":"redacted"}'),
        (b'{"note":"session"}', b'{"note":"session"}'),
    ],
)
def test_documents_lose_their_sessions(body: bytes, cleaned: bytes) -> None:
    """In elements, attributes and members, also of a document that is broken elsewhere."""
    assert redact_document(body) == cleaned


@given(st.binary().filter(lambda body: b"sess" not in body.lower()))
def test_other_bytes_never_change(body: bytes) -> None:
    """Whatever has no such name is stored as it came."""
    assert redact_document(body.replace(b"n", b"").replace(b"s", b"")) == body.replace(b"n", b"").replace(b"s", b"")


@pytest.mark.parametrize(
    "piece",
    [
        b'"session',
        b"<session",
        b'"session":"',
        b" session=",
        b"<session ",
        b'\\"',
        b'"',
        b"<session><![CDATA[",
        b" a='",
    ],
)
def test_hostile_bodies_cost_little(piece: bytes) -> None:
    """Repeating what begins a match a hundred thousand times stays linear: well under the seconds of a quadratic."""
    began = time.process_time()
    redact_document((piece * 100_000)[:600_000])
    redact_form((piece * 100_000)[:600_000], "key")
    assert time.process_time() - began < 2
