"""All functions that do something here, and what each is about for fault rules."""

from collections.abc import Iterable

from intacct_sandbox.company.company import Company
from intacct_sandbox.xml.actions import ACTIONS, act
from intacct_sandbox.xml.ar_aging import get_ar_aging
from intacct_sandbox.xml.company_preferences import get_preferences, set_preferences
from intacct_sandbox.xml.data_delivery import dds_ddl, dds_objects
from intacct_sandbox.xml.describing import inspect, lookup
from intacct_sandbox.xml.dimension_list import get_dimensions, get_relationships
from intacct_sandbox.xml.envelope import Function
from intacct_sandbox.xml.functions import Implementation
from intacct_sandbox.xml.legacy import LEGACY
from intacct_sandbox.xml.old_lists import get, get_list
from intacct_sandbox.xml.old_reads import NAMES as OLD_NAMES
from intacct_sandbox.xml.old_reads import OLD_READS
from intacct_sandbox.xml.query_function import query
from intacct_sandbox.xml.reading import read, read_by_name, read_by_query, read_more
from intacct_sandbox.xml.relations import read_related
from intacct_sandbox.xml.setup import entity_details, financial_setup, user_permissions
from intacct_sandbox.xml.writing import create, delete, update

SESSION = "getAPISession"
_OPERATIONS = {"create": "create", "update": "update", "delete": "delete", "read": "read", "readByName": "read",
               "readByQuery": "query", "readMore": "query", "query": "query", "inspect": "other", "lookup": "other",
               "readRelated": "read", "get": "read", "get_list": "query", "get_companyprefs": "read",
               "set_companyprefs": "update", SESSION: "login",
               **{f"get_{name}": "read" for name in OLD_NAMES}}  # fmt: skip

# Their children are objects.
_NAMING = ("create", "update", *ACTIONS)

IMPLEMENTATIONS: dict[str, Implementation] = {
    "create": create,
    "update": update,
    "delete": delete,
    "read": read,
    "readByName": read_by_name,
    "readByQuery": read_by_query,
    "readMore": read_more,
    "readRelated": read_related,
    "get_list": get_list,
    "get": get,
    "query": query,
    "inspect": inspect,
    "lookup": lookup,
    "getDimensions": get_dimensions,
    "getDimensionRelationships": get_relationships,
    "getFinancialSetup": financial_setup,
    "readEntityDetails": entity_details,
    "getUserPermissions": user_permissions,
    "getDdsObjects": dds_objects,
    "getDdsDdl": dds_ddl,
    "get_companyprefs": get_preferences,
    "set_companyprefs": set_preferences,
    "get_araging": get_ar_aging,
    **OLD_READS,
    **dict.fromkeys(ACTIONS, act),
    **{name: legacy.run for name, legacy in LEGACY.items()},
}


def acts(company: Company | None, functions: Iterable[Function]) -> tuple[tuple[str, str], ...]:
    """The (object, operation) pairs of a request."""
    return tuple(pair for function in functions for pair in _acts(company, function))


def _acts(company: Company | None, function: Function) -> list[tuple[str, str]]:
    if function.name in LEGACY:
        legacy = LEGACY[function.name]
        return [(legacy.object, legacy.operation)]
    operation = function.name if function.name in ACTIONS else _OPERATIONS.get(function.name, "other")
    if operation == "login":
        return [("session", operation)]
    named = [str(child.tag) for child in function.call] if function.name in _NAMING else []
    return [(_neutral(company, name), operation) for name in named or [_asked(function)]]


def _asked(function: Function) -> str:
    """The object that a read names: in an element, or in an attribute by the name of its create function."""
    name = function.call.get("object") or function.name.removeprefix("get_")
    legacy = LEGACY.get(f"create_{name}")
    return legacy.object if legacy else function.call.findtext("object") or name


def _neutral(company: Company | None, name: str) -> str:
    type = company.xml_object(name) if company else None
    return type.name if type else name.lower()
