"""REST objects: verbs, bodies, errors, lines, batches, workflows."""

from typing import Any

import pytest
from clients import Rest
from documents import rest_bill, rest_customer, rest_invoice, rest_journal, rest_vendor

from intacct_sandbox import Sandbox

VENDOR, BILL = "accounts-payable/vendor", "accounts-payable/bill"


def error(body: Any) -> Any:
    return body["ia::result"]["ia::error"]


@pytest.fixture
async def vendor_key(rest: Rest) -> str:
    return await rest.create(VENDOR, rest_vendor())


async def test_create_get_change_delete(rest: Rest, vendor_key: str) -> None:
    """201 with a reference, 200 with the whole object, 200 with a reference, 204 without a body, then 404."""
    status, body = await rest.call("GET", f"objects/{VENDOR}/{vendor_key}")
    result = body["ia::result"]
    assert (status, result["id"], result["key"]) == (200, "V-1", vendor_key)
    assert result["term"] == {"key": None, "id": None}
    assert result["contacts"]["default"]["printAs"] == "Gulf Fasteners"
    status, body = await rest.call("PATCH", f"objects/{VENDOR}/{vendor_key}", {"name": "Gulf", "term": {"id": "N30"}})
    assert (status, body["ia::result"]["key"]) == (200, vendor_key)
    assert (await rest.call("DELETE", f"objects/{VENDOR}/{vendor_key}"))[0] == 204
    status, body = await rest.call("GET", f"objects/{VENDOR}/{vendor_key}")
    assert (status, error(body)["code"]) == (404, "notFound")


async def test_list_gives_references(rest: Rest, vendor_key: str) -> None:
    """A list has references and a page."""
    _, body = await rest.call("GET", f"objects/{VENDOR}")
    assert body["ia::result"] == [{"key": vendor_key, "id": "V-1", "href": f"/objects/{VENDOR}/{vendor_key}"}]
    assert body["ia::meta"]["totalCount"] == 1


async def test_all_wrong_fields_are_told_with_pointers(rest: Rest, vendor_key: str) -> None:
    """Unknown and read-only fields are errors with a target, not ignored."""
    bill = rest_bill(dueDay="x")
    bill["lines"][0] |= {"colour": "red"}
    status, body = await rest.call("POST", f"objects/{BILL}", bill | {"totalTxnAmount": "1"})
    assert (status, error(body)["errorId"]) == (400, "REST-1064")
    assert {(each["errorId"], each["target"]) for each in error(body)["details"]} == {
        ("REST-1043", "/dueDay"), ("REST-1043", "/lines/0/colour"), ("REST-1050", "/totalTxnAmount"),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["billNumber", "vendor", "createdDate", "dueDate", "currency", "lines"])
async def test_missing_fields_are_told_with_pointers(rest: Rest, vendor_key: str, name: str) -> None:
    """Each required field of a bill is missed by name."""
    bill = rest_bill()
    del bill[name]
    status, body = await rest.call("POST", f"objects/{BILL}", bill)
    assert status == 400
    assert error(body)["details"][0]["target"].startswith(f"/{name}")


@pytest.mark.parametrize(
    "change",
    [
        {"vendor": {"id": ""}},
        {"vendor": "V-1"},
        {"createdDate": "03/14/2026"},
        {"state": "posted"},
        {"description": 5},
        {"lines": {}},
        {"lines": [5]},
        {"currency": {"txnCurrency": {"a": 1}}},
    ],
)
async def test_malformed_values_are_400(rest: Rest, vendor_key: str, sandbox: Sandbox, change: dict[str, Any]) -> None:
    """Wrong types, forms and states never reach the company."""
    status, _ = await rest.call("POST", f"objects/{BILL}", rest_bill() | change)
    assert status == 400
    assert len(sandbox.ledger()) == 1


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b'{"id":"a","id":"b"}', b"NaN", b"\xff", b"[" * 100000])
async def test_unreadable_payloads(rest: Rest, body: bytes) -> None:
    """What is not a JSON object (or array of them) is refused."""
    status, _ = await rest.call("POST", f"objects/{VENDOR}", body)
    assert status in (400, 429)


