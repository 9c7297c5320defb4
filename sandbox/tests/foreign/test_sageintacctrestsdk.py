"""PyPI sageintacctrestsdk 1.9.0 (github.com/fylein/intacct-rest-sdk-py) against the sandbox, module by module.

It signs in with form-encoded client credentials, reads through the query service with null and empty parts in the body,
and can send an Idempotency-Key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from intacct_sandbox.threaded import SandboxThread

sdk = pytest.importorskip("intacctsdk", reason="pip install 'intacct-sandbox[foreign]'")

Data = dict[str, Any]


@dataclass(frozen=True)
class Written:
    """One module: what is posted, under which id and field it is found again, what the ledger calls it."""

    api: str
    object: str
    data: Data
    field: str
    id: str
    changes: Data

    def __str__(self) -> str:
        return self.api


def _line(account: str, amount: str, **more: Any) -> Data:
    return {"glAccount": {"id": account}, "txnAmount": amount, "dimensions": {"location": {"id": "100"}}, **more}


BILL = {"billNumber": "B-1", "vendor": {"id": "V-1"}, "createdDate": "2026-03-14", "dueDate": "2026-04-13",
        "currency": {"txnCurrency": "USD"}, "lines": [_line("6105", "84.50"), _line("6120", "15.50")]}  # fmt: skip
JOURNAL = {"glJournal": {"id": "GJ"}, "postingDate": "2026-03-31", "description": "Rent",
           "referenceNumber": "je-1", "lines": [
               _line("6500", "1200.00", txnType="debit"), _line("2100", "1200.00", txnType="credit")]}  # fmt: skip
BANK = {"glAccount": {"id": "1010"}}
EXPENSES = {"employee": {"id": "E-1"}, "createdDate": "2026-03-14", "expenseReportNumber": "ER-1",
            "lines": [{"glAccount": {"id": "6200"}, "reimbursementInformation": {"reimbursementAmount": "40.00"},
                       "entryDate": "2026-03-14",
                       "dimensions": {"location": {"id": "100"}}}]}  # fmt: skip


CARD = {"id": "AMEX-1", "vendor": {"id": "V-1"}, "accounting": {"offsetGLAccount": {"id": "2100"}},
        "accountDetails": {"accountType": "credit", "cardType": "visa", "expirationMonth": "11",
                           "expirationYear": "2032"}}  # fmt: skip
CHARGE = {"creditCardAccount": {"id": "FLEET-CARD"}, "txnDate": "2026-03-14", "referenceNumber": "CC-1",
          "currency": {"txnCurrency": "USD"}, "lines": [_line("6200", "76.34")]}  # fmt: skip


def _bank_account(id: str, **more: Any) -> Data:
    return {"id": id, "accounting": BANK, "location": {"id": "100"},
            "bankAccountDetails": {"bankName": "First Delta", "currency": "USD"}, **more}  # fmt: skip


PERIOD = {"id": "March 2026", "columnHeader1": "Month Ended", "startDate": "2026-03-01", "endDate": "2026-03-31"}
ALLOCATION = {"id": "YARD", "allocateBy": "percentage",
              "lines": [{"value": "100", "dimensions": {"location": {"id": "100"}}}]}  # fmt: skip

WRITTEN = [
    Written("vendors", "vendor", {"id": "V-9", "name": "Larkspur"}, "id", "V-9", {"name": "Larkspur Ltd"}),
    Written("customers", "customer", {"id": "C-9", "name": "Brightwater"}, "id", "C-9", {"name": "Brightwater Inc"}),
    Written("contacts", "contact", {"id": "Ada", "printAs": "Ada Okafor"}, "id", "Ada", {"email1": "a@example.com"}),
    Written("accounts", "account", {"id": "6107", "name": "Freight out", "accountType": "incomeStatement",
                                    "normalBalance": "debit", "closingType": "closedToAccount",
                                    "closeToGLAccount": {"id": "3900"}}, "id", "6107", {"name": "Freight outbound"}),
    Written("projects", "project", {"id": "P-9", "name": "Dock", "category": "contract"}, "id", "P-9",
            {"description": "Dock 4"}),
    Written("tasks", "task", {"id": "T-1", "name": "Dig", "project": {"id": "P-1"}}, "id", "T-1", {"name": "Dig on"}),
    Written("classes", "class", {"id": "RETAIL", "name": "Retail"}, "id", "RETAIL", {"description": "Shops"}),
    Written("departments", "department", {"id": "HR", "name": "People"}, "id", "HR", {"name": "Personnel"}),
    Written("locations", "location", {"id": "300", "name": "Mobile"}, "id", "300", {"name": "Mobile Bay"}),
    Written("employees", "employee", {"id": "E-9", "primaryContact": {"id": "Bea"}}, "id", "E-9", {"jobTitle": "x"}),
    Written("items", "item", {"id": "BOLT", "name": "Bolt", "itemType": "kit"}, "id", "BOLT", {"name": "Bolt M8"}),
    Written("journals", "journal", {"id": "PJ", "name": "Payroll"}, "id", "PJ", {"name": "Payroll journal"}),
    Written("attachment_folders", "attachment-folder", {"id": "Scans"}, "id", "Scans", {"description": "Paper"}),
    Written("attachments", "attachment", {"id": "S-1", "name": "Scan", "folder": {"id": "Bills"},
                                          "files": [{"name": "b1.pdf", "data": "JVBERi0="}]}, "id", "S-1",
            {"description": "Bill B-1"}),
    Written("checking_accounts", "checking-account", _bank_account("CHK-2"), "id", "CHK-2", {"status": "inactive"}),
    Written("savings_accounts", "savings-account", _bank_account("SAV-1"), "id", "SAV-1", {"status": "inactive"}),
    Written("charge_card_accounts", "credit-card-account", CARD, "id", "AMEX-1", {"status": "inactive"}),
    Written("charge_card_transactions", "credit-card-txn", CHARGE, "referenceNumber", "CC-1", {"payee": "Fuel"}),
    Written("expense_reports", "expense-report", EXPENSES, "expenseReportNumber", "ER-1", {"description": "trip"}),
    Written("expense_types", "expense-type", {"id": "Travel", "description": "Fares", "glAccount": {"id": "6200"}},
            "id", "Travel", {"description": "Fares and tolls"}),
    Written("expense_payment_types", "expense-payment-type", {"id": "Fuel card"}, "id", "Fuel card",
            {"description": "Diesel"}),
    Written("allocations", "allocation", ALLOCATION, "id", "YARD", {"description": "One yard"}),
    Written("reporting_periods", "reporting-period", PERIOD, "id", "March 2026", {"columnHeader1": "Month"}),
    Written("bills", "bill", BILL, "billNumber", "B-1", {"description": "corrected"}),
    Written("journal_entries", "journal-entry", JOURNAL, "referenceNumber", "je-1", {"description": "Rent Mar"}),
]  # fmt: skip


@pytest.fixture
def client(address: str) -> Any:
    """Signed in as a user of the SDK would, with a vendor and a project to refer to."""
    signed_in = sdk.IntacctRESTSDK(username="relay_ws@HARBORLINE", client_id="relay.app.sage.com",
                                   client_secret="client-secret")  # fmt: skip
    signed_in.vendors.post({"id": "V-1", "name": "Gulf"})
    signed_in.projects.post({"id": "P-1", "name": "Yard", "category": "contract"})
    signed_in.contacts.post({"id": "Bea", "printAs": "Bea Lum"})
    signed_in.employees.post({"id": "E-1", "primaryContact": {"id": "Bea"}})
    return signed_in


def _found(api: Any, field: str, id: str) -> list[Data]:
    pages = api.get_all_generator(fields=["key", field], filters=[{"$eq": {field: id}}])
    return [each for page in pages for each in page]


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_what_a_module_posts_it_finds_again(client: Any, case: Written, created: Callable[[str], list[str]]) -> None:
    """A record that the SDK posts is in the ledger once, comes back by key and by query, and is counted."""
    api = getattr(client, case.api)
    before = api.count()
    key = api.post(case.data)["ia::result"]["key"]
    assert created(case.object).count(case.id) == 1
    assert _found(api, case.field, case.id) == [{"key": key, case.field: case.id}]
    assert api.get_by_key(key)["ia::result"][case.field] == case.id
    assert api.count() == before + 1
    assert api.count(filters=[{"$eq": {case.field: case.id}}]) == 1


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_update_and_delete(client: Any, case: Written) -> None:
    """What the SDK changes is read back changed; what it deletes is not found any more."""
    api = getattr(client, case.api)
    key = api.post(case.data)["ia::result"]["key"]
    api.update(key, case.changes)
    assert api.get_by_key(key)["ia::result"].items() >= case.changes.items()
    assert api.delete(key) is None
    assert _found(api, case.field, case.id) == []


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_the_model_names_the_fields_that_were_sent(client: Any, case: Written) -> None:
    """The model service knows the object and says that it can be created."""
    model = getattr(client, case.api).get_model()["ia::result"]
    assert "POST" in model["httpMethods"]


@pytest.mark.parametrize("case", WRITTEN, ids=str)
def test_its_idempotency_key_gives_the_first_answer_again(
    client: Any, case: Written, created: Callable[[str], list[str]]
) -> None:
    """A post repeated under one key is one record and one answer; the same key for other data is refused."""
    api = getattr(client, case.api)
    first = api.post(case.data, idempotent_key="k-1")
    assert api.post(case.data, idempotent_key="k-1") == first
    assert created(case.object).count(case.id) == 1
    with pytest.raises(sdk.BadRequestError, match="409"):
        api.post({**case.data, **case.changes}, idempotent_key="k-1")


READ_ONLY = [("locations", "100"), ("departments", "OPS"), ("location_entities", "E100"), ("journals", "GJ"),
             ("checking_accounts", "OPER-CHK"), ("charge_card_accounts", "FLEET-CARD"),
             ("cost_types", "LABOR"), ("tax_details", "HARBOR-7"), ("users", "clerk_ws")]  # fmt: skip


@pytest.mark.parametrize(("api", "id"), READ_ONLY, ids=[each[0] for each in READ_ONLY])
def test_what_the_company_starts_with_is_read(client: Any, api: str, id: str) -> None:
    """Master data of the company file comes back by query and by key."""
    module = getattr(client, api)
    (found,) = _found(module, "id", id)
    assert module.get_by_key(found["key"])["ia::result"]["id"] == id
    assert module.count() >= 1


def test_a_bill_payment(client: Any, created: Callable[[str], list[str]], sandbox: SandboxThread) -> None:
    """A payment of a posted bill is created and found again. The SDK cannot submit bills, so they start as posted."""
    sandbox.set_switches(bill_initial_state="posted")
    bill = client.bills.post(BILL)["ia::result"]["key"]
    data = {"financialEntity": {"entityId": "OPER-CHK"}, "vendor": {"id": "V-1"}, "paymentMethod": "printedCheck",
            "paymentDate": "2026-03-20", "documentNumber": "CHK-1", "txnCurrency": {"currency": "USD"},
            "details": [{"bill": {"key": bill}, "txnCurrency": {"paymentAmount": "100.00"}}]}  # fmt: skip
    key = client.ap_payments.post(data)["ia::result"]["key"]
    assert client.ap_payments.get_by_key(key)["ia::result"]["key"] == key
    assert len(created("bill-payment")) == 1


def test_dimensions_session_and_pages(client: Any) -> None:
    """The services of the SDK: dimensions, the XML session, and paging through more than one page."""
    assert {"LOCATION", "DEPARTMENT"} <= {each["dimensionName"] for each in client.dimensions.list()}
    assert client.sessions.get_session_id()["sessionId"]
    accounts = sdk.apis.ApiBase(client, "/objects/general-ledger/account", page_size=5)
    accounts.update_access_token(client.access_token)
    pages = list(accounts.get_all_generator(fields=["id"], order_by=[{"id": "asc"}]))
    assert [len(each) for each in pages[:-1]] == [5] * (len(pages) - 1)
    assert sum(map(len, pages)) == accounts.count()


def test_entity_and_refresh_token(client: Any) -> None:
    """An entity given to the SDK is where it writes; a refresh token signs in again."""
    names = {"client_id": "relay.app.sage.com", "client_secret": "client-secret"}
    east = sdk.IntacctRESTSDK(username="relay_ws@HARBORLINE", entity_id="E100", **names)
    key = east.vendors.post({"id": "V-E", "name": "East"})["ia::result"]["key"]
    assert east.vendors.get_by_key(key)["ia::result"]["entity"]["id"] == "E100"
    again = sdk.IntacctRESTSDK(refresh_token=client.refresh_token, use_client_credentials_auth=False, **names)
    assert again.vendors.count() == 1


def test_failures_reach_the_user_as_the_sdks_own_errors(client: Any, sandbox: SandboxThread) -> None:
    """Wrong data, no slot and a server's failure are told apart by the SDK."""
    with pytest.raises(sdk.BadRequestError, match="409"):
        client.vendors.post({"id": "V-1", "name": "Twice"})
    with pytest.raises(sdk.BadRequestError, match="400"):
        client.vendors.post({"name": "no id"})
    sandbox.set_faults([{"kind": "throttle", "count": 1}])
    with pytest.raises(sdk.BadRequestError, match="429"):
        client.vendors.count()
    sandbox.set_faults([{"kind": "status", "status": 503, "count": 1}])
    with pytest.raises(sdk.InternalServerError, match="503"):
        client.vendors.count()


