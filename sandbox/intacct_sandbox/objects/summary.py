"""Summaries, which the gateway calls batches: documents of one kind that are posted together (developer.intacct.com:
accounts-payable/ap-summaries, accounts-receivable/ar-summaries; OpenAPI objects bill-summary, invoice-summary,
adjustment-summary). Those that no page has an object for are not queried. Their total is not kept."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, Day, Ref, Text
from intacct_sandbox.model.object_type import READ_ONLY, Fields, ObjectType
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_OPEN = Choice({"open": ("T", "open"), "closed": ("F", "closed")})
_STATUS = Choice({"active": ("T", "active"), "inactive": ("F", "inactive")})
_ORIGIN = Choice({"manual": ("M", "manual"), "system": ("S", "system")})
# AR advances are put into the summaries of AR payments (assumption).
_SHARED = {"ar-advance": "payment"}


def _summary(object: str, label: str, xml: str = "", rest: str = "") -> ObjectType:
    return ObjectType(
        name=f"{object}-summary",
        label=label,
        xml=xml,
        rest=rest,
        rules=Rules(),
        id_field="name",
        xml_operations=READ_ONLY,
        rest_operations=READ_ONLY,
        fields=(
            Field("name", Text(100), "TITLE", "name", required="both"),
            Field("date", Day(), "CREATED", "glPostingDate"),
            Field("state", _OPEN, "OPEN", "state", default="open"),
            Field("origin", _ORIGIN, "", "summaryCreationType", default="manual"),
            Field("bank", Ref("checking-account", plain=True), "BANKACCOUNTID", "bankAccountId.id"),
            Field("undeposited_account", Ref("account", plain=True)),
            Field("status", _STATUS, "STATUS", "status", default="active"),
        ),
    )


SUMMARIES = (
    _summary("bill", "APBillBatch", "APBILLBATCH", "accounts-payable/bill-summary"),
    _summary("invoice", "ARInvoiceBatch", "ARINVOICEBATCH", "accounts-receivable/invoice-summary"),
    _summary("ap-adjustment", "APAdjustmentBatch", "", "accounts-payable/adjustment-summary"),
    _summary("ar-adjustment", "ARAdjustmentBatch"),
    _summary("payment", "ARPaymentBatch"),
    _summary("expense-report", "EExpensesBatch"),
)


def summary_fields(object: str, rest: str) -> tuple[Field, Field]:
    """The summary of a document: its number, and its name, either of which says which one it is."""
    return (
        Field("summary", Ref(f"{object}-summary", plain=True), "PRBATCHKEY", rest and f"{rest}.id",
              rest_aliases=(f"{rest}.key",) if rest else ()),
        Field("summary_name", Text(100), "PRBATCH"),
    )  # fmt: skip


def resolve_summary(unit: Unit, type: ObjectType, fields: Fields) -> None:
    """Find the summary that `fields` name, in place; the number wins over the name. Raises Refused for a closed one and
    for a name that no summary has; an unknown number is left for the check of references."""
    key, name = fields.get("summary"), fields.get("summary_name")
    if key is None and name is None:
        fields |= {
            each: None for each in ("summary", "summary_name") if "summary" in fields or "summary_name" in fields
        }
        return
    table = unit.company.tables[f"{_SHARED.get(type.name, type.name)}-summary"]
    found = table.numbered(key) if key is not None else table.by_id(str(name))
    if found is None and key is None:
        text = f"Invalid {table.type.label} '{name}' specified."
        at = place(type.by_name["summary_name"])
        raise Refused(reason(Why.UNKNOWN_REFERENCE, text, at, table.type.label, str(name)))
    if found is not None:
        if found["state"] != "open":
            raise Refused(reason(Why.STATE, f"The summary {found['name']} is closed.", None, type.label))
        fields["summary"], fields["summary_name"] = str(found["key"]), found["name"]


def summary_of(unit: Unit, type: ObjectType, fields: Fields) -> Fields:
    """The summary of a document, or nothing."""
    key = fields.get("summary")
    name = f"{_SHARED.get(type.name, type.name)}-summary"
    return (unit.company.tables[name].numbered(key) if key is not None else None) or {}
