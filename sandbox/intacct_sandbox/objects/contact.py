"""Contacts, and the display contact that comes into being with a vendor or customer.

Contact names share one namespace in the company: a collision fails the vendor or customer with a duplicate that names
the contact (developer.intacct.com: company-console/contacts; captured by PsIntacct).
"""

import re

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Flag, Text, same
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.objects.external_id import EXTERNAL_ID
from intacct_sandbox.rules.change import Rules
from intacct_sandbox.rules.refusal import Refused, Why, place, reason

_EMAILS = {"email1": "Primary Email Address", "email2": "Secondary Email Address"}
# PsIntacct captured the refusal of an address that begins with @; what else is none is an assumption.
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
# neutral name, XML, REST, size
_PARTS = (
    ("company_name", "COMPANYNAME", "companyName", 200),
    ("prefix", "PREFIX", "prefix", 15),
    ("first_name", "FIRSTNAME", "firstName", 80),
    ("last_name", "LASTNAME", "lastName", 80),
    ("middle_name", "INITIAL", "middleName", 80),
    ("phone1", "PHONE1", "phone1", 30),
    ("phone2", "PHONE2", "phone2", 30),
    ("mobile", "CELLPHONE", "mobile", 30),
    ("pager", "PAGER", "pager", 30),
    ("fax", "FAX", "fax", 30),
    ("email1", "EMAIL1", "email1", 200),
    ("email2", "EMAIL2", "email2", 200),
    ("url1", "URL1", "URL1", 200),
    ("url2", "URL2", "URL2", 200),
    ("address1", "MAILADDRESS.ADDRESS1", "mailingAddress.addressLine1", 400),
    ("address2", "MAILADDRESS.ADDRESS2", "mailingAddress.addressLine2", 400),
    ("address3", "MAILADDRESS.ADDRESS3", "mailingAddress.addressLine3", 400),
    ("city", "MAILADDRESS.CITY", "mailingAddress.city", 80),
    ("state", "MAILADDRESS.STATE", "mailingAddress.state", 40),
    ("zip", "MAILADDRESS.ZIP", "mailingAddress.postCode", 30),
    ("country", "MAILADDRESS.COUNTRY", "mailingAddress.country", 60),
)


def contact_fields(xml: str = "", rest: str = "", name: str = "") -> list[Field]:
    """The parts of a contact below an XML element, a REST object and a neutral prefix.

    The vendor's table has ISOCOUNTRYCODE inside vendors and customers and COUNTRYCODE inside contacts; the official SDK
    writes COUNTRYCODE everywhere: both are taken everywhere.
    """
    parts = [Field(f"{name}{part}", Text(size), f"{xml}{x}", f"{rest}{r}") for part, x, r, size in _PARTS]
    codes = [f"{xml}MAILADDRESS.{tag}" for tag in ("COUNTRYCODE", "ISOCOUNTRYCODE")]
    shown, also = reversed(codes) if xml else codes
    iso = Field(f"{name}iso_country", Text(3), shown, f"{rest}mailingAddress.isoCountryCode", xml_aliases=(also,))
    group = Field(f"{name}tax_group", Text(80), f"{xml}TAXGROUP", f"{rest}tax.group.id")
    return [*parts, iso, Field(f"{name}taxable", Flag(), f"{xml}TAXABLE", f"{rest}tax.isTaxable"), group]


def display_contact_fields() -> list[Field]:
    """The display contact inside a vendor or customer: DISPLAYCONTACT, or contacts.default."""
    xml, rest = "DISPLAYCONTACT.", "contacts.default."
    return [
        Field("contact_name", Text(200), f"{xml}CONTACTNAME", f"{rest}id", fixed=True),
        Field("contact_print_as", Text(200), f"{xml}PRINTAS", f"{rest}printAs", required="xml"),
        *contact_fields(xml, rest, "contact_"),
    ]


def create_display_contact(unit: Unit, owner: ObjectType, fields: Fields, letter: str) -> None:
    """Create the contact of a new vendor or customer; puts its name into `fields`. It has no ledger row of its own."""
    name = fields.get("contact_name") or f"{fields['name']}({letter}{fields['id']})"
    if unit.company.tables["contact"].by_id(name):
        text = f"Another Contact with the given value(s) {name}  already exists"
        raise Refused(reason(Why.DUPLICATE_CONTACT, text, label=owner.label, value=name))
    refuse_bad_email(owner, fields, "contact_")
    fields["contact_name"] = name
    parts = {part: fields.get(f"contact_{part}") for part, *_ in _PARTS}
    print_as = fields.get("contact_print_as") or fields["name"]
    unit.insert(unit.company.types["contact"], {**parts, "id": name, "print_as": print_as, "status": "active"})


def refuse_bad_email(type: ObjectType, fields: Fields, prefix: str = "") -> None:
    """Raise Refused for an email address that is none."""
    for name, label in _EMAILS.items():
        address = fields.get(prefix + name)
        if address and not _EMAIL.fullmatch(address):
            text = f"Illegal format for Contactversion : {label} {address}."
            raise Refused(reason(Why.BAD_EMAIL, text, place(type.by_name[prefix + name]), type.label, address))


class _ContactRules(Rules):
    def creating(self, unit: Unit, type: ObjectType, fields: Fields) -> None:
        refuse_bad_email(type, fields)

    def changing(self, unit: Unit, type: ObjectType, old: Fields, changes: Fields) -> None:
        refuse_bad_email(type, changes)


CONTACT = ObjectType(
    name="contact",
    label="Contact",
    xml="CONTACT",
    rest="company-config/contact",
    rules=_ContactRules(),
    unique=("id",),
    xml_update_keys=("key", "id"),
    fields=(
        Field("id", Text(200), "CONTACTNAME", "id", required=BOTH, fixed=True),
        Field("print_as", Text(200), "PRINTAS", "printAs", required=BOTH),
        *contact_fields(),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        EXTERNAL_ID,
    ),
)
