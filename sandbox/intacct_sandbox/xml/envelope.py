"""The request envelope: parsing hardened, held against the schema, read.

Stricter than the schema, as developer.intacct.com/web-services/requests/ has it: password, dtdversion and function are
required, and so is a function's control id where `uniqueid` is true (the schema allows 0 to 256 characters, and a live
client sends it empty). One operation, no preferences, no oauth (assumption: nobody documents
what they do).
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from intacct_sandbox.xml.failure import ControlFailure, schema_error, schema_failure
from intacct_sandbox.xml.schema.checking import check


@dataclass(frozen=True, slots=True)
class Login:
    user: str
    company: str
    password: str
    entity: str


@dataclass(frozen=True, slots=True)
class Function:
    """One API call: its control id and its element."""

    control_id: str
    call: etree._Element

    @property
    def name(self) -> str:
        return str(self.call.tag)


@dataclass(frozen=True, slots=True)
class Control:
    """The control block. `unique` is true when `uniqueid` is left out."""

    sender: str
    password: str
    id: str
    unique: bool
    dtd: str
    policy: str
    whitespace: bool
    additional_info: bool


@dataclass(frozen=True, slots=True)
class Envelope:
    control: Control
    transaction: bool
    login: Login | None
    session: str
    functions: tuple[Function, ...]


def read_envelope(body: bytes, published_only: bool) -> Envelope:
    """Parse a request and hold it against the schema.

    Raises ControlFailure (XL03000003 with line and column) for anything that is not one.
    """
    root = _parse(body)
    if root.tag != "request":
        text = f"Error 1845: Element '{root.tag}': No matching global declaration available for the validation root."
        raise schema_failure(text, root.sourceline)
    check(root, published_only)
    return _envelope(root)


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_failure(parser) from error
    except ValueError as error:
        raise schema_failure(str(error)) from error
    document: Any = root.getroottree()
    if document.docinfo.doctype:
        raise schema_failure("A document type declaration is not allowed.", 1)
    return root


def _syntax_failure(parser: etree.XMLParser) -> ControlFailure:
    """All mistakes that the parser found (captured in github.com/jfcote87/intacct). They are read from the parser: the
    log of the exception holds those of earlier requests of the thread too."""
    found = [
        schema_error(f"Fatal Error {each.type}: {each.message.strip().rstrip('.')}.", each.line, each.column)
        for each in parser.error_log
        if each.level_name == "FATAL"
    ]
    return ControlFailure(*found) if found else schema_failure("Document is empty.", 1)


def _envelope(request: etree._Element) -> Envelope:
    control, operation = request[0], _single(request, "operation")
    content = _single(operation, "content")
    login, session = _authentication(operation[0])
    transaction = operation.get("transaction") == "true"
    read = _control(control)
    functions = tuple(_function(each, read.unique) for each in content)
    return Envelope(read, transaction, login, session, functions)


def _single(parent: etree._Element, tag: str) -> etree._Element:
    found = parent.findall(tag)
    if len(found) != 1:
        raise schema_failure(f"Element '{parent.tag}': exactly one {tag} is expected.", parent.sourceline)
    return found[0]


def _control(element: etree._Element) -> Control:
    return Control(
        sender=_required(element, "senderid"),
        password=_required(element, "password"),
        id=_required(element, "controlid"),
        unique=_flag(element, "uniqueid", True),
        dtd=_required(element, "dtdversion"),
        policy=_text(element, "policyid"),
        whitespace=_flag(element, "includewhitespace", True),
        additional_info=_flag(element, "showadditionalerrorinfo", False),
    )


def _text(parent: etree._Element, tag: str) -> str:
    return (parent.findtext(tag) or "").strip()


def _required(parent: etree._Element, tag: str) -> str:
    text = _text(parent, tag)
    if not text:
        text = f"Element '{parent.tag}': Missing child element(s). Expected is ( {tag} )."
        raise schema_failure(text, parent.sourceline)
    return text


def _flag(parent: etree._Element, tag: str, default: bool) -> bool:
    text = _text(parent, tag)
    if text not in ("", "true", "false", "1", "0"):
        raise schema_failure(f"Element '{tag}': '{text}' is not a valid value.", parent.sourceline)
    return text in ("true", "1") if text else default


def _authentication(element: etree._Element) -> tuple[Login | None, str]:
    if element[0].tag == "sessionid":
        return None, (element[0].text or "").strip()
    if element[0].tag != "login":
        raise schema_failure(f"Element '{element[0].tag}': This element is not expected.", element.sourceline)
    login = element[0]
    required = (_required(login, "userid"), _required(login, "companyid"), _required(login, "password"))
    return Login(*required, _text(login, "locationid")), ""


def _function(element: etree._Element, unique: bool) -> Function:
    control_id = element.get("controlid", "")
    if unique and not control_id:
        text = "Element 'function', attribute 'controlid': uniqueid true needs one of 1 to 256 characters."
        raise schema_failure(text, element.sourceline)
    return Function(control_id, element[0])
