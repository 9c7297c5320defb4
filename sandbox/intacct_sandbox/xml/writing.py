"""The generic writes: create, update, delete. Up to 100 objects or keys each
(developer.intacct.com: platform-services/records)."""

from collections.abc import Callable, Collection

from lxml import etree

from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.shown import record_url
from intacct_sandbox.rules import operations
from intacct_sandbox.rules.exchange_rates import refuse_without_rate
from intacct_sandbox.rules.refusal import Place, Refused, Why, reason
from intacct_sandbox.rules.required import lacking
from intacct_sandbox.xml.failure import FunctionFailure, XmlError
from intacct_sandbox.xml.functions import Call, Outcome, object_named
from intacct_sandbox.xml.markup import element, wrap
from intacct_sandbox.xml.object_body import read_object
from intacct_sandbox.xml.refusals import errors_for

LIMIT = 100


def create(call: Call) -> Outcome:
    """Create 1 to 100 objects; each stands alone, so a failure can come with records that were created."""
    return _each(call, "create", _create_one)


def update(call: Call) -> Outcome:
    """Update 1 to 100 objects, each addressed by record number or, where the object allows it, by its id."""
    return _each(call, "update", _update_one)


def delete(call: Call) -> Outcome:
    """Delete the records with the given numbers; no data in the answer. The keys are one unit."""
    type = object_named(call, call.text("object"), "delete")
    try:
        for key in keys_of(call):
            operations.delete(call.unit, type, find(call, type, key, "delete"))
    except Refused as refused:
        call.unit.roll_back()
        return Outcome("", errors_for(refused, "delete", type, call.world.switches))
    return Outcome()


def keys_of(call: Call) -> list[str]:
    """The comma-separated keys."""
    keys = [each.strip() for each in call.text("keys").split(",") if each.strip()]
    if not 1 <= len(keys) <= LIMIT:
        raise FunctionFailure(XmlError("DL02000001", f"1 to {LIMIT} keys are expected, got {len(keys)}."))
    return keys


def find(call: Call, type: ObjectType, key: str, operation: str) -> Fields:
    """The visible record with this number; raises Refused."""
    record = call.company.tables[type.name].numbered(key)
    if record is None or not call.view(everything=True).shows(record) or not type.holds(record):
        text = f"Cannot find {type.label.lower()} with key '{key}' to {operation}."
        raise Refused(reason(Why.NO_SUCH_RECORD, text, label=type.label, value=key))
    return record


def written(type: ObjectType, record: Fields) -> str:
    """A record in the answer to a write: a lowercase element with number and business id, or with a record URL."""
    number = element(type.key_tag, record["key"])
    if type.custom:
        return wrap(type.xml, number)
    id_field = type.by_name[type.id_field]
    if type.has_rest_id:
        return wrap(type.xml.lower(), number + element(id_field.xml, record[type.id_field]))
    return wrap(type.xml.lower(), number + element("RECORD_URL", record_url(type, record)))


def _each(call: Call, operation: str, do: Callable[[Call, ObjectType, etree._Element], Fields]) -> Outcome:
    bodies = list(call.element)
    if len(bodies) > LIMIT:
        raise FunctionFailure(XmlError("DL02000001", f"At most {LIMIT} objects are expected, got {len(bodies)}."))
    done: list[str] = []
    errors: list[XmlError] = []
    for body in bodies:
        try:
            type = object_named(call, str(body.tag), operation)
            done.append(written(type, do(call, type, body)))
        except FunctionFailure as failure:
            errors += failure.errors
        except Refused as refused:
            errors += errors_for(refused, operation, call.company.xml_object(str(body.tag)), call.world.switches)
    if errors and not call.world.switches.multi_create_keeps_good:
        call.unit.roll_back()
    return Outcome(wrap("data", "".join(done), listtype="objects", count=len(done)), errors)


def _create_one(call: Call, type: ObjectType, body: etree._Element) -> Fields:
    given = read_object(type, body, call.world.switches)
    if given.pop("key", None) is not None or any("key" in line for line in given.get("lines") or ()):
        raise Refused(reason(Why.READ_ONLY_FIELD, f"{type.key_tag} is a read-only field", label=type.label))
    refuse_without_rate(call.unit, type, given)
    return operations.create(call.unit, type, {name: each for name, each in given.items() if each is not None})


def _update_one(call: Call, type: ObjectType, body: etree._Element) -> Fields:
    changes = read_object(type, body, call.world.switches)
    key = changes.pop("key", None)
    record = _by_id(call, type, changes) if key is None else _numbered(call, type, str(key))
    _refuse_partial(type, changes)
    refuse_without_rate(call.unit, type, changes)
    _keep_line_keys(type, record, changes)
    return operations.update(call.unit, type, record, changes)


def _refuse_partial(type: ObjectType, changes: Fields) -> None:
    """Some objects are updated as a whole: the page of journal-entries requires lines, date and title each time."""
    missing = [lacking(type.by_name[name], type) for name in type.xml_update_fields if changes.get(name) is None]
    if type.lines and type.xml_update_fields and not changes.get("lines"):
        at = Place(type.lines.xml, f"/{type.lines.rest}")
        missing.append(reason(Why.MISSING_FIELD, f"{type.lines.xml} is required", at, type.label))
    if missing:
        raise Refused(*missing)


def _numbered(call: Call, type: ObjectType, key: str) -> Fields:
    try:
        return find(call, type, key, "update")
    except Refused as refused:
        raise _not_there(call, type, type.key_tag, key) from refused


def _by_id(call: Call, type: ObjectType, changes: Fields) -> Fields:
    id = changes.get(type.id_field)
    if type.id_field not in type.xml_update_keys or id is None:
        raise Refused(reason(Why.MISSING_FIELD, f"{type.key_tag} is required", label=type.label))
    record = call.company.tables[type.name].by_id(id)
    if record is None or not type.holds(record):
        raise _not_there(call, type, type.by_name[type.id_field].xml, id)
    return record


def _not_there(call: Call, type: ObjectType, tag: str, value: object) -> FunctionFailure:
    """What an update of nothing gets: all of it in the number (tests of the official PHP SDK of 2016), or by switch as
    the text of the general number."""
    text = f"Cannot update non-existing {type.xml} with {tag}={value}."
    in_number = call.world.switches.missing_record_in == "errorno"
    return FunctionFailure(XmlError(text, "") if in_number else XmlError("BL01001973", text))


def _keep_line_keys(type: ObjectType, record: Fields, changes: Fields) -> None:
    """The sent lines are the whole new set; LINE_NO says which of the old ones a line is."""
    old = {line["line_no"]: line["key"] for line in record.get("lines") or ()}
    for line in changes.get("lines") or ():
        number = line.pop("line_no", None)
        if number is not None and number in old:
            line["key"] = old[number]
        elif "key" in line:
            line["key"] = _known_line(type, str(line["key"]), old.values())


def _known_line(type: ObjectType, key: str, known: Collection[str]) -> str:
    if key not in known:
        text = f"There is no line with record number {key} in this {type.label}."
        raise Refused(reason(Why.BAD_VALUE, text, label=type.label, value=key))
    return key
