"""Platform Services: records of a company's own (custom) objects."""

from collections.abc import Sequence

from handlers.registry import Context, handles
from schemas.event import Event
from schemas.events.platform import CustomRecordUpserted
from schemas.write import ObjectKey, Operation, Write


@handles("custom-record.upserted", CustomRecordUpserted)
async def upsert_custom_record(event: Event[CustomRecordUpserted], context: Context) -> Sequence[Write]:
    """Create the record of the custom object, or change the fields that the event states."""
    record = event.data
    key = ObjectKey("custom-record", (record.type, record.name))
    return [Write(Operation.UPSERT, key, record.stated(), entity=event.entity)]
