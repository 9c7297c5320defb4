"""Offline jobs: read only, addressed by job id (developer.intacct.com: company-console/queue-administration)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Moment, Text
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules


class _IsoMoment(Moment):
    """XML shows these in ISO 8601, though filters take the usual form."""

    def to_xml(self, value: str) -> str:
        return value


_STATE = Choice({
    "queued": ("Queued", "Q"), "in_progress": ("In Progress", "T"), "delivered": ("Delivered", "S"),
    "failed": ("Failed", "D"), "deferred": ("Deferred", "R"), "cancelled": ("Cancelled", "C"),
})  # fmt: skip

JOB = ObjectType(
    name="job",
    label="JobQueueRecord",
    xml="JOBQUEUERECORD",
    rest="",
    rules=Rules(),
    indexed=("state",),
    xml_operations=READ_ONLY,
    rest_operations=frozenset(),
    xml_update_keys=("id",),
    fields=(
        Field("id", Text(80), "JOBID"),
        Field("job_type", Text(80), "JOBTYPE"),
        Field("action", Text(200), "ACTION"),
        Field("details", Text(200), "DETAILS"),
        Field("user", Text(80), "USERS"),
        Field("state", _STATE, "STATE"),
        Field("queued", _IsoMoment(), "TIMEQUEUED"),
        Field("started", _IsoMoment(), "TIMESTARTED"),
        Field("active", Text(20), "ACTIVETIME"),
        Field("waited", Text(20), "WAITINQUEUE"),
    ),
)
