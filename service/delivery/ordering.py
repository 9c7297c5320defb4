"""Order: same business object in event order, and nobody before what he refers to. All else is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.write import ObjectKey


@dataclass(slots=True, eq=False)
class Place:
    """A step's place in the order. Free once nothing is left that it waits for."""

    touches: tuple[ObjectKey, ...]
    waits_for: "set[Place]" = field(default_factory=set)
    waited_for_by: "set[Place]" = field(default_factory=set)

    @property
    def free(self) -> bool:
        """Whether every earlier step that it depends on has ended."""
        return not self.waits_for


class Ordering:
    """Steps of one tenant, added in event order.

    A step waits for the latest earlier pending step that touches one of its own objects or one that it refers to.
    It can wait only for earlier ones, so there is no cycle.
    """

    def __init__(self) -> None:
        self._latest: dict[ObjectKey, Place] = {}

    def add(self, touches: Iterable[ObjectKey], refers_to: Iterable[ObjectKey], after: Iterable[Place] = ()) -> Place:
        """Take the next place. ``after``: earlier places of the same event."""
        place = Place(tuple(dict.fromkeys(touches)))
        earlier = [self._latest[key] for key in (*place.touches, *refers_to) if key in self._latest]
        for other in (*earlier, *after):
            place.waits_for.add(other)
            other.waited_for_by.add(place)
        for key in place.touches:
            self._latest[key] = place
        return place

    def end(self, place: Place) -> list[Place]:
        """The step has ended, whatever its verdict. Returns the places that became free by it."""
        for key in place.touches:
            if self._latest.get(key) is place:
                del self._latest[key]
        freed = []
        for later in place.waited_for_by:
            later.waits_for.discard(place)
            if later.free:
                freed.append(later)
        place.waited_for_by.clear()
        return freed
