"""What a company's traffic amounted to."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counters:
    """`in_flight` includes requests that are held for a slot, so a client that sends too many is seen doing so."""

    requests: int = 0
    transactions: int = 0
    in_flight: int = 0
    in_flight_max: int = 0
    throttled: int = 0
    duplicates_suppressed: int = 0

    def arrived(self) -> None:
        """A request of this company is here and not yet answered."""
        self.requests += 1
        self.in_flight += 1
        self.in_flight_max = max(self.in_flight_max, self.in_flight)

    def left(self) -> None:
        self.in_flight -= 1

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in self.__slots__}
