"""What every function implementation gets and gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from intacct_sandbox.company.company import Company
from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.search import View
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.world import World
from intacct_sandbox.xml.failure import FunctionFailure, XmlError


@dataclass(frozen=True, slots=True)
class Call:
    """One function to run: its element, and the unit that its effects belong to."""

    world: World
    unit: Unit
    element: etree._Element

    @property
    def company(self) -> Company:
        return self.unit.company

    def text(self, tag: str, default: str = "") -> str:
        """The text of a direct child."""
        return (self.element.findtext(tag) or "").strip() or default

    def view(self, everything: bool = False) -> View:
        """What the caller sees."""
        shown = everything or self.world.switches.top_level_sees_entity_records
        return View(self.unit.caller.entity, shown)

    def count_query(self) -> None:
        """A page of a query is one transaction, whatever it returns."""
        name = self.text("object").split("::")[0]
        type = self.company.xml_object(name)
        self.unit.count_query(type.name if type else name)


@dataclass(frozen=True, slots=True)
class Bare:
    """Data that is sent without any envelope."""

    body: str
    content_type: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Markup for the result; with errors the function failed though it may have had effects."""

    payload: str = ""
    errors: Sequence[XmlError] = ()
    bare: Bare | None = None


Implementation = Callable[[Call], Outcome]


def object_named(call: Call, name: str, operation: str) -> ObjectType:
    """The object with this XML name; raises when there is none or the operation is not offered for it.

    Names are taken in lower and mixed case too: official examples have `inventorytotaldetail`, live clients `class`.
    Reads answer with the name as it was asked for: github.com/fylein/sageintacct-sdk-py asks live companies for
    `allocationentry`, and finds it under that name in the answer.
    """
    type = call.company.xml_object(name)
    if type is not None and operation == "read" and type.xml != name:
        type = replace(type, xml=name)
    if type is None:
        raise FunctionFailure(XmlError("WS", f"Object definition {name} not found"))
    by_switch = type.name == "invoice" and operation == "create" and call.world.switches.generic_invoice_create
    if (operation not in type.xml_operations and not by_switch) or (
        operation != "read" and call.company.owner_of(type)
    ):
        text = f"The operation {operation} is not offered for {name}."
        raise Refused(reason(Why.NOT_OFFERED, text, label=type.label))
    return type


def illegal(text: str) -> FunctionFailure:
    """A bad argument of a read function."""
    return FunctionFailure(XmlError("DL02000001", "There was an error processing the request.", text))
