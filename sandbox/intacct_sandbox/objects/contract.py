"""Contracts (developer.intacct.com: contracts-rev-mgmt/contracts; OpenAPI group contracts-and-revenue-management).

A posted contract is in progress. Nothing is billed or recognised by it here: there are no schedules (assumption: what
writers need are the contract and its lines).
"""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Ref, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.action import arguments
from intacct_sandbox.objects.contract_holds import ADJUSTMENT, hold_lines
from intacct_sandbox.objects.sequence import next_id
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period, refuse_unknown_currency
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking

STATE = Choice({
    "draft": ("Draft", "draft"), "in_progress": ("In progress", "inProgress"), "renewed": ("Renewed", "renewed"),
    "canceled": ("Canceled", "canceled"), "not_renewed": ("Not renewed", "notRenewed"),
})  # fmt: skip
FREQUENCY = Choice({"monthly": ("Monthly", "monthly"), "quarterly": ("Quarterly", "quarterly"),
                    "annually": ("Annually", "annually")})  # fmt: skip
_TERM_TYPE = Choice({"termed": ("Termed", "termed"), "evergreen": ("Evergreen", "evergreen")})
_ADVANCE = same("days", "months")
_RENEWAL_PERIOD = Choice({"years": ("Years", "years"), "months": ("Months", "months"), "days": ("Days", "days")})
_OPEN = ("draft", "in_progress")
_DIMENSIONS = ("location", "department", "project", "vendor", "employee", "class")


class _ContractRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if fields.get("id") is None:
            fields["id"] = next_id(unit, type)
        if fields["state"] not in _OPEN:
            text = "A contract is created as draft or in progress"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))
        fields.setdefault("currency", unit.company.definition.base_currency)
        fields["total"] = ZERO
        self._check(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        state = old["state"]
        if changes.get("state", state) != state:
            text = "The state cannot be changed by an update; use post"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, place(type.by_name["state"]), type.label))
        if state not in _OPEN:
            text = f"You cannot change a {type.label} that is {state.replace('_', ' ')}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        self._check(unit, type, {**old, **changes})

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: Fields) -> Fields:
        if action in ("hold", "resume"):
            hold_lines(unit, record, action, values)
            return unit.change(type, record, {})
        if record["state"] != "draft":
            raise Refused(reason(Why.STATE, f"Only a draft {type.label} can be posted.", None, type.label))
        day = values.get("date") or record["begin_date"]
        if values.get("date") is not None:
            refuse_closed_period(unit, type, "begin_date", day)
        return unit.change(type, record, {"state": "in_progress", "post_memo": values.get("memo"), "posted_on": day})

    def _check(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_unknown_currency(unit, type, fields)
        kind = fields.get("term_type") or "termed"
        wanted = "end_date" if kind == "termed" else "evergreen_template"
        if fields.get(wanted) is None:
            raise Refused(lacking(type.by_name[wanted], type))
        refuse_backward(type, fields, "begin_date", "end_date")
        for length, period in (("advance", "advance_period"), ("renewal_advance", "renewal_advance_period")):
            if fields.get(length) is not None and fields.get(period) is None:
                raise Refused(lacking(type.by_name[period], type))


def refuse_backward(type: ObjectType, fields: Fields, begin: str, end: str) -> None:
    """Raise Refused when the day `end` is before the day `begin`."""
    first, last = fields.get(begin), fields.get(end)
    if first is not None and last is not None and last < first:
        text = f"{type.by_name[end].path('xml')} must not be before {type.by_name[begin].path('xml')}"
        raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name[end]), type.label, last))


def _hold(name: str) -> ObjectType:
    """xsd and OpenAPI agree that everything but the memo of XML has to be said."""
    upper = name.upper()
    return arguments(
        Field("id", Text(), "CONTRACTID", required="xml"),
        Field("lines", Text(4000), "CONTRACTDETAILKEYS", "contractLineKeys", required=BOTH),
        Field("date", Day(), f"{upper}DATE", "asOfDate", required=BOTH),
        Field("memo", Text(500), f"{upper}MEMO", "memo", required="rest"),
        Field("billing", Flag(), f"{upper}BILLINGSCHEDULES", f"{name}Billing", required=BOTH),
        Field("revenue", Flag(), f"{upper}REVENUESCHEDULES", f"{name}Revenue", required=BOTH),
        Field("expense", Flag(), f"{upper}EXPENSESCHEDULES", f"{name}Expense", required=BOTH),
        *((ADJUSTMENT,) if name == "resume" else ()),
    )


