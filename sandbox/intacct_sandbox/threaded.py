"""A sandbox with a thread and an event loop of its own, for programs and tests that are not asynchronous."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from intacct_sandbox.sandbox import Sandbox

T = TypeVar("T")
_PATIENCE = 30.0


class SandboxThread:
    """`with SandboxThread() as sandbox:` listens until the block ends. Takes the options of `Sandbox`.

    Every method may be called from any thread but the sandbox's own, and returns when it is done.
    """

    def __init__(self, **options: Any) -> None:
        self._sandbox = Sandbox(**options)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="intacct-sandbox", daemon=True)

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end."""
        return self._sandbox.url

    @property
    def authority(self) -> Path | None:
        """With TLS, the certificate that clients are to trust."""
        return self._sandbox.authority

    def start(self) -> None:
        """Listen; raises what `Sandbox.start` raises."""
        self._thread.start()
        try:
            self._wait_for(self._sandbox.start())
        except BaseException:
            self._end()
            raise

    def stop(self) -> None:
        """Close all connections and end the thread. A stopped sandbox cannot be started again."""
        try:
            self._wait_for(self._sandbox.stop())
        finally:
            self._end()

    def ledger(self, company: str | None = None) -> list[dict[str, Any]]:
        """The rows of one company, or of all."""
        return self._call(lambda: self._sandbox.ledger(company))

    def counters(self, company: str, person: str = "") -> dict[str, int]:
        """As `Sandbox.counters`."""
        return self._call(lambda: self._sandbox.counters(company, person))

    def deliveries(self, company: str | None = None) -> list[dict[str, Any]]:
        """What was sent, or is to be sent, because of writes."""
        return self._call(lambda: self._sandbox.deliveries(company))

    def settled(self) -> None:
        """Wait until no delivery is being sent."""
        self._wait_for(self._sandbox.settled())

    def set_faults(self, rules: list[dict[str, Any]]) -> None:
        """Replace the fault rules; raises WrongRule."""
        self._call(lambda: self._sandbox.set_faults(rules))

    def set_triggers(self, triggers: list[dict[str, Any]]) -> None:
        """Replace the Smart Events and platform triggers; raises WrongTrigger."""
        self._call(lambda: self._sandbox.set_triggers(triggers))

    def set_switches(self, **values: Any) -> None:
        """Change switches; raises UnknownSwitch."""
        self._call(lambda: self._sandbox.set_switches(**values))

    def close_books(self, through: str, company: str = "") -> None:
        """Close the period through a day (ISO); raises ValueError."""
        self._call(lambda: self._sandbox.close_books(through, company))

    def open_books(self, company: str = "") -> None:
        """Open all periods again."""
        self._call(lambda: self._sandbox.open_books(company))

    def advance(self, seconds: float) -> None:
        """Move the sandbox's clock forward."""
        self._call(lambda: self._sandbox.clock.advance(seconds))

    def move_to(self, moment: datetime) -> None:
        """Set the sandbox's clock."""
        self._call(lambda: self._sandbox.clock.move_to(moment))

    def reset(self) -> None:
        """Back to the start values."""
        self._call(self._sandbox.reset)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _call(self, do: Callable[[], T]) -> T:
        async def done() -> T:
            return do()

        return self._wait_for(done())

    def _wait_for(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()
