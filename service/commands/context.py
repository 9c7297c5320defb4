"""What every command has: the settings, the clock, the desk to work at, and the options that all share."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import click

from service.clock import SystemClock
from service.configuration import load
from service.errors import LogInUse
from service.eventlog.port import EventLog
from service.opening import open_log
from service.operations.desk import Desk, LocalDesk
from service.operations.log_name import log_name
from service.operations.remote import reach
from service.settings import Settings

T = TypeVar("T")

DEFAULT_CONFIGURATION = "intacct-relay.yaml"

configured = click.option(
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="INTACCT_RELAY_CONFIG",
    default=DEFAULT_CONFIGURATION,
    show_default=True,
    show_envvar=True,
    help="The configuration file.",
)
as_json = click.option("--json", "json_", is_flag=True, help="Print JSON in a stable shape.")


def settings_of(config: Path) -> Settings:
    """The configuration. Raises ConfigurationError with every mistake."""
    return load(config, os.environ)


def at_desk(config: Path, work: Callable[[Desk], Coroutine[Any, Any, T]], *, writes: bool = False) -> T:
    """Do some work at the desk of the running service, or else on the log itself."""

    async def working() -> T:
        async with open_desk(settings_of(config), writes=writes) as desk:
            return await work(desk)

    return asyncio.run(working())


@asynccontextmanager
async def open_desk(settings: Settings, *, writes: bool) -> AsyncIterator[Desk]:
    """The running service's desk when it answers on the admin port; else the log is opened here, for reading only
    unless ``writes``. Raises LogInUse or LogUnavailable."""
    async with reach(settings.admin, settings.log) as remote:
        if remote is not None:
            yield remote
            return
        clock = SystemClock()
        log = open_log(settings, clock, read_only=not writes)
        await start_log(log, settings)
        try:
            yield LocalDesk(log, clock, log_name(settings.log))
        finally:
            await log.stop()


async def start_log(log: EventLog, settings: Settings) -> None:
    """Start it, and say on LogInUse where the owner was looked for in vain."""
    try:
        await log.start()
    except LogInUse as error:
        where = f"{settings.admin.host}:{settings.admin.port}"
        fix = f"its owner does not answer on {where}: set admin.host and admin.port as the owner has them, or stop it"
        raise LogInUse(error.message, next_step=fix) from None


def confirmed(question: str, yes: bool) -> None:
    """Ask, unless ``--yes`` was given. Anything but yes ends the command with nothing done."""
    with suppress(click.Abort):  # nobody is there to answer
        if yes or click.confirm(question, err=True):
            return
    raise click.UsageError("nothing was done: answer yes, or add --yes")
