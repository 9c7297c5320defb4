"""What the configuration must have for the roles that a process is started with."""

from collections.abc import Set

from service.configuration.mistake import Mistake
from service.errors import ConfigurationError
from service.roles import ALL_ROLES, Role
from service.settings import Settings, SqliteLogSettings


def check_roles(settings: Settings, roles: Set[Role]) -> None:
    """Raises ConfigurationError when this configuration cannot be split into these roles."""
    mistakes: list[Mistake] = []
    if isinstance(settings.log, SqliteLogSettings) and frozenset(roles) != ALL_ROLES:
        fix = "run all roles in one process, or use log.kind: kafka"
        mistakes.append(("log.kind", f"the embedded SQLite log belongs to one process: {fix}"))
    if frozenset(roles) == {Role.ROUTER} and not settings.router.topics:
        mistakes.append(("router.topics", "is empty, so the role «router» has nothing to do: name the topics"))
    if mistakes:
        raise ConfigurationError(mistakes)
