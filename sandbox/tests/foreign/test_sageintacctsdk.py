"""PyPI sageintacctsdk 1.28.1 (github.com/fylein/sageintacct-sdk-py) against the sandbox, module by module.

It signs in with getAPISession, keeps the session, sends uniqueid=false, and parses answers with xmltodict.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from intacct_sandbox import Sandbox

sdk = pytest.importorskip("sageintacctsdk", reason="pip install 'intacct-sandbox[foreign]'")
exceptions = pytest.importorskip("sageintacctsdk.exceptions")

Data = dict[str, Any]
DAY = {"year": "2026", "month": "03", "day": "14"}


@dataclass(frozen=True)
class Written:
    """One module: what is sent, under which id and field it is found again, and what the ledger calls it."""

    api: str
    object: str
    data: Data
    field: str
    id: str
    changes: Data | None = None

    def __str__(self) -> str:
        return self.api


def _contact(name: str) -> Data:
    return {"PRINTAS": name, "MAILADDRESS": {"CITY": "Dayton", "COUNTRY": "United States"}}


BILL = {
    "WHENCREATED": "03/14/2026", "VENDORID": "V-1", "RECORDID": "B-1", "WHENDUE": "04/13/2026",
    "APBILLITEMS": {"APBILLITEM": [{"ACCOUNTNO": "6105", "TRX_AMOUNT": "84.50", "LOCATIONID": "100"},
                                   {"ACCOUNTNO": "6120", "TRX_AMOUNT": "15.50", "LOCATIONID": "100"}]},
}  # fmt: skip
JOURNAL = {
    "JOURNAL": "GJ", "BATCH_DATE": "03/31/2026", "BATCH_TITLE": "Rent Mar", "REFERENCENO": "je-1",
    "ENTRIES": {"GLENTRY": [{"ACCOUNTNO": "6500", "TR_TYPE": "1", "TRX_AMOUNT": "1200", "LOCATION": "100"},
                            {"ACCOUNTNO": "2100", "TR_TYPE": "-1", "TRX_AMOUNT": "1200", "LOCATION": "100"}]},
}  # fmt: skip
INVOICE = {
    "customerid": "C-1", "datecreated": DAY, "termname": "N30", "invoiceno": "INV-1",
    "invoiceitems": {"lineitem": [{"glaccountno": "4000", "amount": "250.00", "locationid": "100"}]},
}  # fmt: skip

WRITTEN = [
    Written("contacts", "contact", {"CONTACTNAME": "Ada", **_contact("Ada Okafor")}, "CONTACTNAME", "Ada",
            {"CONTACTNAME": "Ada", "EMAIL1": "ada@example.com"}),
    Written("accounts", "account", {"ACCOUNTNO": "6107", "TITLE": "Freight out"}, "ACCOUNTNO", "6107",
            {"ACCOUNTNO": "6107", "TITLE": "Freight outbound"}),
    Written("vendors", "vendor", {"VENDORID": "V-9", "NAME": "Larkspur", "DISPLAYCONTACT": _contact("Larkspur")},
            "VENDORID", "V-9", {"VENDORID": "V-9", "NAME": "Larkspur Ltd"}),
    Written("customers", "customer", {"CUSTOMERID": "C-9", "NAME": "Brightwater", "DISPLAYCONTACT": _contact("B")},
            "CUSTOMERID", "C-9", {"CUSTOMERID": "C-9", "NAME": "Brightwater Clinics"}),
    Written("projects", "project", {"PROJECTID": "P-1", "NAME": "Dock", "PROJECTCATEGORY": "Contract",
                                    "CUSTOMERID": "C-1", "LOCATIONID": "100"}, "PROJECTID", "P-1",
            {"PROJECTID": "P-1", "DESCRIPTION": "Dock 4"}),
    Written("bills", "bill", BILL, "RECORDID", "B-1"),
    Written("ar_invoices", "invoice", INVOICE, "RECORDID", "INV-1"),
    Written("journal_entries", "journal-entry", JOURNAL, "REFERENCENO", "je-1"),
]  # fmt: skip


@pytest.fixture
def client(address: str) -> Any:
    """Signed in as a user of the SDK would, with a vendor and a customer to refer to."""
    signed_in = sdk.SageIntacctSDK("relay_sender", "sender-secret", "relay_ws", "HARBORLINE", "user-secret")
    signed_in.vendors.post({"VENDORID": "V-1", "NAME": "Gulf", "DISPLAYCONTACT": _contact("Gulf")})
    signed_in.customers.post({"CUSTOMERID": "C-1", "NAME": "Oak", "DISPLAYCONTACT": _contact("Oak")})
    return signed_in


def _every(client: Any, case: Written) -> dict[str, Callable[[], list[Data]]]:
    """All ways of this SDK to find records of a module."""
    api, name = getattr(client, case.api), getattr(client, case.api)._ApiBase__dimension
    return {
        "get_all": api.get_all,
        "get_all by field": lambda: api.get_all(case.field, case.id),
        "get_all_generator": lambda: [each for page in api.get_all_generator() for each in page],
        "get_by_query": lambda: api.get_by_query(and_filter=[("equalto", case.field, case.id)]),
        "get": lambda: _as_list(_get(api, name, case)),
    }


def _get(api: Any, name: str, case: Written) -> Any:
    found = api.get(case.field, case.id)
    return found.get(name) or found.get(name.lower())


def _as_list(found: Any) -> list[Data]:
    return found if isinstance(found, list) else [found] if found else []


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_what_a_module_writes_every_read_of_it_finds(
    client: Any, case: Written, created: Callable[[str], list[str]]
) -> None:
    """A record that the SDK posts is in the ledger once and comes back by each of its ways to read."""
    answer = getattr(client, case.api).post(case.data)
    assert answer["status"] == "success"
    assert created(case.object).count(case.id) == 1
    for way, read in _every(client, case).items():
        assert case.id in [each[case.field] for each in read()], way


@pytest.mark.parametrize("case", [each for each in WRITTEN if each.changes], ids=str)
def test_update_changes_what_is_read(client: Any, case: Written) -> None:
    """A field that the SDK updates is read back with its new value."""
    api = getattr(client, case.api)
    api.post(case.data)
    api.update(case.changes)
    (found,) = api.get_all(case.field, case.id, fields=list(case.changes or ()))
    assert found == case.changes


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_count_and_lookup(client: Any, case: Written) -> None:
    """The count follows a create, and the object's fields can be looked up."""
    api = getattr(client, case.api)
    before = api.count(None)
    api.post(case.data)
    assert api.count(None) == before + 1
    assert api.get_lookup()["Type"]["@Name"] == api._ApiBase__dimension


