"""getAPISession, its endpoint, sliding expiry, entities."""

from typing import Any

import pytest
from clients import Xml
from documents import vendor

from intacct_sandbox import Sandbox

OPEN = "<getAPISession/>"


async def session(xml: Xml, call: str = OPEN) -> tuple[str, str, str]:
    api = (await xml.one(call)).find("data/api")
    assert api is not None
    return api.findtext("sessionid") or "", api.findtext("endpoint") or "", api.findtext("locationid") or ""


async def test_session_announces_its_own_endpoint(xml: Xml, sandbox: Sandbox) -> None:
    """The endpoint that getAPISession announces is another path, and works."""
    id, endpoint, _ = await session(xml)
    assert endpoint == f"{sandbox.url}/ia/xml/na1/xmlgw.phtml"
    answer = await xml.send(vendor(), session=id, path=endpoint)
    assert answer.findtext("operation/result/status") == "success"
    assert answer.findtext("operation/authentication/userid") == "relay_ws"


async def test_session_slides_and_expires(xml: Xml, sandbox: Sandbox) -> None:
    """Each use moves the end of a session; after its duration without use it is invalid."""
    id, *_ = await session(xml)
    for _ in range(3):
        sandbox.clock.advance(43000)
        assert (await xml.send(vendor("V-1"), session=id)).find("operation/result") is not None
    sandbox.clock.advance(43201)
    answer = await xml.send(vendor("V-2"), session=id)
    assert answer.findtext("operation/authentication/userid") == ""
    assert (answer.findtext("operation/errormessage/error/description2") or "").startswith(f"Invalid session {id}")
    assert len(sandbox.ledger()) == 1


async def test_entity_session_owns_what_it_writes(xml: Xml, sandbox: Sandbox) -> None:
    """A session of an entity writes records of that entity, which the top level does not see unless it asks."""
    id, _, entity = await session(xml, "<getAPISession><locationid>E100</locationid></getAPISession>")
    assert entity == "E100"
    await xml.send(vendor("V-E"), session=id)
    assert sandbox.ledger()[0]["entity"] == "E100"
    query = "<query><object>VENDOR</object><select><field>VENDORID</field></select>{}</query>"
    hidden = await xml.one(query.format(""))
    shown = await xml.one(query.format("<options><showprivate>true</showprivate></options>"))
    inside = await xml.send(query.format(""), session=id)
    assert (hidden.find("data").get("count"), shown.find("data").get("count")) == ("0", "1")  # type: ignore[union-attr]
    assert inside.find("operation/result/data").get("count") == "1"  # type: ignore[union-attr]


async def test_wrong_entity_at_login_looks_like_wrong_credentials(xml: Xml) -> None:
    """A wrong entity gets the text of a wrong password."""
    xml.login["locationid"] = "E999"
    answer = await xml.send(vendor())
    assert (answer.findtext("operation/errormessage/error/description2") or "").startswith("Sign-in information")


async def test_get_api_session_must_be_alone(xml: Xml) -> None:
    """getAPISession with company in its request fails."""
    answer = await xml.send(OPEN, vendor())
    assert [each.findtext("status") for each in answer.iter("result")] == ["failure", "success"]


@pytest.mark.parametrize(("switches", "taken"), [({}, False), ({"session_endpoint_strict": False}, True)])
async def test_sessions_live_at_their_endpoint(xml: Xml, switches: dict[str, Any], taken: bool) -> None:
    """A session is invalid anywhere but at its announced endpoint, unless the switch is off."""
    id, endpoint, _ = await session(xml)
    elsewhere = await xml.send(vendor(), session=id, path="/ia/xml/xmlgw.phtml")
    right = await xml.send(vendor(), session=id, path=endpoint)
    assert (elsewhere.find("operation/result") is not None) is taken
    assert right.find("operation/result") is not None
