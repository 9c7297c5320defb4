"""The error tree. Each error says what follows from it, and carries where it travelled.

RelayError
├── ConfigurationError      stop         the configuration is wrong; names every mistake with its path
├── LogError
│   ├── LogUnavailable      retry        nothing was stored; a webhook is answered 503
│   ├── LogInUse            stop         another process owns the embedded log
│   └── PartitionLost       stop lane    this process no longer owns the partition; its next owner goes on
├── IntakeError                          the caller is told by an HTTP problem body
│   ├── UnknownSource       refuse 404
│   ├── NotAuthentic        refuse 401
│   ├── TenantRefused       refuse 403   the tenant is not configured, or not this source's
│   ├── SourceRefused       refuse 403   the way in does not speak for the CloudEvents source
│   ├── TooLarge            refuse 413
│   └── Malformed           refuse 400
├── EventError              dead-letter  this event can never be applied as it is
│   ├── Undecodable
│   ├── UnknownType
│   ├── UnknownTenant
│   ├── ForeignSource
│   ├── SchemaViolation
│   └── HandlerFailed
└── ClientError                          about Intacct; becomes an outcome, never leaves the client as such
    ├── NoAnswer            settle       sent, but no answer: the write may be there
    ├── NotSent             retry        the request never reached Intacct
    └── Unauthorized        hold         credentials, sender or permission
"""

from collections.abc import Sequence
from enum import StrEnum


class Follows(StrEnum):
    """What happens next."""

    RETRY = "retry"
    HOLD = "hold"
    DEAD_LETTER = "dead-letter"
    STOP = "stop"
    REFUSE = "refuse"
    SETTLE = "settle"


class RelayError(Exception):
    """Base of everything raised on purpose here. ``next_step`` tells a person what to do."""

    follows: Follows = Follows.STOP

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step


class ConfigurationError(RelayError):
    """The configuration is wrong. ``mistakes`` holds all of them, each as (path, what is wrong and the fix)."""

    def __init__(self, mistakes: list[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{path}: {text}" for path, text in mistakes))
        self.mistakes = mistakes


class LogError(RelayError):
    """The event log cannot do what was asked."""


class LogUnavailable(LogError):
    """Nothing was stored. The caller may try again; a webhook sender is told 503."""

    follows = Follows.RETRY


class LogInUse(LogError):
    """Another process owns the embedded log."""


class PartitionLost(LogError):
    """This process no longer owns the partition. Whatever is unfinished belongs to the next owner."""


class IntakeError(RelayError):
    """The request is refused; nothing was stored. ``mistakes`` are (path, what is wrong), as many as there are."""

    follows = Follows.REFUSE
    status = 400
    title = "Bad request"

    def __init__(self, message: str, *, next_step: str = "", mistakes: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message, next_step=next_step)
        self.mistakes = tuple(mistakes)


class UnknownSource(IntakeError):
    """No such source is configured."""

    status = 404
    title = "Unknown source"


class NotAuthentic(IntakeError):
    """The secret or the signature is missing, wrong or too old."""

    status = 401
    title = "Not authentic"


class TenantRefused(IntakeError):
    """The event names a tenant that is not configured, or that its source may not speak for."""

    status = 403
    title = "Tenant refused"


class SourceRefused(IntakeError):
    """The way in does not speak for the event's CloudEvents source."""

    status = 403
    title = "Source refused"


class TooLarge(IntakeError):
    """The body is over the limit."""

    status = 413
    title = "Body too large"


class Malformed(IntakeError):
    """The request cannot be read as what its source profile says it is."""

    status = 400
    title = "Malformed event"


class EventError(RelayError):
    """This event can never be applied as it is. ``path`` names the field, when there is one."""

    follows = Follows.DEAD_LETTER

    def __init__(self, message: str, *, next_step: str = "", path: str = "") -> None:
        super().__init__(message, next_step=next_step)
        self.path = path


class Undecodable(EventError):
    """The bytes are not what their content type says."""


class UnknownType(EventError):
    """No handler is registered for this event type."""


class UnknownTenant(EventError):
    """The tenant is not configured."""


class ForeignSource(EventError):
    """The way in does not speak for the event's CloudEvents source."""


class SchemaViolation(EventError):
    """The data does not fit the model of its type."""


class HandlerFailed(EventError):
    """The handler raised something other than an EventRefused: a bug in the handler."""


class ClientError(RelayError):
    """Talking to Intacct failed. The client turns it into an outcome."""


class NoAnswer(ClientError):
    """The request was sent and its answer was lost: the write may have happened.

    ``retry_after``: seconds that an answer which says nothing else asked to wait.
    """

    follows = Follows.SETTLE

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotSent(ClientError):
    """The request did not reach Intacct: no connection, no name, no TLS."""

    follows = Follows.RETRY


class Unauthorized(ClientError):
    """Credentials, sender authorisation or permission. Never tried again in a loop."""

    follows = Follows.HOLD
