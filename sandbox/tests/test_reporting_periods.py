"""Reporting periods over both surfaces (developer.intacct.com: general-ledger/reporting-periods)."""

from clients import Rest, Xml
from test_business_rules import stack

from intacct_sandbox import Sandbox

PERIOD = (
    "<create><REPORTINGPERIOD><NAME>{name}</NAME><HEADER1>Month Ended</HEADER1><START_DATE>{start}</START_DATE>"
    "<END_DATE>{end}</END_DATE><BUDGETING>{budget}</BUDGETING></REPORTINGPERIOD></create>"
)


async def test_budgeting_periods_do_not_overlap(xml: Xml, rest: Rest, sandbox: Sandbox) -> None:
    """A second budgeting period in the same days is refused; one that is not for budgets, or is later, is not."""
    period = {"name": "January", "start": "01/15/2026", "end": "02/14/2026", "budget": "true"}
    assert "cannot overlap" in stack(await xml.one(PERIOD.format(**period)))[0][1]
    assert "before the start" in stack(await xml.one(PERIOD.format(**{**period, "end": "01/14/2026"})))[0][1]
    assert sandbox.ledger() == []
    assert (await xml.one(PERIOD.format(**{**period, "budget": "false"}))).findtext("status") == "success"
    (found,) = await rest.find("general-ledger/reporting-period", ["key", "endDate"], {"$eq": {"id": "January"}})
    assert found["endDate"] == "2026-02-14"
    path = f"objects/general-ledger/reporting-period/{found['key']}"
    assert (await rest.call("PATCH", path, {"isBudgetable": True}))[0] == 400
    assert (await rest.call("PATCH", path, {"startDate": "2026-02-01", "isBudgetable": True}))[0] == 200
