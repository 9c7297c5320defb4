"""What vendors and customers have in common: the fields of a party and its display contact.

Sources: developer.intacct.com accounts-payable/vendors, accounts-receivable/customers, company-console/contacts;
OpenAPI groups accounts-payable and accounts-receivable (``contacts.default``).
"""

from service.intacct.objects.declaration import Field
from service.intacct.objects.kinds import NUMBER, REFERENCE, TEXT, same

STATUS = same("active", "inactive")

_CONTACT = (
    ("print_as", "printAs", "PRINTAS"),
    ("email", "email1", "EMAIL1"),
    ("phone", "phone1", "PHONE1"),
    ("address.line1", "mailingAddress.addressLine1", "MAILADDRESS.ADDRESS1"),
    ("address.line2", "mailingAddress.addressLine2", "MAILADDRESS.ADDRESS2"),
    ("address.city", "mailingAddress.city", "MAILADDRESS.CITY"),
    ("address.state", "mailingAddress.state", "MAILADDRESS.STATE"),
    ("address.postal_code", "mailingAddress.postCode", "MAILADDRESS.ZIP"),
    ("address.country", "mailingAddress.country", "MAILADDRESS.COUNTRY"),
)


def party_fields(id_element: str, type_rest: str, type_xml: str) -> tuple[Field, ...]:
    """Fields of a vendor or customer; only the id and the type are called differently."""
    return (
        Field("id", TEXT, "id", id_element),
        Field("name", TEXT, "name", "NAME"),
        *(Field(name, TEXT, f"contacts.default.{rest}", f"DISPLAYCONTACT.{xml}") for name, rest, xml in _CONTACT),
        Field("term", REFERENCE, "term.id", "TERMNAME"),
        Field("tax_id", TEXT, "taxId", "TAXID"),
        Field("currency", TEXT, "currency", "CURRENCY"),
        Field("credit_limit", NUMBER, "creditLimit", "CREDITLIMIT"),
        Field("notes", TEXT, "notes", "COMMENTS"),
        Field("status", STATUS, "status", "STATUS"),
        Field("type", REFERENCE, f"{type_rest}.id", type_xml),
    )


PRINT_AS_IS_THE_NAME = (("print_as", "name"),)
"""XML requires PRINTAS inside DISPLAYCONTACT on create, and DISPLAYCONTACT itself."""
