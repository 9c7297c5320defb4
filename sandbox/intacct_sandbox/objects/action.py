"""What the function or workflow that moves the state of a record is told besides which record it is."""

from intacct_sandbox.model.field import BOTH, Field
from intacct_sandbox.model.kinds import Text
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.change import Rules


def arguments(*fields: Field) -> ObjectType:
    """The arguments; `key` or, when it is among them, `id` names the record over XML."""
    return ObjectType(name="arguments", label="Arguments", xml="", rest="", rules=Rules(), fields=fields)


BY_NUMBER = arguments(Field("comment", Text(), "COMMENT"))
BY_DOCUMENT = arguments(Field("id", Text(), "DOCID", required=BOTH), Field("comment", Text(), "COMMENT"))
