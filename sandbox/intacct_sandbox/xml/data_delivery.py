"""The objects that the data delivery service could deliver, and their tables in the SQL of PostgreSQL
(developer.intacct.com: data-delivery-service/dds-objects). Nothing is delivered here: runDdsJob is not there."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Ref
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.xml.functions import Call, Outcome, object_named
from intacct_sandbox.xml.markup import element, wrap

_COLUMNS = {"Money": "numeric", "Number": "numeric", "Quantity": "numeric", "LineFromZero": "integer",
            "RecordNumber": "integer", "Day": "date", "Moment": "timestamp", "Flag": "boolean",
            "TextFlag": "boolean"}  # fmt: skip


def dds_objects(call: Call) -> Outcome:
    """Every object that XML reads, by name (the elements: assumption, no sample is public)."""
    names = sorted(name for name, each in call.company.by_xml.items() if "read" in each.xml_operations)
    return Outcome(wrap("data", wrap("DdsObjects", "".join(element("DdsObject", name) for name in names))))


def dds_ddl(call: Call) -> Outcome:
    """The statements that make the table of one object."""
    type = object_named(call, call.text("object"), "read")
    return Outcome(wrap("data", wrap("DdsDdl", element("Ddl", _statements(call, type)))))


def _statements(call: Call, type: ObjectType) -> str:
    shown = [each for each in type.all_fields if each.xml and not each.hidden]
    columns = [f"{_column(each)} {_COLUMNS.get(each.kind.__class__.__name__, 'varchar')}" for each in shown]
    table = f"create table {type.xml} (\n" + ",\n".join([*columns, "ddsReadTime timestamp"]) + ");\n"
    key = type.by_name[type.id_field].xml or type.key_tag
    links = [
        f"-- Link column {_column(each)} to {call.company.views[each.kind.target].xml};\n"
        for each in shown
        if isinstance(each.kind, Ref) and call.company.views[each.kind.target].xml
    ]
    return f"{table}alter table {type.xml} add constraint PK_{type.xml} primary key({key});\n{''.join(links)}"


def _column(field: Field) -> str:
    return field.xml.replace(".", "_")
