"""Writing XML text. An empty element is written as `<a/>`, so whitespace between elements can be added safely."""

from xml.sax.saxutils import escape, quoteattr


def element(tag: str, text: str | int = "") -> str:
    """One element with text."""
    return f"<{tag}>{escape(str(text))}</{tag}>" if text != "" else f"<{tag}/>"


def wrap(tag: str, inner: str, **attributes: str | int) -> str:
    """One element with markup inside."""
    attrs = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<{tag}{attrs}>{inner}</{tag}>" if inner else f"<{tag}{attrs}/>"
