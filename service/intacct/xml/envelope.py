"""The request document (developer.intacct.com/web-services/requests/): control, then one operation.

``uniqueid`` is always sent: left out it means true. It is true for writes, which are recognised by the ``controlid``
of their functions, and false for reads and logins; the two are never mixed in one request.

Reads and logins have ids too, a fresh one each time that they are sent: «A request's function with the control ID X is
in process» has been reported of reads that shared one. The same holds for the request as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from lxml import etree

from service.intacct.xml.markup import serialized
from service.settings import XmlSettings

FRESH = ""
"""The control id of a read or a login: another one each time that it is sent."""


@dataclass(frozen=True, slots=True)
class Function:
    """One call and the id that makes it unique; ``FRESH`` for what may run any number of times."""

    control_id: str
    call: etree._Element


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is sent besides the sender's credentials. Without a session it logs in, to ``entity``."""

    functions: Sequence[Function]
    unique: bool
    session: str = ""
    entity: str = ""
    atomic: bool = False


def render(envelope: Envelope, settings: XmlSettings) -> bytes:
    """The document. Children are in the order that the official writers use."""
    root = etree.Element("request")
    _control(root, envelope, settings)
    operation = etree.SubElement(root, "operation", transaction=_flag(envelope.atomic))
    authentication = etree.SubElement(operation, "authentication")
    if envelope.session:
        _put(authentication, "sessionid", envelope.session)
    else:
        _login(authentication, envelope.entity, settings)
    content = etree.SubElement(operation, "content")
    for function in envelope.functions:
        control_id = function.control_id or fresh_id()
        etree.SubElement(content, "function", controlid=control_id).append(function.call)
    return serialized(root)


def fresh_id() -> str:
    """An id that no request of any process has had: random, so that nothing needs to be remembered."""
    return str(uuid4())


def _control(root: etree._Element, envelope: Envelope, settings: XmlSettings) -> None:
    control = etree.SubElement(root, "control")
    _put(control, "senderid", settings.sender_id)
    _put(control, "password", settings.sender_password.get_secret_value())
    _put(control, "controlid", fresh_id())
    _put(control, "uniqueid", _flag(envelope.unique))
    _put(control, "dtdversion", settings.dtd_version)
    _put(control, "includewhitespace", _flag(False))
    _put(control, "showadditionalerrorinfo", _flag(True))


def _login(authentication: etree._Element, entity: str, settings: XmlSettings) -> None:
    login = etree.SubElement(authentication, "login")
    _put(login, "userid", settings.user_id)
    _put(login, "companyid", settings.company_id)
    _put(login, "password", settings.user_password.get_secret_value())
    if entity:
        _put(login, "locationid", entity)


def _put(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _flag(value: bool) -> str:
    return "true" if value else "false"
