"""The example of each XML function, and what must be there before it."""

from copy import deepcopy
from pathlib import Path
from string import Template

from clients import Xml
from documents import bill, customer, vendor
from lxml import etree

# Where the schema takes any order: changed and new lines, the parts of terms, the head of an expense report.
_MIXED = frozenset({"updatebillitems", "updateinvoiceitems", "updatesotransitems", "updateccpayitems", "receiptitems",
                    "due", "discount", "penalty", "create_expensereport", "update_expensereport"})  # fmt: skip
FOLDER = Path(__file__).parent / "examples_xml"
NAMES = sorted(each.stem for each in FOLDER.glob("*.xml"))

_CONTACT = "<create><CONTACT><CONTACTNAME>{0}</CONTACTNAME><PRINTAS>{0}</PRINTAS></CONTACT></create>"
_CONTRACT = (
    "<create><CONTRACT><CONTRACTID>{0}</CONTRACTID><CUSTOMERID>C-2</CUSTOMERID><NAME>Hosting</NAME>"
    "<BEGINDATE>01/01/2026</BEGINDATE><ENDDATE>12/31/2026</ENDDATE><TERMNAME>N30</TERMNAME><LOCATIONID>100</LOCATIONID>"
    "<STATE>{1}</STATE></CONTRACT></create>"
)
_CONTRACT_LINE = (
    "<create><CONTRACTDETAIL><CONTRACTID>K-1</CONTRACTID><ITEMID>KIT-4</ITEMID><BEGINDATE>02/01/2026</BEGINDATE>"
    "<ENDDATE>11/30/2026</ENDDATE><BILLINGMETHOD>Fixed price</BILLINGMETHOD><FLATAMOUNT>10.00</FLATAMOUNT>"
    "</CONTRACTDETAIL></create>"
)
_FIRST = (
    _CONTACT.format("Okafor, Ada"),
    _CONTACT.format("Nobody"),
    vendor("V-1"),
    customer("C-1"),
    customer("C-2", "Mill"),
    "<create><CLASS><CLASSID>WHOLESALE</CLASSID><NAME>Wholesale</NAME></CLASS></create>",
    "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>Dock</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT></create>",
    "<create><EMPLOYEE><EMPLOYEEID>E-77</EMPLOYEEID><PERSONALINFO><CONTACTNAME>Okafor, Ada</CONTACTNAME></PERSONALINFO>"
    "</EMPLOYEE></create>",
    "<create><asset_class><name>Vehicles</name></asset_class></create>",
    "<create_supdocfolder><supdocfoldername>Empty</supdocfoldername></create_supdocfolder>",
    "<create_supdoc><supdocid>SCAN-1</supdocid><supdocname>Scan</supdocname><supdocfoldername>Bills</supdocfoldername>"
    "</create_supdoc>",
    _CONTRACT.format("K-1", "In progress"),
)
_ADVANCE = (
    "<create_arpayment><customerid>C-1</customerid><paymentamount>150.00</paymentamount>"
    "<bankaccountid>OPER-CHK</bankaccountid><datereceived><year>2026</year><month>03</month><day>01</day>"
    "</datereceived></create_arpayment>"
)
_DRAFT_PAYMENT = (
    "<create><APPYMT><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY><PAYMENTMETHOD>EFT</PAYMENTMETHOD><VENDORID>V-1"
    "</VENDORID><PAYMENTDATE>03/20/2026</PAYMENTDATE><ACTION>Draft</ACTION><APPYMTDETAILS>"
    "<APPYMTDETAIL><RECORDKEY>$bill</RECORDKEY><TRX_PAYMENTAMOUNT>1.00</TRX_PAYMENTAMOUNT></APPYMTDETAIL>"
    "</APPYMTDETAILS></APPYMT></create>"
)
_DRAFT_RECEIPT = (
    "<create><ARPYMT><FINANCIALENTITY>OPER-CHK</FINANCIALENTITY><CUSTOMERID>C-1</CUSTOMERID><RECEIPTDATE>03/20/2026"
    "</RECEIPTDATE><ACTION>Draft</ACTION></ARPYMT></create>"
)
_OTHERS = {
    "advance": _ADVANCE,
    "asset": "<create><asset><name>Forklift 9</name><Rasset_class>Vehicles</Rasset_class></asset></create>",
    "contract_line": _CONTRACT_LINE,
    "draft_contract": _CONTRACT.format("K-2", "Draft"),
    "draft_payment": _DRAFT_PAYMENT,
    "draft_receipt": _DRAFT_RECEIPT,
    "submitted_vendor": vendor("V-77"),
    "submitted_bill": bill("B-78"),
    "task": "<create><TASK><NAME>Dig</NAME><PROJECTID>P-1</PROJECTID></TASK></create>",
}
_SAME = {"held_line": "hold", "payment_request": "paymentrequest", "submitted_request": "paymentrequest",
         "charge": "record_cctransaction", "other_receipt": "record_otherreceipt"}  # fmt: skip
APPROVALS = {"recallApBill": ["bill"], "approveVendor": ["vendor"], "declineVendor": ["vendor"],
             "approve_appaymentrequest": ["bill-payment"],
             "decline_appaymentrequest": ["bill-payment"]}  # fmt: skip


def example(name: str) -> etree._Element:
    """The parsed example, with its placeholders."""
    return etree.fromstring((FOLDER / f"{name}.xml").read_bytes(), etree.XMLParser(remove_blank_text=True))


def swapped(root: etree._Element) -> list[etree._Element]:
    """The example with the first two children that can be swapped, at each level where there are some."""
    found = []
    for at, element in enumerate(root.iter()):
        children = list(element)
        if len(children) > 1 and children[0].tag != children[1].tag and element.tag not in _MIXED:
            copy = deepcopy(root)
            place = list(copy.iter())[at]
            place.insert(0, place[1])
            found.append(copy)
    return found


async def prepare(xml: Xml, call: etree._Element) -> str:
    """Make what the example refers to; gives its text with the record numbers filled in."""
    for each in _FIRST:
        await _key(xml, each)
    return await _filled(xml, etree.tostring(call, encoding="unicode"))


async def _filled(xml: Xml, text: str) -> str:
    keys = {name: await _key(xml, await _filled(xml, _source(name))) for name in _placeholders(text)}
    return Template(text).substitute(keys)


def _placeholders(text: str) -> list[str]:
    return list(dict.fromkeys(Template(text).get_identifiers()))


def _source(name: str) -> str:
    return _OTHERS.get(name) or etree.tostring(example(_named(name)), encoding="unicode")


def _named(name: str) -> str:
    """A record that another function than its create leaves as the example needs it."""
    same = _SAME.get(name, name)
    return same if same in NAMES else f"create_{same}"


async def _key(xml: Xml, call: str) -> str:
    result = await xml.one(call)
    assert result.findtext("status") == "success", etree.tostring(result)
    return result.findtext("key") or result.findtext(".//RECORDNO") or result.findtext(".//id") or ""
