from handlers.registry import Context, handles
from schemas.event import Event
from schemas.events.data import EventData
from schemas.write import ObjectKey, Operation, Write


class LeaseSigned(EventData):
    lease: str
    tenant: str
    location: str


@handles("lease.signed", LeaseSigned)
async def open_lease_project(event: Event[LeaseSigned], context: Context) -> list[Write]:
    data = event.data
    fields = {"id": data.lease, "name": data.tenant, "category": "internal_billable", "location": data.location}
    needs = (ObjectKey("location", (data.location,)),)
    return [Write(Operation.UPSERT, ObjectKey("project", (data.lease,)), fields, needs, entity=event.entity)]
