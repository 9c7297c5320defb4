"""Vendors (developer.intacct.com: accounts-payable/vendors; OpenAPI group accounts-payable)."""

from decimal import Decimal
from typing import Any

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Choice, Flag, Money, Number, Ref, Structure, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.contact import create_display_contact, display_contact_fields, refuse_bad_email
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.posting import refuse_unknown_currency
from intacct_sandbox.rules.refusal import Refused, Why, reason

STATUS = Choice({"active": ("active", "active"), "active_non_posting": ("active non-posting", "activeNonPosting"),
                 "inactive": ("inactive", "inactive")})  # fmt: skip
RESTRICTION = Choice({"unrestricted": ("Unrestricted", "unrestricted"), "root_only": ("RootOnly", "rootOnly"),
                      "restricted": ("Restricted", "restricted")})  # fmt: skip

# XML as in the tests of the official SDK, REST as in the OpenAPI.
_BILLING = Choice({"open_item": ("openitem", "openItem"), "balance_forward": ("balanceforward", "balanceForward")})


_STATE = Choice({"submitted": ("Submitted", "submitted"), "approved": ("Approved", "approved"),
                 "declined": ("Declined", "declined")})  # fmt: skip
_DECISIONS = {"approve": "approved", "decline": "declined"}


class _VendorRules(Rules):
    """Where vendors are approved, a new or changed one waits for a decision (OpenAPI: vendor/approve, decline)."""

    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        self._submit(unit, type, fields)
        refuse_unknown_currency(unit, type, fields)
        fields["total_due"] = Decimal("0.00")

    def created(self, unit: Unit, type: ObjectType, record: Fields) -> Fields:
        named = dict(record)
        create_display_contact(unit, type, named, "V")
        return unit.derive(type, record, {"contact_name": named["contact_name"]})

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        self._submit(unit, type, changes)
        refuse_unknown_currency(unit, type, changes)
        refuse_bad_email(type, changes, "contact_")

    def act(self, unit: Unit, type: ObjectType, record: Fields, action: str, values: dict[str, Any]) -> Fields:
        if record.get("state") != "submitted":
            text = f"Only a submitted Vendor can be met with {action}."
            raise Refused(reason(Why.STATE, text, None, type.label, record["id"]))
        return unit.change(type, record, {"state": _DECISIONS[action]})

    def _submit(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        if type.name in unit.company.definition.approvals:
            fields["state"] = "submitted"


VENDOR = ObjectType(
    name="vendor",
    label="Vendor",
    xml="VENDOR",
    rest="accounts-payable/vendor",
    rules=_VendorRules(),
    unique=("id",),
    indexed=("name",),
    workflows=("approve", "decline"),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(20), "VENDORID", "id", required=BOTH, fixed=True),
        Field("name", Text(100), "NAME", "name", required=BOTH),
        *display_contact_fields(),
        Field("status", STATUS, "STATUS", "status", default="active"),
        Field("state", _STATE, "STATE", "state", read_only=True),
        EXTERNAL_ID,
        Field("one_time", Flag(), "ONETIME", "isOneTimeUse"),
        Field("on_hold", Flag(), "ONHOLD", "isOnHold"),
        Field("do_not_pay", Flag(), "DONOTCUTCHECK", "doNotPay"),
        Field("hide_display_contact", Flag(), "HIDEDISPLAYCONTACT"),
        Field("vendor_type", Text(80), "VENDTYPE", "vendorType.id"),
        Field("parent", Ref("vendor"), "PARENTID", "parent"),
        Field("gl_group", Text(80), "GLGROUP"),
        Field("term", Ref("term"), "TERMNAME", "term"),
        Field("tax_id", Text(20), "TAXID", "taxId"),
        Field("name_1099", Text(100), "NAME1099", "form1099.nameOn1099"),
        Field("form_1099_type", Text(20), "FORM1099TYPE", "form1099.type"),
        Field("form_1099_box", Text(20), "FORM1099BOX", "form1099.box"),
        Field("is_1099", Flag(), "", "form1099.is1099Eligible"),
        Field("ap_account", Ref("account"), "APACCOUNT", "defaultExpenseGLAccount"),
        Field("offset_account", Ref("account"), "OFFSETGLACCOUNTNO", "overrideOffsetGLAccount"),
        Field("credit_limit", Number(), "CREDITLIMIT", "creditLimit"),
        Field("currency", Text(3), "CURRENCY", "currency"),
        Field("comments", Text(2000), "COMMENTS", "notes"),
        Field("attachment", Ref("attachment"), "SUPDOCID", "attachment"),
        Field("primary_contact", Ref("contact"), "CONTACTINFO.CONTACTNAME", "contacts.primary"),
        Field("pay_to", Ref("contact"), "PAYTO.CONTACTNAME", "contacts.payTo"),
        Field("return_to", Ref("contact"), "RETURNTO.CONTACTNAME", "contacts.returnTo"),
        Field("recipient_1099", Ref("contact"), "CONTACTTO1099.CONTACTNAME", "contacts.recipient1099"),
        Field("contact_list", Structure(), "VENDORCONTACTS", "contactList"),
        Field("payment_method", Text(40), "PAYMETHODKEY", "preferredPaymentMethod"),
        Field("billing_type", _BILLING, "BILLINGTYPE", "billingType"),
        Field("payment_priority", same("urgent", "high", "normal", "low"), "PAYMENTPRIORITY", "paymentPriority"),
        Field("vendor_account_number", Text(30), "VENDORACCOUNTNO", "vendorAccountNumber"),
        Field("merge_payment_requests", Flag(), "MERGEPAYMENTREQ", "mergePaymentRequests", default=True),
        Field("payment_notification", Flag(), "PAYMENTNOTIFY", "sendPaymentNotification"),
        Field("ach_enabled", Flag(), "ACHENABLED", "ach.enablePayments"),
        Field("ach_routing_number", Text(20), "ACHBANKROUTINGNUMBER", "ach.routingNumber"),
        Field("ach_account_number", Text(30), "ACHACCOUNTNUMBER", "ach.accountNumber"),
        Field("ach_account_type", Text(30), "ACHACCOUNTTYPE", "ach.accountType"),
        Field("ach_remittance_type", Text(30), "ACHREMITTANCETYPE", "ach.remittanceType"),
        Field("discount_on_stub", Flag(), "DISPLAYTERMDISCOUNT"),
        Field("account_number_on_stub", Flag(), "DISPLAYACCTNOCHECK"),
        Field(
            "restriction",
            RESTRICTION,
            "OBJECTRESTRICTION",
            "restrictions.restrictionType",
            rest_aliases=("restriction.restrictionType", "vendorRestriction"),
        ),
        Field("restricted_locations", Text(2000), "RESTRICTEDLOCATIONS"),
        Field("restricted_departments", Text(2000), "RESTRICTEDDEPARTMENTS"),
        Field("bill_payment_date", Text(20), "", "billPayment.defaultDateOptions"),
        Field("total_due", Money(), "TOTALDUE", "totalDue", read_only=True),
    ),
)
