"""Receipts: JSON under the event key."""

from dataclasses import replace

from pydantic import TypeAdapter

from schemas.verdict import Receipt
from service.eventlog.codec.former_keys import key_of_receipt
from service.eventlog.codec.record import WireRecord

_JSON = (("content-type", b"application/json"),)
_RECEIPT = TypeAdapter(Receipt)


def encode_receipt(receipt: Receipt) -> WireRecord:
    """A receipt as a record; a newer one for the same event replaces it."""
    return WireRecord(receipt.event_key.encode(), _JSON, _RECEIPT.dump_json(receipt))


def decode_receipt(value: bytes) -> Receipt:
    """The receipt under its present event key. Raises ValueError when the value is not a receipt."""
    receipt = _RECEIPT.validate_json(value)
    key = key_of_receipt(receipt)
    return receipt if key == receipt.event_key else replace(receipt, event_key=key)
