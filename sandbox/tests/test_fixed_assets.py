"""Fixed assets, which are in REST only: what a classification gives, and what each stage requires."""

from typing import Any

import pytest
from clients import Rest, Xml

from intacct_sandbox import Sandbox

ASSET, CLASSIFICATION = "fixed-assets/asset", "fixed-assets/asset-classification"
RULE = {"postingRule": {"id": "BOOK"}, "depreciationMethod": {"key": "-1"}, "usefulLife": 7}
ACCOUNTS = {"assetGLAccount": {"id": "1500"}, "accumulatedDepreciationGLAccount": {"id": "1590"},
            "depreciationExpenseGLAccount": {"id": "6700"}}  # fmt: skip
FORKLIFT = {"id": "FA-0077", "name": "Forklift", "dimensions": {"location": {"id": "100"}}}
IN_SERVICE = {**FORKLIFT, "state": "inService", "inServiceDate": "2026-01-15", "acquisitionDate": "2026-01-10",
              "assetCost": "18400", "salvageValue": "1400"}  # fmt: skip


@pytest.fixture
async def vehicles(rest: Rest) -> dict[str, Any]:
    """A reference to a classification with accounts and one rule."""
    key = await rest.create(CLASSIFICATION, {"id": "VEH", "name": "Vehicles", **ACCOUNTS, "depreciationRules": [RULE]})
    return {"classification": {"key": key}}


async def whole(rest: Rest, path: str, key: str) -> Any:
    status, body = await rest.call("GET", f"objects/{path}/{key}")
    assert status == 200, body
    return body["ia::result"]


async def refusal(rest: Rest, body: dict[str, Any]) -> tuple[int, str]:
    status, answer = await rest.call("POST", f"objects/{ASSET}", body)
    return status, str(answer)


async def test_an_asset_takes_accounts_and_rules_from_its_classification(
    rest: Rest, sandbox: Sandbox, vehicles: dict[str, Any]
) -> None:
    """The asset gets copies of its own; what it says itself wins."""
    key = await rest.create(ASSET, {**IN_SERVICE, **vehicles})
    shown = await whole(rest, ASSET, key)
    assert [shown[name]["id"] for name in ACCOUNTS] == ["1500", "1590", "6700"]
    assert (shown["depreciableCost"], shown["state"], shown["quantity"]) == ("17000.00", "inService", 1)
    (rule,) = shown["depreciationRules"]
    assert (rule["usefulLife"], rule["depreciationMethod"]["id"], rule["postingRule"]["id"]) == (7, "SL", "BOOK")
    assert sandbox.ledger()[-1]["object"] == "fixed-asset"
    assert sandbox.ledger()[-1]["fields"]["lines"][0]["useful_life"] == "7"
    own = {**IN_SERVICE, **vehicles, "id": "FA-2", "depreciationRules": [RULE | {"usefulLife": 5}]}
    shown = await whole(rest, ASSET, await rest.create(ASSET, own))
    assert [each["usefulLife"] for each in shown["depreciationRules"]] == [5]


async def test_what_an_asset_in_service_needs(rest: Rest, sandbox: Sandbox) -> None:
    """Without a classification, accounts, cost, date or rule it is refused; under review it needs none of them."""
    status, answer = await refusal(rest, {**FORKLIFT, "state": "inService"})
    assert status == 400
    for name in ("inServiceDate", "assetCost", "classification", *ACCOUNTS, "depreciationRules"):
        assert f"'/{name}'" in answer, name
    assert (await refusal(rest, {"id": "FA-1", "name": "No place"}))[0] == 400
    assert sandbox.ledger() == []
    shown = await whole(rest, ASSET, await rest.create(ASSET, FORKLIFT))
    assert (shown["state"], shown["depreciationRules"], shown["isDepreciable"]) == ("readyForReview", [], True)
    assert (await refusal(rest, FORKLIFT))[0] == 409


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"salvageValue": "18400"}, "less than assetCost"),
        ({"assetCost": "0", "salvageValue": None}, "positive"),
        ({"inServiceDate": "2026-01-09"}, "before acquisitionDate"),
        ({"isDepreciable": False}, "not depreciable"),
        ({"isCIPAsset": True}, "cipGLAccount"),
        ({"state": "disposed"}, "disposed or split"),
        ({"parent": {"id": "FA-0077"}}, "Invalid Asset"),
        ({"depreciationRules": [RULE | {"usefulLife": 101}]}, "from 1 to 100 years"),
        ({"depreciationRules": [RULE | {"postingRule": {"id": "TAX"}, "usefulLife": 501}]}, "from 1 to 500 months"),
        ({"depreciationRules": [RULE | {"depreciationMethod": {"key": "-9"}}]}, "Invalid Depreciation method"),
        ({"depreciationRules": [{"usefulLife": 7}]}, "depreciationRules/0/postingRule"),
    ],
)
async def test_what_contradicts_itself_is_refused(
    rest: Rest, sandbox: Sandbox, vehicles: dict[str, Any], wrong: dict[str, Any], said: str
) -> None:
    """Amounts, dates, states and lives that cannot be are refused, and nothing is written."""
    before = len(sandbox.ledger())
    status, answer = await refusal(rest, {**IN_SERVICE, **vehicles, **wrong})
    assert status in (400, 422), answer
    assert said in answer
    assert len(sandbox.ledger()) == before


