"""The request envelope: parsing hardened, and the checks of its structure.

Structure as in developer.intacct.com/web-services/requests/. Control children may come in any order (whether the
gateway insists on one is unknown), but each only once and no unknown ones.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from intacct_sandbox.xml.failure import ControlFailure, schema_failure

_CONTROL_REQUIRED = ("senderid", "password", "controlid", "dtdversion")
_CONTROL = frozenset(
    {*_CONTROL_REQUIRED, "uniqueid", "policyid", "includewhitespace", "showadditionalerrorinfo", "debug"}
)
_LOGIN_REQUIRED = ("userid", "companyid", "password")
_LOGIN = frozenset({*_LOGIN_REQUIRED, "clientid", "locationid"})


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


def read_envelope(body: bytes) -> Envelope:
    """Parse a request; raises ControlFailure (XL03000003 with line and column) for anything that is not one."""
    root = _parse(body)
    if root.tag != "request":
        raise schema_failure(f"Element '{root.tag}': No matching global declaration available.", root.sourceline)
    control, operation = _only(root, "control", "operation")
    return _envelope(_control(control), operation)


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_failure(error) from error
    except ValueError as error:
        raise schema_failure(str(error)) from error
    document: Any = root.getroottree()
    if document.docinfo.doctype:
        raise schema_failure("A document type declaration is not allowed.", 1)
    return root


def _syntax_failure(error: Any) -> ControlFailure:
    line, column = error.position or (1, 0)
    text = str(error.msg or "Document is empty").split(", line ")[0]
    return schema_failure(f"Fatal Error {error.code}: {text}.", line, column)


def _only(parent: etree._Element, *tags: str) -> list[etree._Element]:
    children = list(parent)
    if [child.tag for child in children] != list(tags):
        got = ", ".join(str(child.tag) for child in children) or "nothing"
        raise schema_failure(
            f"Element '{parent.tag}': expected ( {', '.join(tags)} ), got ( {got} ).", parent.sourceline
        )
    return children


def _texts(parent: etree._Element, allowed: frozenset[str], required: tuple[str, ...]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for child in parent:
        if child.tag not in allowed or child.tag in texts or len(child):
            raise schema_failure(f"Element '{child.tag}': This element is not expected.", child.sourceline)
        texts[str(child.tag)] = (child.text or "").strip()
    for name in required:
        if not texts.get(name):
            raise schema_failure(
                f"Element '{parent.tag}': Missing child element(s). Expected is ( {name} ).", parent.sourceline
            )
    return texts


def _control(element: etree._Element) -> Control:
    texts = _texts(element, _CONTROL, _CONTROL_REQUIRED)
    if len(texts["controlid"]) > 256:
        raise schema_failure("Element 'controlid': has a length greater than 256.", element.sourceline)
    return Control(
        sender=texts["senderid"],
        password=texts["password"],
        id=texts["controlid"],
        unique=_flag(texts, "uniqueid", True, element),
        dtd=texts["dtdversion"],
        policy=texts.get("policyid", ""),
        whitespace=_flag(texts, "includewhitespace", True, element),
        additional_info=_flag(texts, "showadditionalerrorinfo", False, element),
    )


def _flag(texts: dict[str, str], name: str, default: bool, element: etree._Element) -> bool:
    text = texts.get(name, "")
    if text not in ("", "true", "false"):
        raise schema_failure(f"Element '{name}': '{text}' is not a valid value.", element.sourceline)
    return text == "true" if text else default


def _envelope(control: Control, operation: etree._Element) -> Envelope:
    if set(operation.attrib) - {"transaction"} or operation.get("transaction", "false") not in ("true", "false"):
        raise schema_failure("Element 'operation': attribute is not allowed.", operation.sourceline)
    authentication, content = _only(operation, "authentication", "content")
    login, session = _authentication(authentication)
    functions = tuple(_function(each) for each in content)
    if not functions:
        raise schema_failure(
            "Element 'content': Missing child element(s). Expected is ( function ).", content.sourceline
        )
    return Envelope(control, operation.get("transaction") == "true", login, session, functions)


def _authentication(element: etree._Element) -> tuple[Login | None, str]:
    children = list(element)
    if len(children) == 1 and children[0].tag == "sessionid":
        return None, (children[0].text or "").strip()
    (login,) = _only(element, "login")
    texts = _texts(login, _LOGIN, _LOGIN_REQUIRED)
    return Login(texts["userid"], texts["companyid"], texts["password"], texts.get("locationid", "")), ""


def _function(element: etree._Element) -> Function:
    if element.tag != "function":
        raise schema_failure(f"Element '{element.tag}': This element is not expected.", element.sourceline)
    control_id = element.get("controlid", "")
    if not 1 <= len(control_id) <= 256 or set(element.attrib) != {"controlid"}:
        text = "Element 'function': The attribute 'controlid' is required and has 1 to 256 characters."
        raise schema_failure(text, element.sourceline)
    if len(element) != 1:
        raise schema_failure("Element 'function': exactly one API call is expected.", element.sourceline)
    return Function(control_id, element[0])
