"""The tenant's gate: shut while Intacct is unavailable or refuses our credentials, and how it opens again."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

from service.clock import Clock
from service.delivery.backoff import Backoff
from service.delivery.client_port import Diagnosis, Outcome, OutcomeKind
from service.delivery.signal import Signal


class GateState(StrEnum):
    """Whether this tenant's requests may go."""

    OPEN = "open"
    UNAVAILABLE = "unavailable"
    """Circuit: Intacct cannot be reached or is in maintenance."""
    HELD = "held"
    """Credentials, sender authorisation or permission: people must act. Probed rarely, to lock nobody out."""


Probe = Callable[[], Awaitable[Outcome]]
Changed = Callable[[GateState, Diagnosis | None], None]


class Gate:
    """One per tenant. While it is shut nothing is sent but a cheap probe; when that succeeds it opens.

    Shutting counts no attempt and dead-letters nothing: the tenant's events wait.
    """

    def __init__(self, probe: Probe, clock: Clock, circuit: Backoff, held: Backoff, changed: Changed) -> None:
        self.state = GateState.OPEN
        self.reason: Diagnosis | None = None
        self._probe = probe
        self._clock = clock
        self._backoff = {GateState.UNAVAILABLE: circuit, GateState.HELD: held}
        self._changed = changed
        self._opened = asyncio.Event()
        self._opened.set()
        self._shut = Signal(clock)

    @property
    def open(self) -> bool:
        """Whether requests may go."""
        return self.state is GateState.OPEN

    async def passable(self) -> None:
        """Wait until it is open."""
        await self._opened.wait()

    def shut(self, outcome: Outcome) -> None:
        """An outcome of kind UNAVAILABLE or UNAUTHORIZED was seen."""
        held = outcome.kind is OutcomeKind.UNAUTHORIZED
        self._enter(GateState.HELD if held else GateState.UNAVAILABLE, outcome.diagnosis)
        self._opened.clear()
        self._shut.set()

    async def run(self) -> None:
        """Probe while it is shut. Runs until cancelled."""
        while True:
            await self._shut.wait()
            await self._probe_until_open()

    async def _probe_until_open(self) -> None:
        tries = 0
        while not self.open:
            tries += 1
            await self._clock.sleep(self._backoff[self.state].delay(tries))
            outcome = await self._probe()
            if outcome.kind is OutcomeKind.APPLIED:
                self._enter(GateState.OPEN, None)
                self._opened.set()
            elif outcome.kind is OutcomeKind.UNAUTHORIZED and self.state is not GateState.HELD:
                self._enter(GateState.HELD, outcome.diagnosis)
                tries = 0

    def _enter(self, state: GateState, reason: Diagnosis | None) -> None:
        changed = state is not self.state
        self.state, self.reason = state, reason
        if changed:
            self._changed(state, reason)
