"""Form-encoded named arguments, read strictly."""

from urllib.parse import parse_qsl

from service.errors import Undecodable

MAX_FIELDS = 200


def parse_form(body: bytes, fallback: str = "utf-8") -> dict[str, str | list[str]]:
    """Arguments by name, in their order; one that is repeated is a list; an empty one stays.

    The text is UTF-8; where it is not, all of it is read in the declared ``fallback`` charset. Raises Undecodable.
    """
    if not body.strip():
        raise Undecodable("the body is empty")
    return _grouped(_pairs(body, fallback))


def _pairs(body: bytes, fallback: str) -> list[tuple[str, str]]:
    for charset in dict.fromkeys(("utf-8", fallback)):
        try:
            return _strict(body, charset)
        except UnicodeDecodeError:
            continue
    raise Undecodable(
        f"the form is not valid {fallback}",
        next_step="Set «charset» of the source to what the sender uses (cp1252 or latin-1), restart, and replay"
        " this event.",
    )


def _strict(body: bytes, charset: str) -> list[tuple[str, str]]:
    text = body.decode(charset)
    try:
        return parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=True,
            encoding=charset,
            errors="strict",
            max_num_fields=MAX_FIELDS,
            separator="&",
        )
    except UnicodeDecodeError:
        raise
    except ValueError:
        reason = f"more than {MAX_FIELDS} arguments" if text.count("&") >= MAX_FIELDS else "expected name=value pairs"
        raise Undecodable(f"not a form: {reason}") from None


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, str | list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in grouped.items()}
