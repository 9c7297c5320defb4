"""The query service."""

from typing import Any

import pytest
from clients import Rest
from documents import rest_bill, rest_vendor

VENDOR, BILL = "accounts-payable/vendor", "accounts-payable/bill"


@pytest.fixture
async def five(rest: Rest) -> Rest:
    """Five vendors, a bill for the second."""
    await rest.call("POST", f"objects/{VENDOR}", [rest_vendor(f"V-{n}", f"Vendor {n}") for n in range(1, 6)])
    await rest.create(BILL, rest_bill(vendor="V-2"))
    return rest


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ([{"$eq": {"id": "V-2"}}], ["V-2"]),
        ([{"$in": {"id": ["V-4", "V-2"]}}], ["V-2", "V-4"]),
        ([{"$gt": {"id": "V-3"}}, {"$ne": {"id": "V-5"}}], ["V-4"]),
        ([{"$between": {"id": ["V-2", "V-3"]}}], ["V-2", "V-3"]),
        ([{"$contains": {"name": "dor 1"}}], ["V-1"]),
        ([{"$endsWith": {"name": "5"}}], ["V-5"]),
        ([{"$ne": {"taxId": None}}], []),
        ([{"$eq": {"id": "v-2"}}], []),
    ],
)
async def test_filters(five: Rest, filters: list[dict[str, Any]], expected: list[str]) -> None:
    """Operators of the form {$op: {field: value}}, joined by and."""
    rows = await five.find(VENDOR, ["id"], *filters, orderBy=[{"id": "asc"}])
    assert [row["id"] for row in rows] == expected


async def test_filter_expression(five: Rest) -> None:
    """Indexes from 1, and, or, parentheses."""
    filters = [{"$eq": {"id": "V-1"}}, {"$eq": {"id": "V-2"}}, {"$eq": {"status": "active"}}]
    rows = await five.find(VENDOR, ["id"], *filters, filterExpression="(1 or 2) and 3")
    assert len(rows) == 2


async def test_paging(five: Rest) -> None:
    """start is 1-based; next is the next start or null."""
    body = {"object": VENDOR, "fields": ["id"], "orderBy": [{"id": "desc"}], "start": 3, "size": 2}
    _, answer = await five.call("POST", "services/core/query", body)
    assert [row["id"] for row in answer["ia::result"]] == ["V-3", "V-2"]
    assert answer["ia::meta"] == {"totalCount": 5, "start": 3, "pageSize": 2, "next": 5, "previous": 1}


async def test_flat_dotted_rows(five: Rest) -> None:
    """References and lines are reached with dots; rows come back flat."""
    assert await five.find(BILL, ["vendor.id", "vendor.name"]) == [{"vendor.id": "V-2", "vendor.name": "Vendor 2"}]
    rows = await five.find("accounts-payable/bill-line", ["txnAmount", "bill.billNumber", "glAccount.id"])
    assert rows == [{"txnAmount": "96.50", "bill.billNumber": "HB-1", "glAccount.id": "6120"}]


@pytest.mark.parametrize(
    "change",
    [
        {"fields": ["*"]},
        {"fields": []},
        {"colour": 1},
        {"caseSensitiveComparison": False},
        {"filterParameters": {"colour": 1}},
        {"size": 4001},
        {"start": 0},
        {"filters": [{"field": "id", "operator": "$eq", "value": "x"}]},
        {"filters": [{"$eq": {"colour": "x"}}]},
        {"filters": [{"$in": {"id": "x"}}]},
        {"filters": [{"$eq": {"audit.createdDateTime": "yesterdayish"}}]},
        {"filterExpression": "1 and"},
        {"filterExpression": "9"},
        {"orderBy": [{"id": "up"}]},
        {"orderBy": {"id": "asc"}},
    ],
)
async def test_wrong_queries_are_400(five: Rest, change: dict[str, Any]) -> None:
    """Everything that the service does not know is refused, not ignored."""
    body = {"object": VENDOR, "fields": ["id"]} | change
    status, _ = await five.call("POST", "services/core/query", body)
    assert status == 400


async def test_case_insensitive(five: Rest) -> None:
    """caseSensitiveComparison false folds case."""
    rows = await five.find(VENDOR, ["id"], {"$eq": {"id": "v-2"}}, filterParameters={"caseSensitiveComparison": False})
    assert len(rows) == 1
