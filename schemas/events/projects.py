"""Projects and their tasks."""

from datetime import date
from typing import Literal

from pydantic import ValidationInfo, field_validator

from schemas.events.data import EventData
from schemas.events.dates import IsoDate
from schemas.events.documents import not_before
from schemas.events.parties import Status
from schemas.events.text import Id, Name, RecordId, Text
from schemas.money import Currency

Category = Literal["contract", "capitalized", "internal_non_billable", "internal_billable"]


class Span(EventData):
    """Work that has a first and a last day."""

    start_date: IsoDate | None = None
    end_date: IsoDate | None = None

    @field_validator("end_date")
    @classmethod
    def _ends_after_start(cls, end_date: date | None, info: ValidationInfo) -> date | None:
        return end_date and not_before(end_date, info, "start_date")


class ProjectUpserted(Span):
    """``project.upserted``: a project is new or has changed."""

    id: RecordId
    name: Name
    category: Category
    description: Text | None = None
    customer: RecordId | None = None
    manager: Id | None = None
    department: Id | None = None
    location: Id | None = None
    currency: Currency | None = None
    status: Status | None = None


class TaskUpserted(Span):
    """``task.upserted``: a task of a project is new or has changed."""

    id: RecordId
    project: RecordId
    name: Name
    description: Text | None = None
