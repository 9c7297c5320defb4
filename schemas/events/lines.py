"""Lines of documents, and the dimensions that a line can carry."""

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from schemas.events.data import EventData
from schemas.events.text import AccountNumber, Id, RecordId, Text
from schemas.money import Money


class Dimensions(EventData):
    """Ids of the things that a line is about."""

    location: Id | None = None
    department: Id | None = None
    project: RecordId | None = None
    task: RecordId | None = None
    customer: RecordId | None = None
    vendor: RecordId | None = None
    employee: Id | None = None
    item: Id | None = None
    class_: Id | None = Field(default=None, alias="class")

    @field_validator("task")
    @classmethod
    def _task_is_of_a_project(cls, task: str | None, info: ValidationInfo) -> str | None:
        """Task ids are unique only inside a project (developer.intacct.com: TASKID needs PROJECTID)."""
        if task is not None and "project" in info.data and info.data["project"] is None:
            raise ValueError("a task needs the project that it belongs to")
        return task


def not_zero(amount: Money) -> Money:
    """A line of nothing is a mistake of the sender: it would vanish in every total."""
    if amount == 0:
        raise ValueError("must not be zero")
    return amount


class DocumentLine(Dimensions):
    """One line of a bill or an invoice. Negative amounts reduce the total."""

    account: AccountNumber
    amount: Annotated[Money, AfterValidator(not_zero)]
    memo: Text | None = None
