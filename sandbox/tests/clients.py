"""Thin clients for both surfaces, written from the public documentation only."""

import itertools
from typing import Any

import aiohttp
from lxml import etree

from intacct_sandbox import Sandbox

REST = "/ia/api/v1/"
LOGIN = {"userid": "relay_ws", "companyid": "HARBORLINE", "password": "user-secret"}


def tags(**values: str) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items())


# The order of the control block in the official schema.
CONTROL = ("senderid", "password", "controlid", "uniqueid", "dtdversion", "policyid", "includewhitespace",
           "showadditionalerrorinfo")  # fmt: skip


class Xml:
    """Sends functions to the XML gateway and gives the parsed answer."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http
        self.login = dict(LOGIN)
        self.control = {"senderid": "relay_sender", "password": "sender-secret"}
        self.status = 0
        self._ids = itertools.count(1)

    def envelope(
        self, *calls: str, ids: tuple[str, ...] = (), transaction: bool = False, session: str = "", **control: str
    ) -> str:
        block = {**self.control, "controlid": "request-1", "dtdversion": "3.0", **control}
        block = {name: block[name] for name in sorted(block, key=_place)}
        names = ids or tuple(f"auto-{next(self._ids)}" for _ in calls)
        functions = "".join(
            f'<function controlid="{id}">{call}</function>' for id, call in zip(names, calls, strict=True)
        )
        sign_in = tags(sessionid=session) if session else f"<login>{tags(**self.login)}</login>"
        return (
            f"<request><control>{tags(**block)}</control><operation transaction='{str(transaction).lower()}'>"
            f"<authentication>{sign_in}</authentication><content>{functions}</content></operation></request>"
        )

    async def post(self, body: str | bytes, path: str = "/ia/xml/xmlgw.phtml") -> bytes:
        url = path if "://" in path else self.sandbox.url + path
        async with self.http.post(url, data=body, headers={"Content-Type": "application/xml"}) as answer:
            self.status = answer.status
            return await answer.read()

    async def send(self, *calls: str, path: str = "", **options: Any) -> etree._Element:
        """A session goes to its own endpoint, a login to the general one."""
        if not path and options.get("session"):
            path = self.sandbox.world.switches.announced_endpoint
        return etree.fromstring(await self.post(self.envelope(*calls, **options), path or "/ia/xml/xmlgw.phtml"))

    async def one(self, call: str, **options: Any) -> etree._Element:
        """The single result of one call."""
        answer = await self.send(call, **options)
        result = answer.find("operation/result")
        assert result is not None, etree.tostring(answer)
        return result


def _place(name: str) -> int:
    return CONTROL.index(name) if name in CONTROL else len(CONTROL)


class Rest:
    """Calls the REST API with a token and gives status and parsed body."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self.sandbox = sandbox
        self.http = http
        self.token = ""
        self.headers: dict[str, str] = {}

    async def sign_in(self, username: str = "relay_ws@HARBORLINE") -> dict[str, Any]:
        form = {"grant_type": "client_credentials", "client_id": "relay.app.sage.com", "client_secret": "client-secret",
                "username": username}  # fmt: skip
        async with self.http.post(f"{self.sandbox.url}{REST}oauth2/token", data=form) as answer:
            body: dict[str, Any] = await answer.json()
        self.token = body.get("access_token", "")
        return body

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        if not self.token:
            await self.sign_in()
        named = {"Authorization": f"Bearer {self.token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        sent = {"data": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        async with self.http.request(method, f"{self.sandbox.url}{REST}{path}", headers=named, **sent) as answer:
            self.headers = dict(answer.headers)
            return answer.status, await answer.json(content_type=None) if answer.status != 204 else None

    async def create(self, path: str, body: Any, **headers: str) -> str:
        """Create and return the key."""
        status, answer = await self.call("POST", f"objects/{path}", body, **headers)
        assert status == 201, answer
        key: str = answer["ia::result"]["key"]
        return key

    async def find(self, object: str, fields: list[str], *filters: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        body = {"object": object, "fields": fields, "filters": list(filters), **more}
        status, answer = await self.call("POST", "services/core/query", body)
        assert status == 200, answer
        rows: list[dict[str, Any]] = answer["ia::result"]
        return rows
