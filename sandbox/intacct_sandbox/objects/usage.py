"""API Usage Detail and API Usage Summary, read only. Intacct's help page on API usage names the two objects; the names
on the wire and the fields are assumptions, because no public source has them."""

from intacct_sandbox.model.field import Field
from intacct_sandbox.model.kinds import Moment, Number, Text, same
from intacct_sandbox.model.object_type import READ_ONLY, ObjectType
from intacct_sandbox.rules.change import Rules

_API = same("xml", "rest")


def _usage(name: str, label: str, xml: str, *fields: Field) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        xml=xml,
        rest=f"company-config/{name}",
        rules=Rules(),
        id_field="key",
        xml_operations=READ_ONLY,
        rest_operations=READ_ONLY,
        fields=fields,
    )


USAGE_DETAIL = _usage(
    "api-usage-detail",
    "API usage detail",
    "APIUSAGEDETAIL",
    Field("time", Moment(), "USAGETIME", "usageDateTime"),
    Field("application", Text(), "APPLICATION", "application"),
    Field("api", _API, "APITYPE", "apiType"),
    Field("user", Text(), "USERID", "user"),
    Field("object", Text(), "OBJECTNAME", "objectName"),
    Field("operation", Text(), "OPERATION", "operation"),
    Field("status", same("successful", "unsuccessful"), "STATUS", "status"),
    Field("transactions", Number(), "TRANSACTIONS", "transactions"),
)
USAGE_SUMMARY = _usage(
    "api-usage-summary",
    "API usage summary",
    "APIUSAGESUMMARY",
    Field("period", Text(), "PERIOD", "period"),
    Field("application", Text(), "APPLICATION", "application"),
    Field("api", _API, "APITYPE", "apiType"),
    Field("transactions", Number(), "TRANSACTIONS", "transactions"),
    Field("failures", Number(), "FAILURES", "failures"),
)