# The page's table says GLPOSTDATE, its sample and the schema GLPOSTINGDATE.
POST = arguments(
    Field("date", Day(), "GLPOSTINGDATE", "glPostingDate", xml_aliases=("GLPOSTDATE",)),
    Field("memo", Text(1000), "POSTMEMO", "postMemo"),
)

CONTRACT = ObjectType(
    name="contract",
    label="Contract",
    xml="CONTRACT",
    rest="contracts/contract",
    rules=_ContractRules(),
    unique=("id",),
    indexed=("name",),
    xml_update_keys=("key", "id"),
    workflows=("post", "hold-schedules", "resume-schedules"),
    actions={"post": POST, "hold": _hold("hold"), "resume": _hold("resume")},
    fields=(
        Field("id", Text(50), "CONTRACTID", "id", fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        Field("customer", Ref("customer"), "CUSTOMERID", "dimensions.customer", required=BOTH),
        Field("state", STATE, "STATE", "state", default="in_progress"),
        Field("contract_type", Text(80), "CONTRACTTYPE", "contractType.id"),
        Field("description", Text(1000), "DESCRIPTION", "description"),
        Field("bill_to", Ref("contact"), "BILLTOCONTACTNAME", "contacts.billTo"),
        Field("ship_to", Ref("contact"), "SHIPTOCONTACTNAME", "contacts.shipTo"),
        Field("additional_contact", Ref("contact"), "ADDITIONALCONTACTNAME", "contacts.additionalContact"),
        Field("begin_date", Day(), "BEGINDATE", "startDate", required=BOTH),
        Field("end_date", Day(), "ENDDATE", "endDate"),
        Field("billing_frequency", FREQUENCY, "BILLINGFREQUENCY", "billingFrequency"),
        Field("term", Ref("term"), "TERMNAME", "paymentTerm", required=BOTH),
        Field("term_type", _TERM_TYPE, "TERMTYPE", "contractTermType", default="termed"),
        Field("application", same("C", "O"), "APPLICATION", default="C"),
        Field("evergreen_template", Text(80), "EVERGREENMACRO", "evergreenTemplate.id"),
        Field("price_list", Text(80), "PRCLIST", "billingPriceList.id"),
        Field("fair_value_price_list", Text(80), "MEAPRCLIST", "meaPriceList.id"),
        Field("advance", Number(), "ADVBILLBY", "billInAdvanceLength"),
        Field("advance_period", _ADVANCE, "ADVBILLBYTYPE", "billInAdvancePeriod"),
        Field("renewal_advance", Number(), "RENEWALADVBILLBY"),
        Field("renewal_advance_period", _ADVANCE, "RENEWALADVBILLBYTYPE"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        *(
            Field(
                name, Ref(name), f"{name.upper()}ID", f"dimensions.{name}", required=BOTH if name == "location" else ""
            )
            for name in _DIMENSIONS
        ),
        Field("base_currency", Text(3), "BASECURR", "currency.baseCurrency"),
        Field("currency", Text(3), "CURRENCY", "currency.txnCurrency"),
        Field("exchange_type", Text(40), "EXCHRATETYPE", "currency.exchangeRateType"),
        Field("renewal", Flag(), "RENEWAL"),
        Field("renewal_template", Text(80), "RENEWALMACRO", "renewalTemplate.id"),
        Field("renewal_length", Number(), "RENEWTERMLENGTH"),
        Field("renewal_period", _RENEWAL_PERIOD, "RENEWTERMPERIOD"),
        Field("post_memo", Text(1000), "POSTMEMO", "postMemo", read_only=True),
        Field("total", Money(), "", "contractTotalAmount", read_only=True),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
