"""The states of a payment: draft, submitted, approved, delivered, confirmed (complete for receipts), declined, reversed
(OpenAPI group accounts-payable, object payment; which step leads where in detail is an assumption).

Without approvals a submitted payment is paid at once. With them it is approved or declined, may be printed, and is
confirmed in the end; only then are its bills paid.
"""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, reason

_STEPS = {
    ("submitted", "approve"): "approved",
    ("submitted", "decline"): "declined",
    ("approved", "print"): "delivered",
}
_CONFIRMED_FROM = ("approved", "delivered")


def needs_approval(unit: Unit, type: ObjectType) -> bool:
    """Whether the company approves payments of this type."""
    return type.name in unit.company.definition.approvals


def next_state(unit: Unit, type: ObjectType, state: str, action: str, done: str) -> str:
    """The state after `action`; `done` is that of a payment that has paid. Raises Refused."""
    if action == "submit" and state == "draft":
        return "submitted" if needs_approval(unit, type) else done
    if action == "confirm" and state in _CONFIRMED_FROM:
        return done
    following = _STEPS.get((state, action))
    if following is None:
        raise Refused(reason(Why.STATE, f"You cannot {action} a {type.label} that is {state}.", None, type.label))
    return following
