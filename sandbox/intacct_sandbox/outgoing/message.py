"""The HTTP requests that are sent, by kind of trigger."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from intacct_sandbox.company.written import Written
from intacct_sandbox.outgoing import signature
from intacct_sandbox.outgoing.context import client_context, company_number
from intacct_sandbox.outgoing.merge import merge
from intacct_sandbox.outgoing.trigger import Trigger
from intacct_sandbox.switches import Switches

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Message:
    """One HTTP request, complete."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


def smart_event(trigger: Trigger, written: Written, switches: Switches) -> Message:
    """Named arguments, in the body or in the query string; raises MergeRefused."""
    pairs = [(name, _merged(value, written, switches)) for name, value in trigger.arguments]
    text = urlencode(pairs, encoding=switches.smart_event_charset, errors="replace")
    if trigger.method == "post":
        return Message("POST", trigger.url, {"Content-Type": FORM}, text.encode())
    return Message("GET", trigger.url + ("&" if "?" in trigger.url else "?") + text, {}, b"")


def http_post(trigger: Trigger, written: Written, switches: Switches) -> Message:
    """The merged template as it is; raises MergeRefused."""
    body = body_of(trigger, written, switches)
    return Message("POST", trigger.url, {"Content-Type": content_type(trigger, body)}, body)


def body_of(trigger: Trigger, written: Written, switches: Switches) -> bytes:
    return _merged(trigger.body, written, switches).encode("utf-8", "replace")


def content_type(trigger: Trigger, body: bytes) -> str:
    """As configured, else by the first character (assumption)."""
    first = body.lstrip()[:1]
    return trigger.content_type or {b"{": "application/json", b"[": "application/json", b"<": "text/xml"}.get(
        first, "text/plain"
    )


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook delivery: its body is fixed, its token may be made again for each attempt."""

    trigger: Trigger
    written: Written
    point: str
    body: bytes
    idempotency_key: str
    secret: str

    def message(self, switches: Switches, now: datetime) -> Message:
        """The request as it is sent at `now`."""
        token = signature.token(self._claims(switches, now), self.secret)
        headers = {"Content-Type": content_type(self.trigger, self.body), "Authorization": f"Bearer {token}"}
        headers[switches.webhook_idempotency_header] = self.idempotency_key
        return Message("POST", self.trigger.url, headers | self._generation(switches, token), self.body)

    def _claims(self, switches: Switches, now: datetime) -> dict[str, Any]:
        client = self.trigger.client_id
        tenant = client if switches.webhook_tenant == "client" else self.written.caller.company.id
        return signature.claims(now, switches.webhook_time_unit, tenant, client, self.body)

    def _generation(self, switches: Switches, token: str) -> dict[str, str]:
        context = client_context(self.trigger, self.written, self.point, switches.context_company)
        if switches.webhook_generation == "2025":
            return {"X-Trusted-Context": signature.encoded({"clientId": self.trigger.client_id, **context})}
        signed = token if switches.webhook_signature == "jwt" else self._envelope(switches, token)
        return {"X-ClientContext": signature.encoded(context), switches.webhook_signature_header: signed}

    def _envelope(self, switches: Switches, token: str) -> str:
        company = self.written.caller.company.id
        return signature.encoded({
            "clientId": self.trigger.client_id,
            "companyId": company,
            "userId": self.written.caller.user.id,
            "dbId": str(company_number(company)),
            "sessionKey": secrets.token_hex(20),
            "jwtData": token if switches.webhook_signature == "envelope" else None,
        })  # fmt: skip


def _merged(text: str, written: Written, switches: Switches) -> str:
    return merge(text, written, switches.merge_escaping, switches.unresolved_merge_field)
