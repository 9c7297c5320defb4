"""The dimensions that lines of every document carry."""

from collections.abc import Mapping

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import ObjectType

# neutral name -> object, XML name on documents, REST name below `dimensions`
_DIMENSIONS = {
    "location": ("location", "LOCATIONID", "location"),
    "department": ("department", "DEPARTMENTID", "department"),
    "project": ("project", "PROJECTID", "project"),
    "task": ("task", "TASKID", "task"),
    "cost_type": ("cost-type", "COSTTYPEID", "costType"),
    "customer": ("customer", "CUSTOMERID", "customer"),
    "vendor": ("vendor", "VENDORID", "vendor"),
    "employee": ("employee", "EMPLOYEEID", "employee"),
    "item": ("item", "ITEMID", "item"),
    "class": ("class", "CLASSID", "class"),
    "contract": ("contract", "CONTRACTID", "contract"),
    "warehouse": ("warehouse", "WAREHOUSEID", "warehouse"),
}


def dimension_types(types: Mapping[str, ObjectType]) -> list[ObjectType]:
    """The objects that are dimensions."""
    return [types[target] for target, _, _ in _DIMENSIONS.values()]


def dimensions(required_on_rest: tuple[str, ...] = (), journal: bool = False) -> tuple[Field, ...]:
    """Fields for all dimensions. Journal lines call two of them LOCATION and DEPARTMENT in XML, without ID."""
    fields = []
    for name, (target, xml, rest) in _DIMENSIONS.items():
        if journal and name in ("location", "department"):
            xml = xml.removesuffix("ID")  # noqa: PLW2901
        required = "rest" if name in required_on_rest else ""
        unless = "allocation" if name == "location" else ""
        fields.append(Field(name, Ref(target), xml, f"dimensions.{rest}", required=required, unless=unless))
    return tuple(fields)
