"""An HTTP answer before it is sent, so that faults can change or drop it and idempotency can keep it."""

from dataclasses import dataclass, field, replace

XML = 'text/xml; encoding="UTF-8"'
JSON = "application/json"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """`drop` closes the connection without sending anything; `cut` promises the whole body and closes half way."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    cut: bool = False

    def with_headers(self, headers: dict[str, str]) -> "Answer":
        return replace(self, headers={**self.headers, **headers})


DROPPED = Answer(drop=True)


def page(status: int, title: str) -> Answer:
    """An HTML page as a proxy in front of the service would send it."""
    body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
    return Answer(status, body.encode(), HTML)
