"""A REST answer, whatever shape it has: a result, or one of the four documented error bodies.

The shapes (developer.sage.com error-handling guide and OpenAPI ``error-response``): ``ia::error`` inside
``ia::result`` (application), ``ia::error`` at the top (guide and gateway, whose ``details`` is an object), and
``error`` at the top (authentication). ``ia::error`` may also be a list, and may come with HTTP 200. A rejected token
may also be told by a bare text, or by a text as ``error`` (a live SDK matches it).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.intacct.catalogue import Complaint
from service.intacct.network import HttpAnswer
from service.intacct.objects.kinds import JsonValue, as_text
from service.intacct.redaction import Redaction
from service.intacct.rest.json_text import NotJson, loads

_TOKEN_CODES = frozenset({"GW-0031", "REST-2102", "tokenInvalid", "IA.TOKEN_IS_INVALID"})
_TOKEN_TEXT = re.compile(
    r"\b(?:invalid|expired) (?:access )?token\b|\btoken (?:is|has) (?:not valid|invalid|expired)\b", re.I
)
_LONGEST_TEXT = 300
_SUCCESSES = frozenset({200, 201, 207})
CACHED = "x-ia-idempotency-cached-date"
"""Present when the answer is a stored one, replayed under a used idempotency key."""


@dataclass(frozen=True, slots=True)
class RestAnswer:
    """A readable or unreadable answer; ``document`` is None when the body is no JSON object."""

    status: int
    headers: Mapping[str, str]
    document: Mapping[str, JsonValue] | None
    complaints: tuple[Complaint, ...]
    text: str = ""
    """What is said by a body that is only a short text, or by an ``error`` that is one: never by a page of markup."""

    @property
    def succeeded(self) -> bool:
        """A documented 2xx status with a body that is not an error in disguise."""
        return self.status in _SUCCESSES and self.document is not None and not self.complaints

    @property
    def cached(self) -> bool:
        """Whether the server replayed a stored answer."""
        return CACHED in self.headers

    @property
    def token_problem(self) -> bool:
        """Expired, revoked or undecodable token: 401, or a 4xx that says so."""
        if self.status == 401:
            return True
        said = (*self.complaints, Complaint((), self.text))
        return 400 <= self.status < 500 and any(map(_is_about_tokens, said))

    @property
    def record(self) -> Mapping[str, JsonValue]:
        """``ia::result``, or its only element; empty when there is none."""
        result = self.document.get("ia::result") if self.document else None
        if isinstance(result, list) and len(result) == 1:
            result = result[0]
        return result if isinstance(result, dict) else {}

    @property
    def rows(self) -> list[Mapping[str, JsonValue]] | None:
        """``ia::result`` as query rows; None when it is not a list of objects."""
        result = self.document.get("ia::result") if self.document else None
        if not isinstance(result, list):
            return None
        rows: list[Mapping[str, JsonValue]] = [row for row in result if isinstance(row, dict)]
        return rows if len(rows) == len(result) else None

    @property
    def next_start(self) -> int | None:
        """``ia::meta.next``: where the next page starts."""
        meta = self.document.get("ia::meta") if self.document else None
        following = meta.get("next") if isinstance(meta, dict) else None
        return following if isinstance(following, int) and not isinstance(following, bool) else None


def read_answer(answer: HttpAnswer, redaction: Redaction) -> RestAnswer:
    """Never raises: bytes that mean nothing become an answer without a document."""
    try:
        body = loads(answer.body)
    except NotJson:
        body = None
    document = body if isinstance(body, dict) else None
    complaints = tuple(_complaints(document, redaction)) if document is not None else ()
    text = redaction.clean(_text(answer.body, body))
    return RestAnswer(answer.status, answer.headers, document, complaints, text)


def _is_about_tokens(complaint: Complaint) -> bool:
    return not _TOKEN_CODES.isdisjoint(complaint.codes) or _TOKEN_TEXT.search(complaint.text) is not None


def _text(raw: bytes, body: JsonValue) -> str:
    """A body that is a text, bare or as JSON, or ``{"error": text}``; empty for everything else."""
    said = body.get("error") if isinstance(body, dict) else body
    if body is None and len(raw) <= _LONGEST_TEXT:
        said = raw.decode("utf-8", "replace")
    return said if isinstance(said, str) and not said.lstrip().startswith("<") else ""


def _complaints(document: Mapping[str, JsonValue], redaction: Redaction) -> Iterator[Complaint]:
    for error in _errors(document):
        details = error.get("details")
        for detail in details if isinstance(details, list) else []:
            if isinstance(detail, dict):
                yield _complaint(detail, redaction)
            elif isinstance(detail, str):
                yield Complaint((), redaction.clean(detail))
        yield _complaint(error, redaction)


def _errors(document: Mapping[str, JsonValue]) -> Iterator[Mapping[str, JsonValue]]:
    result = document.get("ia::result")
    holders = [document, *(result if isinstance(result, list) else [result])]
    for holder in holders:
        if isinstance(holder, dict):
            for name in ("ia::error", "error"):
                error = holder.get(name) if name == "ia::error" or holder is document else None
                yield from (each for each in (error if isinstance(error, list) else [error]) if isinstance(each, dict))


def _complaint(error: Mapping[str, JsonValue], redaction: Redaction) -> Complaint:
    more = error.get("additionalInfo")
    message_id = more.get("messageId") if isinstance(more, dict) else None
    codes = (as_text(error.get("errorId")), as_text(message_id), as_text(error.get("code")))
    words = (as_text(error.get("message")), as_text(error.get("correction")))
    return Complaint(tuple(code for code in codes if code), redaction.clean(" ".join(filter(None, words))))
