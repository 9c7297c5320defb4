"""What the data of every canonical event has in common: strict, frozen, and its fields are the write's fields."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class EventData(BaseModel):
    """Data of one event type. A field that the model does not know is a mistake, not noise.

    Field names are the neutral names of the Intacct object that the event is about. A field that is absent or
    ``null`` is not stated: the write leaves it alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def stated(self) -> dict[str, Any]:
        """What the event states, under neutral names, in the shapes of ``schemas.write.Fields``."""
        return self.model_dump(by_alias=True, exclude_none=True)
