"""Records of custom (platform) objects: type and fields are the tenant's.

Sources: developer.intacct.com platform-services/records; OpenAPI overview of custom objects (``nsp::`` names).
"""

from service.intacct.objects.declaration import Audit, Declaration, Field, KeptBy, Uniqueness, XmlForm, never
from service.intacct.objects.kinds import TEXT
from service.intacct.objects.operations import CREATE_AND_UPDATE

CUSTOM_RECORD = Declaration(
    name="custom-record",
    label="Record",
    key=("type", "name"),
    rest="platform-apps/nsp::{type}",
    xml=XmlForm("{type}", record_number="id"),
    fields=(
        Field("type", TEXT, uncompared=never("it says which object is asked for, so every record has it")),
        Field("name", TEXT, "name", "name"),
    ),
    uniqueness=Uniqueness(
        key="a platform object has no other name than its name",
        kept_by=KeptBy.NOBODY,
        why="names of platform records need not be unique",
    ),
    audit=Audit(made_by_xml="createdBy"),
    over_rest=CREATE_AND_UPDATE,
    over_xml=CREATE_AND_UPDATE,
    open_group="fields",
    type_field="type",
)
