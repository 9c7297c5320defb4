"""Objects that other records refer to and that can only be read; their content comes from the company file."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Number, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules


def _listing(name: str, label: str, xml: str, id_tag: str, rest: str, *more: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=rest,
        rules=Rules(),
        unique=("id",),
        xml_operations=READ_ONLY,
        rest_operations=READ_ONLY,
        fields=(
            Field("id", Text(), id_tag, "id"),
            Field("name", Text(), "" if id_tag == "NAME" else "NAME", "name"),
            Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
            *more,
        ),
    )


LISTINGS = (
    _listing("location", "Location", "LOCATION", "LOCATIONID", "company-config/location", Field("belongs_to", Text())),
    _listing("entity", "Entity", "LOCATIONENTITY", "LOCATIONID", "company-config/entity"),
    _listing("department", "Department", "DEPARTMENT", "DEPARTMENTID", "company-config/department"),
    _listing("class", "Class", "CLASS", "CLASSID", "company-config/class"),
    _listing("employee", "Employee", "EMPLOYEE", "EMPLOYEEID", "company-config/employee"),
    _listing("journal", "Journal", "JOURNAL", "SYMBOL", "general-ledger/journal"),
    _listing("term", "Term", "APTERM", "NAME", "accounts-payable/term", Field("days", Number())),
    _listing("item", "Item", "ITEM", "ITEMID", "inventory-control/item"),
    _listing("warehouse", "Warehouse", "WAREHOUSE", "WAREHOUSEID", "inventory-control/warehouse"),
    _listing("contract", "Contract", "CONTRACT", "CONTRACTID", "contracts/contract"),
    _listing("cost-type", "CostType", "COSTTYPE", "COSTTYPEID", "construction/cost-type"),
    _listing("checking-account", "CheckingAccount", "CHECKINGACCOUNT", "BANKACCOUNTID",
             "cash-management/checking-account", Field("account", Text(), "GLACCOUNTNO", "accounting.glAccount.id")),
)  # fmt: skip
