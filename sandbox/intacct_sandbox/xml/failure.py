"""Failures of the XML gateway at their three levels: control, authentication, function."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class XmlError:
    """One `<error>`; `error_id` and `message_id` go to `<additionalinfo>` where they are known. A `traced` one names
    its support id; those that only follow from another do not (both published stacks with support ids)."""

    errorno: str
    description2: str
    correction: str = ""
    description: str = ""
    error_id: str = ""
    message_id: str = ""
    traced: bool = True


class ControlFailure(Exception):
    """Nothing was executed. `thin` is the shape of the gateway in front: a status, and errorno with description."""

    def __init__(self, *errors: XmlError, thin: bool = False, status: int = 200) -> None:
        super().__init__(errors[0].description2)
        self.errors = errors
        self.thin = thin
        self.status = status


class AuthenticationFailure(Exception):
    """The control block was right, the sign-in was not. `user` and `company` are echoed."""

    def __init__(self, error: XmlError, user: str = "", company: str = "") -> None:
        super().__init__(error.description2)
        self.error = error
        self.user = user
        self.company = company


class FunctionFailure(Exception):
    """One function failed for a reason that is no business rule."""

    def __init__(self, *errors: XmlError) -> None:
        super().__init__(errors[0].description2)
        self.errors = errors


def schema_error(text: str, line: object = None, column: object = 0) -> XmlError:
    """What the gateway says of malformed XML, and of XML that its schema does not allow."""
    where = f" Line: {line}, column: {column}." if line is not None else ""
    return XmlError("XL03000003", f"XML Parse schema error: {text}{where}")


def schema_failure(text: str, line: object = None, column: object = 0) -> ControlFailure:
    """The same as the failure of a whole request."""
    return ControlFailure(schema_error(text, line, column))
