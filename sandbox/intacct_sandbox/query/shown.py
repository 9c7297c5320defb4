"""Columns that a company has and the sandbox can show though it has no field for them.

Names: github.com/fylein/sageintacct-sdk-py, apis/constants.py, which selects them from live companies. Three kinds: the
name, title or number of a record that is referred to (CUSTOMERNAME and CUSTOMERKEY go with CUSTOMERID), what a line has
from its document, and what exists but is never filled here.
"""

import re
from collections.abc import Callable
from typing import Any

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.kinds import Kind, Ref, Text
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.query.never_filled import NEVER_FILLED

Shown = tuple[Kind, Callable[[Fields], Any]]

_SUFFIX = re.compile(r"(\w+?)(NAME|TITLE|DIMKEY|KEY)")
_OF_THE_DOCUMENT = {"CURRENCY": "currency", "BASECURR": "base_currency", "EXCH_RATE_TYPE_ID": "exchange_type",
                    "EXCH_RATE_DATE": "exchange_date", "EXCHANGE_RATE": "exchange_rate", "STATE": "state"}  # fmt: skip
_OF_THE_ALLOCATION = {"ALLOCATIONID": "id", "ALLOCATIONKEY": "key"}
_ALSO = {"invoice-line": {"AMOUNT": "amount"}, "bill-line": {"AMOUNT": "amount"},
         "bill": {"WHENDISCOUNT": "discount_date"},
         "payment": {"TOTALENTERED": "total", "AUWHENCREATED": "created_at"}}  # fmt: skip
# A platform object's audit fields (developer.intacct.com: platform-services/objects).
_OF_CUSTOM_OBJECTS = {"createdBy": "created_by", "updatedBy": "modified_by", "createdAt": "created_at",
                      "updatedAt": "modified_at"}  # fmt: skip
# What a whole bill told of itself (captured in github.com/craibuc/PsIntacct); of an invoice OpenAPI has `ri`.
_FIXED = {"bill": {"RECORDTYPE": "pi", "MODULEKEY": "3.AP", "SYSTEMGENERATED": "F"},
          "invoice": {"RECORDTYPE": "ri", "MODULEKEY": "4.AR"}}  # fmt: skip
_CONTACTS = {
    "bill": {"BILLTOPAYTO": "pay_to", "SHIPTORETURNTO": "return_to"},
    "invoice": {"BILLTO": "bill_to", "SHIPTO": "ship_to"},
    "employee": {"CONTACT": "primary_contact"},
}


def shown(company: Company, type: ObjectType, path: str, parent: str) -> Shown | None:
    """Kind and reader of the column that `path` names in XML, or None; `parent` is where a line keeps its document."""
    if path in NEVER_FILLED.get(type.name, "").split():
        return Text(), lambda record: None
    if fixed := _FIXED.get(type.name, {}).get(path):
        return Text(), lambda record: fixed
    if path == "RECORD_URL":
        return Text(), lambda record: record_url(type, record)
    return (
        _same_as(type, path)
        or _of_the_document(company, type, path, parent)
        or _of_a_contact(company, type, path)
        or _named(company, type, path)
    )


def record_url(type: ObjectType, record: Fields) -> str:
    """The address of a record's page in the product; there is no such page here."""
    return f"https://sandbox.invalid/{type.xml}/{record['key']}"


def _same_as(type: ObjectType, path: str) -> Shown | None:
    name = (_OF_CUSTOM_OBJECTS if type.custom else _ALSO.get(type.name, {})).get(path)
    return (type.by_name[name].kind, lambda record: record.get(name)) if name else None


def _of_the_document(company: Company, type: ObjectType, path: str, parent: str) -> Shown | None:
    owner, names = company.owner_of(type), _OF_THE_DOCUMENT
    if type.name == "allocation-line":
        names = _OF_THE_ALLOCATION
    name = names.get(path, "")
    field = owner.by_name.get(name) if owner else None
    return (field.kind, lambda line: line[parent].get(name)) if field else None


def _of_a_contact(company: Company, type: ObjectType, path: str) -> Shown | None:
    head, _, rest = path.partition(".")
    name = _CONTACTS.get(type.name, {}).get(head)
    field = company.types["contact"].by_xml.get(rest)
    if name is None or field is None:
        return None
    return field.kind, _through(company, "contact", name, field.name)


def _named(company: Company, type: ObjectType, path: str) -> Shown | None:
    found = _SUFFIX.fullmatch(path)
    if found is None:
        return None
    wanted = "key" if found[2].endswith("KEY") else "name"
    if found[1] == "MEGAENTITY":
        return Text(), _through(company, "entity", "entity", wanted)
    if contact := _CONTACTS.get(type.name, {}).get(found[1]):
        return Text(), _through(company, "contact", contact, wanted)
    for tail in ("ID", "NO", "NAME", ""):
        field = type.by_xml.get(found[1] + tail)
        if field and isinstance(field.kind, Ref):
            return Text(), _through(company, field.kind.target, field.name, wanted)
    return None


def _through(company: Company, target: str, name: str, wanted: str) -> Callable[[Fields], Any]:
    def get(record: Fields) -> Any:
        value = record.get(name)
        other = company.referenced(target, value) if value else None
        return other.get(wanted) if other else None

    return get
