"""Business refusals in the XML gateway's words: the cause first, then the wrappers that usually follow it.

Sources of the numbers: captured responses in github.com/jfcote87/intacct and github.com/craibuc/PsIntacct, code and
tests in github.com/fylein/fyle-intacct-api, developer.intacct.com/web-services/error-handling/. Numbers that nobody
has captured (closed period, unbalanced journal) are switches; unknown, missing and malformed fields use
BL03000018 (assumption).
"""

from collections.abc import Callable, Sequence

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.refusal import Reason, Refused, Why
from intacct_sandbox.switches import Switches
from intacct_sandbox.xml.failure import XmlError

_TRY_AGAIN = "Use a unique value instead."
_CHECK = "Check the transaction for errors or inconsistencies, then try again."
_AGAIN = "Make desired changes and press Save to continue."


# What follows the cause when these are not created, captured in github.com/jfcote87/intacct (project), tests of the
# official PHP SDK of 2016 (class) and developer.intacct.com/web-services/requests/ (account).
_FOLLOWERS = {
    "project": ("Could not {} project record!", "Error while saving the Project info"),
    "class": ("Could not {} class record!", "Could not {} Class record!"),
    "account": ("Could not {} GL Account record.",),
}
_CONTACT = ("Could not create Contact record!", "Error While Saving the Display Contact")
_EMAIL = ("Validate contactversion record failed!", "Could not create contactversion record!",
          "Could not create ContactVersion record!")  # fmt: skip


def errors_for(refused: Refused, operation: str, type: ObjectType | None, switches: Switches) -> list[XmlError]:
    """The error stack for a refused `operation` (create, update, delete...) on an object of `type`."""
    causes = [_RENDER[each.why](each, switches) for each in refused.reasons]
    first = refused.reasons[0]
    if first.why in (Why.FORBIDDEN, Why.NO_SUCH_RECORD, Why.NOT_OFFERED):
        return causes
    return [*causes, *map(_follower, _of_the_contact(first.why, type)), *_followers(operation, type)]


def _of_the_contact(why: Why, type: ObjectType | None) -> Sequence[str]:
    """What the contact inside a vendor or customer adds (captured by PsIntacct)."""
    of_version = _EMAIL if why is Why.BAD_EMAIL else ()
    own = type is not None and type.name == "contact"
    return of_version if own or why not in (Why.BAD_EMAIL, Why.DUPLICATE_CONTACT) else (*of_version, *_CONTACT)


def _followers(operation: str, type: ObjectType | None) -> Sequence[XmlError]:
    """A transaction has an unhappy sentence at the end (captured by *FYLE* for a cctransaction; its way of naming the
    others is an assumption)."""
    if type is None:
        return [_follower(f"Could not {operation} object record!")]
    if type.lines and operation in ("create", "update"):
        last = _follower(f"Currently, we can't {operation} the transaction", _CHECK)
        return [_follower(f"Could not {operation} {(type.xml or type.label).lower()} record!"), last]
    texts = _FOLLOWERS.get(type.name, (f"Could not {{}} {type.label} record!",))
    return [_follower(each.format(operation)) for each in texts]


def _follower(text: str, correction: str = "") -> XmlError:
    return XmlError("BL01001973", text, correction, traced=False)


def _validation(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL03000018", reason.text, "Correct the value and try again.")


def _generic(reason: Reason, switches: Switches) -> XmlError:
    return XmlError("BL01001973", reason.text)


def _duplicate(reason: Reason, switches: Switches) -> XmlError:
    errorno = switches.duplicate_party_errorno if reason.label in ("Vendor", "Employee") else "BL34000061"
    return XmlError(errorno, reason.text, _TRY_AGAIN)


def _duplicate_account(reason: Reason, switches: Switches) -> XmlError:
    text = f"The account number '{reason.value}' already exists"
    return XmlError("BL01001973", text, "Enter unique account number", "Duplicate account number", "GL-0493",
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
    Why.BAD_EMAIL: lambda reason, switches: XmlError("BL03000018", reason.text),
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
    Why.ACCOUNT_OVERRIDE: lambda reason, switches: XmlError("BL01001973", reason.text, error_id="AR-0279"),
    Why.NOT_OFFERED: _state,
    Why.TOO_MUCH: lambda reason, switches: XmlError("XL03000027", reason.text),
    Why.FORBIDDEN: lambda reason, switches: XmlError("PL04000005", reason.text),
}
