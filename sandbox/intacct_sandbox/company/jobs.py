"""Jobs that REST requests leave behind: asynchronous requests and bulk jobs, as their status calls show them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intacct_sandbox.outgoing.delivery import Delivery

BULK_STATUS = "/services/bulk/job/status"
_STATUS_KEPT = timedelta(days=4)
# how a delivery stands -> what the job is said to be (developer.sage.com: async guide)
_STATES = {"ready": "inTransit", "sending": "inTransit", "waiting": "deferred", "held": "deferred",
           "delivered": "delivered"}  # fmt: skip


@dataclass(slots=True)
class AsyncJob:
    """`delivery` is there when the work is done and its result is on the way."""

    id: str
    client: str
    queued: datetime
    state: str = "queued"
    delivery: "Delivery | None" = None

    def standing(self) -> str:
        """queued, inTransit, delivered, dead, cancelled or deferred."""
        return _STATES.get(self.delivery.state, "dead") if self.delivery else self.state

    def shown(self, now: datetime, field: str) -> dict[str, Any]:
        """What job-status answers; never the result of the request itself."""
        told = {"jobId": self.id, field: self.standing(), "queuedDateTime": f"{self.queued:%Y-%m-%dT%H:%M:%SZ}"}
        if self.delivery is None or now - self.queued > _STATUS_KEPT:
            return told
        tries = [{"dateTime": each.time, "respondCode": each.status} for each in self.delivery.attempts]
        return told | {"deliveryStatus": tries}


@dataclass(slots=True)
class BulkJob:
    """A job and what became of each of its records."""

    id: str
    client: str
    name: str
    operation: str
    records: list[Any]
    callback: str
    created: str
    status: str = "queued"
    items: list[dict[str, Any]] = field(default_factory=list)

    def shown(self) -> dict[str, Any]:
        """What job/status answers."""
        done = self.status == "completed"
        percent = 100 if done else 100 * len(self.items) // max(1, len(self.records))
        told = {"jobId": self.id, "status": self.status, "percentComplete": percent, "createdDateTime": self.created}
        if done:
            url = f"{BULK_STATUS}?jobId={self.id}&download=true"
            told |= {"downloadURL": url, "jobStatusFile": f"{self.id}-response.json"}
        return told
