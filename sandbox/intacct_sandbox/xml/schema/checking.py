"""Holding a request against the grammar of the gateway.

The gateway validates requests of DTD 3.0 with libxml2 against v3.0/api.xsd of github.com/intacct/intacct_dtd, those of
DTD 2.1 against the files in v2.1, which know the object-specific functions only (its README; the text of an answer in
github.com/Intacct/intacct-sdk-net/issues/244 is libxml2's, with its error number and the functions in the order of that
schema). The same library judges here, so the texts are the same too. That they end with line and column, as those of
malformed XML do, is an assumption, and so are the texts for DTD 2.1.
"""

from functools import cache
from importlib.resources import files
from threading import Lock
from typing import Any

from lxml import etree

from intacct_sandbox.xml.failure import ControlFailure, XmlError, schema_error
from intacct_sandbox.xml.schema.notation import to_schema

_one_at_a_time = Lock()


PUBLISHED = ("gateway", "documented")


def check(request: etree._Element, published_only: bool) -> None:
    """Raise a ControlFailure with all that the schema of its `dtdversion` does not allow in a request. Unless
    `published_only`, what the official SDKs send against the published schema is allowed too."""
    version = (request.findtext("control/dtdversion") or "").strip()
    errors: list[XmlError] = []
    schema = _compiled(("gateway21",) if version == "2.1" else PUBLISHED if published_only else (*PUBLISHED, "sdk"))
    with _one_at_a_time:
        if not schema.validate(request):
            log: Any = schema.error_log
            errors = [schema_error(f"Error {each.type}: {each.message}", each.line, each.column) for each in log]
    if errors:
        raise ControlFailure(*errors)


@cache
def _compiled(names: tuple[str, ...]) -> etree.XMLSchema:
    return etree.XMLSchema(to_schema(grammar(names)))


def grammar(names: tuple[str, ...]) -> str:
    """The published schema, and what goes beyond it."""
    folder = files("intacct_sandbox.xml.schema")
    return "\n".join(folder.joinpath(f"{name}.grammar").read_text("utf-8") for name in names)
