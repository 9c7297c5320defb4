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