async def test_business_refusals_are_wrapped(rest: Rest) -> None:
    """An unknown reference is 422 with REST-7001 around the cause."""
    status, body = await rest.call("POST", f"objects/{BILL}", rest_bill(vendor="V-9"))
    assert (status, error(body)["errorId"]) == (422, "REST-7001")
    assert error(body)["details"][0]["message"] == "Invalid Vendor 'V-9' specified."


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
async def test_duplicates_are_409(rest: Rest, vendor_key: str) -> None:
    """A duplicate id or number is a conflict with its value in the text."""
    status, body = await rest.call("POST", f"objects/{VENDOR}", rest_vendor())
    assert status == 409
    assert "Another record with the value V-1 already exists" in error(body)["details"][0]["message"]
    await rest.create(BILL, rest_bill())
    assert (await rest.call("POST", f"objects/{BILL}", rest_bill()))[0] == 409


async def test_unbalanced_journal(rest: Rest) -> None:
    """GL-0951 around GL-1009."""
    status, body = await rest.call("POST", "objects/general-ledger/journal-entry", rest_journal("10.00", "9.00"))
    assert (status, error(body)["errorId"], error(body)["details"][0]["errorId"]) == (422, "GL-0951", "GL-1009")


async def test_journal_needs_two_lines_and_no_negative_amounts(rest: Rest) -> None:
    """At least two lines; direction is not a sign."""
    one = rest_journal()
    one["lines"].pop()
    assert (await rest.call("POST", "objects/general-ledger/journal-entry", one))[0] == 400
    status, _ = await rest.call("POST", "objects/general-ledger/journal-entry", rest_journal("-1.00", "-1.00"))
    assert status == 400


async def test_verbs_that_an_object_does_not_have(rest: Rest) -> None:
    """405 for unsupported verbs, 404 for unknown objects and keys."""
    assert (await rest.call("POST", "objects/cash-management/bank-account", {"id": "1"}))[0] == 405
    assert (await rest.call("PATCH", "objects/accounts-receivable/payment/1", {}))[0] == 405
    assert (await rest.call("GET", "objects/accounts-payable/bills"))[0] == 404
    assert (await rest.call("GET", f"objects/{BILL}/V-1"))[0] == 404
    assert (await rest.call("GET", "nowhere"))[0] == 404


async def test_lines_are_added_changed_and_removed(rest: Rest, vendor_key: str) -> None:
    """PATCH of the owner: no key adds, key changes, ia::operation deletes, the rest stays; totals follow."""
    line = rest_bill()["lines"][0]
    key = await rest.create(
        BILL, rest_bill(lines=[line, {**line, "txnAmount": "10.00"}, {**line, "txnAmount": "20.00"}])
    )
    _, body = await rest.call("GET", f"objects/{BILL}/{key}")
    first, second, _ = (each["key"] for each in body["ia::result"]["lines"])
    patch = [
        {"key": first, "txnAmount": "1.00"},
        {"key": second, "ia::operation": "delete"},
        {**line, "txnAmount": "5.00"},
    ]
    assert (await rest.call("PATCH", f"objects/{BILL}/{key}", {"lines": patch}))[0] == 200
    _, body = await rest.call("GET", f"objects/{BILL}/{key}")
    assert [each["txnAmount"] for each in body["ia::result"]["lines"]] == ["1.00", "20.00", "5.00"]
    assert body["ia::result"]["totalTxnAmount"] == "26.00"


async def test_state_moves_by_workflow_only(rest: Rest, vendor_key: str, sandbox: Sandbox) -> None:
    """PATCH cannot change a state; submit posts once; reverse needs its own date name."""
    key = await rest.create(BILL, rest_bill())
    assert (await rest.call("PATCH", f"objects/{BILL}/{key}", {"state": "posted"}))[0] == 400
    flow = f"workflows/{BILL}"
    assert (await rest.call("POST", f"{flow}/submit", {"key": key}))[0] == 200
    assert (await rest.call("POST", f"{flow}/submit", {"key": key}))[0] == 422
    assert (await rest.call("POST", f"{flow}/reverse", {"key": key, "reversedDate": "2026-03-01"}))[0] == 400
    status, body = await rest.call("POST", f"{flow}/reverse", {"key": key, "reverseDate": "2026-03-01"})
    assert (status, body["ia::result"]["state"]) == (200, "reversed")
    assert (await rest.call("POST", f"{flow}/explode", {"key": key}))[0] == 404
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "create", "submit", "reverse"]


async def test_invoice_is_posted_at_once(rest: Rest) -> None:
    """AR invoices and journal entries post without a workflow."""
    await rest.create("accounts-receivable/customer", rest_customer())
    key = await rest.create("accounts-receivable/invoice", rest_invoice())
    _, body = await rest.call("GET", f"objects/accounts-receivable/invoice/{key}")
    assert body["ia::result"]["state"] == "posted"
    key = await rest.create("general-ledger/journal-entry", rest_journal())
    _, body = await rest.call("GET", f"objects/general-ledger/journal-entry/{key}")
    assert body["ia::result"]["state"] == "posted"


