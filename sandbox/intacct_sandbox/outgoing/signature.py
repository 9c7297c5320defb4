"""The signature of a webhook: a JWT (HS256) that carries the SHA-256 of the body.

Claims and algorithm as a mirror of Sage's webhook guide gives them (github.com/dgaretz-oss/intacct-mcp,
docs/rest/webhooks.md). The key is the application's client secret, its UTF-8 bytes.
"""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

_HOUR = 3600


def claims(now: datetime, unit: str, tenant: str, client_id: str, body: bytes) -> dict[str, Any]:
    """What the token says; `unit` is "ms", as documented for iat, or "s"."""
    scale = 1000 if unit == "ms" else 1
    issued = int(now.timestamp() * scale)
    return {
        "iat": issued,
        "exp": issued + _HOUR * scale,
        "iss": "Sage Intacct",
        "tenant_id": tenant,
        "app_id": client_id,
        "payload_signature": hashlib.sha256(body).hexdigest(),
        "payload_signature_alg": "SHA-256",
    }


def token(said: dict[str, Any], secret: str) -> str:
    """The signed JWT."""
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(said)}"
    return f"{signed}.{_url(hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest())}"


def encoded(value: dict[str, Any]) -> str:
    """JSON in standard base64, as the context and the envelope travel."""
    return base64.b64encode(compact(value)).decode()


def compact(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _part(value: dict[str, Any]) -> str:
    return _url(compact(value))


def _url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
