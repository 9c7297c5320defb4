"""One example of each XML function is accepted; with two elements swapped it is refused where the gateway refuses."""

from typing import Any

import pytest
from clients import Xml
from lxml import etree

from examples import APPROVALS, NAMES, example, prepare, swapped
from intacct_sandbox import Sandbox
from intacct_sandbox.xml.catalogue import IMPLEMENTATIONS, SESSION
from intacct_sandbox.xml.legacy import LEGACY

# Elements of the generic functions, and what stands in a query, may come in any order.
ANY_ORDER = {SESSION, *IMPLEMENTATIONS} - set(LEGACY) - {"get_araging", "set_companyprefs"}


@pytest.fixture
async def xml(request: Any, http: Any) -> Any:
    """A client of a company with the approvals that the example needs."""
    approvals = APPROVALS.get(request.node.callspec.params.get("name", ""), [])
    async with Sandbox(companies=[{"approvals": approvals}], switches={"hold_seconds": 0}) as running:
        yield Xml(running, http)


def test_every_function_has_an_example() -> None:
    """No function is left out, but those that need the answer of another one."""
    assert set(IMPLEMENTATIONS) - set(NAMES) <= {"readMore", "getDimensions"}
    assert set(NAMES) - set(IMPLEMENTATIONS) == {SESSION}


@pytest.mark.parametrize("name", NAMES)
async def test_accepted(xml: Xml, name: str) -> None:
    """The example runs; every write is in the ledger."""
    before = len(xml.sandbox.ledger())
    call = await prepare(xml, example(name))
    result = await xml.one(call)
    assert result.findtext("status") == "success", etree.tostring(result, pretty_print=True).decode()
    assert result.findtext("function") == name
    if name.startswith(("create", "record", "update", "delete", "reverse", "apply", "void")):
        assert len(xml.sandbox.ledger()) > before


@pytest.mark.parametrize("name", [each for each in NAMES if each not in ANY_ORDER])
async def test_swapped_is_refused(xml: Xml, name: str) -> None:
    """Any two neighbours that are swapped, at whichever level, refuse the whole request and nothing is written."""
    for body in swapped(example(name)):
        answer = await xml.send(etree.tostring(body, encoding="unicode"))
        assert answer.findtext("errormessage/error/errorno") == "XL03000003", etree.tostring(body)
    assert xml.sandbox.ledger() == []


@pytest.mark.parametrize("name", [each for each in NAMES if each in ANY_ORDER])
async def test_generic_functions_take_any_order(xml: Xml, name: str) -> None:
    """The same with a generic function is accepted."""
    for body in swapped(example(name)):
        if body.find(".//filter") is not None:
            continue
        result = await xml.one(await prepare(xml, body))
        assert result.findtext("status") == "success", etree.tostring(result)
        break
