"""A sandbox that runs inside a test or another program."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from intacct_sandbox.clock import Clock
from intacct_sandbox.company.definition import Source, load
from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import Switches
from intacct_sandbox.web.certificates import Certificates
from intacct_sandbox.web.server import Server
from intacct_sandbox.world import World


class Sandbox:
    """`async with Sandbox() as sandbox:` listens on loopback until the block ends.

    `companies` are paths of YAML files, names of shipped companies, or dicts laid over the shipped one; the shipped one
    is used when there are none. `switches` are those of `Switches`. `tls` is the folder of a certificate authority,
    which is made when it is not there; then it speaks https. Raises WrongCompany and UnknownSwitch.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        companies: Sequence[Source] = (),
        state: str | Path | None = None,
        switches: Mapping[str, Any] | None = None,
        tls: str | Path | None = None,
    ) -> None:
        definitions = [load(each) for each in companies or ("harborline",)]
        chosen = Switches().changed(switches or {})
        self.world = World(definitions, chosen, StateFile(Path(state) if state else None))
        self._host = host
        self._port = port
        self._server = Server(self.world)
        self._certificates = Certificates(Path(tls)) if tls else None

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end; empty before the start."""
        return self.world.url

    @property
    def authority(self) -> Path | None:
        """With TLS, the certificate that clients are to trust."""
        return self._certificates.authority if self._certificates else None

    @property
    def clock(self) -> Clock:
        return self.world.clock

    async def start(self) -> None:
        """Listen; raises OSError, and NoCertificates where TLS is wanted and cannot be had."""
        context = self._certificates.context() if self._certificates else None
        self.world.agenda.start()
        port = await self._server.start(self._host, self._port, context)
        shown = f"[{self._host}]" if ":" in self._host else self._host
        self.world.url = f"{'https' if context else 'http'}://{shown}:{port}"

    async def stop(self) -> None:
        """Close all connections and the state file."""
        await self._server.stop()
        self.world.agenda.stop()
        self.world.forget_offline()
        await self.world.courier.close()
        self.world.state.close()

    def ledger(self, company: str | None = None) -> list[dict[str, Any]]:
        """The rows of one company, or of all."""
        return list(self.world.ledger.rows(company))

    def counters(self, company: str, person: str = "") -> dict[str, int]:
        """requests, transactions, in_flight, in_flight_max, throttled, duplicates_suppressed: of all users that are
        no persons, or of one `person`."""
        found = self.world.companies[company]
        return (found.people[person] if person else found.counters).as_dict()

    def usage(self, company: str) -> dict[str, dict[str, int]]:
        """Per month: transactions, included, over."""
        return self.world.usage()[company]

    def set_faults(self, rules: list[dict[str, Any]]) -> None:
        """Replace the fault rules; raises WrongRule."""
        self.world.faults.put(rules)

    def set_triggers(self, triggers: list[dict[str, Any]]) -> None:
        """Replace the Smart Events and platform triggers; raises WrongTrigger."""
        self.world.outgoing.put(triggers)

    def deliveries(self, company: str | None = None) -> list[dict[str, Any]]:
        """What was sent, or is to be sent, because of writes; oldest first."""
        return [each.as_row() for each in self.world.courier.rows() if company in (None, each.about["company"])]

    async def settled(self) -> None:
        """Wait until no delivery is being sent; what is due later is not waited for."""
        await self.world.courier.settled()

    def set_switches(self, **values: Any) -> None:
        """Change switches while running; raises UnknownSwitch."""
        self.world.change_switches(values)

    def close_books(self, through: str, company: str = "") -> None:
        """Close the period through a day (ISO) while running; raises ValueError."""
        self.world.close_books(through, company)

    def open_books(self, company: str = "") -> None:
        """Open all periods again."""
        self.world.close_books("", company)

    def reset(self) -> None:
        """Back to the start values."""
        self.world.reset()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
