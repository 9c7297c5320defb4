"""Taking the cause out of what Intacct says: it wraps it in sentences that name only the step that failed."""

import re

_STEP = (
    r"(?:create|update|save|add|delete|post|submit|process|set|modify|reverse|void|apply|pay|approve|retrieve|complete)"
)
_CONDITION = r"(?:posted|approved|submitted|closed|open|paid|locked|inactive|reversed|void\w*|reconciled|root|not)\b"
"""A word that makes a cause of what would only be a step: «could not delete posted bill»."""
_WRAPPING = re.compile(
    "(?:"
    + "|".join(
        (
            rf"(?:(?:we )?could not|(?:we )?couldn.?t|unable to|failed to|currently, we can.?(?:not|t)) {_STEP}"
            rf"(?: the| this| that| a| an| your)?(?:(?! {_CONDITION}) [\w-]+){{0,3}}",
            r"(?:an |there was an )?error (?:while|when|in) \w+ing(?: [\w-]+){0,5}",
            r"check the transaction for errors or inconsistencies, then try again",
            r"(?:the |a |an |your )?(?:(?:post|patch|get|delete) )?request (?:was unsuccessful|failed)",
            r"payload contains errors",
            r"[\w ]*\brolled back\b[\w ]*",
            rf"(?:the )?{_STEP} operation (?:failed|was unsuccessful)",
            r"operation failed|bl error|error",
        )
    )
    + r")[\s.!:;,-]*",
    re.IGNORECASE,
)
_PIECES = re.compile(r"(?<=[.!?:;])\s+|\s+(?=because\b|check the transaction for errors)", re.IGNORECASE)
_ANNOUNCES = re.compile(r"\b(?:because(?: of)?|due to)\Z", re.IGNORECASE)
_ENDS = " \t.;,-"
_OPEN_START = re.compile(r"\A(?:because(?: of)?|due to)\b[\s:,]*", re.IGNORECASE)


def gist(text: str) -> str:
    """The text without sentences that only wrap; empty when nothing else is there."""
    kept = [piece for piece in _PIECES.split(" ".join(text.split())) if not _WRAPPING.fullmatch(piece)]
    return closed(_OPEN_START.sub("", " ".join(kept)))


def is_open(text: str) -> bool:
    """Whether it announces something that does not follow: it ends with a colon or with «because»."""
    end = text.rstrip(_ENDS)
    return end.endswith(":") or _ANNOUNCES.search(end[-20:]) is not None


def closed(text: str) -> str:
    """Without an announcement of what does not follow."""
    while is_open(text):
        text = _ANNOUNCES.sub("", text.rstrip(f"{_ENDS}:"))
    return text
