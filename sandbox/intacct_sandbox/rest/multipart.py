"""Reading multipart/form-data."""

from dataclasses import dataclass
from email import message_from_bytes
from email.policy import HTTP

from intacct_sandbox.rest.failure import RestFailure


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its field name, its file name if it has one, its bytes."""

    name: str
    file: str
    body: bytes


def read_parts(content_type: str, body: bytes) -> list[Part]:
    """The parts of a form; raises RestFailure."""
    if not content_type.lower().startswith("multipart/form-data"):
        raise RestFailure(400, "invalidRequest", "The request must be multipart/form-data")
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1", "replace")
    message = message_from_bytes(head + body, policy=HTTP)
    if not message.is_multipart():
        raise RestFailure(400, "invalidRequest", "The multipart body cannot be read")
    return [
        Part(
            str(each.get_param("name", "", "content-disposition")),
            each.get_filename() or "",
            _bytes(each.get_payload(decode=True)),
        )
        for each in message.iter_parts()
    ]


def _bytes(payload: object) -> bytes:
    return payload if isinstance(payload, bytes) else b""
