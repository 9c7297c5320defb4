"""XML from strangers, parsed hardened, as plain nested values."""

import re

from lxml import etree

from service.errors import Undecodable

MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
MAX_ATTRIBUTES = 64

_NAME = re.compile(r"[A-Za-z_][\w.-]{0,127}", re.ASCII)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\s[^<>]*\?>")
_ENCODINGS = {"UTF-8", "ASCII", "US-ASCII", "ISO-8859-1"}
_WIDE_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def parse_xml(body: bytes) -> object:
    """The content of the root element: text, or a dict of its children and attributes.

    A child is under its name (without namespace), several of one name are a list, an attribute is under ``@name``,
    and the text of an element that has attributes is under ``#text``. Comments and processing instructions never
    split a text. Refused: DOCTYPE (and with it every entity), encodings other than UTF-8, ASCII and ISO-8859-1,
    text between elements, nesting deeper than 64. Raises Undecodable and nothing else.
    """
    _check_bytes(body)
    try:
        root = etree.fromstring(body.lstrip(), _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError, RecursionError) as error:
        raise Undecodable(
            f"not well-formed XML: {_reason(error)}",
            next_step="Correct the document at the sender (& and < inside a value must be escaped) and publish it as a"
            " new event; then discard this one.",
        ) from None
    _check_tree(root)
    _name(root.tag)
    return _value(root)


def parse_xml_text(text: str) -> object:
    """:func:`parse_xml` for a document that has been decoded already: what it declares about bytes is over."""
    try:
        return parse_xml(_DECLARATION.sub("", text, count=1).encode())
    except UnicodeEncodeError:
        raise Undecodable("not XML: it holds half of a surrogate pair, which is no character") from None


def _parser() -> etree.XMLParser:
    """A new one for each document: parsers keep state."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def _check_bytes(body: bytes) -> None:
    if not body.strip():
        raise Undecodable("the body is empty")
    if body.startswith(_WIDE_BYTE_ORDER_MARKS) or b"\x00" in body[:2]:
        raise Undecodable("XML in UTF-16 or UTF-32 is not accepted: send UTF-8")
    if b"<!DOCTYPE" in body:
        raise Undecodable("XML with a DOCTYPE is not accepted: it can define entities")


def _reason(error: Exception) -> str:
    return str(error.msg if isinstance(error, etree.XMLSyntaxError) else error)[:200]


def _check_tree(root: etree._Element) -> None:
    info = root.getroottree().docinfo
    if info.doctype:  # type: ignore[attr-defined]  # missing in the stubs
        raise Undecodable("XML with a DOCTYPE is not accepted: it can define entities")
    if (info.encoding or "UTF-8").upper() not in _ENCODINGS:
        raise Undecodable(f"XML in {info.encoding} is not accepted: send UTF-8")
    _check_size(root)


def _check_size(root: etree._Element) -> None:
    depth = 0
    count = 0
    for step, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if step == "start" else -1
        count += step == "start"
        if depth > MAX_DEPTH or count > MAX_ELEMENTS or len(element.attrib) > MAX_ATTRIBUTES:
            raise Undecodable(
                f"not acceptable XML: more than {MAX_DEPTH} levels, {MAX_ELEMENTS} elements "
                f"or {MAX_ATTRIBUTES} attributes on one element"
            )


def _name(qualified: object) -> str:
    local = etree.QName(str(qualified)).localname
    if not _NAME.fullmatch(local):
        raise Undecodable(f"not acceptable XML: the name {local[:80]!r}")
    return local


def _value(element: etree._Element) -> object:
    fields: dict[str, object] = {f"@{_name(name)}": str(value) for name, value in element.attrib.items()}
    children = list(element)
    if not children:
        text = "".join(str(piece) for piece in element.itertext())
        return {**fields, "#text": text} if fields else text
    _check_no_text_between(element, children)
    for child in children:
        _add(fields, _name(child.tag), _value(child))
    return fields


def _check_no_text_between(element: etree._Element, children: list[etree._Element]) -> None:
    between = [element.text, *(child.tail for child in children)]
    if any(text and text.strip() for text in between):
        raise Undecodable(f"not acceptable XML: text between the elements of <{_name(element.tag)}>")


def _add(fields: dict[str, object], name: str, value: object) -> None:
    known = fields.get(name)
    if name not in fields:
        fields[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        fields[name] = [known, value]