async def test_submit_checks_the_period(rest: Rest, vendor_key: str) -> None:
    """A draft may lie in a closed period; posting it may not."""
    key = await rest.create(BILL, rest_bill(createdDate="2025-12-31"))
    status, body = await rest.call("POST", f"workflows/{BILL}/submit", {"key": key})
    assert status == 422
    assert "closed" in error(body)["details"][0]["message"]


async def test_batch_mixes_results(rest: Rest, sandbox: Sandbox) -> None:
    """An array is done element by element and answered with 207 when one fails."""
    status, body = await rest.call("POST", f"objects/{VENDOR}", [rest_vendor("V-1", "A"), rest_vendor("V-1", "B")])
    assert status == 207
    assert [each["ia::status"] for each in body["ia::result"]] == [201, 409]
    assert body["ia::meta"] == {"totalCount": 2, "totalSuccess": 1, "totalError": 1}
    assert len(sandbox.ledger()) == 1


async def test_atomic_batch_keeps_nothing(rest: Rest, sandbox: Sandbox) -> None:
    """With X-IA-API-Param-Transaction one failure undoes all."""
    both = [rest_vendor("V-1", "A"), rest_vendor("V-1", "B")]
    status, body = await rest.call("POST", f"objects/{VENDOR}", both, **{"X-IA-API-Param-Transaction": "true"})
    assert status == 207
    assert body["ia::result"][0]["ia::error"]["code"] == "unprocessed"
    assert sandbox.ledger() == []
    both[1] = rest_vendor("V-2", "B")
    status, body = await rest.call("POST", f"objects/{VENDOR}", both, **{"X-IA-API-Param-Transaction": "true"})
    assert (status, len(body["ia::result"])) == (201, 2)


async def test_entity_header_and_its_misspelling(rest: Rest, sandbox: Sandbox) -> None:
    """The header runs the call in the entity; a misspelt name is silently ignored; an unknown entity is refused."""
    await rest.create(VENDOR, rest_vendor("V-1", "A"), **{"X-IA-API-Param-Entity": "E100"})
    await rest.create(VENDOR, rest_vendor("V-2", "B"), **{"Sage-Param-Entity": "E100"})
    assert [row["entity"] for row in sandbox.ledger()] == ["E100", ""]
    assert [row["id"] for row in await rest.find(VENDOR, ["id"])] == ["V-2"]
    assert len(await rest.find(VENDOR, ["id"], filterParameters={"includePrivate": True})) == 2
    status, _ = await rest.call("GET", f"objects/{VENDOR}", **{"X-IA-API-Param-Entity": "E999"})
    assert status == 400


async def test_permissions(rest: Rest) -> None:
    """A user without the permission gets 403."""
    await rest.sign_in("clerk_ws@HARBORLINE")
    status, body = await rest.call("POST", "objects/general-ledger/journal-entry", rest_journal())
    assert (status, error(body)["code"]) == (403, "unauthorizedUser")


@pytest.mark.parametrize("company", ["unique_bill_numbers"])
@pytest.mark.parametrize(
    "switches", [{"rest_error_shape": "B", "duplicate_status": 422, "bill_initial_state": "posted"}]
)
async def test_switches_for_shape_status_and_state(rest: Rest, vendor_key: str, switches: dict[str, Any]) -> None:
    """Shape B has the error at the top; the duplicate status and the first state of a bill follow their switches."""
    key = await rest.create(BILL, rest_bill())
    _, body = await rest.call("GET", f"objects/{BILL}/{key}")
    assert body["ia::result"]["state"] == "posted"
    status, body = await rest.call("POST", f"objects/{BILL}", rest_bill())
    assert (status, body["ia::error"]["errorId"]) == (422, "REST-7001")


async def test_model_tells_verbs_and_fields(rest: Rest) -> None:
    """The model of an object lists its verbs, fields, references and lines, with the company's custom fields."""
    _, body = await rest.call("GET", f"services/core/model?name={BILL}")
    model = body["ia::result"]
    assert model["httpMethods"] == "OPTIONS,GET,POST,DELETE,PATCH"
    assert model["idempotenceSupported"] is True
    assert model["fields"]["billNumber"]["required"] is True
    assert model["fields"]["nsp::SOURCE_ID"]["type"] == "string"
    assert model["refs"]["vendor"]["apiObject"] == VENDOR
