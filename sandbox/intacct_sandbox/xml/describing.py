"""inspect and lookup: what an object has."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Choice, RecordNumber, Ref, Text
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.query.column import column
from intacct_sandbox.xml.functions import Call, Outcome, object_named
from intacct_sandbox.xml.markup import element, wrap

# `Pt_FieldInt` with `integer` is captured in github.com/craibuc/PsIntacct, the other names follow it: assumption.
_DATA_TYPES = {"Money": "currency", "Number": "number", "Quantity": "number", "RecordNumber": "integer", "Day": "date",
               "Moment": "timestamp", "Flag": "boolean", "TextFlag": "boolean", "Choice": "enum"}  # fmt: skip
_FIELD_CLASSES = {"integer": "Pt_FieldInt", "currency": "Pt_FieldCurrency", "number": "Pt_FieldDouble",
                  "date": "Pt_FieldDate", "timestamp": "Pt_FieldTimestamp", "boolean": "Pt_FieldBoolean",
                  "enum": "Pt_FieldEnum", "text": "Pt_FieldString"}  # fmt: skip
# As sentences of the published lookup of GLBATCH and of a task have them: INTEGER, TEXT, ENUM.
_LOOKED_UP_AS = {"currency": "DECIMAL", "number": "DECIMAL"}


def inspect(call: Call) -> Outcome:
    """The fields of an object (with detail="1" what they are), or the names of all objects."""
    if call.text("object") == "*":
        types = "".join(f'<type typename="{name}">{each.label}</type>' for name, each in call.company.by_xml.items())
        return Outcome(wrap("data", types, listtype="All", count=1))
    type = object_named(call, call.text("object"), "read")
    detailed = call.element.get("detail") == "1"
    fields = "".join(
        _detail(type, each) if detailed else element("Field", each.xml) for each in type.all_fields if each.xml
    )
    about = _about(type) if detailed else ""
    return Outcome(wrap("data", wrap("Type", about + wrap("Fields", fields), Name=type.xml), listtype="All", count=1))


def lookup(call: Call) -> Outcome:
    """Fields and relationships of an object: what a query can name."""
    type = object_named(call, call.text("object"), "read")
    fields = "".join(_looked_up(type, each) for each in type.all_fields if column(call.company, type, "xml", each.xml))
    relationships = "".join(_relationship(call, each) for each in type.references if each.xml)
    body = wrap("Fields", fields) + wrap("Relationships", relationships)
    return Outcome(wrap("data", wrap("Type", body, Name=type.xml, DocumentType="")))


def _about(type: ObjectType) -> str:
    plural = f"{type.label[:-1]}ies" if type.label.endswith("y") else f"{type.label}s"
    return wrap("Attributes", element("SingularName", type.label) + element("PluralName", plural)
                + element("Description"))  # fmt: skip


def _detail(type: ObjectType, field: Field) -> str:
    size = field.kind.size if isinstance(field.kind, Text) else 0
    kind = _data_type(field)
    return wrap("Field", element("Name", field.xml) + element("GroupName") + element("dataName", _FIELD_CLASSES[kind])
                + element("externalDataName", kind) + element("isRequired", _flag(field.required_on("xml")))
                + element("isReadOnly", _flag(field.read_only)) + element("maxLength", size)
                + element("DisplayLabel", _label(field))
                + element("Description") + element("id", f"{type.xml}.{field.xml}")
                + _choice_list(field) + _related_object(field))  # fmt: skip


def _data_type(field: Field) -> str:
    """The type's name."""
    return _DATA_TYPES.get(field.kind.__class__.__name__, "text")


def _choice_list(field: Field) -> str:
    values = "".join(element("validValue", each[0]) for each in _choices(field))
    return wrap("validValues", values) if values else ""


def _related_object(field: Field) -> str:
    return element("relatedObject", field.kind.target) if isinstance(field.kind, Ref) else ""


def _looked_up(type: ObjectType, field: Field) -> str:
    values = "".join(element("VALIDVALUE", each[0]) for each in _choices(field))
    kind = _data_type(field)
    return wrap("Field", element("ID", field.xml) + element("LABEL", _label(field)) + element("DESCRIPTION")
                + element("REQUIRED", _flag(field.required_on("xml"))) + element("READONLY", _flag(field.read_only))
                + element("DATATYPE", _LOOKED_UP_AS.get(kind, kind.upper()))
                + (wrap("VALIDVALUES", values) if values else "")
                + element("ISCUSTOM", _flag(type.custom)))  # fmt: skip


def _relationship(call: Call, field: Field) -> str:
    target = call.company.views[field.kind.target]  # type: ignore[attr-defined]
    return wrap("Relationship", element("OBJECTPATH", target.xml) + element("OBJECTNAME", target.xml)
                + element("LABEL", target.label) + element("RELATIONSHIPTYPE", "MANY2ONE")
                + element("RELATEDBY", field.xml))  # fmt: skip


def _choices(field: Field) -> list[tuple[str, str]]:
    return list(field.kind.values.values()) if isinstance(field.kind, Choice) else []


def _label(field: Field) -> str:
    return "Record number" if isinstance(field.kind, RecordNumber) else field.name.replace("_", " ").capitalize()


def _flag(value: bool) -> str:
    return "true" if value else "false"
