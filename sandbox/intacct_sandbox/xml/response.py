"""The response document: control, authentication, results, errors, in the order of the public examples
(developer.intacct.com/web-services/responses/ and /error-handling/)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from intacct_sandbox.web.answer import XML, Answer
from intacct_sandbox.world import World
from intacct_sandbox.xml.envelope import Control
from intacct_sandbox.xml.failure import AuthenticationFailure, ControlFailure, XmlError
from intacct_sandbox.xml.functions import Bare
from intacct_sandbox.xml.markup import element, wrap

# What an answer repeats of the control block, in this order.
ECHOED = ("senderid", "controlid", "uniqueid", "dtdversion")


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one function; `payload` is markup (key or data)."""

    status: str
    function: str
    control_id: str
    payload: str = ""
    errors: Sequence[XmlError] = ()
    bare: Bare | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the authentication block of an answer tells."""

    user: str
    company: str
    entity: str
    seconds: int


class Response:
    """Writes answers to one request; `control` is None when it could not be read."""

    def __init__(self, world: World, control: Control | None) -> None:
        self._world = world
        self._control = control

    def results(self, signed: SignedIn, results: Sequence[Result]) -> Answer:
        """Functions were run. One alone that asked for it has its data sent bare; among others it has no data."""
        if len(results) == 1 and (alone := results[0].bare):
            return Answer(200, alone.body.encode(), alone.content_type)
        body = "".join(self._result(each) for each in results)
        return self._document(self._control_block("success") + wrap("operation", self._authentication(signed) + body))

    def acknowledgement(self) -> Answer:
        """The request was queued; the acknowledgement comes before the control block."""
        return self._document(wrap("acknowledgement", element("status", "success")) + self._control_block("success"))

    def authentication_failure(self, failure: AuthenticationFailure) -> Answer:
        """The sign-in was refused."""
        echo = element("userid", failure.user) + element("companyid", failure.company)
        block = wrap("authentication", element("status", "failure") + echo)
        operation = wrap("operation", block + self._errors([failure.error]))
        return self._document(self._control_block("success") + operation)

    def control_failure(self, failure: ControlFailure, echo: Mapping[str, str] | None = None) -> Answer:
        """Nothing was run. `echo` is what could be read of the control block of a request that could not."""
        if failure.thin:
            block = wrap("control", element("status", "failure"))
            errors = "".join(self._thin_error(each) for each in failure.errors)
            return self._document(block + wrap("errormessage", errors), failure.status)
        block = self._control_block("failure", echo)
        return self._document(block + self._errors(failure.errors), failure.status)

    def _control_block(self, status: str, echo: Mapping[str, str] | None = None) -> str:
        if self._control is None:
            known = "".join(element(name, echo[name]) for name in ECHOED if name in echo) if echo else ""
            return wrap("control", element("status", status) + known)
        control = self._control
        return wrap(
            "control",
            element("status", status) + element("senderid", control.sender) + element("controlid", control.id)
            + element("uniqueid", "true" if control.unique else "false") + element("dtdversion", control.dtd),
        )  # fmt: skip

    def _authentication(self, signed: SignedIn) -> str:
        now = self._world.clock.now()
        return wrap(
            "authentication",
            element("status", "success") + element("userid", signed.user) + element("companyid", signed.company)
            + element("locationid", signed.entity) + element("sessiontimestamp", _iso(now))
            + element("sessiontimeout", _iso(now + timedelta(seconds=signed.seconds))),
        )  # fmt: skip

    def _result(self, result: Result) -> str:
        head = element("status", result.status) + element("function", result.function)
        errors = self._errors(result.errors) if result.errors else ""
        return wrap("result", head + element("controlid", result.control_id) + result.payload + errors)

    def _errors(self, errors: Iterable[XmlError]) -> str:
        return wrap("errormessage", "".join(self._error(each) for each in errors))

    def _error(self, error: XmlError) -> str:
        text, support = error.description2, ""
        if text and error.traced and self._world.switches.support_id:
            support = self._world.identifiers.support()
            text = f"{text} [Support ID: {support}]"
        body = element("errorno", error.errorno) + element("description", error.description)
        body += element("description2", text) + element("correction", error.correction)
        if self._control and self._control.additional_info:
            body += _additional_info(error, support)
        return wrap("error", body)

    def _thin_error(self, error: XmlError) -> str:
        text = f"{error.description2} [Request ID: {self._world.identifiers.request()}]"
        return wrap("error", element("errorno", error.errorno) + element("description", text))

    def _document(self, inner: str, status: int = 200) -> Answer:
        text = '<?xml version="1.0" encoding="UTF-8"?>\n' + _NO_XML.sub("", wrap("response", inner))
        if self._control is None or self._control.whitespace:
            text = text.replace("><", ">\n<")
        return Answer(status, text.encode(), XML)


# What comes from JSON, or from a request that is no XML, can hold characters that no XML can.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _additional_info(error: XmlError, support: str) -> str:
    """In the shape of the example on the requests page; texts that are not known here are empty."""
    target = wrap("target", "", domain="", requestinfo=support, object="", field="", businessinfo="")
    messages = (("description", error.message_id), ("cdescription", ""), ("correction", ""))
    body = "".join(_message(tag, id) for tag, id in messages)
    return wrap("additionalinfo", element("errorid", error.error_id) + element("category") + target + body)


def _message(tag: str, id: str) -> str:
    target = wrap("target", "", domain="", requestinfo="", object="", field="", businessInfo="")
    return wrap(tag, element("messageid", id) + target + element("placeholders"))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S+00:00")
