"""Which of a write's references an answer of Intacct calls missing."""

import re

from schemas.write import ObjectKey, Write
from service.delivery.client_port import Outcome


def missing_objects(write: Write, text: str) -> tuple[ObjectKey, ...]:
    """The references whose id stands in the text; all of them when none does; the object itself when it has none.

    «Vendor 'V-1' specified is not valid.» names V-1 of the vendor and the term that a bill refers to. «bill V-1 / B-9
    does not exist» names that bill, and not the vendor V-1, which is only a part of its name.
    """
    whole = [key for key in write.references if len(key.parts) > 1 and _stands_in(str(key), text)]
    for key in sorted(whole, key=lambda key: -len(str(key))):
        text = re.sub(_pattern(str(key)), " ", text, flags=re.IGNORECASE)
    named = tuple(key for key in write.references if key in whole or (key.parts and _stands_in(key.parts[-1], text)))
    return named or write.references or (write.key,)


def said(outcome: Outcome) -> str:
    """All words of an answer."""
    return f"{outcome.diagnosis.text} {outcome.diagnosis.cause}" if outcome.diagnosis else ""


def _stands_in(identifier: str, text: str) -> bool:
    return re.search(_pattern(identifier), text, re.IGNORECASE) is not None


def _pattern(identifier: str) -> str:
    return rf"(?<![\w-]){re.escape(identifier)}(?![\w-])"
