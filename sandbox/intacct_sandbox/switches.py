"""Every behaviour for which the public sources leave more than one possibility, as a named switch.

The README lists the source of each. "assumption" there means that no public source was found.
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
    # XML idempotency
    duplicate_level: str = "function"  # or "control"
    failed_burns_id: bool = False
    aborted_burns_id: bool = False
    inflight_errorno: str = "EMU-DUP-INFLIGHT"
    inflight_text: str = "A request's function with the control ID {id} is in process."
    completed_errorno: str = "EMU-DUP-COMPLETED"
    completed_text: str = "A request's function with the control ID {id} has already been completed."
    # XML answers
    aborted_shape: str = "A"  # or "B"
    results_after_failure: bool = False
    multi_create_keeps_good: bool = True
    support_id: bool = True
    bad_login_style: str = "authentication"  # or "http401"
    strict_content_type: bool = False
    xml_unknown_field: str = "refuse"  # or "ignore"
    # XML sessions
    announced_endpoint: str = "/ia/xml/na1/xmlgw.phtml"
    session_endpoint_strict: bool = False
    # REST
    token_seconds: int = 43200
    expired_token_status: int = 401  # or 400
    rest_error_shape: str = "A"  # or "B"
    missing_field_status: int = 400  # or 422
    business_status: int = 422  # or 400
    duplicate_status: int = 409  # or 422, 400
    throttled_key_is_used: bool = False
    rest_numeric_money: bool = True
    # Business rules
    bill_initial_state: str = "draft"  # REST; or "posted"
    ap_payment_initial_state: str = "confirmed"  # or "draft"
    unique_bill_numbers: bool = True
    unique_invoice_numbers: bool = True
    drafts_check_period: bool = False
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
    "bill_initial_state": ("draft", "posted"),
    "ap_payment_initial_state": ("confirmed", "draft"),
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
