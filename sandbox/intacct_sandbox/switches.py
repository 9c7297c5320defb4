"""Every behaviour for which the public sources leave more than one possibility, as a named switch.

docs/sandbox.md lists the source of each. "assumption" there means that no public source was found.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any


class UnknownSwitch(ValueError):
    """A switch name or value that does not exist; the message lists what does."""


@dataclass(frozen=True, slots=True)
class Switches:
    """One value per open question; the defaults are the strictest reading of the sources."""

    seed: int = 1
    # Limits
    hold_seconds: float = 30.0
    rest_refuses_at_once: bool = False
    xml_throttle_style: str = "429"  # or "200024"
    send_retry_after: bool = False
    rest_throttle_status: int = 429  # or 503
    throttle_header_style: str = "samples"  # or "table"
    minute_limit: int = 0  # soft; 0 tells none
    hour_limit: int = 0  # hard; 0 has none
    cpu_limit: int = 0  # soft; 0 tells none
    timeout_lines: int = 1000  # 0 never times out
    timeout_waits: bool = False
    rest_most_bytes: int = 0  # 0 takes what the server takes
    offline_processes: int = 1
    offline_queue: int = 0  # 0 has no end
    offline_seconds: float = 0.0
    monthly_transactions: int = 100_000
    # XML idempotency
    duplicate_level: str = "function"  # or "control"
    failed_burns_id: bool = False
    aborted_burns_id: bool = False
    inflight_errorno: str = "BL01001973"
    inflight_text: str = "A request's function with the control ID {id} is in process."
    completed_errorno: str = "BL01001973"
    completed_text: str = "various"  # or a text
    # XML answers
    aborted_shape: str = "A"  # or "B"
    results_after_failure: bool = False
    multi_create_keeps_good: bool = True
    support_id: bool = True
    bad_login_style: str = "authentication"  # or "http401"
    strict_content_type: bool = False
    published_schema_only: bool = False
    missing_record_in: str = "errorno"  # or "description2"
    xml_unknown_field: str = "refuse"  # or "ignore"
    # XML sessions
    announced_endpoint: str = "/ia/xml/na1/xmlgw.phtml"
    session_endpoint_strict: bool = True
    # REST
    token_seconds: int = 43200
    refresh_rotates: bool = True
    one_refresh_grant: bool = False
    expired_token_status: int = 401  # or 400
    rest_error_shape: str = "A"  # or "B"
    missing_field_status: int = 400  # or 422
    business_status: int = 422  # or 400
    duplicate_status: int = 409  # or 422, 400
    throttled_key_is_used: bool = False
    composite_takes_key: bool = False
    short_object_names: bool = False
    batch_all_failed: str = "207"  # or "first"
    bulk_create_status: int = 200  # or 201
    async_state_field: str = "state"  # or "processingStatus"
    async_signature: str = "hmac"  # or "jwt"
    rest_numeric_money: bool = True
    # Outgoing
    delivery_success: str = "200"  # or "2xx"
    delivery_seconds: float = 10.0
    deliveries_at_once: int = 1
    smart_event_charset: str = "utf-8"  # or "iso-8859-1"
    merge_escaping: str = "none"  # or "xml", "json"
    unresolved_merge_field: str = "literal"  # or "empty"
    webhook_generation: str = "2026"  # or "2025"
    webhook_signature: str = "jwt"  # or "envelope", "envelope_empty"
    webhook_signature_header: str = "X-IA-Sage-Signature"  # or "X-IA-SageSignature"
    webhook_idempotency_header: str = "Idempotency-Key"  # or "X-IdempotencyKey"
    webhook_time_unit: str = "ms"  # or "s"
    webhook_tenant: str = "company"  # or "client"
    webhook_retry_signs_again: bool = False
    webhook_retries_unreachable: bool = False
    context_company: str = "text"  # or "number"
    exhausted_to_event_queue: bool = False
    event_queue_context: str = "json"  # or "broken"
    event_queue_batch: int = 100
    event_queue_lease_seconds: float = 300.0
    event_queue_days: int = 7
    # Business rules
    bill_initial_state: str = "draft"  # REST; or "posted"
    ap_payment_initial_state: str = "confirmed"  # or "draft"
    unique_bill_numbers: bool = True
    unique_invoice_numbers: bool = True
    unique_adjustment_numbers: bool = True
    dtd_21: str = "legacy"  # or "refuse"
    duplicate_party_errorno: str = "BL34000061"  # or "PL05000104"
    attachment_most_bytes: int = 26_214_400
    timesheet_days: int = 7  # 0: a timesheet has no end
    drafts_check_period: bool = False
    reversed_number: str = "renamed"  # or "kept"
    reference_wording: str = "observed"  # or "pattern"
    inactive_wording: str = "as_unknown"  # or "told"
    generic_invoice_create: bool = False
    journal_rate_type: str = "always"  # or "foreign"
    rest_journal_currency: str = "optional"  # or "required", "read_only"
    top_level_sees_entity_records: bool = False
    closed_period_errorno: str = "BL01001973"
    unbalanced_errorno: str = "BL01001973"

    def changed(self, values: Mapping[str, Any]) -> "Switches":
        """A copy with `values`; raises UnknownSwitch for a name or type that does not fit."""
        known = {field.name: type(getattr(self, field.name)) for field in fields(self)}
        checked = {name: _fitting(name, value, known) for name, value in values.items()}
        return replace(self, **checked)

    def as_dict(self) -> dict[str, Any]:
        """All switches by name."""
        return asdict(self)


_CHOICES: dict[str, tuple[Any, ...]] = {
    "xml_throttle_style": ("429", "200024"),
    "duplicate_level": ("function", "control"),
    "aborted_shape": ("A", "B"),
    "bad_login_style": ("authentication", "http401"),
    "xml_unknown_field": ("refuse", "ignore"),
    "expired_token_status": (401, 400),
    "rest_error_shape": ("A", "B"),
    "missing_field_status": (400, 422),
    "business_status": (422, 400),
    "duplicate_status": (409, 422, 400),
    "rest_throttle_status": (429, 503),
    "throttle_header_style": ("samples", "table"),
    "batch_all_failed": ("207", "first"),
    "bulk_create_status": (200, 201),
    "async_state_field": ("state", "processingStatus"),
    "async_signature": ("hmac", "jwt"),
    "bill_initial_state": ("draft", "posted"),
    "dtd_21": ("legacy", "refuse"),
    "duplicate_party_errorno": ("BL34000061", "PL05000104"),
    "reversed_number": ("renamed", "kept"),
    "reference_wording": ("observed", "pattern"),
    "inactive_wording": ("as_unknown", "told"),
    "missing_record_in": ("errorno", "description2"),
    "journal_rate_type": ("always", "foreign"),
    "rest_journal_currency": ("optional", "required", "read_only"),
    "ap_payment_initial_state": ("confirmed", "draft"),
    "delivery_success": ("200", "2xx"),
    "smart_event_charset": ("utf-8", "iso-8859-1"),
    "merge_escaping": ("none", "xml", "json"),
    "unresolved_merge_field": ("literal", "empty"),
    "webhook_generation": ("2026", "2025"),
    "webhook_signature": ("jwt", "envelope", "envelope_empty"),
    "webhook_signature_header": ("X-IA-Sage-Signature", "X-IA-SageSignature"),
    "webhook_idempotency_header": ("Idempotency-Key", "X-IdempotencyKey"),
    "webhook_time_unit": ("ms", "s"),
    "webhook_tenant": ("company", "client"),
    "context_company": ("text", "number"),
    "event_queue_context": ("json", "broken"),
}


def _fitting(name: str, value: Any, known: Mapping[str, type]) -> Any:
    if name not in known:
        raise UnknownSwitch(f"there is no switch {name!r}; known: {', '.join(sorted(known))}")
    wanted = known[name]
    if wanted is float and type(value) is int:
        value = float(value)
    if wanted is str and type(value) is int:
        value = str(value)
    if type(value) is not wanted:
        raise UnknownSwitch(f"switch {name!r} takes {wanted.__name__}, not {value!r}")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise UnknownSwitch(f"switch {name!r} takes one of {_CHOICES[name]}, not {value!r}")
    return value
