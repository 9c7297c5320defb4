"""What an Intacct object is: declared once, with its wire names on both surfaces."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from schemas.write import Operation
from service.delivery.client_port import RecordState, Surface
from service.intacct.objects.document_states import Words
from service.intacct.objects.kinds import REFERENCE, Kind
from service.intacct.objects.operations import NOTHING, Offer, Offers, offer_of


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Why a look-up does not compare a field, on each surface; empty: there it does."""

    rest: str = ""
    xml: str = ""


def never(why: str) -> Uncompared:
    """The same reason on both surfaces."""
    return Uncompared(why, why)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its neutral name and where each surface carries it.

    ``rest`` and ``xml`` are dotted paths inside the object, used for writing. Queries name the field alike, except
    where ``rest_read`` or ``xml_read`` say otherwise (legacy XML functions and queries use different names).
    An empty path means that the surface does not have the field.

    A look-up compares every field that the write states, but those that say in ``uncompared`` why not.
    """

    name: str
    kind: Kind
    rest: str = ""
    xml: str = ""
    rest_read: str | None = None
    xml_read: str | None = None
    uncompared: Uncompared = Uncompared()
    rate_type: str = ""
    """For a currency: the XML element of the exchange rate type, which is written empty beside it. That leaves the rate
    to Intacct, and stands for «Intacct Daily Rate» (official SDKs; bills and journal entries in other currencies)."""
    if_shown: str = ""
    """Why a company may refuse to show it in queries: then it is left out of the query and of the comparison."""

    def written(self, surface: Surface) -> str:
        """Path for writing."""
        return self.rest if surface is Surface.REST else self.xml

    def read(self, surface: Surface) -> str:
        """Name in queries."""
        if surface is Surface.REST:
            return self.rest if self.rest_read is None else self.rest_read
        return self.xml if self.xml_read is None else self.xml_read

    def why_not_compared(self, surface: Surface) -> str:
        """The declared reason; empty for a field that is compared."""
        return self.uncompared.rest if surface is Surface.REST else self.uncompared.xml

    def compared_on(self, surface: Surface) -> bool:
        """Whether a look-up compares it there."""
        return not self.why_not_compared(surface) and self.read(surface) != ""


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
    accounts_apart: "Declaration | None" = None
    """Accounts of another kind, which this object does not take although they share their numbers with ours."""
    record: "Declaration | None" = None
    """The line as a record of its own, whose key is the record number of its owner: what look-ups query. The compared
    fields are those above, by the names that they have in queries."""
    essential: tuple[str, ...] = ("account", "amount")
    """Fields that every line has: a line that does not show them cannot be judged."""
    may_be_none: bool = False
    """Whether a record of the object may be without lines."""
    added: Field | None = None
    """A column that marks the lines which Intacct added by itself, for tax: these are nobody's difference."""
    added_up: bool = False
    """Lines that differ only in their amount are one, of the sum."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A line field that names another document by its number, which the wire has as a record key, both ways."""

    field: str
    object: str
    owner: str
    """Field of the header that is the first key part of that document."""


@dataclass(frozen=True, slots=True)
class Total:
    """The header's total as Intacct reports it, compared with the sum of the lines' ``amount``."""

    rest: str
    xml: str = ""
    if_shown: str = ""
    """See ``Field.if_shown``."""

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
    xml: str = "STATE"
    words: Words = field(default_factory=dict, hash=False)
    approvals: bool = True
    """Whether a company can demand that somebody approves it before it posts."""
    posted_on: tuple[str, ...] = ()
    """Fields of the day on which it posts: the first one that is stated."""
    reverses_rest: str = ""
    reverses_xml: str = ""
    """Columns, if shown, that are filled in a record which only reverses another, where its state does not say so."""

    def read(self, surface: Surface) -> str:
        """Name of the state in queries."""
        return self.rest if surface is Surface.REST else self.xml

    def reverses(self, surface: Surface) -> str:
        """Name of the column that tells a reversing record; empty when the state does."""
        return self.reverses_rest if surface is Surface.REST else self.reverses_xml

    def meaning(self, word: str) -> RecordState:
        """What a word means; UNKNOWN for one that nobody declared."""
        return self.words.get("".join(filter(str.isalpha, word.lower())), RecordState.UNKNOWN)


DRAFT = "draft"


