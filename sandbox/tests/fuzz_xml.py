"""XML requests for fuzzing: drawn from what the sandbox declares, then damaged as elements and as bytes."""

from typing import Any

from fuzz_schema import LegacyBody
from fuzz_values import LOOKED_UP, START, Draw, examples
from lxml import etree

from intacct_sandbox import Sandbox
from intacct_sandbox.model.kinds import Choice, Ref
from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.xml.catalogue import IMPLEMENTATIONS
from intacct_sandbox.xml.legacy import LEGACY

COMPANY = Sandbox().world.companies["HARBORLINE"]
_TYPES = [each for each in COMPANY.by_xml.values() if each.xml]
_TAGS = sorted({"request", "function", "create", "filter", "and", "value", "field", *IMPLEMENTATIONS, *COMPANY.by_xml,
                *(path for each in _TYPES for path in each.by_xml if "." not in path)})  # fmt: skip
_GOOD = {"Day": "03/14/2026", "Money": "84.50", "Number": "2", "Flag": "true", "TextFlag": "true"}
_GENERIC = ["create", "create", "create", "update", "delete", "read", "readByName", "readByQuery", "query", "lookup"]
_OPERATORS = ["equalto", "lessthan", "like", "between", "in", "isnull", "greaterthanorequalto", "notin", "notlike"]
_SQL = [
    "=",
    "<>",
    ">=",
    "like",
    "not",
    "in",
    "(",
    ")",
    "and",
    "or",
    "is",
    "null",
    "'x'",
    "'03/14/2026'",
    "1",
    "'",
    "\\",
]
_LOGIN = ("<login><userid>relay_ws</userid><companyid>HARBORLINE</companyid>"
          "<password>user-secret</password></login>")  # fmt: skip


def signed(call: str) -> bytes:
    """A whole request with one call."""
    control = "<senderid>relay_sender</senderid><password>sender-secret</password><controlid>r</controlid>"
    return (f"<request><control>{control}<uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control><operation>"
            f"<authentication>{_LOGIN}</authentication><content><function controlid='f'>{call}</function></content>"
            "</operation></request>").encode()  # fmt: skip


def drawn(draw: Draw) -> bytes:
    """One request body: mostly well-formed and signed in, sometimes damaged."""
    functions = draw.some(1, 3, lambda: _function(draw))
    control = {"senderid": "relay_sender", "password": "sender-secret", "controlid": "fuzz", "dtdversion": "3.0"}
    if draw.rarely(50):
        control["uniqueid"] = draw.choice(["true", "false"])
    if draw.rarely(20):
        control["showadditionalerrorinfo"] = "true"
    operation = _element("operation", "", _element("authentication", "", etree.fromstring(_LOGIN)),
                         _element("content", "", *functions), transaction=draw.choice(["true", "false"]))  # fmt: skip
    root = _element("request", "", _element("control", "", *(_element(*each) for each in control.items())), operation)
    if draw.rarely(20):
        _damage(draw, root)
    body = etree.tostring(root, encoding="utf-8")
    return _spoiled(draw, body) if draw.rarely(10) else body


requests = examples(drawn)


def _text(text: str) -> str:
    """What lxml takes as text."""
    return "".join(each for each in text if each in "\t\n" or (each >= " " and each not in "\ufffe\uffff"))


def _element(tag: str, text: str = "", *children: etree._Element, **attributes: str) -> etree._Element:
    made = etree.Element(tag, {name: _text(value) for name, value in attributes.items()})
    made.text = _text(text)
    made.extend(children)
    return made


def _function(draw: Draw) -> etree._Element:
    kind = draw.randrange(10)
    if kind < 5:
        call = _generic(draw)
    elif kind < 9:
        call = _legacy(draw)
    else:
        text = draw.text()
        name = draw.choice(sorted({*IMPLEMENTATIONS, "getAPISession"}))
        call = _element(name, "", _element("object", text), _element("locationid", text))
    return _element("function", "", call, controlid=draw.text() if draw.rarely() else draw.new_id())


def _field(draw: Draw, kind: Any, name: str = "") -> str:
    if draw.rarely(2):
        return draw.text()
    if name in LOOKED_UP:
        return LOOKED_UP[name] or ""
    if isinstance(kind, Choice):
        return draw.choice([each[0] for each in kind.values.values()])
    if isinstance(kind, Ref):
        return START.get(kind.target) or draw.key(kind.target)
    return _GOOD.get(type(kind).__name__, "") or draw.new_id()


def _body(draw: Draw, of: ObjectType) -> etree._Element:
    body = _element(of.xml)
    for field in of.fields:
        if field.xml and draw.wants(field, "xml"):
            *heads, last = field.xml.split(".")
            place = body
            for head in heads:
                found = place.find(head)
                place = etree.SubElement(place, head) if found is None else found
            place.append(_element(last, _field(draw, field.kind, field.name)))
    if of.lines and of.lines.xml:
        lines = of.lines.type
        body.append(_element(of.lines.xml, "", *draw.some(1, 2, lambda: _body(draw, lines)) * draw.choice([1, 2])))
    return body


