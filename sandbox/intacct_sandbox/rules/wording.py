"""In which words a reference to something that does not exist, or cannot be used, is refused.

Intacct has many, depending on the object and the function. Those here are reported by, or matched in, clients of live
companies (github.com/fylein, hotgluexyz/target-intacct-v3, omniboost/go-sage-intacct and others); «Invalid ..
specified.» is the pattern of captures.
"""

from zlib import crc32

from intacct_sandbox.switches import Switches

PATTERN = "Invalid {label} '{value}' specified."
_EITHER = "Customer/Project '{value}' specified is not valid."
_OBSERVED = {
    "Vendor": ("{label} '{value}' specified is not valid.", "The {lower} '{value}' is invalid.",
               "The specified {lower} '{value}' is not valid.", PATTERN),
    "Customer": ("{label} '{value}' specified is not valid.", _EITHER, PATTERN),
    "Project": ("{label} '{value}' specified is not valid.", _EITHER, PATTERN),
    "Employee": ("The {lower} '{value}' is invalid.",),
    "Account": ("{label} {value} is not valid", PATTERN),
    "Department": ("The {lower} '{value}' is invalid.", "{label} {value} is not valid",
                   "Invalid {label} {value} selected"),
    "Location": ("The {lower} '{value}' is invalid.", "{label} '{value}' is not valid"),
}  # fmt: skip


def unknown_text(label: str, value: str, wording: str) -> str:
    """The sentence; with `observed` one of those seen for the object, always the same for the same value."""
    known = _OBSERVED.get(label, (PATTERN,)) if wording == "observed" else (PATTERN,)
    chosen = known[crc32(value.encode()) % len(known)]
    return chosen.format(label=label, lower=label.lower(), value=value)


def unusable_text(label: str, value: str, why: str, switches: Switches) -> str:
    """What is said of a record that is there and cannot be used: no more than of one that is not, unless by switch."""
    if switches.inactive_wording == "told":
        return f"{label} '{value}' is {why}."
    return unknown_text(label, value, switches.reference_wording)
