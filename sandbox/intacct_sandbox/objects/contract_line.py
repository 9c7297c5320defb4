"""Contract lines: records of their own that belong to a contract (developer.intacct.com: contracts-rev-mgmt/
contract-lines; OpenAPI group contracts-and-revenue-management)."""

from decimal import Decimal

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Day, Flag, Money, Number, Quantity, Ref, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.action import arguments
from intacct_sandbox.objects.contract import FREQUENCY, POST, refuse_backward
from intacct_sandbox.objects.contract_holds import ADJUSTMENT, SCHEDULES, moved
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.days import days_after
from intacct_sandbox.rules.posting import ZERO, refuse_closed_period
from intacct_sandbox.rules.refusal import Refused, Why, place, reason
from intacct_sandbox.rules.required import lacking
from intacct_sandbox.rules.rounding import product

_STATE = Choice({
    "draft": ("Draft", "draft"), "in_progress": ("In progress", "inProgress"),
    "renewal_only": ("Renewal only", "renewalOnly"), "renewed": ("Renewed", "renewed"),
    "canceled": ("Canceled", "canceled"), "not_renewed": ("Not renewed", "notRenewed"),
})  # fmt: skip
_METHOD = Choice({
    "fixed": ("Fixed price", "fixedPrice"), "quantity": ("Quantity based", "quantityBased"),
    "project": ("Project T&M", "projectT&M"), "project_time": ("Project time", "projectTime"),
    "project_materials": ("Project materials", "projectMaterials"),
})  # fmt: skip
_OPTIONS = Choice({
    "once": ("One-time", "oneTime"), "template": ("Use billing template", "useBillingTemplate"),
    "each": ("Include with every invoice", "includeWithEveryInvoice"),
})  # fmt: skip
_RESET = Choice({"invoice": ("After each invoice", "afterEachInvoice"),
                 "renewal": ("After each renewal", "afterEachRenewal")})  # fmt: skip
_USAGE = Choice({"variable": ("Variable", "variable"), "committed": ("Committed", "committed")})
_SOURCE = Choice({"contract": ("Contract value", "contractValue"),
                  "user": ("User-specified value", "userSpecifiedValue")})  # fmt: skip
_END = Choice({"bill": ("Bill unused quantity", "billUnusedQuantity"),
               "cancel": ("Cancel unused quantity", "cancelUnusedQuantity"),
               "nothing": ("Do nothing", "doNothing")})  # fmt: skip
_EXCESS = Choice({"bill": ("Bill overage", "billOverage"), "refuse": ("Don't allow overage", "doNotAllowOverage"),
                  "nothing": ("Do nothing", "doNothing")})  # fmt: skip
_DELIVERY = Choice({"undelivered": ("Undelivered", "undelivered"), "delivered": ("Delivered", "delivered")})
_PERIODS = (("begin_date", "end_date"), ("billing_start", "billing_end"), ("revenue_start", "revenue_end"),
            ("revenue2_start", "revenue2_end"))  # fmt: skip
_FIRST = ("draft", "in_progress", "renewal_only")
_DIMENSIONS = ("location", "department", "project", "task", "vendor", "employee", "class")