def _legacy(draw: Draw) -> etree._Element:
    name = draw.choice(sorted(LEGACY))
    legacy = LEGACY[name]
    of = COMPANY.types[legacy.object]
    return LegacyBody(draw, of, lambda field: _field(draw, field.kind, field.name)).element(name, legacy.sequence)


def _generic(draw: Draw) -> etree._Element:
    of, name = draw.choice(_TYPES), draw.choice(_GENERIC)
    object = _element("object", of.xml)
    if name in ("create", "update"):
        bodies = draw.some(1, 2, lambda: _body(draw, of))
        if name == "update":
            bodies[0].append(_element(of.key_tag, draw.key(of.name)))
        return _element(name, "", *bodies)
    if name == "query":
        return _query(draw, of)
    fields = "*" if draw.rarely(50) else ",".join(draw.some(1, 3, lambda: _path(draw, of)))
    if name == "readByQuery":
        return _element(name, "", object, _element("fields", fields), _element("query", _sql(draw, of)))
    keys = draw.text() if draw.rarely(20) else ",".join(draw.some(1, 3, lambda: draw.key(of.name)))
    return _element(
        name, "", object, *([_element("keys", keys), _element("fields", fields)] if name != "lookup" else [])
    )


def _path(draw: Draw, of: ObjectType) -> str:
    return draw.text() if draw.rarely() else draw.choice(sorted(of.by_xml))


def _sql(draw: Draw, of: ObjectType) -> str:
    if draw.rarely(40):
        return f"{_path(draw, of)} {draw.choice(['=', '>', 'like', 'is not null', 'in'])} '{draw.text()}'"
    return " ".join(draw.some(0, 9, lambda: draw.choice([_path(draw, of), *_SQL])))


def _query(draw: Draw, of: ObjectType) -> etree._Element:
    select = draw.some(1, 3, lambda: _element("field", _path(draw, of)))
    if draw.rarely(20):
        select.append(_element(draw.choice(["count", "sum", "max", "avg", "min"]), _path(draw, of)))
    body = _element("query", "", _element("object", of.xml), _element("select", "", *select))
    if draw.rarely(60):
        body.append(_element("filter", "", _condition(draw, of)))
    if draw.rarely(40):
        order = _element("order", "", _element("field", _path(draw, of)), _element("descending"))
        body.append(_element("orderby", "", order))
    for tag in ("pagesize", "offset"):
        if draw.rarely(20):
            body.append(_element(tag, draw.choice([draw.text(), "1", "2"])))
    return body


def _condition(draw: Draw, of: ObjectType, depth: int = 0) -> etree._Element:
    if depth < 3 and draw.rarely(30):
        return _element(draw.choice(["and", "or"]), "", *draw.some(2, 3, lambda: _condition(draw, of, depth + 1)))
    operator = draw.choice(_OPERATORS)
    count = {"between": 2, "isnull": 0}.get(operator, 1)
    if draw.rarely():
        count += 1
    path = _path(draw, of)
    kind = of.by_xml[path].kind if path in of.by_xml else None
    values = [_element("value", _field(draw, kind) if kind else draw.text()) for _ in range(count)]
    return _element(operator, "", _element("field", path), *values)


def _damage(draw: Draw, root: etree._Element) -> None:
    """Elements removed, doubled, moved, renamed; texts and attributes replaced."""
    for _ in range(draw.randint(1, 3)):
        every = [each for each in root.iter() if each.getparent() is not None]
        if not every:
            return
        hit, kind = draw.choice(every), draw.randrange(7)
        parent = hit.getparent()
        assert parent is not None
        if kind == 0:
            parent.remove(hit)
        elif kind == 1:
            parent.append(etree.fromstring(etree.tostring(hit)))
        elif kind == 2:
            parent.insert(0, hit)
        elif kind == 3:
            hit.tag = draw.choice(_TAGS)
        elif kind == 4:
            hit.set(draw.choice(["controlid", "key", "transaction", "line_num", "x"]), _text(draw.text()))
        elif kind == 5:
            hit.append(_element(draw.choice(_TAGS), draw.text()))
        else:
            hit.text = _text(draw.text())


def _spoiled(draw: Draw, body: bytes) -> bytes:
    """Bytes cut out, put in, turned over; other encodings; document types and entities."""
    kind, at = draw.randrange(6), draw.randint(0, len(body))
    if kind == 0:
        return body[:at]
    if kind == 1:
        return body[:at] + draw.randbytes(draw.randrange(9)) + body[at:]
    if kind == 2:
        return body[:at] + body[at + draw.randint(1, 40) :]
    if kind == 3:
        return body.decode("utf-8", "replace").encode(draw.choice(["utf-16", "utf-32", "utf-7", "cp037"]), "replace")
    if kind == 4:
        return draw.choice([b'<?xml version="1.0" encoding="no-such"?>', b"<!DOCTYPE request [<!ENTITY a 'b'>]>",
                            b"\xef\xbb\xbf", b'<?xml version="1.1"?>', b"<!-- x -->", b"\x00"]) + body  # fmt: skip
    return draw.randbytes(draw.randrange(200))
