"""Company definitions, several companies, several sandboxes."""

from pathlib import Path

import aiohttp
import pytest
from clients import Rest, Xml
from documents import vendor

from intacct_sandbox import Sandbox
from intacct_sandbox.company.definition import WrongCompany
from intacct_sandbox.switches import UnknownSwitch


async def test_second_company_is_one_dict(http: aiohttp.ClientSession) -> None:
    """A dict overrides id and credentials of the shipped company; the two share nothing but the ledger."""
    second = {"id": "SECOND", "users": [{"id": "relay_ws", "password": "other"}]}
    async with Sandbox(companies=["harborline", second]) as sandbox:
        xml = Xml(sandbox, http)
        await xml.one(vendor("V-1"))
        xml.login = {"userid": "relay_ws", "companyid": "SECOND", "password": "other"}
        await xml.one(vendor("V-1"))
        rest = Rest(sandbox, http)
        await rest.sign_in("relay_ws@SECOND")
        assert len(await rest.find("accounts-payable/vendor", ["id"])) == 1
        assert [row["company"] for row in sandbox.ledger()] == ["HARBORLINE", "SECOND"]
        assert len(sandbox.ledger("SECOND")) == 1


async def test_two_sandboxes_do_not_touch(http: aiohttp.ClientSession) -> None:
    """Two sandboxes in one process have their own companies, clocks and ledgers."""
    async with Sandbox() as one, Sandbox() as other:
        await Xml(one, http).one(vendor("V-1"))
        assert (len(one.ledger()), len(other.ledger())) == (1, 0)


async def test_company_from_a_file(http: aiohttp.ClientSession, tmp_path: Path) -> None:
    """A YAML file may lay itself over the shipped company."""
    file = tmp_path / "company.yaml"
    file.write_text("extends: harborline\nid: FILED\nrecords: {vendor: [{id: V-0, name: There before}]}\n")
    async with Sandbox(companies=[file]) as sandbox:
        rest = Rest(sandbox, http)
        await rest.sign_in("relay_ws@FILED")
        assert [row["id"] for row in await rest.find("accounts-payable/vendor", ["id"])] == ["V-0"]
        assert sandbox.ledger() == []


def test_wrong_definitions_and_switches_are_told() -> None:
    """What cannot be used is refused at construction with its name."""
    with pytest.raises(WrongCompany, match="colour"):
        Sandbox(companies=[{"records": {"vendor": [{"colour": "red"}]}}])
    with pytest.raises(WrongCompany, match="nowhere"):
        Sandbox(companies=["/nowhere.yaml"])
    with pytest.raises(UnknownSwitch, match="colour"):
        Sandbox(switches={"colour": 1})
