"""``receipts``, ``usage`` and ``status``: what was done, what it costs, and what is going on."""

from collections.abc import Sequence
from pathlib import Path

import click

from service.commands.context import as_json, at_desk, configured
from service.commands.exit_codes import ExitCode
from service.commands.printing import print_json, print_json_list, print_table
from service.operations.usage import month_totals
from service.operations.views import LaneView, ReceiptView, StatusView, UsageView

_of_tenant = click.option("--tenant", default="", help="Only of this tenant.")


@click.command()
@_of_tenant
@click.option("--limit", type=click.IntRange(1, 100_000), default=100, show_default=True, help="At most.")
@configured
@as_json
def receipts(tenant: str, limit: int, config: Path, json_: bool) -> None:
    """List applied events and their records in Intacct."""
    found = at_desk(config, lambda desk: desk.receipts(tenant, limit))
    if json_:
        print_json_list(found)
    else:
        _print_receipts(found)


def _print_receipts(found: Sequence[ReceiptView]) -> None:
    rows = [
        (
            receipt.event_id,
            receipt.tenant,
            receipt.type,
            "\n".join(f"{record.object} {record.key} ({record.record_number})" for record in receipt.records),
            "\n".join(record.found for record in receipt.records),
            "\n".join(record.surface for record in receipt.records),
            receipt.transactions,
            receipt.applied_at.isoformat(sep=" ", timespec="seconds"),
        )
        for receipt in found
    ]
    columns = ("event", "tenant", "type", "in Intacct (record)", "state", "surface", "transactions", "applied at")
    print_table(f"{len(found)} receipts", columns, rows)


@click.command()
@_of_tenant
@click.option("--month", default="", metavar="YYYY-MM", help="Only of this month.")
@configured
@as_json
def usage(tenant: str, month: str, config: Path, json_: bool) -> None:
    """Show the transactions that Intacct bills.

    Per tenant and month (UTC), as counted here.
    """
    found = at_desk(config, lambda desk: desk.usage(tenant, month))
    if json_:
        print_json_list(found)
    else:
        _print_usage(found)


def _print_usage(found: Sequence[UsageView]) -> None:
    rows: list[tuple[object, ...]] = [(row.month, row.tenant, row.transactions) for row in found]
    rows += [(month, "(all)", total) for month, total in month_totals(found).items()]
    print_table("transactions", ("month", "tenant", "transactions"), rows)


@click.command()
@configured
@as_json
def status(config: Path, json_: bool) -> int:
    """Show what each tenant's lane is doing.

    What waits, what is in flight, who is held and why.
    """
    found = at_desk(config, lambda desk: desk.status())
    if json_:
        print_json(found)
    else:
        _print_status(found)
    return ExitCode.NOT_OK if found.log_healthy is False else ExitCode.OK


def _print_status(found: StatusView) -> None:
    running = "running" if found.running else "not running"
    healthy = {True: "healthy", False: "does not take events", None: "idle"}[found.log_healthy]
    columns = ("tenant", "state", "waiting", "oldest", "in flight", "slots", "reason", "next step")
    print_table(f"service {running}, log {found.log} {healthy}", columns, [_lane(lane) for lane in found.lanes])


def _lane(lane: LaneView) -> tuple[object, ...]:
    oldest = "" if lane.oldest_seconds is None else f"{lane.oldest_seconds:.0f} s"
    return lane.tenant, lane.state, lane.backlog, oldest, lane.in_flight, lane.slots, lane.reason, lane.next_step
