"""Receipts: JSON under the event key."""

from pydantic import TypeAdapter

from schemas.verdict import Receipt
from service.eventlog.codec.record import WireRecord

_JSON = (("content-type", b"application/json"),)
_RECEIPT = TypeAdapter(Receipt)


def encode_receipt(receipt: Receipt) -> WireRecord:
    """A receipt as a record; a newer one for the same event replaces it."""
    return WireRecord(receipt.event_key.encode(), _JSON, _RECEIPT.dump_json(receipt))


def decode_receipt(value: bytes) -> Receipt:
    """Raises ValueError when the value is not a receipt."""
    return _RECEIPT.validate_json(value)
