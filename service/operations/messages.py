"""What the command line sends to the admin API: the bodies of its POST requests."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from schemas.event import StoredEvent


class ReplayRequest(BaseModel):
    """Which dead letters to replay, and who wants it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ids: Sequence[str] = Field(min_length=1)
    by: str = ""


class DiscardRequest(ReplayRequest):
    """Which dead letters to discard, who wants it and why."""

    note: str = ""


class EventsRequest(BaseModel):
    """Events to append; bytes travel as base64."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    events: Sequence[StoredEvent]
