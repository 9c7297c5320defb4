"""Employees: the contact must exist first (developer.intacct.com: employee-expenses/employees; OpenAPI group
company-configuration)."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Day, Flag, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import refuse_unknown_currency


class _EmployeeRules(Rules):
    """An employee is called what the contact is printed as."""

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        contact = unit.company.tables["contact"].by_id(fields["primary_contact"]) or {}
        fields["name"] = contact.get("print_as")

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_unknown_currency(unit, type, changes)
        if "primary_contact" in changes:
            self.creating(unit, type, changes)


EMPLOYEE = ObjectType(
    name="employee",
    label="Employee",
    xml="EMPLOYEE",
    rest="company-config/employee",
    rules=_EmployeeRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "EMPLOYEEID", "id", required=BOTH, fixed=True),
        Field("primary_contact", Ref("contact"), "PERSONALINFO.CONTACTNAME", "primaryContact", required=BOTH),
        Field("name", Text(200), "PERSONALINFO.PRINTAS", "name", read_only=True, xml_aliases=("NAME",)),
        Field("start_date", Day(), "STARTDATE", "startDate"),
        Field("end_date", Day(), "ENDDATE", "endDate"),
        Field("birth_date", Day(), "BIRTHDATE", "birthDate"),
        Field("title", Text(100), "TITLE", "jobTitle"),
        Field("ssn", Text(11), "SSN", "SSN"),
        Field("employee_type", Text(80), "EMPLOYEETYPE", "employeeType.id"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        EXTERNAL_ID,
        Field("termination_type", same("voluntary", "involuntary", "deceased", "disability", "retired"),
              "TERMINATIONTYPE", "terminationType"),
        Field("manager", Ref("employee"), "SUPERVISORID", "manager"),
        Field("gender", same("female", "male"), "GENDER", "gender"),
        Field("department", Ref("department"), "DEPARTMENTID", "department"),
        Field("location", Ref("location"), "LOCATIONID", "location"),
        Field("class", Ref("class"), "CLASSID", "class"),
        Field("position", Text(80), "EMPPOSITIONID"),
        Field("currency", Text(3), "CURRENCY", "defaultCurrency"),
        Field("earning_type", Text(80), "EARNINGTYPENAME", "earningType.id"),
        Field("post_actual_cost", Flag(), "POSTACTUALCOST", "postActualCostWithVariance"),
        Field("name_1099", Text(100), "NAME1099", "form1099.name"),
        Field("form_1099_type", Text(20), "FORM1099TYPE", "form1099.type"),
        Field("form_1099_box", Text(20), "FORM1099BOX", "form1099.box"),
        Field("attachment_folder", Text(80), "SUPDOCFOLDERNAME", "attachmentFolder.id"),
        Field("payment_method", Text(40), "PAYMETHODKEY", "preferredPaymentMethod"),
        Field("payment_notification", Flag(), "PAYMENTNOTIFY", "sendAutomaticPaymentNotification"),
        Field("merge_payment_requests", Flag(), "MERGEPAYMENTREQ", "mergePaymentRequests", default=True),
        Field("ach_enabled", Flag(), "ACHENABLED", "ach.enabled"),
        Field("ach_routing_number", Text(20), "ACHBANKROUTINGNUMBER", "ach.bankRoutingNumber"),
        Field("ach_account_number", Text(30), "ACHACCOUNTNUMBER", "ach.accountNumber"),
        Field("ach_account_type", Text(30), "ACHACCOUNTTYPE", "ach.accountType"),
        Field("ach_remittance_type", Text(30), "ACHREMITTANCETYPE", "ach.remittanceType"),
    ),
)  # fmt: skip
