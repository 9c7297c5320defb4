"""Live credentials that a template may carry are taken out before the bytes are stored.

A Smart Event or a classic platform trigger can inject the acting user's API session and its endpoint (Sage has an
official example of it). Whoever reads the log could act as that user.
"""

import re
from collections.abc import Callable
from urllib.parse import quote_plus, unquote_to_bytes

REDACTED = b"redacted"

_SENSITIVE = re.compile(rb"session|endpoint|password|passwd|secret|api_?key|access_?token", re.IGNORECASE)

# Possessive and bounded throughout, so that they stay linear on hostile input, and tied to the name alone, so that
# they still work in a document that is broken elsewhere.
_NAME = rb"([\w.:-]{1,128}+)"
_ELEMENT = re.compile(rb"(<" + _NAME + rb"(?:\s[^<>]*+)?+>)(?:[^<]++|<!\[CDATA\[[^\]]{0,512}+\]\]>)")
_ATTRIBUTE = re.compile(rb"(\s" + _NAME + rb"\s*+=\s*+)(?:\"[^\"<]*+\"|'[^'<]*+')")
_MEMBER = re.compile(rb'("' + _NAME + rb'"\s*+:\s*+)"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


def argument_name(piece: bytes) -> bytes:
    """The decoded name of one ``name=value`` piece of a form."""
    return _plain(piece.partition(b"=")[0])


def argument_value(piece: bytes) -> bytes:
    """The decoded value of one ``name=value`` piece of a form."""
    return _plain(piece.partition(b"=")[2])


def redact_form(body: bytes, secret_argument: str) -> bytes:
    """Without the secret argument, and with session-like values replaced. All other bytes and their order stay."""
    unwanted = secret_argument.encode()
    return b"&".join(_redact_piece(piece) for piece in body.split(b"&") if argument_name(piece) != unwanted)


def redact_document(body: bytes) -> bytes:
    """An XML or JSON document with session-like elements, attributes and members emptied; broken ones too."""
    body = _ELEMENT.sub(_replace(REDACTED), body)
    body = _ATTRIBUTE.sub(_replace(b'"' + REDACTED + b'"'), body) if body.lstrip()[:1] == b"<" else body
    return _MEMBER.sub(_replace(b'"' + REDACTED + b'"'), body)


def _replace(value: bytes) -> Callable[[re.Match[bytes]], bytes]:
    """Keep what stands before the value, when its name is sensitive; keep everything when it is not."""
    return lambda found: found[1] + value if _SENSITIVE.search(found[2]) else found[0]


def _redact_piece(piece: bytes) -> bytes:
    name, equals, value = piece.partition(b"=")
    if _SENSITIVE.search(_plain(name)):
        return name + equals + (REDACTED if value else b"")
    plain = _plain(value)
    cleaned = redact_document(plain)
    return piece if cleaned == plain else name + equals + quote_plus(cleaned).encode()


def _plain(encoded: bytes) -> bytes:
    return unquote_to_bytes(encoded.replace(b"+", b" "))