def test_an_ended_token_is_seen_as_such_with_status_400(client: Any, sandbox: SandboxThread) -> None:
    """This SDK knows an ended token by status 400 and its text, which is why the status is a switch."""
    sandbox.set_switches(expired_token_status=400)
    sandbox.set_faults([{"kind": "expire_sessions", "count": 1}])
    with pytest.raises(sdk.InvalidTokenError):
        client.vendors.count()


def test_a_lost_answer_is_made_good_by_the_key(
    client: Any, created: Callable[[str], list[str]], sandbox: SandboxThread
) -> None:
    """A post whose answer was lost after the commit, repeated under its key, is one bill; without key it is two."""
    lost = {"kind": "status", "status": 502, "when": "after", "object": "bill", "operation": "create"}
    unkeyed = {**BILL, "billNumber": "B-2"}
    sandbox.set_switches(unique_bill_numbers=False)
    for data, options in ((BILL, {"idempotent_key": "k-1"}), (unkeyed, {})):
        sandbox.set_faults([{**lost, "count": 1}])
        with pytest.raises(sdk.InternalServerError):
            client.bills.post(data, **options)
        client.bills.post(data, **options)
    assert created("bill") == ["B-1", "B-2", "B-2"]


@pytest.mark.parametrize(
    "case", [each for each in WRITTEN if each.api in ("bills", "charge_card_transactions")], ids=str
)
def test_an_attachment_is_linked_to_a_transaction(client: Any, case: Written) -> None:
    """update_attachment of a transaction changes nothing but the attachment."""
    client.attachments.post(next(each.data for each in WRITTEN if each.api == "attachments"))
    api = getattr(client, case.api)
    key = api.post(case.data)["ia::result"]["key"]
    api.update_attachment(key, "S-1")
    found = api.get_by_key(key)["ia::result"]
    assert (found["attachment"]["id"], found[case.field]) == ("S-1", case.id)


