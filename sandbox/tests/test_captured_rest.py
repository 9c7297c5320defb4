"""What published examples of the REST API and requests of live clients look like, and that the sandbox knows them.

OpenAPI: examples of the groups of developer.sage.com, read in github.com/dgaretz-oss/intacct-mcp, docs/rest. FYLE: what
the integration tests of github.com/fylein/fyle-intacct-api send to a live company.
"""

from typing import Any

import pytest
from clients import Rest, Xml
from documents import bill, vendor
from skeleton import json_skeleton

CREATED = "{ia::result{key:s id:s href:s} ia::meta{totalCount:n totalSuccess:n totalError:n}}"
LINE = {"glAccount": {"id": "6200"}, "dimensions": {"location": {"id": "100"}}}


async def get(rest: Rest, path: str, key: str) -> dict[str, Any]:
    status, body = await rest.call("GET", f"objects/{path}/{key}")
    assert status == 200, body
    found: dict[str, Any] = body["ia::result"]
    return found


async def posted(rest: Rest, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """The new record as it is read."""
    return await get(rest, path, await rest.create(path, body))


async def test_create_and_update_answer_with_a_reference(rest: Rest) -> None:
    """OpenAPI company-configuration (class): key, id and address in the answer to POST and PATCH."""
    status, body = await rest.call("POST", "objects/company-config/class", {"id": "SW", "name": "Software"})
    assert (status, json_skeleton(body)) == (201, CREATED)
    key = body["ia::result"]["key"]
    assert body["ia::result"]["href"] == f"/objects/company-config/class/{key}"
    status, body = await rest.call("PATCH", f"objects/company-config/class/{key}", {"name": "Root one"})
    assert (status, json_skeleton(body)) == (200, CREATED)


async def test_list_is_a_page_of_references(rest: Rest) -> None:
    """OpenAPI, all groups: a list has references, and start, page size, next and previous beside the total."""
    for id in ("A", "B"):
        await rest.create("company-config/class", {"id": id, "name": id})
    body = (await rest.call("GET", "objects/company-config/class"))[1]
    assert json_skeleton(body["ia::result"]) == "[{key:s id:s href:s}*]"
    numbers = {name: body["ia::meta"][name] for name in ("totalCount", "start", "pageSize", "next", "previous")}
    assert numbers == {"totalCount": 2, "start": 1, "pageSize": 100, "next": None, "previous": None}


async def test_a_record_tells_who_wrote_it(rest: Rest) -> None:
    """OpenAPI, 230 examples: both times, both users with key, id and address, and the two keys by themselves."""
    found = await posted(rest, "company-config/class", {"id": "SW", "name": "Software"})
    assert json_skeleton({name: found["audit"][name] for name in sorted(found["audit"])}) == (
        "{createdBy:s createdByUser{key:s id:s href:s} createdDateTime:s "
        "modifiedBy:s modifiedByUser{key:s id:s href:s} modifiedDateTime:s}"
    )
    key = found["audit"]["createdBy"]
    assert found["audit"]["createdByUser"] == {
        "key": key, "id": "relay_ws", "href": f"/objects/company-config/user/{key}"
    }  # fmt: skip
    user = await get(rest, "company-config/user", key)
    assert (user["id"], user["userType"], user["webServices"]) == ("relay_ws", "business", {"isEnabled": True})


async def test_a_record_tells_its_entity(rest: Rest) -> None:
    """OpenAPI, 104 of 117 examples: an entity has key, id and name, all null at the top level."""
    top = await posted(rest, "company-config/class", {"id": "A", "name": "A"})
    assert {name: top["entity"][name] for name in ("key", "id", "name")} == {"key": None, "id": None, "name": None}
    key = await rest.create("company-config/class", {"id": "B", "name": "B"}, X_IA_API_Param_Entity="E100")
    status, body = await rest.call("GET", f"objects/company-config/class/{key}", X_IA_API_Param_Entity="E100")
    assert status == 200
    assert json_skeleton(body["ia::result"]["entity"]) == "{name:s key:s id:s href:s}"
    assert body["ia::result"]["entity"]["id"] == "E100"


async def test_user_and_entity_can_be_queried(rest: Rest) -> None:
    """OpenAPI: what a record shows of its writer and its entity can be selected by the same names."""
    await rest.create("company-config/class", {"id": "SW", "name": "Software"})
    (row,) = await rest.find("company-config/class", ["audit.createdBy", "audit.createdByUser.id", "entity.key"])
    assert row == {"audit.createdBy": "1", "audit.createdByUser.id": "relay_ws", "entity.key": None}


async def test_xml_tells_users_by_number(xml: Xml) -> None:
    """Tests of the official SDK (CREATEDBY 9), page journal-entries (CREATEDBY 20): a number, never the login."""
    await xml.one(vendor("V-1"))
    await xml.one(bill())
    query = "<query><object>APBILL</object><select><field>CREATEDBY</field><field>MODIFIEDBY</field></select></query>"
    found = await xml.one(query)
    assert [each.text for each in found.iter("CREATEDBY", "MODIFIEDBY")] == ["1", "1"]
    named = "<read><object>USERINFO</object><keys>1</keys><fields>LOGINID,USERTYPE</fields></read>"
    user = await xml.one(named)
    assert (user.findtext(".//LOGINID"), user.findtext(".//USERTYPE")) == ("relay_ws", "business user")


# What a documented create may carry beside what the sandbox has rules for: object, its least body, more of it.
KEPT: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "vendor": (
        "accounts-payable/vendor",
        {"id": "V-9", "name": "Ropes"},
        {
            "alwaysCreateBill": True, "displayTermDiscountOnCheckStub": True, "displayVendorAccountOnCheckStub": False,
            "accountGroup": {"id": "Stationery"}, "priceSchedule": {"id": "PO"}, "priceList": {"key": "2"},
            "discountPercent": 20, "vendorType": {"key": "3"}, "retainagePercentage": 10, "defaultLeadTime": 5,
            "vendorAccountNumberList": [{"locationId": "100", "accountNo": "1"}], "vendorEmailTemplates": [],
        },
    ),
    "customer": (
        "accounts-receivable/customer",
        {"id": "C-9", "name": "Boats"},
        {
            "accountGroup": {"key": "10"}, "customerMessage": {"id": "welcome"}, "enableOnlineCardPayment": True,
            "territory": {"key": "1"}, "customerType": {"key": "2"}, "shippingMethod": {"id": "Fedex"},
        },
    ),
    "contact": (
        "company-config/contact",
        {"id": "Ann", "printAs": "Ann"},
        {"tax": {"isTaxable": True, "taxId": "12", "group": {"id": "New York"}}},
    ),
    "project": (
        "projects/project",
        {"id": "P-9", "name": "Pier", "category": "contract"},
        {
            "salesOrderNumber": "SO-1", "purchaseOrderNumber": "PO-1", "purchaseOrderAmount": "4500.00",
            "salesContact": {"key": "10"}, "cipAsset": {"key": "1"}, "glBudget": {"key": "5"}, "excludeExpenses": True,
            "ratesAndPricing": {"laborPricing": "billingRate", "defaultRate": "12"}, "billingOverMax": "preventBilling",
            "grant": {"aln": "10.555", "restrictionExpirationDate": "2027-01-23"}, "invoiceCurrency": "USD",
            "wipScheduleProject": {"key": "10"}, "taxSchedule": {"id": "Standard"}, "taxSolution": {"id": "GST"},
        },
    ),
    "item": (
        "inventory-control/item",
        {"id": "I-9", "name": "Rope"},
        {
            "description": "Hemp", "poDescription": "Hemp rope", "soDescription": "Rope of hemp", "notes": "long",
            "inventory": {"shippingWeight": 120, "glGroup": {"id": "Goods"}}, "purchasing": {"standardCost": "1200"},
            "sales": {"isTaxable": True, "basePrice": "1300", "taxGroup": {"id": "Standard"}},
            "precision": {"inventoryPrecision": 10, "upc": "23342"}, "commercial": {"brand": "Ours"},
            "tracking": {"enableSerialNo": True}, "measurements": {"netWeight": 12, "areaUnitOfMeasure": {"id": "m2"}},
            "itemDetails": {"universalProductCode": 123456789123}, "contractTerm": {"periodsMeasuredIn": "weeks"},
        },
    ),
    "warehouse": (
        "inventory-control/warehouse",
        {"id": "W-9", "name": "Shed", "location": {"id": "100"}},
        {"isReplenishmentEnabled": True},
    ),
    "task": (
        "projects/task",
        {"id": "T-9", "name": "Dig", "project": {"id": "P-1"}},
        {"productionUnits": {"estimate": 1200, "description": "m"}, "isMilestone": False, "priority": 1},
    ),
}  # fmt: skip


