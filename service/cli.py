"""The command ``intacct-relay``: every command, and how errors end one. Exit status: service.commands.exit_codes."""

import sys
from importlib.metadata import version
from typing import Any

import click

from service.commands.check import check
from service.commands.dead_letters import dead_letters
from service.commands.exit_codes import exit_code
from service.commands.printing import print_error
from service.commands.reports import receipts, status, usage
from service.commands.run import run
from service.commands.send import send
from service.commands.where import where
from service.errors import RelayError
from service.settings import LoggingSettings
from service.telemetry import configure_logging


class Commands(click.Group):
    """A group whose commands return their exit status and may raise a RelayError: it ends as lines on stderr."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Never lets an expected error end in a traceback."""
        try:
            status = super().invoke(ctx)
        except RelayError as error:
            print_error(error)
            status = exit_code(error)
        ctx.exit(int(status or 0))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("intacct-relay"), prog_name="intacct-relay")
def main() -> None:
    """Business events into Sage Intacct, exactly once, within its limits, with proof."""
    quiet = LoggingSettings(level="warning", format="console")
    configure_logging(quiet, lambda: sys.stderr)  # stdout is for answers; «run» sets up its own


for command in (run, send, where, dead_letters, receipts, usage, status, check):
    main.add_command(command)


if __name__ == "__main__":
    sys.exit(main())
