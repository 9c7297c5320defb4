"""Payment terms (developer.intacct.com: accounts-payable/ap-terms, accounts-receivable/ar-terms; OpenAPI object term).

AP and AR terms are one list here (assumption): each name can be used by vendors and by customers.
"""

from dataclasses import replace

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Number, Text, same
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.change import Rules

_AP = ObjectType(
    name="term",
    label="Term",
    xml="APTERM",
    rest="accounts-payable/term",
    rules=Rules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(40), "NAME", "id", required=BOTH, fixed=True),
        Field("name", Text()),
        Field("description", Text(200), "DESCRIPTION", "description"),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        Field("days", Number(), "DUEDATE", "due.days"),
        Field("due_from", Text(40), "DUEFROM", "due.from"),
        Field("discount_days", Number(), "DISCDATE", "discount.days"),
        Field("discount_from", Text(40), "DISCFROM", "discount.from"),
        Field("discount_amount", Number(), "DISCAMOUNT", "discount.amount"),
        Field("discount_unit", Text(10), "DISCPERCAMN", "discount.unit"),
        Field("discount_grace_days", Number(), "DISCFUDGEDAYS", "discount.graceDays"),
        Field("discount_on", Text(40), "DISCCALCON", "discount.calculateOn"),
        Field("penalty_type", Text(20), "PEN_TYPES", "penalty.cycle"),
        Field("penalty_amount", Number(), "PENAMOUNT", "penalty.amount"),
        Field("penalty_unit", Text(10), "PENPERCAMN", "penalty.unit"),
        Field("penalty_grace_days", Number(), "PENFUDGEDAYS", "penalty.graceDays"),
    ),
)
TERM = replace(_AP, variants=(replace(_AP, label="ARTerm", xml="ARTERM", rest="accounts-receivable/term"),))
