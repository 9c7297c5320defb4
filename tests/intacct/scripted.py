"""A stand-in for the network: answers from a list, requests kept. No sockets, so property tests stay fast."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from schemas.write import Write
from service.delivery.client_port import LookUpAnswer, Surface
from service.intacct import reading
from service.intacct.client import TenantClient, open_surfaces
from service.intacct.network import Http, HttpAnswer
from service.settings import TenantSettings, Waiting
from tests.intacct.tenant import prepared, settings
from tests.support.clock import FakeClock

URL = "http://127.0.0.1:1"
JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Sent:
    """One request as it left."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """Below the REST base."""
        return self.url.removeprefix(f"{URL}/ia/api/v1")

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def xml(self) -> etree._Element:
        """The body as XML."""
        return etree.fromstring(self.body)


Reply = HttpAnswer | Exception | Callable[[Sent], HttpAnswer]


class ScriptedHttp(Http):
    """Gives one reply per request; tokens and sessions are granted by themselves unless ``logins`` is False."""

    def __init__(self, *replies: Reply, logins: bool = True) -> None:
        super().__init__(Waiting())
        self.replies = list(replies)
        self.logins = logins
        self.every: list[Sent] = []

    @property
    def sent(self) -> list[Sent]:
        """Requests other than logins."""
        return [each for each in self.every if not is_login(each)]

    async def send(self, method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> HttpAnswer:
        """The next reply."""
        sent = Sent(method, url, dict(headers), body or b"")
        self.every.append(sent)
        if self.logins and is_login(sent):
            return token() if url.endswith("/oauth2/token") else session()
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply if isinstance(reply, HttpAnswer) else reply(sent)


def is_login(sent: Sent) -> bool:
    """Whether it asks for a token or a session."""
    return sent.url.endswith("/oauth2/token") or b"<getAPISession" in sent.body


def client_of(http: Http, clock: FakeClock | None = None, **changes: Any) -> TenantClient:
    """A client that talks to a script."""
    whole: TenantSettings = settings(URL, **changes)
    clock = clock or FakeClock()
    return TenantClient(whole, http, open_surfaces("acme", whole, clock, http), clock)


async def look_up(http: Http, surface: Surface, *writes: Write) -> LookUpAnswer:
    """What a look-up makes of the script."""
    surfaces = open_surfaces("acme", settings(URL), FakeClock(), http)
    return await reading.look_up(surfaces[surface], [prepared(each, surface) for each in writes])


def answer(status: int, document: Any, **headers: str) -> HttpAnswer:
    """A JSON answer; header names with underscores for hyphens."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpAnswer(status, JSON | names, json.dumps(document).encode())


def token(value: str = "tok-1", expires_in: int = 43200) -> HttpAnswer:
    """A granted token."""
    return answer(200, {"token_type": "Bearer", "access_token": value, "expires_in": expires_in})


def created(key: str = "7") -> HttpAnswer:
    """A created record."""
    return answer(201, {"ia::result": {"key": key, "id": key}, "ia::meta": {"totalCount": 1}})


def rows(*found: Mapping[str, Any], next_start: int | None = None) -> HttpAnswer:
    """A page of a query."""
    return answer(200, {"ia::result": list(found), "ia::meta": {"totalCount": len(found), "next": next_start}})


def refused(status: int, message: str, code: str = "invalidRequest", **headers: str) -> HttpAnswer:
    """An application error with its cause in the details."""
    detail = {"code": code, "message": message}
    error = {"code": "operationFailed", "message": "POST request was unsuccessful", "errorId": "REST-7001"}
    return answer(status, {"ia::result": {"ia::error": {**error, "details": [detail]}}}, **headers)


def gateway_error(status: int, code: str, message: str = "no", **headers: str) -> HttpAnswer:
    """An error of the gateway, whose details are an object."""
    return answer(status, {"ia::error": {"code": code, "message": message, "details": {"requestId": "7F"}}}, **headers)


AUTHENTICATED = (
    "<authentication><status>success</status><userid>u</userid><companyid>c</companyid><locationid></locationid>"
    "<sessiontimestamp>2026-03-14T09:00:00+00:00</sessiontimestamp>"
    "<sessiontimeout>2026-03-14T21:00:00+00:00</sessiontimeout></authentication>"
)
CONTROL = "<control><status>success</status><senderid>s</senderid><controlid>x</controlid></control>"


def xml(text: str, status: int = 200, **headers: str) -> HttpAnswer:
    """An XML answer."""
    return HttpAnswer(status, {name.replace("_", "-"): value for name, value in headers.items()}, text.encode())


def results(*result: str) -> HttpAnswer:
    """An authenticated answer with these results."""
    return xml(f"<response>{CONTROL}<operation>{AUTHENTICATED}{''.join(result)}</operation></response>")


def done(control_id: str, record_number: str = "7") -> str:
    """A successful result of a generic create."""
    return (
        f"<result><status>success</status><function>create</function><controlid>{control_id}</controlid>"
        f'<data listtype="objects" count="1"><vendor><RECORDNO>{record_number}</RECORDNO></vendor></data></result>'
    )


def error(errorno: str, description2: str = "", more: str = "") -> str:
    """One error element."""
    return (
        f"<error><errorno>{errorno}</errorno><description></description>"
        f"<description2>{description2}</description2><correction></correction>{more}</error>"
    )


def failed(control_id: str, *errors: str, status: str = "failure", data: str = "") -> str:
    """A failing result."""
    return (
        f"<result><status>{status}</status><function>create</function><controlid>{control_id}</controlid>{data}"
        f"<errormessage>{''.join(errors)}</errormessage></result>"
    )


def control_failure(*errors: str, status: int = 200) -> HttpAnswer:
    """The whole request refused."""
    return xml(
        "<response><control><status>failure</status></control>"
        f"<errormessage>{''.join(errors)}</errormessage></response>",
        status,
    )


def authentication_failure(*errors: str) -> HttpAnswer:
    """The session or the login refused."""
    return xml(
        f"<response>{CONTROL}<operation><authentication><status>failure</status><userid></userid></authentication>"
        f"<errormessage>{''.join(errors)}</errormessage></operation></response>"
    )


def session(
    id: str = "sess-1", endpoint: str = "http://127.0.0.1:1/ia/xml/na1/xmlgw.phtml", seconds: int = 43200
) -> HttpAnswer:
    """A granted session."""
    hours, rest = divmod(seconds, 3600)
    end = f"2026-03-14T{9 + hours:02}:{rest // 60:02}:{rest % 60:02}+00:00"
    authentication = AUTHENTICATED.replace("2026-03-14T21:00:00+00:00", end)
    return xml(
        f"<response>{CONTROL}<operation>{authentication}<result><status>success</status>"
        "<function>getAPISession</function><controlid>getAPISession</controlid><data><api>"
        f"<sessionid>{id}</sessionid><endpoint>{endpoint}</endpoint><locationid></locationid></api></data></result>"
        "</operation></response>"
    )
