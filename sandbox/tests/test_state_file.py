"""--state keeps a company over a restart, even one that was killed."""

from pathlib import Path

import aiohttp
from clients import Rest, Xml
from documents import bill, rest_vendor, vendor

from intacct_sandbox import Sandbox


async def test_state_survives_a_restart(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """Records, ledger, used control ids and stored REST answers are there again; record numbers go on."""
    file = tmp_path / "state"
    async with Sandbox(state=file) as sandbox:
        await Xml(sandbox, http).send(vendor("V-1"), bill("B-1"), bill("B-2", vendor="V-9"), ids=("a", "b", "c"))
        rest = Rest(sandbox, http)
        _, first = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor("V-2"), Idempotency_Key="k")
        ledger = sandbox.ledger()
    with file.open("a") as torn:
        torn.write('[{"put": "vend')
    async with Sandbox(state=file) as sandbox:
        assert sandbox.ledger() == ledger
        xml, rest = Xml(sandbox, http), Rest(sandbox, http)
        assert (await xml.one(vendor("V-3"), ids=("a",))).findtext("status") == "failure"
        assert (await xml.one(bill("B-3"), ids=("c",))).findtext("status") == "success"
        _, again = await rest.call("POST", "objects/accounts-payable/vendor", rest_vendor("V-2"), Idempotency_Key="k")
        assert again == first
        numbers = [int(row["record_number"]) for row in sandbox.ledger()]
        assert len(set(numbers)) == len(numbers)
    async with Sandbox(state=file) as sandbox:
        assert len(sandbox.ledger()) == len(ledger) + 1
        sandbox.reset()
    async with Sandbox(state=file) as sandbox:
        assert sandbox.ledger() == []
