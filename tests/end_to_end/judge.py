"""The ledger's verdict on a run."""

from collections import Counter
from typing import Any


def written_once(ledger: list[dict[str, Any]], operation: str = "create") -> Counter[tuple[str, str, str]]:
    """How often each business object was written; fails when one was written twice."""
    counts: Counter[tuple[str, str, str]] = Counter(
        (row["object"], row["key"], str(row["fields"].get("vendor") or row["fields"].get("customer") or ""))
        for row in ledger
        if row["operation"] == operation
    )
    twice = {key: times for key, times in counts.items() if times > 1}
    assert not twice, f"written more than once: {dict(list(twice.items())[:5])}"
    return counts
