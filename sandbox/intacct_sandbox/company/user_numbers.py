"""The number that a user goes by: `createdBy` in REST and CREATEDBY in XML are numbers in every published answer."""

from intacct_sandbox.company.company import Company


def user_number(company: Company, id: str) -> str:
    """The record number where users are records, else the place in the company file (assumption)."""
    table = company.tables.get("user")
    record = table.by_id(id) if table else None
    if record is not None:
        return str(record["key"])
    users = list(company.definition.users)
    return str(users.index(id) + 1) if id in users else id
