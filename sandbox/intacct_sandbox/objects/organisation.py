"""Locations, departments and classes (developer.intacct.com: company-console/locations, departments, classes; OpenAPI
group company-configuration)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Ref, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

STATUS = Choice({"active": ("active", "active"), "active_non_posting": ("active non-posting", "activeNonPosting"),
                 "inactive": ("inactive", "inactive")})  # fmt: skip


class HierarchyRules(Rules):
    """Records with a parent of their own kind form a tree (that a circle is refused is an assumption)."""

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        above = changes.get("parent")
        while above is not None:
            if above == old["id"]:
                text = f"The parent of {type.label} '{old['id']}' must not be below it."
                raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["parent"]), type.label, above))
            above = (unit.company.tables[type.name].by_id(above) or {}).get("parent")


class _LocationRules(HierarchyRules):
    """A location belongs to the entity in which it is made, or to that of its parent (assumption)."""

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        fields["belongs_to"] = unit.caller.entity or unit.company.entity_of(fields.get("parent"))


LOCATION = ObjectType(
    name="location",
    label="Location",
    xml="LOCATION",
    rest="company-config/location",
    rules=_LocationRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "LOCATIONID", "id", required=BOTH, fixed=True),
        Field("name", Text(40), "NAME", "name", required=BOTH),
        Field("parent", Ref("location"), "PARENTID", "parent"),
        Field("manager", Ref("employee"), "SUPERVISORID", "manager"),
        Field("primary_contact", Ref("contact"), "CONTACTINFO.CONTACTNAME", "contacts.primary"),
        Field("ship_to", Ref("contact"), "SHIPTO.CONTACTNAME", "contacts.shipTo"),
        Field("start_date", Day(), "STARTDATE", "startDate"),
        Field("end_date", Day(), "ENDDATE", "endDate"),
        Field("report_title", Text(100), "CUSTTITLE", "reportTitle"),
        Field("print_as", Text(200), "", "printAs"),
        Field("tax_id", Text(20), "TAXID", "taxId"),
        Field("status", STATUS, "STATUS", "status", default="active"),
        EXTERNAL_ID,
        Field("belongs_to", Text()),
    ),
)

DEPARTMENT = ObjectType(
    name="department",
    label="Department",
    xml="DEPARTMENT",
    rest="company-config/department",
    rules=HierarchyRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "DEPARTMENTID", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "TITLE", "name", required=BOTH, xml_aliases=("NAME",)),
        Field("parent", Ref("department"), "PARENTID", "parent"),
        Field("manager", Ref("employee"), "SUPERVISORID", "supervisor"),
        Field("report_title", Text(100), "CUSTTITLE", "reportTitle"),
        Field("status", STATUS, "STATUS", "status", default="active"),
        EXTERNAL_ID,
    ),
)

CLASS = ObjectType(
    name="class",
    label="Class",
    xml="CLASS",
    rest="company-config/class",
    rules=HierarchyRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "CLASSID", "id", required=BOTH, fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        Field("description", Text(500), "DESCRIPTION", "description"),
        Field("status", STATUS, "STATUS", "status", default="active"),
        Field("parent", Ref("class"), "PARENTID", "parent"),
    ),
)
