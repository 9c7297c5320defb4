"""Receipts that lie in an undeposited funds account until a deposit takes them to the bank: AR payments, AR advances
and other receipts (developer.intacct.com: cash-management/deposits)."""

from intacct_sandbox.company.company import Company
from intacct_sandbox.model.object_type import Fields, ObjectType
from intacct_sandbox.rules.refusal import Refused, Why, reason

# What must be true of a receipt so that it can be deposited: its object, and the states in which the money is there.
RECEIPTS = {
    "payment": ("complete",),
    "ar-advance": ("posted", "partially_paid", "paid"),
    "other-receipt": ("approved",),
}


def receipt(company: Company, key: str) -> tuple[ObjectType, Fields] | None:
    """The receipt with this record number, and what it is."""
    for name in RECEIPTS:
        record = company.tables[name].numbered(key)
        if record is not None:
            return company.types[name], record
    return None


def refuse_deposited(type: ObjectType, record: Fields) -> None:
    """Raise Refused for a receipt that is part of a deposit: the deposit is reversed first."""
    if record.get("deposit") is not None:
        text = f"The {type.label} {record['key']} is deposited; reverse the deposit {record['deposit']} first."
        raise Refused(reason(Why.STATE, text, None, type.label, str(record["key"])))


def refuse_undepositable(type: ObjectType, record: Fields) -> None:
    """Raise Refused for what cannot become part of a deposit."""
    refuse_deposited(type, record)
    if record.get("undeposited_account") is None or record["state"] not in RECEIPTS[type.name]:
        text = f"The {type.label} {record['key']} is not in undeposited funds."
        raise Refused(reason(Why.STATE, text, None, type.label, str(record["key"])))
