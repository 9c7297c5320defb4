"""One field of an object: its neutral name, its kind, and where each surface carries it."""

from dataclasses import dataclass
from typing import Any

from intacct_sandbox.model.kinds import Kind

BOTH = "both"


@dataclass(frozen=True, slots=True)
class Field:
    """`xml` and `rest` are dotted paths inside the object; an empty path means that the surface does not have it.

    `required` is "", "xml", "rest" or "both"; a line that has the field `unless` need not have this one. A `fixed`
    field can be set on creation only. `hidden` fields are taken in but are no part of the record.
    """

    name: str
    kind: Kind
    xml: str = ""
    rest: str = ""
    required: str = ""
    unless: str = ""
    default: Any = None
    read_only: bool = False
    fixed: bool = False
    hidden: bool = False
    xml_aliases: tuple[str, ...] = ()
    rest_aliases: tuple[str, ...] = ()

    def required_on(self, surface: str) -> bool:
        """Whether a create over `surface` must carry the field."""
        return self.required in (surface, BOTH)

    def path(self, surface: str) -> str:
        """The wire name on `surface`, or the neutral name where the surface has none."""
        return (self.xml if surface == "xml" else self.rest) or self.name
