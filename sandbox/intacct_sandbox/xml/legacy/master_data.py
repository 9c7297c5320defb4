"""Legacy functions for master data: the generic ones are recommended, but these still work
(developer.intacct.com: the object pages; github.com/Intacct/intacct-sdk-js still sends most of the deletes).

Creates answer with the business id (captured for create_class, else assumption).
"""

from dataclasses import replace

from intacct_sandbox.xml.legacy.function import Legacy
from intacct_sandbox.xml.legacy.parts import CUSTOM, contact_parts, mail_address
from intacct_sandbox.xml.sequence import Item, items

EXTERNAL_ID = Item("externalid", "external_id")
_CONTACT = [
    *items("contactname*:id printas*:print_as"),
    *contact_parts(),
    *items("status:status"),
    mail_address(),
    EXTERNAL_ID,
]
_INLINE = Item("contact", shape="group", lines=[
    *items("contactname:contact_name printas*:contact_print_as"),
    *contact_parts("contact_"),
    mail_address("contact_"),
])  # fmt: skip
_VENDOR = [
    *items("vendorid*:id name*:name parentid:parent termname:term glaccountno:ap_account vendtype:vendor_type"),
    *items("taxid:tax_id creditlimit:credit_limit"),
    *items("paymethod:payment_method billingtype:billing_type vendoraccountno:vendor_account_number"),
    *items("onhold:on_hold donotcutcheck:do_not_pay comments:comments status:status"),
    *items("currency:currency onetime:one_time"),
    *items("primary:primary_contact returnto:return_to payto:pay_to", "contact"),
    Item("contactinfo", shape="group", lines=[_INLINE, *items("contactname:primary_contact")]),
    *items("contactto1099:recipient_1099", "contact"),
    *items("name1099:name_1099 form1099type:form_1099_type form1099box:form_1099_box"),
    EXTERNAL_ID,
    CUSTOM,
    *items("paymentnotify:payment_notification achenabled:ach_enabled achbankroutingnumber:ach_routing_number"),
    *items("achaccountnumber:ach_account_number achaccounttype:ach_account_type"),
    *items("achremittancetype:ach_remittance_type"),
    *items("supdocid:attachment mergepaymentreq:merge_payment_requests offsetglaccountno:offset_account"),
]
_CUSTOMER = [
    *items("customerid*:id name*:name parentid:parent termname:term custrepid:sales_representative"),
    *items("shippingmethod:shipping_method custtype:customer_type taxid:tax_id creditlimit:credit_limit"),
    *items("territoryid:territory resaleno:resale_number"),
    *items("glaccountno:ar_account glgroup:gl_group onhold:on_hold comments:comments status:status"),
    *items("currency:currency"),
    *items("primary:primary_contact billto:bill_to shipto:ship_to", "contact"),
    Item("contactinfo", shape="group", lines=[_INLINE, *items("contactname:primary_contact")]),
    *items("vsoepricelist:price_list"),
    EXTERNAL_ID,
    CUSTOM,
    *items("supdocid:attachment offsetglaccountno:offset_account"),
]
_EMPLOYEE = [
    *items("employeeid*:id ssn:ssn title:title locationid:location departmentid:department classid:class"),
    *items("supervisorid:manager"),
    *items("birthdate:birth_date startdate:start_date enddate:end_date", "date"),
    *items("terminationtype:termination_type employeetype:employee_type gender:gender status:status"),
    *items("currency:currency name1099:name_1099 form1099type:form_1099_type form1099box:form_1099_box"),
    *items("earningtypename:earning_type postactualcost:post_actual_cost emppositionid:position"),
    Item("personalinfo", "primary_contact", "contact", True),
    *items("paymethod:payment_method paymentnotify:payment_notification achenabled:ach_enabled"),
    *items("achbankroutingnumber:ach_routing_number achaccountnumber:ach_account_number"),
    *items("achaccounttype:ach_account_type achremittancetype:ach_remittance_type"),
    EXTERNAL_ID,
    CUSTOM,
    *items("mergepaymentreq:merge_payment_requests"),
]
_LOCATION = [
    *items("locationid*:id name*:name parentid:parent supervisorid:manager"),
    *items("startdate:start_date enddate:end_date", "date"),
    *items("status:status"),
    *items("primary:primary_contact shipto:ship_to", "contact"),
    EXTERNAL_ID,
    CUSTOM,
    *items("custtitle:report_title"),
]
_DEPARTMENT = [
    *items("departmentid*:id title*:name parentid:parent supervisorid:manager status:status"),
    EXTERNAL_ID,
    CUSTOM,
    *items("custtitle:report_title"),
]
_CLASS = [*items("classid*:id name*:name description:description parentid:parent status:status"), CUSTOM]
_ACCOUNT = [
    *items("glaccountno*:id title*:name normalbalance:normal_balance accounttype:account_type"),
    *items("closingtype:closing_type closingaccountno:closing_account status:status"),
    *items("requiredept:requires_department requireloc:requires_location requireproject:requires_project"),
    *items("requiretask:requires_task requirecustomer:requires_customer requirevendor:requires_vendor"),
    *items("requireitem:requires_item requireemployee:requires_employee requireclass:requires_class"),
    *items("requirecontract:requires_contract requirewarehouse:requires_warehouse"),
    EXTERNAL_ID,
    CUSTOM,
    *items("category:category alternativeaccount:alternative_account"),
]
_ITEM = [
    *items("itemid*:id name*:name status:status itemtype*:item_type"),
    *items("extended_description:extended_description productlineid:product_line"),
    *items(
        "taxable:taxable cost_method:cost_method standard_cost:standard_cost base_price:base_price glgroup:gl_group"
    ),
    *items("note:note upc:upc"),
    *items("uomgrp:unit_group"),
    CUSTOM,
]
_TERM = [
    *items("name*:id description:description status:status"),
    Item("due", shape="group", lines=items("dueday:days duefrom:due_from")),
    Item("discount", shape="group", lines=items(
        "discday:discount_days discfrom:discount_from discamount:discount_amount discpercamn:discount_unit "
        "discgracedays:discount_grace_days")),
    *items("disccalcon:discount_on"),
    Item("penalty", shape="group", lines=items(
        "pen_type:penalty_type penamount:penalty_amount penpercamn:penalty_unit pengracedays:penalty_grace_days")),
]  # fmt: skip


