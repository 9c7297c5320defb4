"""Company preferences, by application (developer.intacct.com: company-console/subscriptions)."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Text
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.change import Rules

PREFERENCE = ObjectType(
    name="company-preference",
    label="Company preference",
    xml="",
    rest="",
    rules=Rules(),
    id_field="preference",
    indexed=("application",),
    xml_operations=frozenset(),
    rest_operations=frozenset(),
    fields=(
        Field("application", Text(20), required="xml"),
        Field("preference", Text(100), required="xml"),
        Field("value", Text(1000)),
    ),
)