@pytest.mark.filterwarnings("ignore::sageintacctsdk.exceptions.DataIntegrityWarning")  # when nothing is left
@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_delete_removes_what_was_written(client: Any, case: Written) -> None:
    """A record deleted by its number is not found any more."""
    api = getattr(client, case.api)
    api.post(case.data)
    found = api.get_by_query(fields=["RECORDNO", case.field], and_filter=[("equalto", case.field, case.id)])
    api.delete(found[0]["RECORDNO"])
    assert not api.get_by_query(fields=[case.field], and_filter=[("equalto", case.field, case.id)])


def test_lines_of_an_invoice(client: Any) -> None:
    """The lines of an invoice can be read on their own, with what they have from the document and its references."""
    client.ar_invoices.post(INVOICE)
    (line,) = client.ar_invoice_items.get_all()
    expected = {"ACCOUNTNO": "4000", "ACCOUNTTITLE": "Sales", "AMOUNT": "250.00", "STATE": "Posted", "CURRENCY": "USD"}
    assert {name: line[name] for name in expected} == expected


def test_what_a_record_refers_to_is_shown_with_name_and_key(client: Any) -> None:
    """A bill has its vendor's name, a project its customer's."""
    client.bills.post(BILL)
    client.projects.post(next(each.data for each in WRITTEN if each.api == "projects"))
    assert client.bills.get_all()[0]["VENDORNAME"] == "Gulf"
    (project,) = client.projects.get_all()
    (customer,) = client.customers.get_all("CUSTOMERID", "C-1")
    assert (project["CUSTOMERNAME"], project["CUSTOMERKEY"]) == ("Oak", customer["RECORDNO"])