async def test_an_asset_moves_on_and_never_back(rest: Rest, vehicles: dict[str, Any]) -> None:
    """From construction to review it is capitalized, in service it stays there, and it cannot be its own parent."""
    body = {**FORKLIFT, "state": "constructionInProgress", "isCIPAsset": True, "cipGLAccount": {"id": "1400"}}
    key = await rest.create(ASSET, body)
    assert (await rest.call("PATCH", f"objects/{ASSET}/{key}", {"state": "readyForReview"}))[0] == 200
    assert (await whole(rest, ASSET, key))["capitalizationDate"]
    in_service = {"state": "inService", "inServiceDate": "2026-02-01", "assetCost": "100.00", **vehicles}
    assert (await rest.call("PATCH", f"objects/{ASSET}/{key}", in_service))[0] == 200
    assert len((await whole(rest, ASSET, key))["depreciationRules"]) == 1
    for wrong in ({"state": "readyForReview"}, {"state": None}, {"parent": {"key": key}}, {"state": "disposed"}):
        assert (await rest.call("PATCH", f"objects/{ASSET}/{key}", wrong))[0] in (400, 422), wrong


async def test_rules_have_endpoints_of_their_own(rest: Rest, sandbox: Sandbox, vehicles: dict[str, Any]) -> None:
    """The last rule of an asset in service stays; a classification with assets stays too."""
    key = await rest.create(ASSET, {**IN_SERVICE, **vehicles})
    rules = "objects/fixed-assets/asset-depreciation-rule"
    added = {"asset": {"key": key}, **RULE, "postingRule": {"id": "TAX"}, "usefulLife": 84}
    status, body = await rest.call("POST", rules, added)
    assert status == 201, body
    rule = body["ia::result"]["key"]
    assert (await rest.call("GET", f"{rules}/{rule}"))[1]["ia::result"]["asset"]["id"] == "FA-0077"
    assert (await rest.call("DELETE", f"{rules}/{rule}"))[0] == 204
    last = (await whole(rest, ASSET, key))["depreciationRules"][0]["key"]
    assert (await rest.call("DELETE", f"{rules}/{last}"))[0] == 400
    named = await rest.call("GET", "objects/fixed-assets/classification-depreciation-rule")
    of_class = await rest.call(
        "GET", f"objects/fixed-assets/classification-depreciation-rule/{named[1]['ia::result'][0]['key']}"
    )
    assert of_class[1]["ia::result"]["classification"]["id"] == "VEH"
    path = f"objects/{CLASSIFICATION}/{vehicles['classification']['key']}"
    assert (await rest.call("DELETE", path))[0] == 422
    assert (await rest.call("DELETE", f"objects/{ASSET}/{key}"))[0] == 204
    assert (await rest.call("DELETE", path))[0] == 204
    assert [row["operation"] for row in sandbox.ledger()] == [
        "create",
        "create",
        "update",
        "update",
        "delete",
        "delete",
    ]


async def test_methods_have_the_keys_of_every_company(rest: Rest, xml: Xml) -> None:
    """Straight line is -1; XML has none of it."""
    _, body = await rest.call("GET", "objects/fixed-assets/depreciation-method/-1")
    assert (body["ia::result"]["id"], body["ia::result"]["key"]) == ("SL", "-1")
    assert (await rest.call("POST", "objects/fixed-assets/depreciation-method", {"id": "X"}))[0] == 405
    answer = await xml.one("<readByQuery><object>ASSET</object><query/></readByQuery>")
    assert answer.findtext("status") == "failure"
