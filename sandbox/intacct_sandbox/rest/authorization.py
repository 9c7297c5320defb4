"""The authorization code flow, as far as a program needs it (developer.sage.com: OAuth 2.0 guide).

There is no sign-in page: whoever asks is taken for the user in `username`, or for the first user that a company
authorised for the application (assumption: the real page asks a person).
"""

from collections.abc import Mapping
from urllib.parse import urlencode, urlsplit

from intacct_sandbox.rest.codes import Code
from intacct_sandbox.rest.failure import GatewayFailure
from intacct_sandbox.web.answer import Answer
from intacct_sandbox.world import World


def answer_authorize(world: World, query: Mapping[str, str]) -> Answer:
    """Send the browser back with a code; raises GatewayFailure."""
    client, target, challenge = (query.get(name, "") for name in ("client_id", "redirect_uri", "code_challenge"))
    if not client:
        raise GatewayFailure(400, "GW-0037", "Missing Client ID")
    unusable = challenge and query.get("code_challenge_method") != "S256"
    if query.get("response_type") != "code" or urlsplit(target).scheme not in ("http", "https") or unusable:
        raise GatewayFailure(400, "GW-0015", "Missing Attribute")
    company, user = _user(world, client, query.get("username", ""))
    offline = "offline_access" in query.get("scope", "").split()
    code = world.codes.issue(Code(company, user, client, target, challenge, offline))
    told = {"code": code} | ({"state": query["state"]} if "state" in query else {})
    joint = "&" if urlsplit(target).query else "?"
    return Answer(302, b"", headers={"Location": f"{target}{joint}{urlencode(told)}"})


def _user(world: World, client: str, username: str) -> tuple[str, str]:
    user, _, id = username.partition("@")
    for company in world.companies.values():
        known = company.definition.clients.get(client)
        if known is None or (username and company.id != id):
            continue
        authorised = [each for each in company.definition.users if each in known.users and user in ("", each)]
        if authorised:
            return company.id, authorised[0]
    raise GatewayFailure(400, "GW-0011", "Invalid Request")
