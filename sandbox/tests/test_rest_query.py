"""The query service."""

from datetime import UTC, datetime
from typing import Any

import pytest
from clients import Rest
from documents import rest_bill, rest_vendor

from intacct_sandbox import Sandbox

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


@pytest.fixture
async def dated(rest: Rest, sandbox: Sandbox) -> Rest:
    """Five bills of two vendors on days around 17 May 2026, a Sunday, which is today."""
    sandbox.clock.move_to(datetime(2026, 5, 17, 12, tzinfo=UTC))
    for name in ("V-1", "V-2"):
        await rest.create(VENDOR, rest_vendor(name, name))
    days = ("2026-05-17", "2026-05-16", "2026-04-02", "2026-01-31", "2026-12-31")
    for n, day in enumerate(days):
        more = {"createdDate": day, "dueDate": "2026-12-31"}
        await rest.create(BILL, rest_bill(f"B-{n}", f"V-{n % 2 + 1}", f"{n + 1}.50") | more)
    return rest


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"$eq": {"createdDate": "today"}}, "0"),
        ({"$eq": {"createdDate": "yesterday"}}, "1"),
        ({"$eq": {"createdDate": "currentWeek"}}, "0"),
        ({"$eq": {"createdDate": "lastWeek"}}, "1"),
        ({"$eq": {"createdDate": "currentMonth"}}, "01"),
        ({"$eq": {"createdDate": "priorMonth"}}, "2"),
        ({"$eq": {"createdDate": "currentQuarter"}}, "012"),
        ({"$eq": {"createdDate": "priorQuarter"}}, "3"),
        ({"$eq": {"createdDate": "currentYear"}}, "01234"),
        ({"$eq": {"createdDate": "priorYear"}}, ""),
        ({"$ne": {"createdDate": "currentMonth"}}, "234"),
        ({"$lt": {"createdDate": "currentMonth"}}, "23"),
        ({"$lte": {"createdDate": "currentMonth"}}, "0123"),
        ({"$gt": {"createdDate": "currentMonth"}}, "4"),
        ({"$gte": {"createdDate": "yesterday"}}, "014"),
        ({"$eq": {"audit.createdDateTime": "today"}}, "01234"),
        ({"$notBetween": {"createdDate": ["2026-05-01", "2026-05-31"]}}, "234"),
        ({"$notIn": {"billNumber": ["B-0", "B-1"]}}, "234"),
        ({"$notContains": {"billNumber": "-0"}}, "1234"),
        ({"$startsWith": {"billNumber": "B"}}, "01234"),
        ({"$notStartsWith": {"billNumber": "B"}}, ""),
        ({"$notEndsWith": {"billNumber": "4"}}, "0123"),
        ({"$has": {"billNumber": "3"}}, "3"),
        ({"$eq": {"description": None}}, "01234"),
    ],
)
async def test_operators_and_relative_dates(dated: Rest, test: dict[str, Any], expected: str) -> None:
    """Relative dates are ranges that count from the sandbox's today; every operator has its opposite."""
    rows = await dated.find(BILL, ["billNumber"], test, orderBy=[{"billNumber": "asc"}])
    assert "".join(row["billNumber"][-1] for row in rows) == expected


async def test_as_of_date_is_another_today(dated: Rest) -> None:
    """asOfDate moves relative dates."""
    rows = await dated.find(
        BILL, ["billNumber"], {"$eq": {"createdDate": "currentMonth"}}, filterParameters={"asOfDate": "2026-01-05"}
    )
    assert rows == [{"billNumber": "B-3"}]


