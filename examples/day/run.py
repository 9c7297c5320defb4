"""A small company's day of business events, from publication to verdict, in a sandboxed Intacct.

Starts the sandbox and the service, publishes the events of this folder, shows what became of each, and stays up.
With --once it ends as soon as all verdicts are in, with status 0 only if every one is the expected one.
"""

import signal
import sys
import tempfile
from collections import Counter
from pathlib import Path

import plain_http as http
from processes import HERE, PROGRAMS, Day, started
from publishing import SMART_EVENT_SECRET, post_smart_events, post_webhooks, send_file
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from verdicts import Expected, Verdict, expectations, named, wait_for, wait_for_all

console = Console(highlight=False, width=None if sys.stdout.isatty() else 150)


def main(once: bool) -> int:
    """Run the day; returns the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="intacct-relay-day-") as folder, started(Path(folder)) as day:
        expected, verdicts = live_through(day, expectations())
        console.print(table(expected, verdicts))
        wrong = surprises(expected, verdicts) + proof(day)
        if not once:
            stay(day)
    return 1 if wrong else 0


def live_through(day: Day, expected: list[Expected]) -> tuple[list[Expected], dict[str, Verdict]]:
    """Publish everything and wait for the verdicts. What is expected comes back under the events' ids."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    console.print(f"Publishing {len(expected)} events by file, signed webhook and Smart Event ...")
    with Progress(*columns, console=console) as progress:
        send_file(day)
        post_webhooks(day)
        expected = named(expected, post_smart_events(day, lambda event_id: wait_for(day, event_id)))
        return expected, wait_for_all(day, expected, progress)


def table(expected: list[Expected], verdicts: dict[str, Verdict]) -> Table:
    """Event, verdict, Intacct object and key, surface, transactions, time."""
    shown = Table(title="What became of the day", title_justify="left")
    for column in ("event", "verdict", "Intacct object and key (record), or why not", "surface"):
        shown.add_column(column, overflow="fold")
    for column in ("transactions", "seconds"):
        shown.add_column(column, justify="right")
    for one in expected:
        verdict = verdicts.get(one.id)
        if verdict:
            shown.add_row(*_row(verdict), style="" if verdict.verdict == "applied" else "yellow")
    return shown


def _row(verdict: Verdict) -> tuple[str, ...]:
    what = "\n".join(f"{key} ({number})" for key, number in zip(verdict.records, verdict.numbers, strict=True))
    name = verdict.verdict + (f": {verdict.category}" if verdict.category else "")
    surface = ", ".join(verdict.surfaces)
    return verdict.id, name, what or verdict.cause, surface, str(verdict.transactions), f"{verdict.seconds:.1f}"


def surprises(expected: list[Expected], verdicts: dict[str, Verdict]) -> int:
    """Say which verdicts are not the expected ones; returns how many."""
    wrong = 0
    for one in expected:
        verdict = verdicts.get(one.id)
        if verdict is None or not verdict.fits(one):
            wrong += 1
            wanted = f"{one.verdict} {one.category} {one.record}".strip()
            console.print(f"[red]{one.id}: expected {wanted} ({one.reason}), got {verdict or 'no verdict'}[/red]")
    applied = sum(verdict.verdict == "applied" for verdict in verdicts.values())
    counts = f"{applied} applied, {len(verdicts) - applied} in the dead letters"
    console.print(f"{len(verdicts)} events: {counts}. {'All as expected.' if not wrong else f'{wrong} unexpected.'}")
    return wrong


def proof(day: Day) -> int:
    """What the sandbox's own ledger says: no record was created twice. Returns how many were."""
    ledger = http.get(f"{day.sandbox}/_sandbox/ledger")
    created = Counter((row["object"], row["record_number"]) for row in ledger if row["operation"] == "create")
    keys = Counter((row["object"], row["key"], _owner(row)) for row in ledger if row["operation"] == "create")
    twice = [key for key, times in keys.items() if times > 1]
    console.print(f"The sandbox's ledger: {len(created)} records created, {len(twice)} of them twice.")
    return len(twice)


def _owner(row: dict[str, dict[str, str]]) -> str:
    """Document numbers are unique per vendor or customer."""
    fields = row["fields"]
    return str(fields.get("vendor") or fields.get("customer") or "")


def stay(day: Day) -> None:
    """Print where things are and wait for Ctrl-C."""
    relay, config = PROGRAMS / "intacct-relay", HERE / "relay.yaml"
    names = ("SANDBOX_URL", "DAY_FOLDER", "RECEIVER_PORT", "ADMIN_PORT")
    again = f"obj=CUSTOMER&evt=add&recordno=9001&customerid=C-310&name=Again&key={SMART_EVENT_SECRET}"
    lines = [
        "",
        "The service is up. Ctrl-C ends it.",
        f"  health    {day.admin}/readyz",
        f"  metrics   {day.admin}/metrics",
        f"  sandbox   {day.sandbox}/_sandbox/ledger",
        f"  logs      {day.folder}/intacct-relay.log",
        "",
        "Three things to try, in another terminal:",
        f"  export {' '.join(f'{name}={day.environment[name]}' for name in names)}",
        f"  1. {relay} dead-letters list --config {config}",
        f"  2. {relay} where erp-0012 --config {config}",
        f"  3. curl -d '{again}' {day.receiver}/webhooks/intacct",
    ]
    console.print("\n".join(lines), soft_wrap=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        console.print("Stopping.")


if __name__ == "__main__":
    sys.exit(main(once="--once" in sys.argv[1:]))
