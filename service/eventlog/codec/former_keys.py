"""Event keys before they held the tenant: verdicts under them are read as verdicts under the present ones.

Everything that a key is made of stands in the verdict itself, so nothing has to be known about who wrote it. Records
of Kafka keep their old record key, and are never deleted by it: two tenants may share it.
"""

from hashlib import blake2b

from schemas.event import event_key
from schemas.verdict import DeadLetter, Receipt


def former_key(source: str, event_id: str) -> str:
    """The event key of the first format: of source and id alone."""
    return blake2b(f"{len(source)}:{source}{event_id}".encode(), digest_size=16).hexdigest()


def key_of_receipt(receipt: Receipt) -> str:
    """The present key of the receipt's event."""
    if receipt.event_key != former_key(receipt.source, receipt.event_id):
        return receipt.event_key
    return event_key(receipt.tenant, receipt.source, receipt.event_id)


def id_of_dead_letter(letter: DeadLetter) -> str:
    """The present id of a dead letter: its event's key, or one made of the place of a record that was unreadable."""
    if letter.event is not None:
        source, identity = letter.event.source, letter.event.id
    else:
        source, identity = f"kafka:{letter.origin.topic}", f"{letter.origin.partition}/{letter.origin.offset}"
    if letter.id != former_key(source, identity):
        return letter.id
    return event_key(letter.tenant, source, identity)