def _family(name: str, object: str, key: str, sequence: list[Item]) -> dict[str, Legacy]:
    """Create, update and delete; an update has the key as attribute and the rest of the elements, all optional."""
    changes = [replace(each, required=False) for each in sequence if each.tag != key]
    return {
        f"create_{name}": Legacy(object, "create", sequence, answer="id"),
        f"update_{name}": Legacy(object, "update", changes, key=key, by="id", answer="id"),
        f"delete_{name}": Legacy(object, "delete", key=key, by="id"),
    }


MASTER_DATA = {
    **_family("contact", "contact", "contactname", _CONTACT),
    **_family("vendor", "vendor", "vendorid", _VENDOR),
    **_family("customer", "customer", "customerid", _CUSTOMER),
    **_family("employee", "employee", "employeeid", _EMPLOYEE),
    **_family("location", "location", "locationid", _LOCATION),
    **_family("department", "department", "departmentid", _DEPARTMENT),
    **_family("glaccount", "account", "glaccountno", _ACCOUNT),
    **_family("item", "item", "itemid", _ITEM),
    **_family("apterm", "term", "name", _TERM),
    **_family("arterm", "term", "name", _TERM),
    "create_class": Legacy("class", "create", _CLASS, answer="id"),
    "update_class": Legacy("class", "update", [replace(each, required=False) for each in _CLASS[1:]], key="key",
                           by="id", answer="id"),
    "delete_class": Legacy("class", "delete", key="key", by="id"),
    "approveVendor": Legacy("vendor", "approve", key_inside="recordno"),
    "declineVendor": Legacy("vendor", "decline", key_inside="recordno"),
    "delete_project": Legacy("project", "delete", key="key", by="id"),
    "delete_task": Legacy("task", "delete", key="key"),
}  # fmt: skip
