"""Projects and their tasks."""

from collections.abc import Sequence

from handlers.references import refers
from handlers.registry import Context, handles
from schemas.event import Event
from schemas.events.projects import ProjectUpserted, TaskUpserted
from schemas.write import ObjectKey, Operation, Write


@handles("project.upserted", ProjectUpserted)
async def upsert_project(event: Event[ProjectUpserted], context: Context) -> Sequence[Write]:
    """Create the project, or change what the event states of it."""
    project = event.data
    key = ObjectKey("project", (project.id,))
    references = refers(
        customer=project.customer,
        employee=project.manager,
        department=project.department,
        location=project.location,
    )
    return [Write(Operation.UPSERT, key, project.stated(), references, entity=event.entity)]


@handles("task.upserted", TaskUpserted)
async def upsert_task(event: Event[TaskUpserted], context: Context) -> Sequence[Write]:
    """Create the task of its project, or change what the event states of it."""
    task = event.data
    key = ObjectKey("task", (task.project, task.id))
    return [Write(Operation.UPSERT, key, task.stated(), refers(project=task.project), entity=event.entity)]
