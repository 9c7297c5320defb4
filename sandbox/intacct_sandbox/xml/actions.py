"""approve, decline, hold, resume, post and their kin: one object each, named by number or id, with what the step needs
to know (the official schema of the gateway; developer.intacct.com: the object pages)."""

from lxml import etree

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.refusal import Refused, Why, reason
from intacct_sandbox.rules.required import lacking
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome
from intacct_sandbox.xml.markup import wrap
from intacct_sandbox.xml.object_body import read_object
from intacct_sandbox.xml.refusals import errors_for
from intacct_sandbox.xml.writing import find, written

ACTIONS = ("approve", "decline", "deliver", "hold", "post", "resume")


def act(call: Call) -> Outcome:
    """Move the record on; answers with it as a write does (assumption: no capture is public)."""
    (body,) = call.element
    action, type = str(call.element.tag), _type(call, body)
    try:
        record = _moved(call, type, action, body)
    except Refused as refused:
        call.unit.roll_back()
        return Outcome("", errors_for(refused, action, type, call.world.switches))
    return Outcome(wrap("data", written(type, record), listtype="objects", count=1))


def _type(call: Call, body: etree._Element) -> ObjectType:
    type = call.company.by_xml.get(str(body.tag))
    if type is None:
        raise FunctionFailure(XmlError("WS", f"Object definition {body.tag} not found"))
    return type


def _moved(call: Call, type: ObjectType, action: str, body: etree._Element) -> Fields:
    arguments = type.actions.get(action)
    if arguments is None:
        raise Refused(reason(Why.NOT_OFFERED, f"{action} is not offered for {body.tag}.", label=type.label))
    read = read_object(arguments, body, call.world.switches)
    values = {name: each for name, each in read.items() if each is not None}
    missing = [lacking(each, type) for each in arguments.required_xml if each.name not in values]
    if missing:
        raise Refused(*missing)
    return operations.act(call.unit, type, _record(call, type, action, values), action, values)


def _record(call: Call, type: ObjectType, action: str, values: Fields) -> Fields:
    if "id" not in type.actions[action].by_name:
        if "key" not in values:
            raise Refused(reason(Why.MISSING_FIELD, f"{type.key_tag} is required", label=type.label))
        return find(call, type, str(values.pop("key")), action)
    id = values.pop("id")
    record = call.company.tables[type.name].by_id(id)
    if record is None or not call.view(everything=True).shows(record):
        text = f"Cannot find {type.label.lower()} with key '{id}' to {action}."
        raise Refused(reason(Why.NO_SUCH_RECORD, text, label=type.label, value=id))
    return record