class _LineRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        contract = self._contract(unit, fields)
        self._first_state(type, fields, contract)
        for name in ("location", "billing_frequency"):
            if fields.get(name) is None:
                fields[name] = contract.get(name)
        others = unit.company.tables["contract-line"].find("contract", fields["contract"])
        fields["line_no"] = max((each["line_no"] for each in others), default=Decimal(0)) + 1
        fields["posting_date"] = self._posting_date(unit, type, fields)
        self._check(type, fields, contract)
        self._settle_amount(fields)

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        self._add(unit, record, record.get("amount") or ZERO)
        return record

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        if changes.pop("state", old["state"]) != old["state"]:
            text = "The state cannot be changed by an update; use post"
            raise Refused(reason(Why.READ_ONLY_FIELD, text, place(type.by_name["state"]), type.label))
        if old["state"] not in _FIRST:
            text = f"You cannot change a {type.label} that is {old['state'].replace('_', ' ')}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        whole: Fields = {**old, **changes}
        self._check(type, whole, self._contract(unit, whole))
        calculated = {"quantity", "price", "multiplier", "discount"} & set(changes)
        if calculated and "amount" not in changes:
            whole["amount"] = None
        self._settle_amount(whole)
        if whole.get("amount") != old.get("amount"):
            changes["amount"] = whole.get("amount")
            self._add(unit, old, (whole.get("amount") or ZERO) - (old.get("amount") or ZERO))

    def deleting(self, unit: Unit, type: ObjectType, record: Fields) -> None:
        if record["state"] not in _FIRST:
            text = f"You cannot delete a {type.label} that is {record['state']}."
            raise Refused(reason(Why.STATE, text, None, type.label))
        self._add(unit, record, -(record.get("amount") or ZERO))

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: Fields) -> Fields:
        if action == "post":
            return unit.change(type, record, self._posted(unit, type, record, values))
        if action == "deliver":
            if record.get("delivery") == "delivered":
                raise Refused(reason(Why.STATE, f"This {type.label} is already delivered.", None, type.label))
            return unit.change(type, record, {"delivery": "delivered", "delivery_date": values["date"]})
        return unit.change(type, record, moved(type, record, action, values))

    def _contract(self, unit: Unit, fields: Fields) -> Fields:
        return unit.company.tables["contract"].by_id(fields["contract"]) or {}

    def _first_state(self, type: ObjectType, fields: Fields, contract: Fields) -> None:
        """A line of a draft contract is a draft; a closed contract takes no more lines."""
        state = contract["state"]
        if state not in ("draft", "in_progress"):
            text = f"A contract that is {state.replace('_', ' ')} takes no more lines."
            raise Refused(reason(Why.STATE, text, None, type.label))
        asked = fields.setdefault("state", state)
        if asked not in _FIRST or (asked == "in_progress" and state == "draft"):
            text = f"A line of a contract that is {state.replace('_', ' ')} cannot be created as {asked}"
            raise Refused(reason(Why.BAD_VALUE, text, place(type.by_name["state"]), type.label))

    def _posting_date(self, unit: Unit, type: ObjectType, fields: Fields) -> str | None:
        """The date that is asked for must be open; else it is the start, or the first open day after it."""
        asked: str | None = fields.get("posting_date")
        if asked is not None:
            if fields["state"] == "in_progress":
                refuse_closed_period(unit, type, "posting_date", asked)
            return asked
        start: str | None = fields.get("begin_date")
        closed = start is not None and unit.company.period_is_closed(start)
        return days_after(unit.company.closed_through, 1) if closed else start

    def _posted(self, unit: Unit, type: ObjectType, record: Fields, values: Fields) -> Fields:
        contract = self._contract(unit, record)["state"]
        if record["state"] != "draft" or contract != "in_progress":
            text = f"Only a draft {type.label} of a contract in progress can be posted."
            raise Refused(reason(Why.STATE, text, None, type.label))
        day = values.get("date") or record.get("posting_date")
        if day is not None:
            refuse_closed_period(unit, type, "posting_date", day)
        return {"state": "in_progress", "posting_date": day, "memo": values.get("memo")}

    def _check(self, type: ObjectType, fields: Fields, contract: Fields) -> None:
        termed = (contract.get("term_type") or "termed") == "termed"
        needed = ["begin_date", "end_date"] if termed and not fields.get("recurring") else []
        if fields.get("billing_options") == "each":
            needed.append("billing_frequency")
        missing = [lacking(type.by_name[name], type) for name in (*needed, "location") if fields.get(name) is None]
        if missing:
            raise Refused(*missing)
        for begin, end in _PERIODS:
            refuse_backward(type, fields, begin, end)

    def _settle_amount(self, fields: Fields) -> None:
        """Quantity, price, multiplier and discount make the amount of a fixed price, when none is given."""
        if fields.get("amount") is None and fields.get("price") is not None and fields.get("billing_method") == "fixed":
            given = [fields[name] for name in ("quantity", "price", "multiplier") if fields.get(name) is not None]
            fields["amount"] = product(*given, 1 - (fields.get("discount") or ZERO) / 100)

    def _add(self, unit: Unit, line: Fields, amount: Decimal) -> None:
        """The contract's total follows from its lines."""
        contract = self._contract(unit, line)
        if contract and amount:
            total = (contract.get("total") or ZERO) + amount
            unit.derive(unit.company.types["contract"], contract, {"total": total})


def _hold(name: str) -> ObjectType:
    return arguments(
        Field("date", Day(), "ASOFDATE", "asOfDate", required=BOTH),
        Field("memo", Text(500), "MEMO", "memo", required="rest"),
        *(Field(each, Flag(), each.upper(), f"{name}{each.capitalize()}", required="rest") for each in SCHEDULES),
        *((ADJUSTMENT,) if name == "resume" else ()),
    )


def _schedule_fields(name: str) -> tuple[Field, ...]:
    return (
        Field(f"{name}_held", Day(), f"{name.upper()}HOLDDATE", f"{name}.holdDate", read_only=True),
        Field(f"{name}_resumed", Day(), f"{name.upper()}RESUMEDATE", f"{name}.resumeDate", read_only=True),
        Field(f"{name}_memo", Text(500), "", f"{name}.memo"),
    )


