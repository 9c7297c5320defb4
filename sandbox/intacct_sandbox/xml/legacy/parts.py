"""Runs of elements that many legacy functions share."""

from intacct_sandbox.xml.sequence import Item, items

CUSTOM = Item("customfields", shape="custom")
LINE_HEAD = "glaccountno:account accountlabel:account_label offsetglaccountno:offset_account amount*:amount"
PLACE = "allocationid:allocation memo:memo locationid:location departmentid:department"
DIMENSIONS = (
    "projectid:project taskid:task costtypeid:cost_type customerid:customer vendorid:vendor employeeid:employee "
    "itemid:item classid:class contractid:contract warehouseid:warehouse"
)
TAXES = Item("taxentries", "tax_entries", "taxes")
CURRENCY = items("basecurr:base_currency currency:currency")
EXCHANGE = [
    *items("exchratedate:exchange_date", "date"),
    *items("exchratetype:exchange_type exchrate:exchange_rate"),
]
REVERSAL = [*items("datereversed*:date", "date"), *items("description:memo")]


def mail_address(prefix: str = "") -> Item:
    """The address of a contact."""
    parts = "address1 address2 city state zip country"
    named = " ".join(f"{part}:{prefix}{part}" for part in parts.split())
    return Item("mailaddress", shape="group", lines=items(f"{named} isocountrycode:{prefix}iso_country"))


def contact_parts(prefix: str = "") -> list[Item]:
    """From company name to status."""
    before = items(f"companyname:{prefix}company_name")
    taxable = items(f"taxable:{prefix}taxable")
    rest = items(
        f"prefix:{prefix}prefix firstname:{prefix}first_name lastname:{prefix}last_name "
        f"initial:{prefix}middle_name phone1:{prefix}phone1 phone2:{prefix}phone2 cellphone:{prefix}mobile "
        f"pager:{prefix}pager fax:{prefix}fax email1:{prefix}email1 email2:{prefix}email2 url1:{prefix}url1 "
        f"url2:{prefix}url2"
    )
    return [*taxable, *before, *rest] if prefix else [*before, *taxable, *rest]
