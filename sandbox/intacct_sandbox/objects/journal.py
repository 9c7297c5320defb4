"""Journals: written over REST only, no XML page documents a write (OpenAPI group general-ledger)."""

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

JOURNAL = ObjectType(
    name="journal",
    label="Journal",
    xml="JOURNAL",
    rest="general-ledger/journal",
    rules=Rules(),
    unique=("id",),
    xml_operations=READ_ONLY,
    fields=(
        Field("id", Text(10), "SYMBOL", "id", required=BOTH, fixed=True),
        Field("name", Text(80), "TITLE", "name", required=BOTH, xml_aliases=("NAME",)),
        Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
    ),
)