class KeptBy(StrEnum):
    """Who keeps a business key unique."""

    INTACCT = "intacct"
    SETTING = "setting"
    """A setting of the company, see ``service.settings.CompanySettings``."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Why the business key is what it is, and who sees to it that nothing has it twice."""

    key: str
    """Why these fields make a document one document for those who number it."""
    kept_by: KeptBy
    why: str
    """How that is known."""
    setting: str = ""
    """Name of the setting, for SETTING."""


@dataclass(frozen=True, slots=True)
class ToldApart:
    """A number that several may use: with another ``field`` it is another document, unless ``choice`` has a ``value``
    whose numbers are the account's own. Who does not say which choice it is, may have made that one."""

    field: str
    choice: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class Audit:
    """Names of the columns that say who made a record and where it is: asked for, but never insisted on."""

    made_by_rest: str = "audit.createdByUser.id"
    made_by_xml: str = "CREATEDBY"
    entity_rest: str = "entity.id"
    entity_xml: str = "MEGAENTITYID"

    def made_by(self, surface: Surface) -> str:
        """XML shows the number of a user."""
        return self.made_by_rest if surface is Surface.REST else self.made_by_xml

    def entity(self, surface: Surface) -> str:
        """Empty in a record of the top level."""
        return self.entity_rest if surface is Surface.REST else self.entity_xml


@dataclass(frozen=True, slots=True)
class XmlForm:
    """How XML writes the object: generic create and update of ``element``, or a legacy function for creating."""

    element: str
    legacy_create: str = ""
    record_number: str = "RECORDNO"
    update_by_key: bool = False
    """Whether an update may name the record by its business id instead of the record number."""
    constants: tuple[tuple[str, str], ...] = ()
    """(element, text) that every create says."""
    submits: tuple[str, ...] | None = None
    """Neutral fields that the update with ``ACTION`` Submit must repeat, which ends a draft; None: there is none."""


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
    uniqueness: Uniqueness | None = None
    """None: nobody writes it, and so nobody looks it up."""
    also_told_apart_by: ToldApart | None = None
    total: Total | None = None
    state: State | None = None
    audit: Audit = Audit()
    xml_reads: str = ""
    """What XML queries call the object, where XML does not write it."""
    create_defaults: tuple[tuple[str, str], ...] = ()
    """(field, field that it is taken from when a create does not carry it)."""
    open_group: str = ""
    """Neutral mapping whose members are fields that the tenant declared, not we."""
    type_field: str = ""
    """Key field that names the type (custom objects): it is a part of path and element, not of the record."""
    over_rest: Offers = field(default_factory=lambda: NOTHING, hash=False)
    over_xml: Offers = field(default_factory=lambda: NOTHING, hash=False)
    """What each surface offers, and for how much. docs/surfaces.md is printed from it."""
    names: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.names.update({each.name: each for each in self.fields})

    @cached_property
    def key_fields(self) -> tuple[Field, ...]:
        """Fields of the key that are part of the record."""
        return tuple(self.names[name] for name in self.key if name != self.type_field)

    @property
    def xml_object(self) -> str:
        """What XML queries call it; empty when XML does not have it."""
        return self.xml.element if self.xml else self.xml_reads

    @property
    def xml_record_number(self) -> str:
        """What XML queries call the record number."""
        return self.xml.record_number if self.xml else "RECORDNO"

    @property
    def drafts(self) -> bool:
        """Whether REST creates it as a draft."""
        return self.state is not None and self.state.submitted_by != ""

    def offer(self, surface: Surface, operation: Operation) -> Offer | None:
        """What a surface offers for an operation; None: nothing."""
        return offer_of(self.over_rest if surface is Surface.REST else self.over_xml, operation)

    def every_field(self) -> Iterator[Field]:
        """Header fields, then line fields."""
        yield from self.fields
        yield from self.lines.fields if self.lines else ()


def dimensions(xml: dict[str, str], xml_read: dict[str, str] | None = None) -> tuple[Field, ...]:
    """The dimensions of a line; the mappings have the element names of this kind of line, and its names in queries."""
    read = xml if xml_read is None else xml_read
    return tuple(
        Field(name, REFERENCE, f"dimensions.{name}.id", element, xml_read=read[name]) for name, element in xml.items()
    )


def line_record(name: str, label: str, rest: str, xml: str, owner: Field) -> Declaration:
    """A line as a record of its own, which only look-ups read."""
    return Declaration(name=name, label=label, key=("owner",), fields=(owner,), rest=rest, xml_reads=xml)


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