def test_values_of_a_platform_object(client: Any) -> None:
    """The SDK reads a user-defined dimension as a platform object of its own name."""
    truck = sdk.apis.ApiBase(client, "/objects/platform-apps/nsp::fleet_vehicle")
    truck.update_access_token(client.access_token)
    truck.post({"name": "Truck 9"})
    (page,) = client.dimensions.get_all_generator(fields=["key", "name"], dimension_name="fleet_vehicle")
    assert [each["name"] for each in page] == ["Truck 9"]


NOT_COVERED = ["permissions", "role_permission_assignments", "role_user_maps", "roles"]


@pytest.mark.parametrize("api", NOT_COVERED)
def test_what_the_sandbox_does_not_have_is_refused_as_unknown(client: Any, api: str) -> None:
    """Modules for objects that the sandbox has not are told so; none of them reads nothing and calls it success."""
    with pytest.raises(sdk.BadRequestError, match="404"):
        getattr(client, api).count()


def test_preferences_are_not_covered(client: Any) -> None:
    """Nor is the one module that asks for a setup instead of records."""
    with pytest.raises(sdk.BadRequestError, match="404"):
        client.multi_entity_preferences.get()


def test_every_module_of_the_sdk_is_either_covered_or_known_not_to_be(client: Any) -> None:
    """No module is forgotten."""
    others = {"ap_payments", "sessions", "dimensions", "api_base", "multi_entity_preferences"}
    covered = {each.api for each in WRITTEN} | {each[0] for each in READ_ONLY} | others
    modules = {name for name, value in vars(client).items() if isinstance(value, sdk.apis.ApiBase)}
    assert modules == covered | set(NOT_COVERED)
