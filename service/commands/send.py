"""``send FILE...``: events from files into the log."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click
from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import Progress

from schemas.event import StoredEvent
from service.commands.context import as_json, at_desk, configured, settings_of
from service.commands.printing import print_json, say
from service.errors import Malformed
from service.operations.desk import Desk
from service.settings import Settings

MOST_EVENTS = 500
MOST_BYTES = 4 * 1024 * 1024
"""One append: small enough for the admin API and for a broker, large enough that fsync does not set the pace."""


class FileSent(BaseModel):
    """How many events one file held."""

    model_config = ConfigDict(frozen=True)

    file: str
    events: int


class Sent(BaseModel):
    """What ``send --json`` prints."""

    model_config = ConfigDict(frozen=True)

    events: int
    files: tuple[FileSent, ...]
    known: int = 0
    """Of these, how many the log had already; a Kafka log cannot tell, the owner of the partition counts them."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@configured
@as_json
def send(files: tuple[Path, ...], config: Path, json_: bool) -> None:
    """Put events from files into the log.

    The files hold CloudEvents as JSON or JSON Lines. All of them are read and checked before the first event is
    stored. Sending a file again is safe: an event that the log has already has no second effect.
    """
    settings = settings_of(config)
    sent = counted(files, settings)

    async def work(desk: Desk) -> int:
        known = 0
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=json_ or not console.is_terminal) as progress:
            task = progress.add_task("sending", total=sent.events)
            for batch in batches(event for file in files for event in _events(file, settings)):
                known += await desk.send(batch)
                progress.advance(task, len(batch))
        return known

    sent = sent.model_copy(update={"known": at_desk(config, work, writes=True)})
    if json_:
        print_json(sent)
    else:
        before = f", {sent.known} of them were there before" if sent.known else ""
        say(f"{sent.events} events are in the log{before}; «intacct-relay where EVENT_ID» says what becomes of each")


def counted(files: Sequence[Path], settings: Settings) -> Sent:
    """How many events the files hold. Raises Malformed with the mistakes of all files."""
    counts, refused = [], []
    for file in files:
        try:
            counts.append(FileSent(file=str(file), events=sum(1 for _ in _events(file, settings))))
        except Malformed as error:
            refused.append(error)
    if refused:
        text = "\n".join(error.message for error in refused)
        raise Malformed(text, next_step="correct the files and send all of them again: nothing was stored")
    return Sent(events=sum(count.events for count in counts), files=tuple(counts))


def batches(events: Iterable[StoredEvent]) -> Iterator[Sequence[StoredEvent]]:
    """The same events in the same order, in appends of bounded number and bytes; one larger event goes alone."""
    batch: list[StoredEvent] = []
    size = 0
    for event in events:
        if batch and (len(batch) == MOST_EVENTS or size + len(event.body) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += len(event.body)
    if batch:
        yield batch


def _events(file: Path, settings: Settings) -> Iterator[StoredEvent]:
    """Raises Malformed, which names the file and the line."""
    from service.intake.file_source import read_events

    yield from read_events(file, settings)
