"""``run``: the service itself."""

from collections.abc import Sequence
from pathlib import Path

import click

from service.commands.context import configured, settings_of
from service.configuration import check_roles
from service.roles import ALL_ROLES, Role
from service.telemetry import configure_logging

EVERY = "all"


@click.command()
@click.option(
    "--role",
    "roles",
    type=click.Choice([EVERY, *(role.value for role in Role)]),
    multiple=True,
    default=[EVERY],
    show_default=True,
    help="What this process does; may be repeated. Roles can be split only when the log is on Kafka.",
)
@configured
def run(roles: Sequence[str], config: Path) -> int:
    """Run the service.

    Until SIGTERM or SIGINT: then what is in flight is finished. A second signal ends it at once.
    """
    settings = settings_of(config)
    wanted = ALL_ROLES if EVERY in roles else frozenset(map(Role, roles))
    check_roles(settings, wanted)
    configure_logging(settings.logging)
    from service import app  # only here: the other commands need no more than the log

    return app.run(settings, wanted)
