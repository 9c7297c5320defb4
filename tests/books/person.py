"""A person who works in Intacct under a name of her own, over its published interface."""

from typing import TYPE_CHECKING, Any, ClassVar

import aiohttp

from tests.books.documents import BILL, BILL_PAYMENT, INVOICE, KINDS, PAYMENT, REFERRED, Data, Kind

if TYPE_CHECKING:
    from tests.books.world import World

_REVERSAL = {
    "bill": "reverseDate",
    "invoice": "reversedDate",
    "bill-payment": "paymentDate",
    "payment": "reversedDate",
}

_REST_WORDS = {
    "balance_sheet": "balanceSheet",
    "income_statement": "incomeStatement",
    "non_closing": "nonClosingAccount",
}


class Person:
    """Makes, changes, pays, approves and undoes records. What she does always works, or the case is wrong."""

    ID: ClassVar = "mary_ap"

    def __init__(self, url: str, http: aiohttp.ClientSession, world: "World") -> None:
        self._url = f"{url}/ia/api/v1/"
        self._http = http
        self._world = world
        self._token = ""

    async def make(self, kind: Kind, data: Data, *, draft: bool = False, entity: str = "") -> str:
        """Make the document that this event would make; returns its record number."""
        body = self._body(kind, data, entity)
        if draft:
            body["state"] = "draft"
        key = await self._create(kind.rest, body, entity)
        if kind.object == "bill" and not draft:
            await self.act(kind, key, "submit", entity=entity)
        return key

    async def make_referred(self, object: str, data: Data) -> str:
        """Make by hand what somebody's document refers to: a record in REST's own words, or a document in ours."""
        if object in REFERRED:
            return await self._create(REFERRED[object], data)
        return await self.make(next(kind for kind in KINDS if kind.object == object and kind.is_document), data)

    async def act(self, kind: Kind, key: str, action: str, entity: str = "", **values: Any) -> None:
        """A workflow step: submit, approve, decline, reverse, ..."""
        await self._call("POST", f"workflows/{kind.rest}/{action}", {"key": key, **values}, entity)

    async def reverse(self, kind: Kind, key: str) -> None:
        """Undo a posted document."""
        await self.act(kind, key, "reverse", **{_REVERSAL[kind.object]: "2026-03-31"})

    async def pay(self, document: Kind, data: Data) -> str:
        """Pay a bill or an invoice wholly."""
        payment = BILL_PAYMENT if document is BILL else PAYMENT
        line = {document.object: data["number"], "amount": str(document.total(data))}
        party = {document.party: data[document.party]}
        return await self.make(payment, payment.with_(number="HAND-1", **party, **{payment.lines: [line]}))

    async def change(self, kind: Kind, key: str, **body: Any) -> None:
        """Change fields of a record, in REST's names."""
        await self._call("PATCH", f"objects/{kind.rest}/{key}", body)

    async def delete(self, kind: Kind, key: str) -> None:
        """Delete a record, and the contact that came with a party."""
        contact = self._world.record(kind.books, key).get("contact_name")
        await self._call("DELETE", f"objects/{kind.rest}/{key}")
        for record in self._world.records("contact"):
            if contact and record["id"] == contact:
                await self._call("DELETE", f"objects/company-config/contact/{record['key']}")

    def _body(self, kind: Kind, data: Data, entity: str) -> Data:
        body: Data = {}
        values = {**data, **data.get("fields", {})}
        for name, (_, path) in kind.fields.items():
            if values.get(name) is not None:
                _put(body, path, _rest_word(name, values[name]))
        if kind.lines:
            body[kind.rest_lines] = [self._line(kind, data, line, entity) for line in data[kind.lines]]
        if kind.object in ("bill", "invoice"):
            _put(body, "currency.baseCurrency", "USD")
        if kind.object in ("vendor", "customer"):
            _put(body, "contacts.default.printAs", data["name"])
        return body

    def _line(self, kind: Kind, data: Data, line: Data, entity: str) -> Data:
        body: Data = {}
        line = {"currency": data.get("currency"), **line}
        for name, (_, path) in kind.line_fields.items():
            if line.get(name) is None:
                continue
            document = {"bill": BILL, "invoice": INVOICE}.get(name)
            value = self._open(document, data, line[name]) if document else _rest_word(name, line[name])
            _put(body, path, value)
        return body

    def _open(self, document: Kind, data: Data, number: str) -> str:
        """The record number of the open document with this number."""
        found = [
            str(record["key"])
            for record in self._world.records(document.object)
            if record["number"] == number and record[document.party] == data[document.party]
        ]
        return found[0]

    async def _create(self, path: str, body: Data, entity: str = "") -> str:
        answer = await self._call("POST", f"objects/{path}", body, entity)
        return str(answer["ia::result"]["key"])

    async def _call(self, method: str, path: str, body: Data | None = None, entity: str = "") -> Any:
        headers = {"Authorization": f"Bearer {await self._signed_in()}"}
        headers |= {"X-IA-API-Param-Entity": entity} if entity else {}
        async with self._http.request(method, self._url + path, headers=headers, json=body) as answer:
            told = await answer.json(content_type=None) if answer.status != 204 else None
            assert answer.status < 300, (path, body, told)
            return told

    async def _signed_in(self) -> str:
        if not self._token:
            form = {
                "grant_type": "client_credentials",
                "client_id": "relay.app.sage.com",
                "client_secret": "client-secret",
                "username": f"{self.ID}@HARBORLINE",
            }
            async with self._http.post(f"{self._url}oauth2/token", data=form) as answer:
                self._token = (await answer.json())["access_token"]
        return self._token


def _put(body: Data, path: str, value: Any) -> None:
    *groups, last = path.split(".")
    for group in groups:
        body = body.setdefault(group, {})
    body[last] = value


def _rest_word(name: str, value: Any) -> Any:
    """Words that REST spells in another way than events do."""
    if name in ("type", "closing_type"):
        return _REST_WORDS.get(value, value)
    return {"eft": "EFT"}.get(value, value) if name == "method" else value
