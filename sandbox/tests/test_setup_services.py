"""What a company tells of itself: setup, entities, preferences, rights, relations, tables, sequences, exports."""

from typing import Any

from clients import REST, Rest, Xml
from documents import rest_vendor
from test_business_rules import stack

from intacct_sandbox import Sandbox


async def test_the_financial_setup_is_that_of_the_company(xml: Xml, http: Any) -> None:
    """Currencies and entities are counted, and what the page names is there."""
    setup = (await xml.one("<getFinancialSetup/>")).find("data/financialSetup")
    assert setup is not None
    told = {str(each.tag): each.text for each in setup}
    assert told == {"baseCurrency": "USD", "defaultBook": "ACCRUAL", "firstFiscalMonth": "1", "multiBook": "false",
                    "multiBaseCurrency": "false", "multiCurrency": "false", "multiEntityShared": "true"}  # fmt: skip
    other = {"currencies": ["EUR"], "base_currency": "CHF"}
    async with Sandbox(companies=[other], switches={"hold_seconds": 0}) as running:
        result = await Xml(running, http).one("<getFinancialSetup/>")
        assert (result.findtext(".//baseCurrency"), result.findtext(".//multiCurrency")) == ("CHF", "true")


async def test_entities_are_those_that_the_caller_sees(xml: Xml) -> None:
    """All at the top level, at an entity its own."""
    assert [each.text for each in (await xml.one("<readEntityDetails/>")).iter("id")] == ["E100", "E200"]
    xml.login["locationid"] = "E200"
    assert [each.text for each in (await xml.one("<readEntityDetails/>")).iter("id")] == ["E200"]


async def test_rights_are_those_of_the_user(xml: Xml) -> None:
    """What the company file denies is not among them; a user that is not there has none."""

    async def rights(user: str, policy: str) -> list[str]:
        result = await xml.one(f"<getUserPermissions><userId>{user}</userId></getUserPermissions>")
        found = [each for each in result.iter("policy") if each.findtext("policyName") == policy]
        return (found[0].findtext("rights") or "").split("|") if found else []

    assert await rights("relay_ws", "GLBatch") == ["List", "View", "Add", "Edit", "Delete"]
    assert await rights("clerk_ws", "GLBatch") == ["List", "View", "Edit"]
    assert await rights("clerk_ws", "APPayment") == []
    nobody = await xml.one("<getUserPermissions><userId>nobody</userId></getUserPermissions>")
    assert "Invalid User" in str(stack(nobody))


async def test_preferences_are_set_together_or_not_at_all(xml: Xml, sandbox: Sandbox) -> None:
    """A value is read back and is in the ledger; an unknown preference undoes the others."""

    def setting(*pairs: tuple[str, str]) -> str:
        body = "".join(
            f"<companypref><application>GL</application><preference>{name}</preference><prefvalue>{value}</prefvalue>"
            "</companypref>"
            for name, value in pairs
        )
        return f"<set_companyprefs application='GL'><companyprefs>{body}</companyprefs></set_companyprefs>"

    async def value() -> str | None:
        return (await xml.one("<get_companyprefs application='GL'/>")).findtext(".//prefvalue")

    refused = await xml.one(setting(("EMPLOYEEDIMENSION", "F"), ("NOTHING", "1")))
    assert "Invalid preference 'NOTHING'" in str(stack(refused))
    assert (await value(), sandbox.ledger()) == ("T", [])
    assert (await xml.one(setting(("EMPLOYEEDIMENSION", "F")))).findtext("status") == "success"
    assert await value() == "F"
    (row,) = sandbox.ledger()
    assert (row["object"], row["operation"], row["key"]) == ("company-preference", "update", "EMPLOYEEDIMENSION")


async def test_dimensions_are_related_from_both_sides(xml: Xml) -> None:
    """A task belongs to one project, a project has many tasks, under one relationship."""
    result = await xml.one("<getDimensionRelationships/>")
    found = {each.findtext("dimension"): each for each in result.iter("relationship")}

    def related(one: str, other: str) -> list[str | None]:
        (each,) = [each for each in found[one].iter("related") if each.findtext("dimension") == other]
        return [each.findtext(tag) for tag in ("relationship_id", "source_side", "related_side")]

    number, *sides = related("TASK", "PROJECT")
    assert sides == ["Many", "One"]
    assert related("PROJECT", "TASK") == [number, "One", "Many"]
    assert found["LOCATION"].findtext("autofillrelated") == "false"


async def test_tables_of_the_data_delivery_service(xml: Xml) -> None:
    """Every object that is listed has a table with its columns and links."""
    names = [each.text for each in (await xml.one("<getDdsObjects/>")).iter("DdsObject")]
    assert {"APBILL", "TIMESHEET", "CONTRACTDETAIL"} <= set(names)
    for name in names:
        result = await xml.one(f"<getDdsDdl><object>{name}</object></getDdsDdl>")
        assert f"create table {name} (" in (result.findtext("data/DdsDdl/Ddl") or "")
    project = (await xml.one("<getDdsDdl><object>PROJECT</object></getDdsDdl>")).findtext(".//Ddl") or ""
    assert "POAMOUNT numeric,\n" in project
    assert "-- Link column CUSTOMERID to CUSTOMER;\n" in project
    assert "primary key(PROJECTID)" in project
    assert (await xml.one("<getDdsDdl><object>NOTHING</object></getDdsDdl>")).findtext("status") == "failure"


async def test_the_next_value_of_a_sequence_is_used_up(rest: Rest) -> None:
    """Each year counts for itself; unknown sequences and malformed bodies are told."""
    path = "services/company-config/document-sequence/generate-next-value"

    async def value(body: Any) -> Any:
        status, answer = await rest.call("POST", path, body)
        return answer["ia::result"]["nextValue"] if status == 200 else status

    assert [await value({"id": "Contract"}) for _ in range(2)] == ["CON-0001", "CON-0002"]
    assert await value({"id": "Contract", "fiscalYear": 2026}) == "CON-0001"
    assert [await value({"id": "Nothing"}), await value({"key": "7"})] == [404, 404]
    assert [await value(each) for each in ([], {}, {"id": 1}, {"id": "Contract", "fiscalYear": "x"}, {"more": 1})] == [
        400
    ] * 5
    assert (await rest.call("GET", path))[0] == 405


async def test_a_query_is_exported_as_csv(rest: Rest, sandbox: Sandbox) -> None:
    """With a heading and quoted where it must be; other files are not made."""
    await rest.create("accounts-payable/vendor", rest_vendor("V-1", 'Gulf, "Fasteners"'))
    query = {"object": "accounts-payable/vendor", "fields": ["id", "name", "status", "creditLimit"]}
    url = f"{sandbox.url}{REST}services/core/export"
    headers = {"Authorization": f"Bearer {rest.token}"}
    async with rest.http.post(url, json={"fileType": "csv", "query": query}, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, "text/csv")
        assert await answer.text() == 'id,name,status,creditLimit\nV-1,"Gulf, ""Fasteners""",active,\n'
    for wrong in ({"fileType": "pdf", "query": query}, {"fileType": "csv"}, [], {"fileType": "csv", "query": {}}):
        assert (await rest.call("POST", "services/core/export", wrong))[0] == 400, wrong
