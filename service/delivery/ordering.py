"""Order: same business object in event order, and nobody before what he refers to. All else is free."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schemas.write import ObjectKey

_EVENT_ORDER = ObjectKey("", ())
"""The reason for which a step waits for an earlier one of its own event."""


@dataclass(slots=True, eq=False)
class Place:
    """A step's place in the order. Free once nothing is left that it waits for."""

    own: tuple[ObjectKey, ...]
    """Objects that the step writes."""
    touches: tuple[ObjectKey, ...]
    """Further objects that it changes the balance or state of."""
    refers_to: tuple[ObjectKey, ...]
    creates: bool = False
    """Whether its own objects are not there before it."""
    waits_for: "dict[Place, set[ObjectKey]]" = field(default_factory=dict)
    """Earlier places, and the objects because of which it waits for them."""
    waited_for_by: "set[Place]" = field(default_factory=set)
    passed: set[ObjectKey] = field(default_factory=set)
    """Objects that later steps may pass it on, while it stands aside."""

    @property
    def free(self) -> bool:
        """Whether every earlier step that it depends on has ended."""
        return not self.waits_for

    @property
    def holds(self) -> tuple[ObjectKey, ...]:
        """Objects that later steps wait for it because of."""
        return tuple(dict.fromkeys((*self.own, *self.touches)))


class Ordering:
    """Steps of one tenant, added in event order.

    A step waits for the latest earlier pending step that holds one of its own objects or one that it refers to. It
    can wait only for earlier ones, so there is no cycle. A step that waits for something outside of this order, which
    a later step may be about to bring, steps aside meanwhile. Who creates an object waits only for those who write it:
    whoever else holds it can do nothing before it is there.
    """

    def __init__(self) -> None:
        self._latest: dict[ObjectKey, Place] = {}
        self._writers: dict[ObjectKey, Place] = {}

    def add(
        self,
        own: Iterable[ObjectKey],
        touches: Iterable[ObjectKey] = (),
        refers_to: Iterable[ObjectKey] = (),
        after: Iterable[Place] = (),
        *,
        creates: bool = False,
    ) -> Place:
        """Take the next place. ``after``: earlier places of the same event."""
        place = Place(tuple(own), tuple(touches), tuple(refers_to), creates)
        for other in after:
            self._wait(place, other, _EVENT_ORDER)
        self._queue(place, place.holds)
        return place

    def rejoin(self, place: Place) -> None:
        """Take a new place behind everybody who passed while the step stood aside.

        Who waits for this step all the same, because of another object, has not passed and comes after it still.
        """
        passed, place.passed = place.passed, set()
        self._queue(place, tuple(key for key in passed if not self._is_behind(self._latest.get(key), place)))

    @staticmethod
    def _is_behind(other: Place | None, place: Place) -> bool:
        """Whether ``other`` waits for ``place``, however many stand between."""
        if not place.waited_for_by:
            return other is place
        seen: set[Place] = set()
        before = [other] if other else []
        while before:
            each = before.pop()
            if each is place:
                return True
            before += [earlier for earlier in each.waits_for if earlier not in seen]
            seen.update(each.waits_for)
        return False

    def _queue(self, place: Place, holds: tuple[ObjectKey, ...]) -> None:
        for key in dict.fromkeys((*holds, *place.refers_to)):
            other = self._before(place, key)
            if other is not None and not self._is_behind(other, place):
                self._wait(place, other, key)
        for key in holds:
            self._latest[key] = place
        self._writers.update((key, place) for key in holds if key in place.own)

    def _before(self, place: Place, key: ObjectKey) -> Place | None:
        creates = place.creates and key in place.own
        return self._writers.get(key) if creates else self._latest.get(key)

    @staticmethod
    def _wait(place: Place, other: Place, key: ObjectKey) -> None:
        place.waits_for.setdefault(other, set()).add(key)
        other.waited_for_by.add(place)

    def step_aside(self, place: Place, keep: Iterable[ObjectKey]) -> list[Place]:
        """Let later steps pass, but for those that want one of ``keep``. Returns the places that became free by it."""
        passing = set(place.holds) - set(keep)
        place.passed |= passing
        self._let_go(place, passing)
        return self._release(place, passing)

    def end(self, place: Place) -> list[Place]:
        """The step has ended, whatever its verdict. Returns the places that became free by it."""
        self._let_go(place, place.holds)
        for earlier in place.waits_for:
            earlier.waited_for_by.discard(place)
        return self._release(place, None)

    def _let_go(self, place: Place, keys: Iterable[ObjectKey]) -> None:
        for key in keys:
            for holders in (self._latest, self._writers):
                if holders.get(key) is place:
                    del holders[key]

    @staticmethod
    def _release(place: Place, keys: set[ObjectKey] | None) -> list[Place]:
        """Nobody waits for this place because of ``keys`` any more (None: for any reason)."""
        freed = []
        for later in list(place.waited_for_by):
            reasons = later.waits_for[place]
            reasons -= reasons if keys is None else keys
            if not reasons:
                del later.waits_for[place]
                place.waited_for_by.discard(later)
                if later.free:
                    freed.append(later)
        return freed

    def writer(self, key: ObjectKey) -> Place | None:
        """The latest pending step that writes this object."""
        return self._writers.get(key)

    @staticmethod
    def dependants(place: Place, key: ObjectKey) -> list[Place]:
        """Steps that refer to ``key`` and stand behind this one because of it, however many stand between."""
        found: dict[Place, None] = {}
        behind = [place]
        while behind:
            before = behind.pop()
            later = [each for each in before.waited_for_by if each not in found and key in each.waits_for[before]]
            found.update(dict.fromkeys(later))
            behind += later
        return [each for each in found if key in each.refers_to]
