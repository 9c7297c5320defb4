"""readRelated: the record that a relation of a custom object leads to (developer.intacct.com: platform-services/
records).

Only the forward direction, from the record that has the relation (assumption).
"""

from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.rules.operations import allow
from intacct_sandbox.xml.functions import Call, Outcome, illegal, object_named
from intacct_sandbox.xml.markup import wrap
from intacct_sandbox.xml.reading import chosen, markup
from intacct_sandbox.xml.writing import keys_of


def read_related(call: Call) -> Outcome:
    """The related records of all keys, each once."""
    type = object_named(call, call.text("object"), "read")
    if not type.custom:
        raise illegal(f"readRelated is for custom objects only, not for {type.xml}")
    name, target = _relation(call, type)
    allow(call.unit, "read", type)
    call.count_query()
    owners = [call.company.tables[type.name].numbered(key) for key in keys_of(call)]
    values = dict.fromkeys(each[name] for each in owners if each and each.get(name) is not None)
    found = [other for value in values if (other := call.company.referenced(target.name, value))]
    columns = chosen(call.company, target, call.text("fields", "*"))
    body = "".join(markup(call.company, target, target.xml, each, columns) for each in found)
    return Outcome(wrap("data", body, listtype=target.xml, count=len(found)))


def _relation(call: Call, type: ObjectType) -> tuple[str, ObjectType]:
    field = type.by_xml.get(call.text("relation"))
    if field is None or not isinstance(field.kind, Ref):
        raise illegal(f"{call.text('relation')} is not a relation of {type.xml}")
    return field.name, call.company.views[field.kind.target]
