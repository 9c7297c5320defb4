"""A company with everything that writes refer to, records made in it by somebody, and look-ups over both surfaces."""

from decimal import Decimal
from itertools import count
from types import TracebackType
from typing import Any, Self

from intacct_sandbox.sandbox import Sandbox

from schemas.write import ObjectKey, Operation, Write
from service.clock import SystemClock
from service.delivery.client_port import Found, LookUpAnswer, Prepared, Surface
from service.intacct import reading
from service.intacct.base_currency import in_currency
from service.intacct.client import open_surfaces
from service.intacct.network import Http
from service.intacct.objects import OBJECTS
from service.intacct.objects.compare import Reading
from service.intacct.objects.content import Content, content_of
from service.intacct.objects.render_rest import rest_body
from service.intacct.objects.render_xml import xml_function
from service.intacct.rest.api import Call
from service.intacct.rest.surface import RestSurface
from service.intacct.surface import Condition, Selection
from service.intacct.xml.calls import Calls
from service.intacct.xml.envelope import Function
from service.intacct.xml.surface import XmlSurface
from service.settings import Waiting
from tests.intacct import tenant
from tests.intacct.tenant import settings

RECORDS: dict[str, list[dict[str, Any]]] = {
    "vendor": [{"id": f"V-{n}", "name": f"Vendor {n}", "total_due": Decimal()} for n in (1, 2)],
    "customer": [{"id": f"C-{n}", "name": f"Customer {n}", "total_due": Decimal()} for n in (1, 2)],
    "contact": [{"id": "Ada", "print_as": "Ada"}],
    "employee": [{"id": f"E-{n}", "primary_contact": "Ada"} for n in (1, 2)],
    "item": [{"id": f"I-{n}", "name": f"Item {n}"} for n in (1, 2)],
    "class": [{"id": f"CL-{n}", "name": f"Class {n}"} for n in (1, 2)],
    "project": [{"id": f"P-{n}", "name": f"Project {n}", "category": "contract"} for n in (1, 2)],
    "task": [{"id": f"T-{n}", "name": f"Task {n}", "project": "P-1"} for n in (1, 2)],
    "checking-account": [{"id": f"{name}-CHK", "name": name, "account": "1010"} for name in ("OPER", "PAYR")],
}
COMPANY: dict[str, Any] = {
    "id": "HARBORLINE",
    "currencies": ["USD", "EUR"],
    "users": [{"id": "relay_ws", "password": "user-secret"}, {"id": "ada", "password": "ada-secret"}],
    "clients": [{"id": "relay.app.sage.com", "secret": "client-secret", "users": ["relay_ws", "ada"]}],
    "records": RECORDS,
}


def prepared(write: Write, surface: Surface = Surface.REST) -> Prepared:
    """The write as a look-up takes it."""
    return tenant.prepared(write, surface)


class User:
    """One user's view of the company, over both surfaces."""

    def __init__(self, url: str, id: str = "relay_ws", password: str = "user-secret") -> None:
        base = settings(url)
        assert base.rest
        assert base.xml
        rest = {**base.rest.model_dump(), "username": f"{id}@HARBORLINE"}
        xml = {**base.xml.model_dump(), "user_id": id, "user_password": password}
        whole = settings(url, rest=rest, xml=xml)
        self._http = Http(Waiting())
        self.surfaces = open_surfaces("acme", whole, SystemClock(), self._http)

    async def close(self) -> None:
        """Release connections."""
        await self._http.close()

    async def look_up(self, surface: Surface, *writes: Write) -> LookUpAnswer:
        """What is found for these."""
        return await reading.look_up(self.surfaces[surface], [prepared(each, surface) for each in writes])

    async def found(self, surface: Surface, write: Write) -> tuple[Found, ...]:
        """What is found for one."""
        answer = await self.look_up(surface, write)
        assert answer.failure is None, answer.failure
        return answer.found.get(write.key, ())

    async def create(self, surface: Surface, write: Write) -> str:
        """Make the record; its number. No look-up and no submitting: what is made here is judged as it is."""
        content = await self._payable(content_of(write, Operation.CREATE), write.entity)
        make = self._over_rest if surface is Surface.REST else self._over_xml
        return await make(content, write.entity)

    async def _over_rest(self, content: Content, entity: str) -> str:
        client = self.surfaces[Surface.REST]
        assert isinstance(client, RestSurface)
        body = rest_body(content, Operation.CREATE)
        answer = await client.api.call(Call("POST", f"/objects/{content.declaration.rest}", entity, body))
        assert answer.succeeded, answer
        return str(answer.record["key"])

    async def _over_xml(self, content: Content, entity: str) -> str:
        client = self.surfaces[Surface.XML]
        assert isinstance(client, XmlSurface)
        priced = in_currency(content, "USD") if content.declaration.name == "journal-entry" else content
        function = Function(f"made-{next(_IDS)}", xml_function(priced, Operation.CREATE, ""))
        answer = await Calls(client.gateway, client.sessions).call([function], entity, unique=True)
        assert answer.results[0].succeeded, answer
        return answer.results[0].record_number

    async def act(self, object: str, action: str, number: str, **said: str) -> None:
        """Do what a person does to a document: submit, approve, decline, reverse it."""
        client = self.surfaces[Surface.REST]
        assert isinstance(client, RestSurface)
        call = Call("POST", f"/workflows/{OBJECTS[object].rest}/{action}", "", {"key": number, **said})
        answer = await client.api.call(call)
        assert answer.succeeded, answer

    async def _payable(self, content: Content, entity: str) -> Content:
        """With record keys in place of the numbers of what is paid."""
        rule = content.declaration.lines.resolves if content.declaration.lines else None
        if rule is None:
            return content
        owner = next(str(value) for field, value in content.header if field.name == rule.owner)
        numbers = [str(value) for line in content.lines for field, value in line if field.name == rule.field]
        keys = {number: await self._key(rule.object, (owner, number), entity) for number in numbers}
        lines = tuple(
            tuple((field, keys[str(value)] if field.name == rule.field else value) for field, value in line)
            for line in content.lines
        )
        return Content(content.declaration, content.header, lines)

    async def _key(self, object: str, key: tuple[str, ...], entity: str) -> str:
        declaration, read = OBJECTS[object], Reading(Surface.REST)
        pairs = zip(declaration.key_fields, key, strict=True)
        conditions = tuple(Condition(field.read(Surface.REST), (part,)) for field, part in pairs)
        rows = await self.surfaces[Surface.REST].rows(Selection(declaration, ("key",), conditions, entity, 1))
        return read.record_number(declaration, rows.rows[0])


_IDS = count(1)


class Books:
    """``async with Books() as books``: a sandbox with our user and a person, ``books.ours`` and ``books.ada``."""

    def __init__(self, approvals: tuple[str, ...] = (), **switches: Any) -> None:
        self.sandbox = Sandbox(companies=[COMPANY | {"approvals": list(approvals)}], switches=switches)

    async def __aenter__(self) -> Self:
        await self.sandbox.start()
        self.ours = User(self.sandbox.url)
        self.ada = User(self.sandbox.url, "ada", "ada-secret")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.ours.close()
        await self.ada.close()
        await self.sandbox.stop()

    @property
    def transactions(self) -> int:
        """What was billed."""
        return self.sandbox.counters("HARBORLINE")["transactions"]


def keyed(object: str, *parts: str) -> ObjectKey:
    """A business key."""
    return ObjectKey(object, parts)
