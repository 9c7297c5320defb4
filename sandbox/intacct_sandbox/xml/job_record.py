"""An offline job as the company shows it: JOBQUEUERECORD (developer.intacct.com: company-console/queue-administration).

Jobs are not kept in the state file: what was queued when the sandbox ended is gone.
"""

from datetime import datetime
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.world import World

_TYPE = "Asynchronous API requests"


class JobRecord:
    """One job; its record changes as the job proceeds."""

    def __init__(self, world: World, company: Company, record: dict[str, Any], queued: datetime) -> None:
        self._world = world
        self._table = company.tables["job"]
        self._record = record
        self._queued = self._started = queued
        self._table.put(record)

    @classmethod
    def queue(cls, world: World, company: Company, user: str, action: str) -> "JobRecord":
        """A new record for a request whose first function is `action`."""
        stamp = world.clock.stamp()
        record = {
            "key": company.next_key(), "id": world.identifiers.opaque(), "job_type": _TYPE, "action": action,
            "details": "XML API request", "user": user, "state": "queued", "queued": stamp, "entity": "",
            "created_at": stamp, "modified_at": stamp, "created_by": user, "modified_by": user,
        }  # fmt: skip
        return cls(world, company, record, world.clock.now())

    @property
    def id(self) -> str:
        return str(self._record["id"])

    def started(self) -> None:
        """The request is being worked on."""
        self._started = self._world.clock.now()
        waited = _duration(self._queued, self._started)
        self._put({"state": "in_progress", "started": self._world.clock.stamp(), "waited": waited})

    def ended(self, state: str) -> None:
        """The response was delivered, or could not be."""
        self._put({"state": state, "active": _duration(self._started, self._world.clock.now())})

    def forget(self) -> None:
        """The job was not taken after all."""
        self._table.drop(self._record["key"])

    def _put(self, changes: dict[str, Any]) -> None:
        self._record = {**self._record, **changes, "modified_at": self._world.clock.stamp()}
        self._table.put(self._record)


def _duration(start: datetime, end: datetime) -> str:
    seconds = max(0, int((end - start).total_seconds()))
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
