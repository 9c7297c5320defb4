"""Vendors. Sources: developer.intacct.com accounts-payable/vendors; OpenAPI accounts-payable/vendor."""

from service.intacct.objects.contact_fields import PRINT_AS_IS_THE_NAME, party_fields
from service.intacct.objects.declaration import Declaration, KeptBy, Uniqueness, XmlForm
from service.intacct.objects.operations import CREATE_AND_UPDATE

VENDOR = Declaration(
    name="vendor",
    label="Vendor",
    key=("id",),
    rest="accounts-payable/vendor",
    xml=XmlForm("VENDOR", update_by_key=True),
    fields=party_fields("VENDORID", "vendorType", "VENDTYPE"),
    uniqueness=Uniqueness(
        key="the id is what everybody calls a vendor by",
        kept_by=KeptBy.INTACCT,
        why="a second one is refused: «Another Vendor with the given value(s) ... already exists» (BL34000061)",
    ),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    create_defaults=PRINT_AS_IS_THE_NAME,
)
