"""Which of a write's references an answer of Intacct calls missing."""

import re

from schemas.write import ObjectKey, Write


def missing_objects(write: Write, text: str) -> tuple[ObjectKey, ...]:
    """The references whose id stands in the text; all of them when none does; the object itself when it has none.

    «Vendor 'V-1' specified is not valid.» names V-1 of the vendor and the term that a bill refers to.
    """
    named = tuple(key for key in write.references if key.parts and _stands_in(key.parts[-1], text))
    return named or write.references or (write.key,)


def _stands_in(identifier: str, text: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(identifier)}(?![\w-])", text) is not None
