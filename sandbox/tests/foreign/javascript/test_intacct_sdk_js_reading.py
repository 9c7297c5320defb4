"""The official JavaScript SDK: its two ways to ask, with every comparison and filter, and its descriptions."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from javascript_books import changed, make_vendors, query
from javascript_cases import bill
from javascript_conditions import CONDITIONS, DATES, comparison
from javascript_sdk import Client, Data, call, day, new

from intacct_sandbox.threaded import SandboxThread


@pytest.mark.parametrize(("condition", "names"), CONDITIONS)
def test_conditions_of_read_by_query(client: Client, condition: Data, names: list[str]) -> None:
    """The text that a condition of the SDK becomes selects those records and no others."""
    make_vendors(client, "Akron", "Bexley", "O'Hara")
    found = client.rows(new("Common.ReadByQuery", objectName="VENDOR", query=condition, fields=["NAME"]))
    assert sorted(each["NAME"] for each in found) == names


@pytest.mark.parametrize(("type", "field"), [("Date", "WHENCREATED"), ("DateTime", "AUWHENCREATED")])
@pytest.mark.parametrize(("kind", "numbers"), DATES, ids=[each[0] for each in DATES])
def test_dates_in_read_by_query(
    client: Client, sandbox: SandboxThread, kind: str, numbers: list[str], type: str, field: str
) -> None:
    """Days are compared with the dates of bills, moments with the time they were entered."""
    for at in (1, 2, 3):
        sandbox.move_to(datetime(2026, 3, 10 + at, tzinfo=UTC))
        client.execute(changed(bill(str(at)), transactionDate=day(f"2026-03-1{at}")))
    condition = comparison(kind, type, field, value=day("2026-03-12"))
    found = client.rows(new("Common.ReadByQuery", objectName="APBILL", query=condition, fields=["RECORDID"]))
    assert sorted(each["RECORDID"] for each in found) == numbers


FILTERS = [
    (["equalTo", "Akron"], ["Akron"]), (["notEqualTo", "Akron"], ["Bexley", "Larkspur", "O'Hara"]),
    (["lessThan", "Bexley"], ["Akron"]), (["lessThanOrEqualTo", "Bexley"], ["Akron", "Bexley"]),
    (["greaterThan", "Larkspur"], ["O'Hara"]), (["greaterThanOrEqualTo", "Larkspur"], ["Larkspur", "O'Hara"]),
    (["between", "B", "M"], ["Bexley", "Larkspur"]), (["in", ["Akron", "O'Hara"]], ["Akron", "O'Hara"]),
    (["notIn", ["Akron", "O'Hara"]], ["Bexley", "Larkspur"]), (["like", "%x%"], ["Bexley"]),
    (["notLike", "%x%"], ["Akron", "Larkspur", "O'Hara"]), (["isNull"], []),
    (["isNotNull"], ["Akron", "Bexley", "Larkspur", "O'Hara"]),
]  # fmt: skip


@pytest.mark.parametrize(("filter", "names"), FILTERS, ids=[each[0][0] for each in FILTERS])
def test_filters_of_query(client: Client, filter: list[Any], names: list[str]) -> None:
    """Each filter of the newer query selects those records and no others."""
    make_vendors(client, "Akron", "Bexley", "O'Hara")
    found = client.rows(query("VENDOR", ["NAME"], "NAME", *filter))
    assert sorted(each["NAME"] for each in found) == names


def test_combined_filters_orders_aggregates_and_pages(client: Client) -> None:
    """And, or, both directions, every aggregate, page size and offset of the newer query."""
    make_vendors(client, "Akron", "Bexley", "Cadiz")
    filter = "Common.NewQuery.QueryFilter.Filter"
    named = [call(new(filter, "NAME"), ["equalTo", name]) for name in ("Akron", "Bexley", "Cadiz")]
    limited = call(new(filter, "CREDITLIMIT"), ["greaterThan", "200"])
    either = call(new("Common.NewQuery.QueryFilter.OrOperator"), *(["addFilter", each] for each in named))
    both = new("Common.NewQuery.QueryFilter.AndOperator", [either, limited])
    order = call(new("Common.NewQuery.QueryOrderBy.OrderBuilder"), ["addDescending", "CREDITLIMIT"],
                 ["addAscending", "NAME"], get="orders")  # fmt: skip
    query = call(new("Common.NewQuery.Query"), ["assignFromObject", "VENDOR"], ["assignFilter", both],
                 ["assignOrderBy", order], ["assignCaseInsensitive", True], ["assignShowPrivate", True])  # fmt: skip
    select = new("Common.NewQuery.QuerySelect.SelectBuilder")
    listed = call(query, ["assignSelectFields", call(select, ["addField", "NAME"], get="selects")])
    assert client.rows(listed) == [{"NAME": "Cadiz"}, {"NAME": "Bexley"}]
    page = client.execute(call(listed, ["assignPageSize", 1], ["assignOffset", 1]))
    assert (page["data"], page["totalCount"], page["count"], page["numRemaining"]) == ([{"NAME": "Bexley"}], 2, 1, 0)
    every = ["Average", "Count", "Maximum", "Minimum", "Sum"]
    aggregates = call(select, *([f"add{each}", "CREDITLIMIT"] for each in every), get="selects")
    (counted,) = client.rows(call(new("Common.NewQuery.Query"), ["assignFromObject", "VENDOR"],
                                  ["assignSelectFields", aggregates]))  # fmt: skip
    assert counted == {"AVG.CREDITLIMIT": "300", "COUNT.CREDITLIMIT": "3", "MAX.CREDITLIMIT": "400",
                       "MIN.CREDITLIMIT": "200", "SUM.CREDITLIMIT": "900"}  # fmt: skip


def test_read_more_gives_the_next_page(client: Client) -> None:
    """ReadMore with the result id of ReadByQuery, until nothing remains."""
    make_vendors(client, "Akron", "Bexley")
    page = client.execute(new("Common.ReadByQuery", objectName="VENDOR", fields=["NAME"], pageSize=2))
    assert (page["count"], page["totalCount"], page["numRemaining"]) == (2, 3, 1)
    rest = client.execute(new("Common.ReadMore", resultId=page["resultId"]))
    assert (rest["count"], rest["numRemaining"]) == (1, 0)
    assert len({each["NAME"] for each in page["data"] + rest["data"]}) == 3


def test_objects_are_described(client: Client) -> None:
    """Inspect lists the objects and an object's fields, Lookup describes one, DimensionsGet lists dimensions."""
    assert "APBILL" in json.dumps(client.execute(new("Common.Inspect")))
    assert "VENDORID" in json.dumps(client.execute(new("Common.Inspect", objectName="VENDOR")))
    assert "VENDORID" in json.dumps(client.execute(new("Common.Lookup", objectName="VENDOR")))
    assert "PROJECT" in json.dumps(client.execute(new("PlatformServices.DimensionsGet")))
