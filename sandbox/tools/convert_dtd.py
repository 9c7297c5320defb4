"""Write the grammar of DTD 2.1 requests from the official files: tools/convert_dtd.py intacct_request.v2.1.dtd

The files are in the folder v2.1 of github.com/intacct/intacct_dtd. It goes to xml/schema/gateway21.grammar; the
notation is described in intacct_sandbox/xml/schema/notation.py.
"""

import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from lxml import etree

_OCCURS = {"once": "", "opt": "?", "mult": "*", "plus": "+"}


def declarations(dtd: etree.DTD) -> Iterator[str]:
    """One text for each element that has more in it than text."""
    for each in dtd.iterelements():
        content = " ".join([*map(_attribute, each.iterattributes()), _content(each)])
        if content != "text":
            yield f"{each.name} = {content}"


def _content(element: Any) -> str:
    if element.type in ("empty", "any"):
        return str(element.type)
    return "text" if element.type == "mixed" else _model(element.content)


def _model(node: Any) -> str:
    if node.type == "element":
        return f"{node.name}{_OCCURS[node.occur]}"
    separator = " " if node.type == "seq" else " | "
    return f"({separator.join(_parts(node, node.type))}){_OCCURS[node.occur]}"


def _parts(node: Any, type: str) -> Iterator[str]:
    """A list is a chain of pairs."""
    for each in (node.left, node.right):
        if each is not None and each.type == type and each.occur == "once":
            yield from _parts(each, type)
        elif each is not None:
            yield _model(each)


def _attribute(attribute: Any) -> str:
    values = attribute.values()
    optional = "" if attribute.default == "required" else "?"
    default = f" ={attribute.default_value}" if attribute.default_value else ""
    return f"@{attribute.name}{optional}<{'|'.join(values) if values else 'string'}{default}>"


def main() -> None:
    """Print the grammar."""
    print("# The order of elements in requests of DTD 2.1, as the official files have it. Made by tools/convert_dtd.py")
    print("# from v2.1/intacct_request.v2.1.dtd of github.com/intacct/intacct_dtd; notation: notation.py.")
    for declaration in declarations(etree.DTD(sys.argv[1])):
        print(textwrap.fill(declaration, 120, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False))


if __name__ == "__main__":
    main()
