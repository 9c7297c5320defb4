"""The same refusal comes in many words; which one is a switch, and for one value it is always the same."""

from typing import Any

import aiohttp
import pytest
from clients import Xml
from documents import bill, invoice, journal, vendor

from intacct_sandbox import Sandbox


async def first(xml: Xml, call: str, **options: Any) -> tuple[str, str]:
    """Number and text, without the support id, of the first error of a call."""
    error = (await xml.one(call, **options)).find("errormessage/error")
    assert error is not None
    return error.findtext("errorno") or "", (error.findtext("description2") or "").partition(" [Support ID")[0]


async def test_unknown_references_are_told_in_the_words_of_their_object(xml: Xml) -> None:
    """Vendors, accounts, departments and locations each have sentences of their own, several of them for a vendor."""
    texts = {(await first(xml, bill(vendor=f"V-{number}")))[1] for number in range(12)}
    assert {text.replace(text.split("'")[1], "*") for text in texts} == {
        "Vendor '*' specified is not valid.", "The vendor '*' is invalid.",
        "The specified vendor '*' is not valid.", "Invalid Vendor '*' specified."}  # fmt: skip
    assert await first(xml, journal().replace("6500", "6999")) == ("BL01001973", "Account 6999 is not valid")
    again = [(await first(xml, bill(vendor="V-3")))[1] for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize("switches", [{"reference_wording": "pattern"}])
async def test_the_wording_of_captures_can_be_had_for_all(xml: Xml, switches: dict[str, Any]) -> None:
    """With the switch every unknown reference is told by the one pattern."""
    texts = {(await first(xml, bill(vendor=f"V-{number}")))[1] for number in range(6)}
    assert texts == {f"Invalid Vendor 'V-{number}' specified." for number in range(6)}


@pytest.mark.parametrize(("place", "number", "text"), [
    ("errorno", "Cannot update non-existing VENDOR with RECORDNO=71.", ""),
    ("description2", "BL01001973", "Cannot update non-existing VENDOR with RECORDNO=71.")])  # fmt: skip
async def test_an_update_of_nothing(xml: Xml, sandbox: Sandbox, place: str, number: str, text: str) -> None:
    """The whole sentence stands in the number, or by switch in the text."""
    sandbox.set_switches(missing_record_in=place)
    update = "<update><VENDOR><RECORDNO>71</RECORDNO><NAME>Cobalt</NAME></VENDOR></update>"
    assert await first(xml, update) == (number, text)


async def test_a_used_control_id_is_told_in_any_order_of_words(xml: Xml, sandbox: Sandbox) -> None:
    """Each id gets one of several sentences, always the same; nothing but the text says what is wrong."""
    ids = [f"id-{number}" for number in range(12)]
    for id in ids:
        await xml.one(vendor(f"V-{id}", id), ids=(id,))
    told = {id: await first(xml, vendor(f"V-{id}", id), ids=(id,)) for id in ids}
    assert len({text.replace(id, "*") for id, (_, text) in told.items()}) == 5
    assert all(number == "BL01001973" and id in text for id, (number, text) in told.items())
    assert await first(xml, vendor("V-id-0"), ids=("id-0",)) == told["id-0"]
    sandbox.set_switches(completed_text="{id} done")
    assert (await first(xml, vendor(), ids=("id-3",)))[1] == "id-3 done"
    assert len(sandbox.ledger()) == 12


@pytest.mark.parametrize(("wording", "text"), [
    ("as_unknown", "Invalid Account '6900' specified."), ("told", "Account '6900' is inactive.")])  # fmt: skip
async def test_what_is_inactive(xml: Xml, sandbox: Sandbox, wording: str, text: str) -> None:
    """An account that is there and inactive is refused in the words of one that is not, or by switch in its own."""
    sandbox.set_switches(inactive_wording=wording)
    await xml.one(vendor())
    assert await first(xml, bill().replace("6105", "6900")) == ("BL01001973", text)


async def test_customers_and_projects_share_a_sentence(xml: Xml) -> None:
    """Some refusals do not say which of the two they mean."""
    texts = {(await first(xml, invoice(customer=f"C-{number}")))[1] for number in range(12)}
    assert {text.replace(text.split("'")[1], "*") for text in texts} == {
        "Customer '*' specified is not valid.", "Customer/Project '*' specified is not valid.",
        "Invalid Customer '*' specified."}  # fmt: skip


@pytest.mark.parametrize(("wording", "text"), [
    ("as_unknown", "The vendor 'V-1' is invalid."), ("told", "Vendor 'V-1' is not approved.")])  # fmt: skip
async def test_a_vendor_that_waits_for_approval(http: aiohttp.ClientSession, wording: str, text: str) -> None:
    """Where vendors are approved a new one cannot be named yet, in the same words."""
    async with Sandbox(companies=[{"approvals": ["vendor"]}], switches={"inactive_wording": wording}) as sandbox:
        xml = Xml(sandbox, http)
        await xml.one(vendor("V-1"))
        assert await first(xml, bill()) == ("BL01001973", text)
