"""Sales territories (developer.intacct.com: accounts-receivable/territories; OpenAPI group accounts-receivable)."""

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Ref, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

TERRITORY = ObjectType(
    name="territory",
    label="Territory",
    xml="TERRITORY",
    rest="accounts-receivable/territory",
    rules=Rules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    fields=(
        Field("id", Text(20), "TERRITORYID", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "NAME", "name", required=BOTH),
        Field("parent", Ref("territory"), "PARENTID", "parent"),
        Field("manager", Ref("employee"), "MANAGERID", "manager"),
        Field("external_id", Text(100), "EXTERNALID"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
