"""``check``: is everything there that the service needs?"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import click

from handlers.loading import HandlersNotLoaded, load_registry
from service.clock import Clock, SystemClock
from service.commands.context import as_json, configured, settings_of
from service.commands.exit_codes import ExitCode
from service.commands.printing import print_json_list, say
from service.errors import LogInUse, LogUnavailable
from service.opening import open_log
from service.operations.check import check as lines_of
from service.operations.check_line import CheckLine
from service.operations.log_name import log_name
from service.operations.remote import reach
from service.operations.views import CheckView
from service.operations.ways_in import check_ways_in
from service.settings import Settings


@click.command()
@click.option("--tenant", default="", help="Only this tenant (and the log).")
@configured
@as_json
def check(tenant: str, config: Path, json_: bool) -> int:
    """Check everything that the service needs.

    Log, handlers, ways in, credentials, sender, session endpoint, permissions, limits, clock: each line is OK, or says
    what is missing and where to fix it; a warning works, and says what would be better. Nothing is written to Intacct.
    Safe beside a running service: one request at a time.
    """
    settings = settings_of(config)
    if tenant and tenant not in settings.tenants:
        raise click.UsageError(f"there is no tenant «{tenant}»; configured: {', '.join(settings.tenants)}")
    found = asyncio.run(_checked(settings, tenant, aloud=not json_))
    if json_:
        print_json_list(found)
    return ExitCode.OK if all(line.ok for line in found) else ExitCode.NOT_OK


async def _checked(settings: Settings, tenant: str, *, aloud: bool) -> list[CheckView]:
    from service.intacct.preflight import preflight

    clock = SystemClock()
    found = []
    async for line in lines_of(settings, clock, preflight, lambda: check_service(settings, clock), tenant):
        found.append(line)
        if aloud:  # at once: a login may take a while
            _say(line)
    return found


def _say(line: CheckView) -> None:
    word = ("WARNING" if line.fix else "OK     ") if line.ok else "MISSING"
    say(f"{word} {line.about}: {line.subject}: {line.found}")
    if line.fix:
        say(f"        fix: {line.fix}")


async def check_service(settings: Settings, clock: Clock) -> Sequence[CheckLine]:
    """The log, the handlers (loading them runs their code, as the start of the service does), the ways in."""
    return [await check_log(settings, clock), *check_handlers(settings), *check_ways_in(settings)]


def check_handlers(settings: Settings) -> Sequence[CheckLine]:
    """Whether every handler can be loaded."""
    try:
        types = load_registry(settings.handlers).types()
    except HandlersNotLoaded as error:
        return [CheckLine("handlers", False, path, fix) for path, fix in error.mistakes]
    return [CheckLine("handlers", True, f"{len(types)} event types")]


async def check_log(settings: Settings, clock: Clock) -> CheckLine:
    """Whether the log takes events: asked of the running service, else tried by opening it."""
    name = log_name(settings.log)
    async with reach(settings.admin, settings.log) as remote:
        if remote is not None:
            status = await remote.status()
            healthy = status.log_healthy is True
            fix = "" if healthy else "see the log lines of the running service"
            return CheckLine("log", healthy, f"{name}, used by the running service", fix)
    log = open_log(settings, clock)
    try:
        await log.start()
        healthy = await log.healthy()
        return CheckLine("log", healthy, name, "" if healthy else "is the disk full, or the broker down?")
    except (LogUnavailable, LogInUse) as error:
        return CheckLine("log", False, f"{name}: {error.message}", error.next_step)
    finally:
        await log.stop()
