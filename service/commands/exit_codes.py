"""What the exit status says. Documented in docs/operations.md; scripts depend on it."""

from enum import IntEnum

from service.errors import ConfigurationError, IntakeError, LogInUse, LogUnavailable, RelayError


class ExitCode(IntEnum):
    """Exit status of every command."""

    OK = 0
    NOT_OK = 1
    """Something that was looked for is not there, or something that was checked or asked for is not right."""
    WRONG_USAGE = 2
    """Wrong options, a wrong configuration, or a wrong input file: nothing was done."""
    LOG_IN_USE = 3
    """Another process owns the embedded log."""
    LOG_UNAVAILABLE = 4
    """The event log, or the running service, does not answer: what was asked may be tried again."""


def exit_code(error: RelayError) -> ExitCode:
    """The exit status that tells a script what kind of error it was."""
    if isinstance(error, LogInUse):
        return ExitCode.LOG_IN_USE
    if isinstance(error, LogUnavailable):
        return ExitCode.LOG_UNAVAILABLE
    if isinstance(error, ConfigurationError | IntakeError):
        return ExitCode.WRONG_USAGE
    return ExitCode.NOT_OK
