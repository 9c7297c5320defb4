"""What a business rule says when it says no, before either surface puts it into its own words."""

from dataclasses import dataclass
from enum import StrEnum

from intacct_sandbox.model.field import Field


class Why(StrEnum):
    """The kinds of refusal; each surface has one rendering per kind."""

    MISSING_FIELD = "missing field"
    UNKNOWN_FIELD = "unknown field"
    READ_ONLY_FIELD = "read-only field"
    BAD_VALUE = "bad value"
    BAD_EMAIL = "bad email"
    DUPLICATE_ID = "duplicate id"
    DUPLICATE_ACCOUNT = "duplicate account"
    DUPLICATE_NUMBER = "duplicate number"
    DUPLICATE_CONTACT = "duplicate contact"
    UNKNOWN_REFERENCE = "unknown reference"
    INACTIVE_REFERENCE = "inactive reference"
    UNBALANCED = "unbalanced"
    CLOSED_PERIOD = "closed period"
    NO_SUCH_RECORD = "no such record"
    STATE = "state"
    TOO_MUCH = "too much"
    NO_NUMBER = "no number"
    ACCOUNT_OVERRIDE = "account override"
    FORBIDDEN = "forbidden"
    NOT_OFFERED = "not offered"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `label` and `value` are the object and value it is about; `xml` and `rest` say where."""

    why: Why
    text: str
    label: str = ""
    value: str = ""
    xml: str = ""
    rest: str = ""


class Refused(Exception):
    """The operation had no effect. Carries at least one reason, the cause first."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons


def reason(why: Why, text: str, at: "Place | None" = None, label: str = "", value: str = "") -> Reason:
    """Build a reason, with its place on both surfaces."""
    xml, rest = (at.xml, at.rest) if at else ("", "")
    return Reason(why, text, label, value, xml, rest)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the sent object a problem is: dotted for XML, a pointer for REST."""

    xml: str
    rest: str


def place(field: Field, lines: tuple[str, str] | None = None, index: int = 0) -> Place:
    """The place of `field`, or of that field in line `index` of the owned `lines` (their XML and REST names)."""
    rest = "/" + field.path("rest").replace(".", "/")
    if lines is None:
        return Place(field.path("xml"), rest)
    return Place(f"{lines[0]}[{index + 1}].{field.path('xml')}", f"/{lines[1]}/{index}{rest}")
