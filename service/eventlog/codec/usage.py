"""Usage: a running total as JSON under tenant/month."""

from pydantic import TypeAdapter

from schemas.verdict import UsageCount
from service.eventlog.codec.record import WireRecord

_JSON = (("content-type", b"application/json"),)
_USAGE = TypeAdapter(UsageCount)


def encode_usage(count: UsageCount) -> WireRecord:
    """A running total as a record; a newer one for the same tenant and month replaces it."""
    return WireRecord(f"{count.tenant}/{count.month}".encode(), _JSON, _USAGE.dump_json(count))


def decode_usage(value: bytes) -> UsageCount:
    """Raises ValueError when the value is not a running total."""
    return _USAGE.validate_json(value)
