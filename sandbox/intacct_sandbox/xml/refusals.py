"""Business refusals in the XML gateway's words: the cause first, then the wrappers that usually follow it.

Sources of the numbers: captured responses in github.com/jfcote87/intacct and github.com/craibuc/PsIntacct, code in
github.com/fylein/fyle-intacct-api, developer.intacct.com/web-services/error-handling/. Numbers that nobody has captured
(closed period, unbalanced journal) are switches; unknown, missing and malformed fields use BL03000018 (assumption).
"""

from collections.abc import Callable

from intacct_sandbox.rules.refusal import Reason, Refused, Why
from intacct_sandbox.switches import Switches
from intacct_sandbox.xml.failure import XmlError

_TRY_AGAIN = "Use a unique value instead."
_AGAIN = "Make desired changes and press Save to continue."


def errors_for(refused: Refused, operation: str, label: str, switches: Switches) -> list[XmlError]:
    """The error stack for a refused `operation` (create, update, delete...) on an object with `label`."""
    causes = [_RENDER[each.why](each, switches) for each in refused.reasons]
    first = refused.reasons[0]
    if first.why in (Why.FORBIDDEN, Why.NO_SUCH_RECORD, Why.NOT_OFFERED):
        return causes
    inner = [_wrapper("Could not create Contact record!"), _wrapper("Error While Saving the Display Contact")]
    middle = inner if first.why is Why.DUPLICATE_CONTACT else []
    return [*causes, *middle, _wrapper(f"Could not {operation} {label} record!")]


def _wrapper(text: str) -> XmlError:
    return XmlError("BL01001973", text)


def _validation(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL03000018", reason.text, "Correct the value and try again.")


def _generic(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL01001973", reason.text, "Check the transaction for errors or inconsistencies, then try again.")


def _duplicate(reason: Reason, switches: Switches) -> XmlError:
    errorno = switches.duplicate_party_errorno if reason.label in ("Vendor", "Employee") else "BL34000061"
    return XmlError(errorno, reason.text, _TRY_AGAIN)


def _duplicate_account(reason: Reason, switches: Switches) -> XmlError:
    text = f"The account number {reason.value} already exists."
    return XmlError("BL01001973", text, "Enter a unique account number.", "Duplicate account number", "GL-0493",
                    "IA.DUPLICATE_ACCOUNT_NUMBER")  # fmt: skip


def _duplicate_number(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL03002185", "A transaction with that number already exists", _TRY_AGAIN)


def _state(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL03002129", reason.text)


_RENDER: dict[Why, Callable[[Reason, Switches], XmlError]] = {
    Why.MISSING_FIELD: _validation,
    Why.UNKNOWN_FIELD: _validation,
    Why.READ_ONLY_FIELD: _validation,
    Why.BAD_VALUE: _validation,
    Why.DUPLICATE_ID: _duplicate,
    Why.DUPLICATE_CONTACT: _duplicate,
    Why.DUPLICATE_ACCOUNT: _duplicate_account,
    Why.DUPLICATE_NUMBER: _duplicate_number,
    Why.UNKNOWN_REFERENCE: _generic,
    Why.INACTIVE_REFERENCE: _generic,
    Why.NO_SUCH_RECORD: _generic,
    Why.UNBALANCED: lambda reason, switches: XmlError(switches.unbalanced_errorno, reason.text),
    Why.CLOSED_PERIOD: lambda reason, switches: XmlError(switches.closed_period_errorno, reason.text),
    Why.STATE: _state,
    Why.NO_NUMBER: lambda reason, switches: XmlError("PL01000127", reason.text, _AGAIN),
    Why.NOT_OFFERED: _state,
    Why.TOO_MUCH: lambda reason, switches: XmlError("XL03000027", reason.text),
    Why.FORBIDDEN: lambda reason, switches: XmlError("PL04000005", reason.text),
}
