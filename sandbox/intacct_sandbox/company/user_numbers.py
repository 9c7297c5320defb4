"""The number that a user goes by: `createdBy` in REST and CREATEDBY in XML are numbers in every published answer."""

from intacct_sandbox.company.company import Company


def user_number(company: Company, id: str) -> str:
    """The record number of a user; who is none keeps the id."""
    record = company.tables["user"].by_id(id)
    return str(record["key"]) if record else id
