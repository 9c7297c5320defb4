"""Records of custom (platform) objects: type and fields are the tenant's.

Sources: developer.intacct.com platform-services/records; OpenAPI overview of custom objects (``nsp::`` names).
"""

from service.intacct.objects.declaration import Declaration, Field, XmlForm
from service.intacct.objects.kinds import TEXT

CUSTOM_RECORD = Declaration(
    name="custom-record",
    label="Record",
    key=("type", "name"),
    rest="platform-apps/nsp::{type}",
    xml=XmlForm("{type}", record_number="id"),
    fields=(Field("type", TEXT), Field("name", TEXT, "name", "name")),
    open_group="fields",
    type_field="type",
)
