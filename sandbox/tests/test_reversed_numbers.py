"""What the ledger and other documents make of the number of a reversed one."""

from clients import Rest, Xml
from documents import bill, vendor

from intacct_sandbox import Sandbox

BILL = "accounts-payable/bill"


async def test_the_ledger_names_what_was_reversed(xml: Xml, sandbox: Sandbox) -> None:
    """The row of a reversal has the number that the document had until then, so that a judge finds all rows of it."""
    await xml.send(vendor(), bill("B-1"))
    day = "<datereversed><year>2026</year><month>03</month><day>31</day></datereversed>"
    await xml.one(f'<reverse_bill key="{sandbox.ledger()[-1]["record_number"]}">{day}</reverse_bill>')
    rows = [(row["key"], row["operation"]) for row in sandbox.ledger() if row["object"] == "bill"]
    assert rows == [("B-1", "create"), ("B-1", "reverse")]


async def test_a_number_can_be_reversed_again(xml: Xml, rest: Rest) -> None:
    """The same bill is booked and reversed twice: two records of one name, and none has the number."""
    await xml.one(vendor())
    for _ in range(2):
        key = (await xml.one(bill("B-1"))).findtext(".//RECORDNO")
        await rest.call("POST", f"workflows/{BILL}/reverse", {"key": key, "reverseDate": "2026-03-31"})
    found = await rest.find(BILL, ["billNumber", "state"])
    assert found == [{"billNumber": "Reversed - B-1", "state": "reversed"}] * 2
