"""get_companyprefs and set_companyprefs (developer.intacct.com: company-console/subscriptions; the official schema).

What else the company is set up as can be read there too: whether numbers are unique, and what has to be approved. The
applications are those of the page; the names of these preferences are in no public source (assumption).
"""

from collections.abc import Iterator

from lxml import etree

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.duplicates import numbers_are_unique
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.refusals import errors_for

_OBJECT = "company-preference"
_UNIQUE = {"AP": {"UNIQUEBILLNUMBERS": "bill", "UNIQUEADJUSTMENTNUMBERS": "ap-adjustment"},
           "AR": {"UNIQUEINVOICENUMBERS": "invoice", "UNIQUEADJUSTMENTNUMBERS": "ar-adjustment"}}  # fmt: skip
_APPROVED = {"AP": {"BILLAPPROVALS": "bill", "PAYMENTAPPROVALS": "bill-payment", "VENDORAPPROVALS": "vendor"},
             "GL": {"JOURNALENTRYAPPROVALS": "journal-entry"}, "EE": {"EXPENSEAPPROVALS": "expense-report"},
             "PO": {"PURCHASINGAPPROVALS": "purchasing-document"}}  # fmt: skip


def get_preferences(call: Call) -> Outcome:
    """All preferences of one application."""
    type, application = call.company.types[_OBJECT], call.element.get("application", "")
    operations.allow(call.unit, "read", type)
    call.unit.count_query(type.name)
    found = call.company.tables[_OBJECT].find("application", application)
    return Outcome(wrap("data", "".join(_shown(each) for each in (*found, *_setup(call, application)))))


def set_preferences(call: Call) -> Outcome:
    """Set some, all or none of them; one that the company has not is refused (assumption)."""
    type = call.company.types[_OBJECT]
    try:
        for each in call.element.iterfind("companyprefs/companypref"):
            _set(call, type, each)
    except Refused as refused:
        call.unit.roll_back()
        return Outcome("", errors_for(refused, "update", type, call.world.switches))
    return Outcome()


def _setup(call: Call, application: str) -> Iterator[Fields]:
    company, switches = call.company.definition, call.world.switches
    for name, object in _UNIQUE.get(application, {}).items():
        yield _preference(application, name, numbers_are_unique(company, switches, object))
    for name, object in _APPROVED.get(application, {}).items():
        yield _preference(application, name, object in company.approvals)


def _preference(application: str, name: str, value: bool) -> Fields:
    return {"application": application, "preference": name, "value": "T" if value else "F"}


def _set(call: Call, type: ObjectType, body: etree._Element) -> None:
    application, name, value = (
        (body.findtext(tag) or "").strip() for tag in ("application", "preference", "prefvalue")
    )
    asked = call.element.get("application", "")
    known = call.company.tables[_OBJECT].find("application", asked) if application == asked else []
    record = next((each for each in known if each["preference"] == name), None)
    if record is None:
        text = f"Invalid preference '{name}' of application '{application}' specified."
        raise Refused(reason(Why.UNKNOWN_REFERENCE, text, None, type.label, name))
    operations.update(call.unit, type, record, {"value": value or None})


def _shown(record: Fields) -> str:
    body = element("application", record["application"]) + element("preference", record["preference"])
    return wrap("companypref", body + element("prefvalue", record.get("value") or ""))