CONTRACT_LINE = ObjectType(
    name="contract-line",
    label="Contract line",
    xml="CONTRACTDETAIL",
    rest="contracts/contract-line",
    rules=_LineRules(),
    id_field="key",
    workflows=("post", "deliver", "hold-schedules", "resume-schedules"),
    actions={
        "post": POST,
        "deliver": arguments(Field("date", Day(), "DELIVERYDATE", "deliveryDate", required=BOTH)),
        "hold": _hold("hold"),
        "resume": _hold("resume"),
    },
    fields=(
        Field("contract", Ref("contract"), "CONTRACTID", "contract", required=BOTH, fixed=True),
        Field("line_no", Number(), "LINENO", "lineNumber", read_only=True),
        Field("item", Ref("item"), "ITEMID", "item", required=BOTH),
        Field("state", _STATE, "STATE", "state"),
        Field("begin_date", Day(), "BEGINDATE", "startDate"),
        Field("end_date", Day(), "ENDDATE", "endDate"),
        Field("description", Text(1000), "ITEMDESC", "itemDescription"),
        Field("renewal", Flag(), "RENEWAL", "renewal.renew", default=False),
        Field("renewal_billing_template", Text(80), "RENEWALBILLINGTEMPLATENAME", "renewal.billingTemplate.id"),
        Field("recurring", Flag(), "RECURRING", "isRecurring"),
        Field("exchange_date", Day(), "EXCH_RATE_DATE", "currency.exchangeRateDate"),
        Field("exchange_rate", Quantity(), "EXCHANGE_RATE", "currency.exchangeRate"),
        Field("billing_method", _METHOD, "BILLINGMETHOD", "billing.method", required=BOTH, default="fixed"),
        Field("billing_options", _OPTIONS, "BILLINGOPTIONS", "billing.amountFrequency"),
        Field("billing_frequency", FREQUENCY, "BILLINGFREQUENCY", "billing.frequency"),
        Field("prorate", Flag(), "PRORATEBILLINGPERIOD", "billing.proratePartialPeriods"),
        # The official SDK calls it BILLINGTEMPLATE, the page BILLINGTEMPLATENAME.
        Field(
            "billing_template", Text(80), "BILLINGTEMPLATENAME", "billing.template.id", xml_aliases=("BILLINGTEMPLATE",)
        ),
        Field("billing_start", Day(), "BILLINGSTARTDATE", "billing.startDate"),
        Field("billing_end", Day(), "BILLINGENDDATE", "billing.endDate"),
        Field("usage_reset", _RESET, "USAGEQTYRESETPERIOD", "billing.usageQuantityReset"),
        Field("usage_recurs", Flag(), "USAGEQTYRECUR", "billing.isUsageQuantityRecurring"),
        Field("usage_type", _USAGE, "USAGELINETYPE", "billing.quantityType"),
        Field("unused_quantity", _END, "COMMITTEDUSAGEENDACTION", "billing.committedQuantityEndAction"),
        Field("excess_quantity", _EXCESS, "COMMITTEDUSAGEEXCESS", "billing.committedQuantityExcess"),
        Field("quantity", Quantity(), "QUANTITY", "billing.quantity"),
        Field("price", Quantity(), "PRICE", "billing.rate"),
        Field("multiplier", Quantity(), "MULTIPLIER", "billing.multiplier"),
        Field("discount", Quantity(), "DISCOUNTPERCENT", "billing.discount"),
        Field("amount", Money(), "FLATAMOUNT", "billing.flatFixedAmount"),
        Field("posting_date", Day(), "GLPOSTINGDATE", "postingDate"),
        Field("revenue_on_invoice", Flag(), "REV_REC_ON_INVOICE"),
        Field("revenue_template", Text(80), "REVENUETEMPLATENAME", "revenue.journal1.revenueTemplate.id"),
        Field("revenue_start", Day(), "REVENUESTARTDATE", "revenue.journal1.startDate"),
        Field("revenue_end", Day(), "REVENUEENDDATE", "revenue.journal1.endDate"),
        Field("revenue2_template", Text(80), "REVENUE2TEMPLATENAME", "revenue.journal2.revenueTemplate.id"),
        Field("revenue2_start", Day(), "REVENUE2STARTDATE", "revenue.journal2.startDate"),
        Field("revenue2_end", Day(), "REVENUE2ENDDATE", "revenue.journal2.endDate"),
        Field("bill_to", Ref("contact"), "BILLTOCONTACTNAME", "contacts.billTo"),
        Field("bill_to_source", _SOURCE, "BILLTOSOURCE", "billToSource"),
        Field("ship_to", Ref("contact"), "SHIPTOCONTACTNAME", "contacts.shipTo"),
        Field("ship_to_source", _SOURCE, "SHIPTOSOURCE", "shipToSource"),
        Field("delivery", _DELIVERY, "DELIVERYSTATUS", "deliveryStatus", read_only=True),
        Field("delivery_date", Day(), "DELIVERYDATE", "deliveryDate", read_only=True),
        Field("memo", Text(1000), "", "memo", read_only=True),
        *(each for name in SCHEDULES for each in _schedule_fields(name)),
        *(Field(name, Ref(name), f"{name.upper()}ID", f"dimensions.{name}") for name in _DIMENSIONS),
    ),
)
