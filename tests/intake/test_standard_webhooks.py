"""Signatures, against the published vectors and the reference library."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from standardwebhooks import Webhook

from service.errors import NotAuthentic
from service.intake.arrival import HeaderView
from service.intake.standard_webhooks import Verifier, sign, signing_key
from tests.intake.seams import PREVIOUS_SECRET, SIGNING_SECRET

SIGNED_AT = datetime.fromtimestamp(1780000000, UTC)
BODY = b'{"type":"invoice.approved","timestamp":"2026-05-28T20:26:40Z","data":{"id":"INV-7001"}}'
VECTOR = {
    "webhook-id": "msg_01JWHREF0001",
    "webhook-timestamp": "1780000000",
    "webhook-signature": "v1,QChlyTScrA1YZARzbohNMO0ZmdrD2FG6OcOPLsC4Vmk=",
}


def verify(headers: dict[str, str], body: bytes = BODY, now: datetime = SIGNED_AT, repeat: str = "") -> None:
    """Verify with both secrets; ``repeat`` names a header that is sent twice."""
    pairs = list(headers.items()) + [(name, value) for name, value in headers.items() if name == repeat]
    keys = [signing_key(secret) for secret in (SIGNING_SECRET, PREVIOUS_SECRET)]
    Verifier(keys, 300).verify(HeaderView(pairs), body, now)


def test_a_known_signature_verifies() -> None:
    """The vector of the specification's scheme is accepted."""
    verify(VECTOR)


def test_signing_gives_the_known_signature() -> None:
    """What we sign is what others compute."""
    assert sign(SIGNING_SECRET, "msg_01JWHREF0001", SIGNED_AT, BODY) == VECTOR


def test_the_reference_library_accepts_what_we_sign() -> None:
    """Another implementation verifies our headers (it only knows the machine's own clock)."""
    now = datetime.now(UTC)
    Webhook(SIGNING_SECRET.get_secret_value()).verify(BODY, sign(SIGNING_SECRET, "msg_1", now, BODY))


def test_we_accept_what_the_reference_library_signs() -> None:
    """And we verify its signatures, also with the previous secret."""
    signature = Webhook(PREVIOUS_SECRET.get_secret_value()).sign("msg_1", SIGNED_AT, BODY.decode())
    verify(VECTOR | {"webhook-id": "msg_1", "webhook-signature": f"v2,junk nocomma {signature}"})


@pytest.mark.parametrize("seconds", [-300, 300])
def test_the_tolerance_holds_both_ways(seconds: int) -> None:
    """Exactly the tolerance is accepted; one second more is refused and says so."""
    verify(VECTOR, now=SIGNED_AT + timedelta(seconds=seconds))
    with pytest.raises(NotAuthentic, match="too old or too new") as refused:
        verify(VECTOR, now=SIGNED_AT + timedelta(seconds=seconds + (1 if seconds > 0 else -1)))
    assert refused.value.mistakes[0][0] == "webhook-timestamp"


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": VECTOR["webhook-signature"].replace("v1,", "v1a,")},
        {"webhook-signature": VECTOR["webhook-signature"] + "!!!"},
        {"webhook-signature": ""},
        {"webhook-signature": " ".join(["v1,AAAA"] * 8 + [VECTOR["webhook-signature"]])},
        {"webhook-id": "msg_01JWHREF0002"},
        {"webhook-id": "msg_01JWHREF0001.1780000000"},
        {"webhook-id": "m\udcffsg"},
        {"webhook-timestamp": "1780000001"},
        {"webhook-timestamp": "1_780_000_000"},
        {"webhook-timestamp": "1.78e9"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "١٧٨٠٠٠٠٠٠٠"},
        {"webhook-timestamp": " 1780000000"},
    ],
)
def test_whatever_is_not_signed_is_refused_alike(changes: dict[str, str]) -> None:
    """Wrong, malformed and hostile headers get one and the same refusal."""
    with pytest.raises(NotAuthentic, match=r"^the signature is missing or wrong$"):
        verify(VECTOR | changes)


@pytest.mark.parametrize("name", list(VECTOR))
def test_each_header_is_needed_exactly_once(name: str) -> None:
    """Missing and repeated headers are refused as wrong ones are."""
    with pytest.raises(NotAuthentic, match=r"^the signature is missing or wrong$"):
        verify({key: value for key, value in VECTOR.items() if key != name})
    with pytest.raises(NotAuthentic, match=r"^the signature is missing or wrong$"):
        verify(VECTOR, repeat=name)


def test_one_changed_byte_is_refused() -> None:
    """The body is covered."""
    with pytest.raises(NotAuthentic):
        verify(VECTOR, BODY.replace(b"7001", b"7002"))


@given(st.text(), st.text(), st.text(), st.binary())
def test_hostile_headers_raise_nothing_else(message_id: str, timestamp: str, signature: str, body: bytes) -> None:
    """Whatever the headers hold, the only error is NotAuthentic."""
    headers = {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}
    with pytest.raises(NotAuthentic):
        verify(headers, body)


@pytest.mark.parametrize("secret", ["whsec_", "", "whsec_not base64", "whsec_aGk*"])
def test_a_useless_secret_is_an_error_without_the_secret(secret: str) -> None:
    """A secret that is no key cannot be configured, and is not repeated in the error."""
    with pytest.raises(ValueError) as wrong:
        signing_key(SecretStr(secret))
    assert "aGk" not in str(wrong.value)
