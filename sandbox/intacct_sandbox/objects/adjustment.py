"""AP and AR adjustments (developer.intacct.com: accounts-payable/ap-adjustments, accounts-receivable/ar-adjustments).

All amounts of one adjustment have one sign; a positive one raises what is owed (AP credit memo, AR debit memo), a
negative one lowers it. REST names of the two sides differ as in the examples of the OpenAPI groups.
"""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Day, Flag, Money, Number, Ref, Structure, Text
from intacct_sandbox.model.object_type import Fields, Lines, ObjectType
from intacct_sandbox.objects.dimensions import dimensions
from intacct_sandbox.objects.document import ACTION, STATE, DocumentRules
from intacct_sandbox.objects.summary import summary_fields
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import ZERO
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import lacking


class _AdjustmentRules(DocumentRules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._refuse_mixed_signs(type, fields)
        super().creating(unit, type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        if "lines" in changes:
            self._refuse_mixed_signs(type, changes)
        super().changing(unit, type, old, changes)

    def _require_for_posting(self, type: ObjectType, fields: Fields) -> None:
        missing = [lacking(type.by_name[name], type) for name in (self.party, self.date) if fields.get(name) is None]
        if missing:
            raise Refused(*missing)

    def _refuse_mixed_signs(self, type: ObjectType, fields: Fields) -> None:
        if len({line["amount"] > ZERO for line in fields["lines"]}) > 1:
            text = "The amounts of an adjustment must be all positive or all negative."
            raise Refused(reason(Why.BAD_VALUE, text, None, type.label))


# neutral name: what the two sides call it in REST
_AP = {"posting_date": "", "reference_number": "referenceNumber",
       "currency": "currency.txnCurrency", "base_currency": "currency.baseCurrency",
       "exchange_date": "currency.exchangeRateDate", "exchange_type": "currency.exchangeRateTypeId",
       "exchange_rate": "currency.exchangeRate", "inclusive_tax": "isTaxInclusive", "total": "txnTotalEntered",
       "total_due": "txnTotalDue", "total_paid": "", "pay_to": "contacts.payTo",
       "return_to": "contacts.returnTo"}  # fmt: skip
_AR = {"posting_date": "glPostingDate", "reference_number": "documentNumber", "currency": "txnCurrency.currency",
       "base_currency": "baseCurrency.currency", "exchange_date": "exchangeRate.date",
       "exchange_type": "exchangeRate.typeId", "exchange_rate": "exchangeRate.rate", "inclusive_tax": "",
       "total": "txnCurrency.totalEntered", "total_due": "txnCurrency.totalDue",
       "total_paid": "txnCurrency.totalPaid", "pay_to": "contacts.billTo",
       "return_to": "contacts.shipTo"}  # fmt: skip


def _line(name: str, label: str, xml: str, rest: str, amount: str) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=rest,
        rules=Rules(),
        id_field="key",
        fields=(
            Field("line_no", Number(), "LINE_NO", "lineNumber", read_only=True),
            Field("account", Ref("account"), "ACCOUNTNO", "glAccount"),
            Field("account_label", Text(80), "ACCOUNTLABEL", "accountLabel.id"),
            Field("amount", Money(), "TRX_AMOUNT", amount, required="both"),
            Field("memo", Text(1000), "ENTRYDESCRIPTION", "memo"),
            *dimensions(),
            Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "overrideOffsetGLAccount"),
            Field("allocation", Text(50), "ALLOCATION", "allocation.id"),
            Field("form_1099", Flag(), "FORM1099"),
            Field("tax_entries", Structure(), "TAXENTRIES", "taxEntries"),
        ),
    )


def _adjustment(side: str, party: str, label: str, rest: str, line: ObjectType) -> ObjectType:
    named = _AP if side == "AP" else _AR
    return ObjectType(
        name=f"{side.lower()}-adjustment",
        label=label,
        xml=f"{side}ADJUSTMENT",
        rest=rest,
        rules=_AdjustmentRules(party, "created_date"),
        id_field="number",
        unique=("number", party),
        lines=Lines(line, f"{side}ADJUSTMENTITEMS", "lines"),
        xml_operations=frozenset({"read", "delete"}),
        workflows=("submit", "reverse"),
        audit_prefix="AU",
        fields=(
            Field("number", Text(45), "RECORDID", "adjustmentNumber"),
            Field(party, Ref(party), f"{party.upper()}ID", party, required="both"),
            Field("created_date", Day(), "WHENCREATED", "createdDate", required="both"),
            Field("posting_date", Day(), "WHENPOSTED", named["posting_date"]),
            Field("reference_number", Text(45), "DOCNUMBER", named["reference_number"]),
            Field("description", Text(1000), "DESCRIPTION", "description"),
            Field("external_id", Text(100), "EXTERNALID"),
            Field("pay_to", Ref("contact"), "BILLTOPAYTOCONTACTNAME", named["pay_to"]),
            Field("return_to", Ref("contact"), "SHIPTORETURNTOCONTACTNAME", named["return_to"]),
            Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
            *summary_fields(f"{side.lower()}-adjustment", "adjustmentSummary"),
            Field("currency", Text(3), "CURRENCY", named["currency"]),
            Field("base_currency", Text(3), "BASECURR", named["base_currency"]),
            Field("exchange_date", Day(), "EXCH_RATE_DATE", named["exchange_date"]),
            Field("exchange_type", Text(40), "EXCH_RATE_TYPE_ID", named["exchange_type"]),
            Field("exchange_rate", Number(), "EXCHANGE_RATE", named["exchange_rate"]),
            Field("inclusive_tax", Flag(), "INCLUSIVETAX", named["inclusive_tax"]),
            Field("tax_solution", Text(80), "TAXSOLUTIONID", "taxSolution.id"),
            Field("action", ACTION, hidden=True),
            Field("state", STATE, "STATE", "state"),
            Field("total", Money(), "TRX_TOTALENTERED", named["total"], read_only=True, xml_aliases=("TOTALENTERED",)),
            Field("total_due", Money(), "TRX_TOTALDUE", named["total_due"], read_only=True, xml_aliases=("TOTALDUE",)),
            Field("total_paid", Money(), "TRX_TOTALPAID", named["total_paid"], read_only=True),
        ),
    )


AP_ADJUSTMENT = _adjustment(
    "AP", "vendor", "APAdjustment", "accounts-payable/adjustment",
    _line("ap-adjustment-line", "APAdjustmentItem", "APADJUSTMENTITEM", "accounts-payable/adjustment-line",
          "txnAmount"),
)  # fmt: skip
AR_ADJUSTMENT = _adjustment(
    "AR", "customer", "ARAdjustment", "accounts-receivable/adjustment",
    _line("ar-adjustment-line", "ARAdjustmentItem", "ARADJUSTMENTITEM", "accounts-receivable/adjustment-line",
          "txnCurrency.amount"),
)  # fmt: skip
