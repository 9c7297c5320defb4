"""Holding a request against the grammar of the gateway.

The gateway validates requests with libxml2 against v3.0/api.xsd of github.com/intacct/intacct_dtd (its README; the text
of an answer in github.com/Intacct/intacct-sdk-net/issues/244 is libxml2's, with its error number and the functions in
the order of that schema). The same library judges here, so the texts are the same too. That they end with line and
column, as those of malformed XML do, is an assumption.
"""

from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from lxml import etree

from intacct_sandbox.xml.failure import ControlFailure, schema_error
from intacct_sandbox.xml.schema.notation import to_schema

_one_at_a_time = Lock()


def check(request: etree._Element) -> None:
    """Raise a ControlFailure with all that the schema does not allow in a request."""
    schema, errors = _schema(), []
    with _one_at_a_time:
        if not schema.validate(request):
            log: Any = schema.error_log
            errors = [schema_error(f"Error {each.type}: {each.message}", each.line, each.column) for each in log]
    if errors:
        raise ControlFailure(*errors)


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(to_schema(grammar()))


def grammar() -> str:
    """The published schema, and what is documented beyond it."""
    folder = files("intacct_sandbox.xml.schema")
    return "\n".join(folder.joinpath(f"{name}.grammar").read_text("utf-8") for name in ("gateway", "documented"))
