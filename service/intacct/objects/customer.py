"""Customers. Sources: developer.intacct.com accounts-receivable/customers; OpenAPI accounts-receivable/customer."""

from service.intacct.objects.contact_fields import PRINT_AS_IS_THE_NAME, party_fields
from service.intacct.objects.declaration import Declaration, KeptBy, Uniqueness, XmlForm
from service.intacct.objects.operations import CREATE_AND_UPDATE

CUSTOMER = Declaration(
    name="customer",
    label="Customer",
    key=("id",),
    rest="accounts-receivable/customer",
    xml=XmlForm("CUSTOMER", update_by_key=True),
    fields=party_fields("CUSTOMERID", "customerType", "CUSTTYPE"),
    uniqueness=Uniqueness(
        key="the id is what everybody calls a customer by",
        kept_by=KeptBy.INTACCT,
        why="a second one is refused: «Another Customer with the given value(s) ... already exists» (BL34000061)",
    ),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    create_defaults=PRINT_AS_IS_THE_NAME,
)
