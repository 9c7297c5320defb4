"""Which lines that are there are the wanted ones: as many pairs as there can be, whatever the order.

A wanted line is a pattern: what it does not state (None) fits anything. So several lines may fit one pattern, and one
line several patterns; the pairs are a maximum matching, found along augmenting paths (Kuhn).
"""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

Pattern = tuple[str | None, ...]
Line = tuple[str, ...]


@dataclass(slots=True)
class Matching:
    """Indices of the wanted and of the present lines that no pair was found for."""

    wanted: list[int]
    there: list[int]


def match(wanted: Sequence[Pattern], there: Sequence[Line]) -> Matching:
    """Pair as many as possible. Quick where the wanted lines state the same fields, as they mostly do."""
    search = _Search(wanted, there)
    most_stated_first = sorted(range(len(wanted)), key=lambda index: wanted[index].count(None))
    lacking = [index for index in most_stated_first if not search.place(index)]
    left = [index for index in range(len(there)) if index not in search.owner]
    return Matching(sorted(lacking), left)


@dataclass(slots=True)
class _Search:
    wanted: Sequence[Pattern]
    there: Sequence[Line]
    owner: dict[int, int] = field(default_factory=dict)
    """Present line -> the wanted line that has it."""
    _place: dict[int, int] = field(default_factory=dict)
    _useless: set[int] = field(default_factory=set)
    """Present lines from which no free one can be reached, ever: those that a failed search has visited."""
    _fitting: dict[tuple[bool, ...], dict[Pattern, list[int]]] = field(default_factory=dict)

    def place(self, start: int) -> bool:
        """Find a line for ``start``, moving others to lines that fit them as well."""
        reached: dict[int, int] = {}
        waiting, asked = deque([start]), {self.wanted[start]}
        while waiting:
            mover = waiting.popleft()
            for line in self._fit(self.wanted[mover]):
                if line in reached or line in self._useless:
                    continue
                reached[line] = mover
                owner = self.owner.get(line)
                if owner is None:
                    self._move(line, reached)
                    return True
                if self.wanted[owner] not in asked:
                    asked.add(self.wanted[owner])
                    waiting.append(owner)
        self._useless |= reached.keys()
        return False

    def _move(self, line: int, reached: dict[int, int]) -> None:
        at: int | None = line
        while at is not None:
            mover = reached[at]
            before = self._place.get(mover)
            self.owner[at], self._place[mover] = mover, at
            at = before

    def _fit(self, pattern: Pattern) -> Sequence[int]:
        """The lines that a pattern fits."""
        stated = tuple(part is not None for part in pattern)
        if stated not in self._fitting:
            self._fitting[stated] = self._index(stated)
        return self._fitting[stated].get(pattern, ())

    def _index(self, stated: tuple[bool, ...]) -> dict[Pattern, list[int]]:
        index: defaultdict[Pattern, list[int]] = defaultdict(list)
        for number, line in enumerate(self.there):
            index[tuple(part if use else None for part, use in zip(line, stated, strict=True))].append(number)
        return index
