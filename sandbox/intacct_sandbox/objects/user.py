"""Users, read only: those of the company file (developer.intacct.com: company-console/users; OpenAPI group
company-config). All are web services users without administration (assumption)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Flag, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

USER = ObjectType(
    name="user",
    label="UserInfo",
    xml="USERINFO",
    rest="company-config/user",
    rules=Rules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    rest_operations=READ_ONLY,
    fields=(
        Field("id", Text(), "LOGINID", "id"),
        Field("name", Text(), "DESCRIPTION", "userName"),
        Field("type", Choice({"business": ("business user", "business")}), "USERTYPE", "userType", default="business"),
        Field("admin", same("off", "limited", "full"), "", "adminPrivileges", default="off"),
        Field("web_services", Flag(), "", "webServices.isEnabled", default=True),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
