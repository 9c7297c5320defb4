"""What an Intacct object is: declared once, with its wire names on both surfaces."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from service.delivery.client_port import Surface
from service.intacct.objects.kinds import REFERENCE, Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its neutral name and where each surface carries it.

    ``rest`` and ``xml`` are dotted paths inside the object, used for writing. Queries name the field alike, except
    where ``rest_read`` or ``xml_read`` say otherwise (legacy XML functions and queries use different names).
    An empty path means that the surface does not have the field.
    """

    name: str
    kind: Kind
    rest: str = ""
    xml: str = ""
    rest_read: str | None = None
    xml_read: str | None = None

    def written(self, surface: Surface) -> str:
        """Path for writing."""
        return self.rest if surface is Surface.REST else self.xml

    def read(self, surface: Surface) -> str:
        """Name in queries."""
        if surface is Surface.REST:
            return self.rest if self.rest_read is None else self.rest_read
        return self.xml if self.xml_read is None else self.xml_read


@dataclass(frozen=True, slots=True)
class Lines:
    """Owned lines: ``name`` is the neutral field, ``rest`` the array, ``xml`` wrapper and element, dotted."""

    name: str
    fields: tuple[Field, ...]
    rest: str
    xml: str = ""
    rest_required: tuple[str, ...] = ()
    """Neutral fields without which REST refuses a line although XML may take it."""
    resolves: "Resolution | None" = None
    compared_as: "Declaration | None" = None
    """The line as a record of its own, for objects whose header has no total: a look-up then reads the lines that it
    found and compares them. The key is the owner's record number; the other fields are what is compared, and have the
    names of the fields above."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A line field that names another document by its number, which the wire wants as a record key."""

    field: str
    object: str
    owner: str
    """Field of the header that is the first key part of that document."""


@dataclass(frozen=True, slots=True)
class Total:
    """The header's total as Intacct reports it, compared with the sum of the lines' ``amount``."""

    rest: str
    xml: str = ""

    def read(self, surface: Surface) -> str:
        """Name in queries."""
        return self.rest if surface is Surface.REST else self.xml


@dataclass(frozen=True, slots=True)
class State:
    """The life of a document, where only some states mean that it counts in the books.

    ``submitted_by`` names the workflow that ends a draft, for objects that REST creates as drafts (official OpenAPI:
    ``state`` of bill and AP payment defaults to ``draft``, and only the workflow moves it). Empty: we create no drafts,
    so a draft is somebody else's.
    """

    submitted_by: str = ""
    rest: str = "state"
    xml: str = ""

    def read(self, surface: Surface) -> str:
        """Name of the state in queries."""
        return self.rest if surface is Surface.REST else self.xml


DRAFT = "draft"
UNDONE = frozenset({"reversed", "reversal", "declined", "voided", "printvoided"})
"""States of a document that does not count any more, compared without case: XML shows them capitalised."""


@dataclass(frozen=True, slots=True)
class XmlForm:
    """How XML writes the object: generic create and update of ``element``, or a legacy function for creating."""

    element: str
    legacy_create: str = ""
    record_number: str = "RECORDNO"
    update_by_key: bool = False
    """Whether an update may name the record by its business id instead of the record number."""
    legacy_companions: tuple[tuple[str, str], ...] = ()
    """(element, element that the schema of the legacy function wants right after it, at least empty)."""


@dataclass(frozen=True)
class Declaration:
    """One object. ``key`` names the fields of the business key, in the order of ``ObjectKey.parts``.

    For XML legacy functions the order of ``fields`` is the order of the schema, which is enforced there.
    """

    name: str
    label: str
    """How Intacct's messages call it."""
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rest: str
    """Path below /objects/."""
    xml: XmlForm | None = None
    lines: Lines | None = None
    compared: tuple[str, ...] | None = None
    """Header fields that a look-up compares; None: every field that the write carries."""
    total: Total | None = None
    state: State | None = None
    create_defaults: tuple[tuple[str, str], ...] = ()
    """(field, field that it is taken from when a create does not carry it)."""
    open_group: str = ""
    """Neutral mapping whose members are fields that the tenant declared, not we."""
    type_field: str = ""
    """Key field that names the type (custom objects): it is a part of path and element, not of the record."""
    names: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.names.update({each.name: each for each in self.fields})

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        """Fields of the key that are part of the record."""
        return tuple(self.names[name] for name in self.key if name != self.type_field)

    def every_field(self) -> Iterator[Field]:
        """Header fields, then line fields."""
        yield from self.fields
        yield from self.lines.fields if self.lines else ()


def dimensions(xml: dict[str, str]) -> tuple[Field, ...]:
    """The dimensions of a line; ``xml`` maps neutral names to the element names of this kind of line."""
    return tuple(Field(name, REFERENCE, f"dimensions.{name}.id", element) for name, element in xml.items())


GENERIC_DIMENSIONS = {
    "location": "LOCATIONID",
    "department": "DEPARTMENTID",
    "project": "PROJECTID",
    "task": "TASKID",
    "customer": "CUSTOMERID",
    "vendor": "VENDORID",
    "employee": "EMPLOYEEID",
    "item": "ITEMID",
    "class": "CLASSID",
}
LEGACY_DIMENSIONS = {name: element.lower() for name, element in GENERIC_DIMENSIONS.items()}
JOURNAL_DIMENSIONS = {**GENERIC_DIMENSIONS, "location": "LOCATION", "department": "DEPARTMENT"}
"""Journal lines call two of them without ID (developer.intacct.com: general-ledger/journal-entries)."""
