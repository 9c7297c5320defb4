"""The gateway's answer, typed (developer.intacct.com/web-services/responses/).

Three status levels: control, authentication, result. A failure on the first two has no results and nothing ran.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from service.intacct.catalogue import Complaint
from service.intacct.redaction import Redaction
from service.intacct.xml.markup import Unreadable, child_text, parse, text_of

SUCCESS = "success"
FAILURES = frozenset({"failure", "aborted"})
"""Every other word is unknown: what it stands for may have happened."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one function. ``data_count`` counts records that the answer lists, even inside a failure."""

    status: str
    control_id: str
    key: str
    data_count: int
    remaining: int
    rows: tuple[Mapping[str, str], ...]
    complaints: tuple[Complaint, ...]

    @property
    def succeeded(self) -> bool:
        """Only the word itself: aborted is no success, and neither is anything unknown."""
        return self.status == SUCCESS

    @property
    def refused(self) -> bool:
        """Only the known words for it."""
        return self.status in FAILURES

    @property
    def record_number(self) -> str:
        """``key`` of legacy functions, RECORDNO or id of generic ones; empty when the answer names none."""
        row = self.rows[0] if self.rows else {}
        return self.key or row.get("RECORDNO") or row.get("id") or ""


@dataclass(frozen=True, slots=True)
class Session:
    """What getAPISession answered."""

    id: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class XmlAnswer:
    """One answer. ``authenticated`` is None when the control level failed already."""

    accepted: bool
    authenticated: bool | None
    complaints: tuple[Complaint, ...]
    """Of the level that failed."""
    results: tuple[Result, ...]
    session_timestamp: str = ""
    session_timeout: str = ""
    session: Session | None = None
    retry_after: float | None = None
    """Seconds that the answer's headers ask to wait."""


def read_answer(body: bytes, redaction: Redaction) -> XmlAnswer:
    """Raises Unreadable when the bytes are not an answer of the gateway."""
    root = parse(body)
    if root.tag != "response" or root.find("acknowledgement") is not None:
        raise Unreadable("not a synchronous response")
    control, operation = root.find("control"), root.find("operation")
    complaints = _complaints(root.find("errormessage"), redaction)
    if not _passed(child_text(control, "status"), complaints):
        return XmlAnswer(False, None, complaints, ())
    if operation is None:
        raise Unreadable("neither results nor errors")
    return _operation(operation, redaction)


def _operation(operation: etree._Element, redaction: Redaction) -> XmlAnswer:
    authentication = operation.find("authentication")
    complaints = _complaints(operation.find("errormessage"), redaction)
    authenticated = _passed(child_text(authentication, "status"), complaints)
    results = tuple(_result(each, redaction) for each in operation.iterfind("result")) if authenticated else ()
    return XmlAnswer(
        True,
        authenticated,
        complaints,
        results,
        child_text(authentication, "sessiontimestamp"),
        child_text(authentication, "sessiontimeout"),
        _session(operation.find("result/data/api")) if authenticated else None,
    )


def _passed(status: str, complaints: tuple[Complaint, ...]) -> bool:
    """Whether a level let the request through; the gateway leaves the word out beside some errors.

    Raises Unreadable for a word that is not known.
    """
    if status == SUCCESS:
        return True
    if status in FAILURES or (not status and complaints):
        return False
    raise Unreadable(f"the status {status!r:.40} is not known")


def _session(api: etree._Element | None) -> Session | None:
    return None if api is None else Session(child_text(api, "sessionid"), child_text(api, "endpoint"))


def _result(result: etree._Element, redaction: Redaction) -> Result:
    data = result.find("data")
    rows = tuple(_row(record) for record in data) if data is not None else ()
    return Result(
        status=child_text(result, "status"),
        control_id=child_text(result, "controlid"),
        key=child_text(result, "key"),
        data_count=max(_number(data, "count"), len(rows)),
        remaining=_number(data, "numremaining"),
        rows=rows,
        complaints=_complaints(result.find("errormessage"), redaction),
    )


def _row(record: etree._Element) -> Mapping[str, str]:
    return {str(field.tag): text_of(field) for field in record}


def _number(element: etree._Element | None, attribute: str) -> int:
    value = "" if element is None else element.get(attribute, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _complaints(errors: etree._Element | None, redaction: Redaction) -> tuple[Complaint, ...]:
    return tuple(_complaint(error, redaction) for error in errors.iterfind("error")) if errors is not None else ()


def _complaint(error: etree._Element, redaction: Redaction) -> Complaint:
    words = (child_text(error, name) for name in ("description2", "description", "correction"))
    text = redaction.clean(" ".join(filter(None, words)))
    return Complaint(tuple(dict.fromkeys(filter(None, _codes(error)))), text)


def _codes(error: etree._Element) -> Iterator[str]:
    """The stable machine keys first (``showadditionalerrorinfo``), then the overloaded errorno."""
    more = error.find("additionalinfo")
    if more is not None:
        yield child_text(more, "errorid")
        for name in ("description", "cdescription"):
            yield child_text(more.find(name), "messageid")
    yield child_text(error, "errorno")
