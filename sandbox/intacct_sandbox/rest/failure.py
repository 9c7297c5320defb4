"""Failures of the REST API before any business rule: gateway errors, token errors, malformed requests."""

from typing import Any


class RestFailure(Exception):
    """An answer that is no success. `details` are error items of the same shape."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        error_id: str = "",
        message_id: str = "",
        details: list[Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.error_id = error_id
        self.message_id = message_id
        self.details = details or []


class GatewayFailure(Exception):
    """Refused in front of the application: `GW-nnnn`, a body of its own shape."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}


class TokenFailure(Exception):
    """The bearer token is not valid (any more): the auth-shaped body."""


def detail(code: str, message: str, error_id: str = "", target: str = "", message_id: str = "") -> dict[str, Any]:
    """One item of `details`."""
    item: dict[str, Any] = {"code": code, "message": message}
    if error_id:
        item["errorId"] = error_id
    if target:
        item["target"] = target
    return item | {"additionalInfo": {"messageId": message_id, "placeholders": {}, "propertySet": {}}}


def payload_failure(status: int, *details: dict[str, Any]) -> RestFailure:
    """The payload is wrong; the details say where (REST-1064)."""
    return RestFailure(status, "invalidRequest", "Payload contains errors", "REST-1064", "IA.PAYLOAD_CONTAINS_ERRORS",
                       list(details))  # fmt: skip


def not_found(text: str) -> RestFailure:
    """An unknown key or path."""
    return RestFailure(404, "notFound", text)