async def test_aggregates_group_by_the_other_fields(dated: Rest) -> None:
    """Sums, averages, extremes and counts per group; order and paging are those of the groups."""
    fields = ["vendor.id", "sum:totalTxnAmount", "avg:totalTxnAmount", "min:createdDate", "max:totalTxnAmount",
              "count:key"]  # fmt: skip
    rows = await dated.find(BILL, fields, orderBy=[{"sum:totalTxnAmount": "desc"}])
    assert [list(row.values()) for row in rows] == [
        ["V-1", "10.50", "3.5", "2026-04-02", "5.50", 3],
        ["V-2", "7.00", "3.5", "2026-01-31", "4.50", 2],
    ]  # fmt: skip
    assert await dated.find(BILL, ["count:key"]) == [{"count:key": 5}]
    assert await dated.find(BILL, ["sum:totalTxnAmount"], {"$eq": {"vendor.id": "V-9"}}) == [
        {"sum:totalTxnAmount": None}
    ]
    _, body = await dated.call("POST", "services/core/query", {"object": BILL, "fields": fields, "size": 1})
    assert (body["ia::meta"]["totalCount"], body["ia::meta"]["next"]) == (2, 2)


async def test_array_of_queries(dated: Rest) -> None:
    """Several queries in one request give one page each; each page counts as a transaction."""
    before = dated.sandbox.counters("HARBORLINE")["transactions"]
    body = [{"object": VENDOR, "fields": ["id"]}, {"object": BILL, "fields": ["billNumber"], "size": 2}]
    _, answer = await dated.call("POST", "services/core/query", body)
    assert [len(page["ia::result"]) for page in answer["ia::result"]] == [2, 2]
    assert answer["ia::result"][1]["ia::meta"]["next"] == 3
    assert dated.sandbox.counters("HARBORLINE")["transactions"] == before + 2


async def test_nested_filter_expression(dated: Rest) -> None:
    """Parentheses nest; and binds more strongly than or."""
    filters = [{"$eq": {"billNumber": f"B-{n}"}} for n in range(4)] + [{"$eq": {"vendor.id": "V-1"}}]
    cases = {"((1 or 2) and 5) or (3 and (5 or 4))": 2, "1 or 2 and 5": 1, "(1 or 2) AND 5": 1}
    for expression, expected in cases.items():
        assert len(await dated.find(BILL, ["key"], *filters, filterExpression=expression)) == expected


async def test_include_private(rest: Rest) -> None:
    """The top level sees what an entity owns only when it asks."""
    entity = Rest(rest.sandbox, rest.http)
    await entity.sign_in("relay_ws@HARBORLINE|E100")
    await entity.create(VENDOR, rest_vendor())
    assert await rest.find(VENDOR, ["id"]) == []
    assert len(await rest.find(VENDOR, ["id"], filterParameters={"includePrivate": True})) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"fields": ["sum:billNumber"]},
        {"fields": ["median:totalTxnAmount"]},
        {"fields": ["sum:colour"]},
        {"fields": ["count:key"], "orderBy": [{"billNumber": "asc"}]},
        {"filters": [{"$in": {"createdDate": "today"}}]},
        {"filters": [{"$eq": {"createdDate": "nextWeek"}}]},
        {"filters": [{"$eq": {"billNumber": "x"}, "$ne": {"billNumber": "y"}}]},
        {"filterParameters": {"asOfDate": "today"}},
        {"filterParameters": {"includePrivate": "yes"}},
        {"filterParameters": ["x"]},
        {"filterExpression": "(1"},
        {"filterExpression": "1 xor 1"},
        {"orderBy": [{"href": "asc"}]},
    ],
)
async def test_more_wrong_queries(rest: Rest, change: dict[str, Any]) -> None:
    """Aggregates of the wrong kind, dates that are none, parameters of the wrong type."""
    body = {"object": BILL, "fields": ["key"], "filters": [{"$eq": {"billNumber": "x"}}]} | change
    assert (await rest.call("POST", "services/core/query", body))[0] == 400


@pytest.mark.parametrize("body", [[], [{"object": BILL, "fields": ["key"]}] * 11, [5], 5])
async def test_wrong_arrays_of_queries(rest: Rest, body: Any) -> None:
    """An array has one to ten queries."""
    assert (await rest.call("POST", "services/core/query", body))[0] == 400
