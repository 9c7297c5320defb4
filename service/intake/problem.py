"""Refusals as RFC 9457 problem documents: what is wrong, and where, but never what was sent."""

import json
from collections.abc import Mapping, Sequence

from aiohttp import hdrs, web

from service.errors import IntakeError

MEDIA_TYPE = "application/problem+json"
NAMESPACE = "urn:intacct-relay:problem:"


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    mistakes: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    close: bool = False,
) -> web.Response:
    """A problem document. ``path`` is the first mistake's; ``errors`` are all of them."""
    document: dict[str, object] = {
        "type": NAMESPACE + title.lower().replace(" ", "-"),
        "title": title,
        "status": status,
        "detail": detail,
    }
    if mistakes:
        document["path"] = mistakes[0][0]
        document["errors"] = [{"path": path, "detail": text} for path, text in mistakes]
    response = web.Response(status=status, body=json.dumps(document).encode(), content_type=MEDIA_TYPE, headers=headers)
    if close:
        response.force_close()
    return response


def refusal(error: IntakeError) -> web.Response:
    """The problem document of an error of the intake branch."""
    return problem(error.status, error.title, _detail(error), mistakes=error.mistakes)


def _detail(error: IntakeError) -> str:
    if not error.mistakes:
        return error.message
    path, text = error.mistakes[0]
    more = f" (and {len(error.mistakes) - 1} more)" if len(error.mistakes) > 1 else ""
    return f"{error.message}: {path} {text}{more}"


_WORDS = {
    404: ("Unknown source", "There is no such source. Webhooks go to POST /webhooks/{source}."),
    405: ("Method not allowed", "Webhooks are sent with POST."),
    417: ("Expectation failed", "Only Expect: 100-continue is understood."),
}


def http_problem(error: web.HTTPException) -> web.Response:
    """The problem document of what the framework itself refuses."""
    title, detail = _WORDS.get(error.status, ("Bad request", "The request cannot be served."))
    allow = error.headers.get(hdrs.ALLOW)
    return problem(error.status, title, detail, headers={hdrs.ALLOW: allow} if allow else None, close=True)
