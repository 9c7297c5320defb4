"""Reading the gateway's XML without trusting it, and taking text out of it without losing any.

Entities, DTDs, networks, huge documents and deep nesting are refused; comments and instructions are dropped, because
they split text so that only its first piece would be read.
"""

from lxml import etree

MOST_BYTES = 64 * 1024 * 1024
MOST_ELEMENTS = 1_000_000
DEEPEST = 64


class Unreadable(Exception):
    """These bytes are no document that this program accepts."""


def parse(body: bytes) -> etree._Element:
    """The root element. Raises Unreadable, whatever the bytes are."""
    if not body or len(body) > MOST_BYTES:
        raise Unreadable("empty or too large")
    if body[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in body:
        raise Unreadable("not in a form that the gateway sends")
    try:
        root = etree.fromstring(body, _parser())
    except (etree.XMLSyntaxError, ValueError, LookupError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
    _measure(root)
    return root


def _parser() -> etree.XMLParser:
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


def _measure(root: etree._Element) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Unreadable("too deep or too many elements")


def text_of(element: etree._Element | None) -> str:
    """All text inside an element, in order."""
    return "" if element is None else "".join(str(piece) for piece in element.itertext()).strip()


def child_text(element: etree._Element | None, name: str) -> str:
    """The text of a direct child; empty when there is none."""
    return "" if element is None else text_of(element.find(name))


def serialized(root: etree._Element) -> bytes:
    """The document as it goes over the wire."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
