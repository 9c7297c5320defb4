"""``dead-letters list | show | replay | discard``."""

import functools
import getpass
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace as changed
from pathlib import Path
from typing import Any, TypeVar

import click

from schemas.verdict import DeadLetterClass
from service.commands.context import as_json, at_desk, configured, confirmed
from service.commands.exit_codes import ExitCode
from service.commands.printing import print_fields, print_json_list, print_table, say
from service.eventlog.port import DeadLetterFilter
from service.operations.desk import Desk
from service.operations.views import ContentView, DeadLetterDetail, DeadLetterView, DoneView

Result = TypeVar("Result")


def _filtered(command: Callable[..., Result]) -> Callable[..., Result]:
    """Adds the filter options; the command gets them as one ``which``."""

    @functools.wraps(command)
    def filtered(*, tenant: str, category: str | None, type_: str, waits_for: str, limit: int, **more: Any) -> Result:
        return command(which=DeadLetterFilter(tenant, category or "", type_, waits_for=waits_for, limit=limit), **more)

    classes = click.Choice([each.value for each in DeadLetterClass])
    for option in (
        click.option("--limit", type=click.IntRange(1, 100_000), default=1000, show_default=True, help="At most."),
        click.option(
            "--waits-for", default="", metavar="OBJECT KEY", help="Only if waiting for this: «vendor V-1001»."
        ),
        click.option("--type", "type_", default="", help="Only of this event type."),
        click.option("--category", type=classes, default=None, help="Only of this class."),
        click.option("--tenant", default="", help="Only of this tenant."),
    ):
        filtered = option(filtered)
    return filtered


@click.group("dead-letters")
def dead_letters() -> None:
    """Look at what failed; replay or discard it."""


@dead_letters.command("list")
@_filtered
@click.option("--id", "identity", default="", help="Only with this id, or of the event with this id.")
@click.option("--resolved", is_flag=True, help="Also those that are applied or discarded by now.")
@configured
@as_json
def list_(*, which: DeadLetterFilter, identity: str, resolved: bool, config: Path, json_: bool) -> None:
    """List dead letters, newest first."""
    which = changed(which, id=identity, open_only=not resolved)
    found = at_desk(config, lambda desk: desk.dead_letters(which))
    if json_:
        print_json_list(found)
    else:
        more = " (the newest; more may match)" if len(found) == which.limit else ""
        columns = ("id", "event", "tenant", "type", "class", "cause", "failed at", "state")
        print_table(f"{len(found)} dead letters{more}", columns, [_row(each) for each in found])


def _row(letter: DeadLetterView) -> Sequence[object]:
    state = letter.resolution.kind if letter.resolution else "open"
    moment = letter.failed_at.isoformat(sep=" ", timespec="seconds")
    return letter.id, letter.event_id, letter.tenant, letter.type, letter.category, letter.cause, moment, state


@dead_letters.command()
@click.argument("identity", metavar="ID")
@configured
@as_json
def show(identity: str, config: Path, json_: bool) -> int | None:
    """Show one dead letter with its bytes. ID is its id or the event's."""
    found = at_desk(config, lambda desk: desk.dead_letter(identity))
    if json_:
        print_json_list(found)
    for each in () if json_ else found:
        print_fields(_details(each))
        say(_body(each))
        if each.first:
            say("The event that had this identity first:")
            print_fields(_first(each.first))
            say(_kept(each.first))
    if not found and not json_:
        say(f"there is no dead letter with the id {identity}")
    return None if found else ExitCode.NOT_OK


def _first(content: ContentView) -> list[tuple[str, object]]:
    return [(name.replace("_", " "), getattr(content, name)) for name in ("type", "entity", "subject", "content_type")]


def _kept(content: ContentView) -> str:
    text = f"({content.body_bytes} bytes that are no text; --json has them)" if content.body is None else content.body
    return text if content.whole else f"{text}\n(the beginning of {content.body_bytes} bytes)"


