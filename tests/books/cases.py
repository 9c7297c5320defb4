"""All cases: every object by every surface by every kind of trouble, but for what a trouble's rule leaves out."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.books.documents import KINDS, Kind
from tests.books.trouble import Trouble
from tests.books.troubles import (
    approval,
    changed,
    closed_period,
    deleted,
    entities,
    foreign,
    lost,
    mended,
    names,
    order,
    repeated,
    stale,
    unsupported,
    used_id,
)

_FAMILIES = (
    *(repeated, changed, used_id, foreign, lost, mended, closed_period, approval, entities, names, deleted, stale),
    order,
    unsupported,
)
TROUBLES: tuple[Trouble, ...] = tuple(trouble for family in _FAMILIES for trouble in family.TROUBLES)
EVERYTHING = os.environ.get("BOOKS") == "all"
"""``make books`` sets it. Otherwise each object meets each of its troubles on one surface, always the same one."""


@dataclass(frozen=True)
class Case:
    """One object in one trouble on one surface."""

    kind: Kind
    surface: str
    trouble: Trouble

    @property
    def name(self) -> str:
        """As in ``pytest -k bill-rest-foreign_draft``."""
        return f"{self.kind.object}-{self.surface}-{self.trouble.name}"


def all_cases() -> list[Case]:
    """Every case there is."""
    return [
        Case(kind, surface, trouble) for kind in KINDS for trouble in TROUBLES for surface in trouble.surfaces_for(kind)
    ]


def some_cases() -> list[Case]:
    """What every run of the tests plays: the surfaces take turns over objects and troubles.

    Bills meet all of their troubles over REST as well: there they are drafts first, and most goes wrong with them.
    """
    bills = [case for case in all_cases() if (case.kind.object, case.surface) == ("bill", "rest")]
    chosen = {case.name: case for case in (*_taking_turns(), *bills)}
    return sorted(chosen.values(), key=lambda case: KINDS.index(case.kind))


def _taking_turns() -> Iterator[Case]:
    """Trouble and object take the surface that they have met least, the trouble first; those with a choice last."""
    met: Counter[tuple[str, str]] = Counter()
    for trouble in TROUBLES:
        for kind in sorted(KINDS, key=lambda each: len(trouble.surfaces_for(each))):
            surfaces = trouble.surfaces_for(kind)
            if surfaces:
                surface = min(surfaces, key=lambda each: (met[trouble.name, each], met[kind.object, each]))
                met.update([(trouble.name, surface), (kind.object, surface)])
                yield Case(kind, surface, trouble)


def cases() -> Sequence[Case]:
    """Those of this run."""
    return all_cases() if EVERYTHING else some_cases()
