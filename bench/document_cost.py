"""What a document costs in transactions: python -m bench.document_cost [--bills N]

A backlog of bills goes through the relay to a sandbox whose bill numbers are not unique, once for each choice of
``look_first``. The figures stand beside the floor: one transaction a bill, which is what a client pays that looks at
nothing and knows nothing of the state its bills have reached. Ends with status 1 when a ledger does not hold each bill
exactly once.
"""

import argparse
import sys
from dataclasses import dataclass

from bench.lost_answers import Result, relay, sandbox


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to configure the tenant."""

    name: str
    options: dict[str, object]


CHOICES = (
    Choice("look_first always, state read back (default)", {}),
    Choice("look_first own, state read back", {"look_first": {"bill": "own"}}),
    Choice("look_first own, no approvals", {"look_first": {"bill": "own"}, "company_settings": {"approvals": False}}),
)


def measured(choice: Choice, bills: int) -> Result:
    """A fresh company and a fresh relay; the one vendor is a transaction of its own."""
    with sandbox() as url:
        return relay(url, bills, tenant=choice.options, lost=False)


def main() -> int:
    """Run all, print the figures, check the proof."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--bills", type=int, default=2000)
    bills = parser.parse_args().bills
    results = {choice.name: measured(choice, bills) for choice in CHOICES}
    print(f"{bills} bills in a backlog{'transactions':>40}  a document  requests")
    for name, result in results.items():
        print(f"  {name:48}{result.transactions:10}{(result.transactions - 1) / bills:12.3f}{result.requests:10}")
    print(f"  {'floor: one transaction a bill':48}{bills:10}{1:12.3f}")
    once = all(len(result.records) == bills and not result.duplicates for result in results.values())
    print(f"Proof: each bill is in each ledger {'exactly once' if once else 'NOT exactly once'}.")
    return 0 if once else 1


if __name__ == "__main__":
    sys.exit(main())
