"""Signatures as Standard Webhooks 1.0 defines them (symmetric, v1), over the bytes as they came.

Own code, because the reference library takes the timestamp as a float and signs it re-rendered, has a fixed
tolerance and the machine's clock, decodes the body, and raises other errors on a hostile header
(github.com/standard-webhooks/standard-webhooks, libraries/python). The tests check against it.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from pydantic import SecretStr

from service.errors import NotAuthentic
from service.intake.arrival import HeaderView

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
PREFIX = "whsec_"
MAX_SIGNATURES = 8
ADVISED_KEY_BYTES = 24
"""The specification's lower bound. Not enforced: the sender chooses the key."""

_ID = re.compile(r"[\x21-\x2d\x2f-\x7e]{1,255}")
"""Printable ASCII without a dot: a dot would let the parts of the signed text be moved."""
_TIMESTAMP = re.compile(r"[0-9]{10,12}")
_REFUSED = "the signature is missing or wrong"


def signing_key(secret: SecretStr) -> bytes:
    """The key inside a ``whsec_`` secret. Raises ValueError, without the secret, when there is none."""
    text = secret.get_secret_value().removeprefix(PREFIX)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("must be base64 after «whsec_»") from None
    if not key:
        raise ValueError("is empty")
    return key


def sign(secret: SecretStr, message_id: str, timestamp: datetime, body: bytes) -> dict[str, str]:
    """The three headers for one delivery of ``body``. ``timestamp`` is aware; whole seconds are signed."""
    seconds = str(int(timestamp.timestamp()))
    signature = _signature(signing_key(secret), message_id, seconds, body)
    return {ID: message_id, TIMESTAMP: seconds, SIGNATURE: f"v1,{base64.b64encode(signature).decode()}"}


class Verifier:
    """Verifies deliveries with any of the keys (the current one and the previous ones)."""

    def __init__(self, keys: Sequence[bytes], tolerance: float) -> None:
        self._keys = tuple(keys)
        self._tolerance = tolerance

    def verify(self, headers: HeaderView, body: bytes, now: datetime) -> None:
        """Return if one signature fits one key and the signed time is within the tolerance, in seconds, of ``now``.

        Raises NotAuthentic: the same for missing and wrong. Only a sender that holds a key is told about its clock.
        """
        message_id, timestamp, signatures = (headers.single(name) or "" for name in (ID, TIMESTAMP, SIGNATURE))
        well_formed = bool(_ID.fullmatch(message_id) and _TIMESTAMP.fullmatch(timestamp))
        if not (self._any_fits(message_id, timestamp, _candidates(signatures), body) and well_formed):
            raise NotAuthentic(_REFUSED)
        if abs(now.timestamp() - int(timestamp)) > self._tolerance:
            text = f"is more than {self._tolerance:g} seconds off"
            raise NotAuthentic("the signature is too old or too new", mistakes=[(TIMESTAMP, text)])

    def _any_fits(self, message_id: str, timestamp: str, candidates: list[bytes], body: bytes) -> bool:
        """All keys against all candidates, without an early end that could be timed."""
        fits = False
        for key in self._keys:
            expected = _signature(key, message_id, timestamp, body)
            for candidate in candidates:
                fits |= hmac.compare_digest(expected, candidate)
        return fits


def _signature(key: bytes, message_id: str, timestamp: str, body: bytes) -> bytes:
    signed = f"{message_id}.{timestamp}.".encode(errors="replace") + body
    return hmac.digest(key, signed, sha256)


def _candidates(header: str) -> list[bytes]:
    """The v1 signatures of the header; other versions and whatever is malformed are passed over."""
    entries = (entry.partition(",") for entry in header.split(" ")[:MAX_SIGNATURES])
    return [decoded for version, _, text in entries if version == "v1" and (decoded := _decoded(text)) is not None]


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