def inside(part: Any, whole: Any) -> bool:
    """Whether `whole` has everything that is in `part`."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(
            name in whole and inside(each, whole[name]) for name, each in part.items()
        )
    return bool(part == whole)


@pytest.mark.parametrize("name", KEPT)
async def test_documented_properties_are_kept(rest: Rest, name: str) -> None:
    """OpenAPI: what the examples of a create send is taken, and read again as it was sent."""
    path, least, more = KEPT[name]
    if name == "task":
        await rest.create("projects/project", {"id": "P-1", "name": "Pier", "category": "contract"})
    found = await posted(rest, path, least | more)
    assert inside(more, found), found


async def test_what_was_not_sent_is_null(rest: Rest) -> None:
    """OpenAPI: a GET shows documented properties without a value as null, references as key and id."""
    found = await posted(rest, "accounts-payable/vendor", {"id": "V-9", "name": "Ropes"})
    assert (found["defaultLeadTime"], found["accountGroup"]) == (None, {"key": None, "id": None})
    assert found["restrictions"] == {"restrictionType": None}


async def test_what_is_computed_cannot_be_sent(rest: Rest) -> None:
    """OpenAPI: the address in the product and paid amounts are shown; they are no fields to write."""
    await rest.create("accounts-payable/vendor", {"id": "V-9", "name": "Ropes"})
    body = {"billNumber": "B-1", "vendor": {"id": "V-9"}, "createdDate": "2026-03-01", "dueDate": "2026-04-01",
            "currency": {"txnCurrency": "USD"}, "lines": [LINE | {"txnAmount": "10.00"}]}  # fmt: skip
    found = await posted(rest, "accounts-payable/bill", body)
    assert found["paymentInformation"]["totalTxnAmountPaid"] == "0.00"
    status, answer = await rest.call(
        "POST", "objects/accounts-payable/bill", body | {"billNumber": "B-2", "webURL": "x", "dueInDays": "3"}
    )
    assert status == 400
    wrong = [each["errorId"] for each in answer["ia::result"]["ia::error"]["details"]]
    assert wrong == ["REST-1050", "REST-1050"]


async def test_payable_adjustment(rest: Rest) -> None:
    """OpenAPI accounts-payable: currencies are in one group, totals are txnTotalEntered and txnTotalDue."""
    await rest.create("accounts-payable/vendor", {"id": "V-9", "name": "Ropes"})
    found = await posted(
        rest,
        "accounts-payable/adjustment",
        {"adjustmentNumber": "A-1", "vendor": {"id": "V-9"}, "createdDate": "2026-03-05", "referenceNumber": "B-1",
         "currency": {"baseCurrency": "USD", "txnCurrency": "USD"}, "lines": [LINE | {"txnAmount": "150.00"}]},
    )  # fmt: skip
    assert (found["txnTotalEntered"], found["txnTotalDue"]) == ("150.00", "150.00")
    assert set(found["currency"]) >= {"baseCurrency", "txnCurrency", "exchangeRateDate", "exchangeRate"}


async def test_receivable_adjustment(rest: Rest) -> None:
    """OpenAPI accounts-receivable: each currency has its own group, with the amount of a line in it."""
    await rest.create("accounts-receivable/customer", {"id": "C-9", "name": "Boats"})
    found = await posted(
        rest,
        "accounts-receivable/adjustment",
        {"customer": {"id": "C-9"}, "createdDate": "2026-03-05", "documentNumber": "D-1",
         "baseCurrency": {"currency": "USD"}, "txnCurrency": {"currency": "USD"},
         "lines": [LINE | {"txnCurrency": {"amount": "120.03"}}]},
    )  # fmt: skip
    assert (found["txnCurrency"]["totalEntered"], found["txnCurrency"]["totalDue"]) == ("120.03", "120.03")
    assert found["lines"][0]["txnCurrency"]["amount"] == "120.03"
    assert (found["documentNumber"], found["exchangeRate"]["rate"]) == ("D-1", None)


EXPENSES = {"expenseReportNumber": "E-1", "employee": {"id": "E-9"}, "createdDate": "2026-03-11", "state": "submitted"}


@pytest.fixture
async def employer(rest: Rest) -> Rest:
    await rest.create("company-config/contact", {"id": "Ann", "printAs": "Ann"})
    body = {"id": "E-9", "primaryContact": {"id": "Ann"}, "location": {"id": "100"}, "department": {"id": "OPS"}}
    await rest.create("company-config/employee", body)
    return rest


async def test_employee_expense(employer: Rest) -> None:
    """OpenAPI expenses: amounts and currencies are in reimbursementInformation, of the report and of its lines."""
    line = {**LINE, "paidTo": "Inn", "paidFor": "Sleep", "quantity": "1", "unitrate": "40",
            "reimbursementInformation": {"reimbursementAmount": "40.00"}}  # fmt: skip
    money = {"basePaymentInformation": {"baseCurrency": "USD"},
             "reimbursementInformation": {"reimbursementCurrency": "USD"}}  # fmt: skip
    found = await posted(employer, "expenses/employee-expense", EXPENSES | money | {"lines": [line]})
    assert found["reimbursementInformation"]["totalEntered"] == "40.00"
    assert found["lines"][0]["reimbursementInformation"]["reimbursementAmount"] == "40.00"
    assert (found["lines"][0]["unitrate"], found["basePaymentInformation"]["baseCurrency"]) == ("40", "USD")


async def test_employee_expense_of_a_live_client(employer: Rest) -> None:
    """FYLE expense_reports: the amount is txnAmount, the currencies are in `reimbursement` and `basePayment`."""
    line = {"expenseType": {"id": "Fuel"}, "txnCurrency": "USD", "txnAmount": "123.0", "entryDate": "2026-03-11",
            "paymentType": {"id": "Company card"}, "paidTo": "Inn",
            "dimensions": {"location": {"id": "100"}}}  # fmt: skip
    body = EXPENSES | {"basePayment": {"baseCurrency": "USD"}, "reimbursement": {"reimbursementCurrency": "USD"}}
    found = await posted(employer, "expenses/employee-expense", body | {"lines": [line]})
    assert found["reimbursementInformation"]["totalEntered"] == "123.00"


async def test_bill_of_a_live_client(rest: Rest) -> None:
    """FYLE bills: references of a line without a value are sent as an id that is null, and mean nothing."""
    await rest.create("accounts-payable/vendor", {"id": "V-9", "name": "Ropes"})
    nothing: dict[str, Any] = {"id": None}
    dimensions = {"location": {"id": "100"}, "department": {"id": "OPS"}, "vendor": nothing, "employee": nothing}
    line = {"glAccount": {"id": "6200"}, "txnAmount": "123.00", "allocation": nothing, "dimensions": dimensions}
    body = {"billNumber": "B-1", "vendor": {"id": "V-9"}, "createdDate": "2026-03-01", "postingDate": "2026-03-01",
            "dueDate": "2026-04-01", "currency": {"baseCurrency": "USD", "txnCurrency": "USD"}, "isTaxInclusive": False,
            "attachment": {"id": None, "key": None}, "lines": [line]}  # fmt: skip
    found = await posted(rest, "accounts-payable/bill", body)
    assert found["lines"][0]["dimensions"]["employee"] == {"key": None, "id": None}


async def test_journal_entry_of_a_live_client(rest: Rest) -> None:
    """FYLE journal_entries: a debit and a credit line with a description and an allocation that is none."""
    line = {"txnAmount": "123.00", "isBillable": False, "description": "Goodwill", "glAccount": {"id": "6200"},
            "allocation": {"id": None}, "dimensions": {"location": {"id": "100"}}}  # fmt: skip
    lines = [line | {"txnType": "credit"}, line | {"txnType": "debit"}]
    body = {"glJournal": {"id": "GJ"}, "postingDate": "2026-03-14", "description": "Month", "lines": lines}
    found = await posted(rest, "general-ledger/journal-entry", body)
    assert [each["txnType"] for each in found["lines"]] == ["credit", "debit"]


async def test_attachment_of_a_live_client(rest: Rest) -> None:
    """FYLE attachments, OpenAPI company-configuration: files have one name with the extension, data and a size."""
    body = {"id": "A-1", "name": "Scan", "folder": {"id": "Bills"}, "files": [{"name": "a.png", "data": "aGVsbG8="}]}
    found = await posted(rest, "company-config/attachment", body)
    assert json_skeleton({name: found["files"][0][name] for name in ("id", "key", "data", "size")}) == (
        "{id:s key:s data:s size:n}"
    )
