"""Sending bytes that an HTTP library would refuse to send, and reading whatever comes back."""

import socket
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse


@dataclass(frozen=True)
class Got:
    """An answer; status 0 when the connection was closed without one."""

    status: int
    content_type: str
    body: bytes


def exchange(port: int, sent: bytes, method: str = "POST", finish: bool = False) -> Got:
    """Send `sent` on a new connection and read one answer; with `finish` tell that nothing more comes."""
    with socket.create_connection(("127.0.0.1", port), 20) as connection:
        try:
            connection.sendall(sent)
            if finish:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            return Got(0, "", b"")
        answer = HTTPResponse(connection, method=method)
        try:
            answer.begin()
            return Got(answer.status, answer.headers.get("Content-Type", ""), answer.read())
        except (HTTPException, ConnectionError):
            return Got(0, "", b"")


def http(method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> bytes:
    """The bytes of a request, with the right length and nothing checked."""
    lines = [f"{method} {path} HTTP/1.1", "Host: sandbox", "Connection: close", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogatepass") + body