def test_dimensions_and_objects_are_listed(client: Any) -> None:
    """The dimensions of the company have the fields that the SDK's users read; inspect names every object."""
    dimensions = client.dimensions.get_all()
    assert {"objectName", "objectLabel", "termLabel", "userDefinedDimension", "enabledInGL"} == set(dimensions[0])
    assert {"LOCATION", "DEPARTMENT", "PROJECT"} <= {each["objectName"] for each in dimensions}
    assert "APBILL" in [each["@typename"] for each in client.dimensions.get_objects()["type"]]


def test_values_of_a_platform_object(client: Any) -> None:
    """Records of a custom object are listed with the fields that the SDK selects for a user-defined dimension."""
    client.dimensions.format_and_send_request({"create": {"fleet_vehicle": {"name": "Truck 9"}}})
    (value,) = client.dimension_values.get_all("fleet_vehicle")
    assert (value["name"], value["createdBy"]) == ("Truck 9", "relay_ws")


def test_private_records_of_an_entity_are_seen_when_asked_for(address: str) -> None:
    """show_private adds the records of entities to a query at the top level."""
    names = ("relay_sender", "sender-secret", "relay_ws", "HARBORLINE", "user-secret")
    east = sdk.SageIntacctSDK(*names, entity_id="E100")
    east.vendors.post({"VENDORID": "V-E", "NAME": "East", "DISPLAYCONTACT": _contact("East")})
    assert sdk.SageIntacctSDK(*names).vendors.count() == 0
    assert sdk.SageIntacctSDK(*names, show_private=True).vendors.count() == 1


def test_failures_reach_the_user_as_the_sdks_own_errors(client: Any, sandbox: Sandbox) -> None:
    """Wrong credentials, wrong data, no permission, an ended session and no slot are told apart by the SDK."""
    with pytest.raises(exceptions.InvalidTokenError):
        sdk.SageIntacctSDK("relay_sender", "sender-secret", "relay_ws", "HARBORLINE", "wrong")
    with pytest.raises(exceptions.WrongParamsError) as refused:
        client.vendors.post({"VENDORID": "V-1", "NAME": "Twice", "DISPLAYCONTACT": _contact("Twice")})
    assert refused.value.response["error"][0]["errorno"] == "BL34000061"
    clerk = sdk.SageIntacctSDK("relay_sender", "sender-secret", "clerk_ws", "HARBORLINE", "clerk-secret")
    with pytest.raises(exceptions.NoPrivilegeError):
        clerk.journal_entries.post(JOURNAL)
    sandbox.world.expire_sessions("HARBORLINE")
    with pytest.raises(exceptions.InvalidTokenError):
        client.vendors.count()


def test_a_lost_answer_and_a_repeat_make_two_bills_when_no_number_is_given(client: Any, sandbox: Sandbox) -> None:
    """This SDK sends uniqueid=false: its user who repeats an unanswered create has the bill twice, and sees it here."""
    sandbox.set_faults([{"kind": "status", "status": 502, "when": "after", "object": "bill", "operation": "create",
                         "count": 1}])  # fmt: skip
    unnumbered = {name: value for name, value in BILL.items() if name != "RECORDID"}
    with pytest.raises(exceptions.SageIntacctSDKError, match="502"):
        client.bills.post(unnumbered)
    client.bills.post(unnumbered)
    bills = [row for row in sandbox.ledger() if (row["object"], row["operation"]) == ("bill", "create")]
    assert len(bills) == 2
