"""The content kept beside a verdict, as JSON."""

from pydantic import TypeAdapter

from schemas.content import Content

_CONTENT = TypeAdapter(Content)


def encode_content(content: Content | None) -> str | None:
    """Nothing stays nothing."""
    return None if content is None else _CONTENT.dump_json(content).decode()


def decode_content(text: str | None) -> Content | None:
    """The inverse of :func:`encode_content`. Raises ValueError when the text is something else."""
    return _CONTENT.validate_json(text) if text else None
