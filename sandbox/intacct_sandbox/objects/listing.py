"""Objects that other records refer to and that can only be read; their content comes from the company file."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules


def _listing(name: str, label: str, xml: str, id_tag: str, rest: str) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=rest,
        rules=Rules(),
        unique=("id",),
        xml_operations=READ_ONLY,
        rest_operations=READ_ONLY,
        fields=(
            Field("id", Text(), id_tag, "id"),
            Field("name", Text(), "NAME", "name"),
            Field("status", same("active", "inactive"), "STATUS", "status", default="active"),
        ),
    )


LISTINGS = (
    _listing("entity", "Entity", "LOCATIONENTITY", "LOCATIONID", "company-config/entity"),
    _listing("cost-type", "CostType", "COSTTYPE", "COSTTYPEID", "construction/cost-type"),
)