def _body(letter: DeadLetterDetail) -> str:
    if letter.resolution:
        return _kept(letter.kept) if letter.kept else "(the bytes of a resolved dead letter are not kept)"
    return f"({letter.body_bytes} bytes that are no text; --json has them)" if letter.body is None else letter.body


def _details(letter: DeadLetterDetail) -> list[tuple[str, object]]:
    origin, resolution = letter.origin, letter.resolution
    plain = ("id", "event_id", "source", "type", "tenant", "category", "cause", "next_step", "code", "text", "stage")
    more = ("waits_for", "attempts", "replays", "failed_at", "transactions", "content_type")
    return [
        *((name.replace("_", " "), getattr(letter, name)) for name in (*plain, *more)),
        ("read from", f"{origin.topic}, partition {origin.partition}, offset {origin.offset}"),
        *(
            ("in Intacct already", " ".join((record.object, record.key, f"({record.record_number})", record.found)))
            for record in letter.applied
        ),
        *((f"header {header.name}", header.value) for header in letter.headers),
        ("resolved", resolution and f"{resolution.kind} {resolution.at} {resolution.by} {resolution.note}"),
    ]


@dead_letters.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "all_", is_flag=True, help="Every open one that matches the filters.")
@_filtered
@click.option("--yes", is_flag=True, help="Do not ask.")
@configured
@as_json
def replay(*, ids: tuple[str, ...], all_: bool, which: DeadLetterFilter, yes: bool, config: Path, json_: bool) -> int:
    """Send dead letters back for a new verdict.

    Writes that are in Intacct already are not repeated.
    """

    async def work(desk: Desk) -> Sequence[DoneView]:
        chosen = await _chosen(desk, ids, which if all_ else None)
        _confirm("replay", chosen, which, yes)
        return await desk.replay(chosen, _who()) if chosen else []

    return _told(at_desk(config, work, writes=True), json_)


@dead_letters.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--all", "all_", is_flag=True, help="Every open one that matches the filters.")
@_filtered
@click.option("--note", default="", help="Why; kept with the dead letter.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@configured
@as_json
def discard(
    *, ids: tuple[str, ...], all_: bool, which: DeadLetterFilter, note: str, yes: bool, config: Path, json_: bool
) -> int:
    """Close dead letters for good.

    Their events are never applied. The reason is kept, with who, when and why; the bytes are not.
    """

    async def work(desk: Desk) -> Sequence[DoneView]:
        chosen = await _chosen(desk, ids, which if all_ else None)
        _confirm("discard", chosen, which, yes)
        return await desk.discard(chosen, _who(), note) if chosen else []

    return _told(at_desk(config, work, writes=True), json_)


async def _chosen(desk: Desk, ids: Sequence[str], which: DeadLetterFilter | None) -> Sequence[str]:
    """The ids that were named, or those that match."""
    if bool(ids) == (which is not None):
        raise click.UsageError("name dead letters by their ids, or give --all with filters")
    return [letter.id for letter in await desk.dead_letters(which)] if which else ids


def _confirm(verb: str, chosen: Sequence[str], which: DeadLetterFilter, yes: bool) -> None:
    """Asked once, with the number."""
    if chosen:
        more = " (the newest; more may match)" if len(chosen) == which.limit else ""
        confirmed(f"{verb} {len(chosen)} dead letters{more}?", yes)


def _told(done: Sequence[DoneView], json_: bool) -> int:
    if json_:
        print_json_list(done)
    elif done:
        rows = [(each.id, each.event_id, each.tenant, "done" if each.ok else "refused", each.text) for each in done]
        print_table(f"{sum(each.ok for each in done)} done", ("id", "event", "tenant", "", "what"), rows)
    else:
        say("no dead letter matches")
    return ExitCode.OK if all(each.ok for each in done) else ExitCode.NOT_OK


def _who() -> str:
    """Who wants it, for the record."""
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except OSError:
        return socket.gethostname()
