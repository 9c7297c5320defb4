"""getDimensions: the dimensions of the company (developer.intacct.com: platform-services/dimensions)."""

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.objects.dimensions import dimension_types
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element, wrap


def get_dimensions(call: Call) -> Outcome:
    """All standard dimensions; there are no user-defined ones here."""
    found = dimension_types(call.company.types)
    body = "".join(_dimension(each) for each in found)
    return Outcome(wrap("data", wrap("dimensions", body)))


def _dimension(type: ObjectType) -> str:
    labels = element("objectLabel", type.label) + element("termLabel", type.label)
    flags = element("userDefinedDimension", "false") + element("enabledInGL", "true")
    return wrap("dimension", element("objectName", type.xml or type.name.upper()) + labels + flags)


def get_relationships(call: Call) -> Outcome:
    """Each dimension with those that its records name or that name it (which of them are related is an assumption)."""
    found = dimension_types(call.company.types)
    pairs = [(each, other) for each in found for other in found if each is not other and _names(each, other)]
    return Outcome(wrap("data", "".join(_relationship(each, found, pairs) for each in found)))


def _names(type: ObjectType, other: ObjectType) -> bool:
    return any(field.kind.target == other.name for field in type.references)  # type: ignore[attr-defined]


def _relationship(type: ObjectType, all: list[ObjectType], pairs: list[tuple[ObjectType, ObjectType]]) -> str:
    related = ""
    for number, (many, one) in enumerate(pairs, start=1):
        if type in (many, one):
            other, sides = (one, ("Many", "One")) if type is many else (many, ("One", "Many"))
            related += wrap("related", element("dimension", other.xml) + element("object_id", all.index(other) + 1)
                            + element("relationship_id", number) + element("source_side", sides[0])
                            + element("related_side", sides[1]))  # fmt: skip
    head = element("dimension", type.xml) + element("object_id", all.index(type) + 1)
    return wrap(
        "relationship", head + element("autofillrelated", "false") + element("enableoverride", "false") + related
    )
