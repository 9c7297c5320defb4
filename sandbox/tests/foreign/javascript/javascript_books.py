"""What tests of the official JavaScript SDK ask the ledger and the gateway."""

from decimal import Decimal
from typing import Any

from javascript_sdk import Client, Data, call, new

from intacct_sandbox.threaded import SandboxThread


def changed(function: Data, **properties: Any) -> Data:
    return {**function, "set": {**function["set"], **properties}}


def rows(sandbox: SandboxThread, object: str, operation: str) -> list[Data]:
    return [row for row in sandbox.ledger() if (row["object"], row["operation"]) == (object, operation)]


def last(sandbox: SandboxThread, object: str, operation: str) -> Data:
    return rows(sandbox, object, operation)[-1]


def due(client: Client, object: str, key: str, field: str = "TOTALDUE") -> Decimal:
    (row,) = client.rows(new("Common.Read", objectName=object, keys=[key], fields=[field]))
    return Decimal(row[field])


def query(object: str, fields: list[str], *filter: Any) -> Data:
    """The newer query: fields of an object where a field's filter holds."""
    (field, *called) = filter
    select = call(new("Common.NewQuery.QuerySelect.SelectBuilder"), ["addFields", fields], get="selects")
    where = call(new("Common.NewQuery.QueryFilter.Filter", field), called)
    return call(new("Common.NewQuery.Query"), ["assignFromObject", object], ["assignSelectFields", select],
                ["assignFilter", where])  # fmt: skip


def make_vendors(client: Client, *names: str) -> None:
    client.batch(*(new("AccountsPayable.VendorCreate", vendorId=f"V-{at}", vendorName=name, printAs=name,
                       creditLimit=at * 100) for at, name in enumerate(names, 2)))  # fmt: skip
