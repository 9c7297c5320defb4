"""``where EVENT_ID``."""

from collections.abc import Iterator
from pathlib import Path

import click

from service.commands.context import as_json, at_desk, configured
from service.commands.exit_codes import ExitCode
from service.commands.printing import print_fields, print_json_list, say
from service.operations.views import RecordView, WhereView


@click.command()
@click.argument("event_id")
@configured
@as_json
def where(event_id: str, config: Path, json_: bool) -> int:
    """Show where an event is.

    Waiting, applied (with its records in Intacct), dead or discarded. EVENT_ID may also be an event key.
    """
    found = at_desk(config, lambda desk: desk.where(event_id))
    if json_:
        print_json_list(found)
    for each in () if json_ else found:
        print_fields(_fields(each))
    if not found and not json_:
        say(f"no event with the id {event_id} was ever accepted here")
    return ExitCode.OK if found else ExitCode.NOT_OK


def _fields(found: WhereView) -> Iterator[tuple[str, object]]:
    yield "event", found.event_id
    yield "state", found.state
    yield from ((name, getattr(found, name)) for name in ("source", "type", "tenant"))
    yield "received at", found.received_at
    yield "waits because", found.because or None
    if found.receipt:
        yield "happened at", found.receipt.event_time
        yield "applied at", found.receipt.applied_at
        yield "transactions", found.receipt.transactions
        yield from (("in Intacct", _record(record)) for record in found.receipt.records)
    if found.dead_letter:
        letter = found.dead_letter
        yield "dead letter", letter.id
        yield from (("cause", letter.cause), ("next step", letter.next_step), ("Intacct's code", letter.code))
        yield (
            "resolved",
            letter.resolution and f"{letter.resolution.kind} {letter.resolution.at} {letter.resolution.by}",
        )


def _record(record: RecordView) -> str:
    return f"{record.object} {record.key}, " + ", ".join(
        filter(None, (f"record {record.record_number}", f"by {record.surface}", record.found))
    )
