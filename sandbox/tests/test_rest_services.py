"""The model service and allowed operations."""

from typing import Any

import pytest
from clients import Rest
from documents import rest_vendor

from intacct_sandbox import Sandbox

VENDOR, BILL = "accounts-payable/vendor", "accounts-payable/bill"


async def model(rest: Rest, name: str) -> Any:
    status, body = await rest.call("GET", f"services/core/model?name={name}")
    assert status == 200, body
    return body["ia::result"]


async def test_model_is_complete(rest: Rest) -> None:
    """Fields with all their properties, groups, references with the fields to name them by, lines, verbs."""
    told = await model(rest, BILL)
    assert told["fields"]["billNumber"] == {"type": "string", "readOnly": False, "writeOnly": False, "required": True,
                                            "nullable": False, "mutable": True}  # fmt: skip
    assert told["groups"]["audit"]["fields"]["createdDateTime"]["format"] == "date-time"
    assert told["groups"]["currency"]["groups"]["exchangeRate"]["fields"]["rate"]["type"] == "number"
    assert told["groups"]["contacts"]["refs"]["payTo"]["apiObject"] == "company-config/contact"
    assert told["fields"]["state"]["enum"][0] == "draft"
    assert told["refs"]["vendor"]["fields"]["id"]["mutable"] is True
    assert told["lists"] == {"lines": {"apiObject": "accounts-payable/bill-line", "isOwner": True}}
    assert (told["apiObject"], told["type"]) == (f"objects/{BILL}", "rootObject")


async def test_model_of_others(rest: Rest) -> None:
    """Lines, custom objects and the full resource name; no lines are an empty list; verbs are those of the object."""
    assert (await model(rest, "accounts-payable/bill-line"))["type"] == "ownedObject"
    custom = await model(rest, "objects/platform-apps/nsp::fleet_vehicle")
    assert (custom["lists"], "nsp::plate" in custom["fields"]) == ([], True)
    assert (await model(rest, "accounts-receivable/payment"))["httpMethods"] == "OPTIONS,GET,POST,DELETE"
    assert (await model(rest, "cash-management/bank-account"))["httpMethods"] == "OPTIONS,GET"
    assert (await rest.call("GET", "services/core/model?name=a/b"))[0] == 404
    assert (await rest.call("POST", "services/core/model", {}))[0] == 405


async def test_allowed_operations(rest: Rest, sandbox: Sandbox) -> None:
    """What the user may do with each record that is there."""
    key = await rest.create(VENDOR, rest_vendor())
    path, asked = "services/core/allowed-operations/list", {"object": VENDOR, "keys": [key, "999"]}
    _, body = await rest.call("POST", path, asked)
    assert body["ia::result"] == [{"key": key, "operations": ["canView", "canEdit", "canDelete"]}]
    await rest.sign_in("clerk_ws@HARBORLINE")
    _, body = await rest.call("POST", path, asked | {"operations": ["canView", "canDelete"]})
    assert body["ia::result"] == [{"key": key, "operations": ["canView"]}]
    for wrong in ({"keys": []}, {"keys": ["1"] * 1001}, {"operations": ["canFly"]}, {"colour": 1}, {"keys": [1]}):
        assert (await rest.call("POST", path, asked | wrong))[0] == 400


@pytest.mark.parametrize(("switched", "status"), [(False, 404), (True, 200)])
async def test_switch_short_names(rest: Rest, sandbox: Sandbox, switched: bool, status: int) -> None:
    """By switch an object may be named without its application."""
    sandbox.set_switches(short_object_names=switched)
    body = {"object": "vendor", "fields": ["id"]}
    assert (await rest.call("POST", "services/core/query", body))[0] == status
    assert (await rest.call("POST", "services/core/query", body | {"object": "nothing"}))[0] == 404


async def test_custom_objects_and_fields(rest: Rest, sandbox: Sandbox) -> None:
    """A platform object is written, read, queried, changed and deleted like any other."""
    path = "platform-apps/nsp::fleet_vehicle"
    key = await rest.create(path, {"name": "Truck 9", "nsp::plate": "TX-1", "nsp::odometer": 12})
    assert await rest.find(path, ["key", "nsp::plate"], {"$eq": {"nsp::odometer": 12}}) == [
        {"key": key, "nsp::plate": "TX-1"}
    ]
    assert (await rest.call("PATCH", f"objects/{path}/{key}", {"nsp::plate": "TX-2"}))[0] == 200
    assert (await rest.call("POST", f"objects/{path}", {"name": "X", "plate": "no prefix"}))[0] == 400
    assert (await rest.call("DELETE", f"objects/{path}/{key}"))[0] == 204
    assert [row["operation"] for row in sandbox.ledger()] == ["create", "update", "delete"]
