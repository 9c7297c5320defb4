"""Document sequences of a company: `document_sequences` in its file, by the label of the object that uses it."""

from intacct_sandbox.company.unit import Unit
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.refusal import Refused
from intacct_sandbox.rules.required import lacking


def next_id(unit: Unit, type: ObjectType) -> str:
    """The next id that nobody has; raises Refused when the company has no sequence for the object."""
    if type.label not in unit.company.definition.sequences:
        raise Refused(lacking(type.by_name["id"], type))
    table = unit.company.tables[type.name]
    found = unit.company.next_in(type.label)
    while table.by_id(found) is not None:
        found = unit.company.next_in(type.label)
    return found
