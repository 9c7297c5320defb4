"""Write the grammar of the XML gateway from the official schema: tools/convert_schema.py api.xsd > gateway.grammar

The schema is v3.0/api.xsd of github.com/intacct/intacct_dtd. Run it again when that has changed, then the tests. The
notation is described in intacct_sandbox/xml/schema/notation.py.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"
# Its content model is not deterministic, which newer validators refuse; in it anything goes.
LOOSE = {"arguments": "(...)*"}
KINDS = {"xs:string": "string", "xs:integer": "integer", "xs:boolean": "boolean", "xs:dateTime": "dateTime"}
WIDTH = 120


class Converter:
    """Translates the declarations of one schema."""

    def __init__(self, schema: etree._Element) -> None:
        self._schema = schema
        self._named = {(str(each.tag), each.get("name")): each for each in schema if isinstance(each.tag, str)}

    def declarations(self) -> Iterator[str]:
        """One text for each element that has more in it than text."""
        for each in self._schema.iterfind(f"{XS}element"):
            name = str(each.get("name"))
            content = LOOSE.get(name) or self._content(each)
            if content != "text":
                yield f"{name} = {content}"

    def _content(self, element: etree._Element) -> str:
        simple, complex = element.find(f"{XS}simpleType"), element.find(f"{XS}complexType")
        if simple is not None:
            return self._restricted(simple)
        if complex is not None:
            return self._complex(complex)
        return self._typed(element.get("type"), element.get("default"))

    def _typed(self, type: str | None, default: str | None) -> str:
        if type is None:
            return "any"
        if type in KINDS:
            ending = "" if default is None else f" ={default}"
            return f"<{KINDS[type]}{ending}>"
        if (simple := self._named.get((f"{XS}simpleType", type))) is not None:
            return self._restricted(simple)
        return self._complex(self._named[f"{XS}complexType", type])

    def _restricted(self, simple: etree._Element) -> str:
        restriction = next(simple.iter(f"{XS}restriction"))
        facets = [(str(each.tag).removeprefix(XS), str(each.get("value"))) for each in restriction]
        values = "|".join(value for name, value in facets if name == "enumeration")
        if values:
            return f"<{values}>"
        kind = KINDS[str(restriction.get("base"))]
        return f"<{' '.join([kind, *(f'{name}={value}' for name, value in facets)])}>"

    def _complex(self, type: etree._Element) -> str:
        attributes = [self._attribute(each) for each in type.iterfind(f"{XS}attribute")]
        models = [self._model(each) for each in type if str(each.tag) != f"{XS}attribute" and isinstance(each.tag, str)]
        text = "text" if type.get("mixed") == "true" else "empty"
        return " ".join([*attributes, *(models or [text])])

    def _attribute(self, attribute: etree._Element) -> str:
        optional = "" if attribute.get("use") == "required" else "?"
        simple = attribute.find(f"{XS}simpleType")
        kind = self._restricted(simple) if simple is not None else f"<{KINDS[str(attribute.get('type'))]}>"
        default = attribute.get("default")
        named = f"@{attribute.get('name')}{optional}"
        return named + (kind if default is None else f"{kind[:-1]} ={default}>")

    def _model(self, node: etree._Element) -> str:
        kind = str(node.tag).removeprefix(XS)
        if kind == "any":
            return "..."
        if kind == "element":
            return self._particle(node) + _occurs(node)
        if kind == "group":
            return self._model(self._named[f"{XS}group", node.get("ref")][0])
        parts = [self._model(each) for each in node if isinstance(each.tag, str)]
        joined = {"sequence": " ", "choice": " | ", "all": " & "}[kind].join(parts)
        return f"({joined}){_occurs(node)}" if len(parts) != 1 or _occurs(node) else joined

    def _particle(self, element: etree._Element) -> str:
        if element.get("ref"):
            return str(element.get("ref"))
        return f"{element.get('name')}{{{self._content(element)}}}"


def _occurs(node: etree._Element) -> str:
    least, most = node.get("minOccurs", "1"), node.get("maxOccurs", "1")
    short = {("0", "1"): "?", ("1", "1"): "", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
    return short.get((least, most), f"#{least}-{'' if most == 'unbounded' else most}")


def _wrapped(text: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if len(line) + len(word) + 1 > WIDTH:
            lines.append(line)
            line = "   "
        line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def main() -> None:
    """Print the grammar."""
    schema = etree.fromstring(Path(sys.argv[1]).read_bytes(), etree.XMLParser(remove_comments=True))
    print("# The order of elements in requests to the XML gateway, as the official schema has it. Made by")
    print("# tools/convert_schema.py from v3.0/api.xsd of github.com/intacct/intacct_dtd; notation: notation.py.")
    print("# What is not declared here is text.")
    for declaration in Converter(schema).declarations():
        print(_wrapped(declaration))


if __name__ == "__main__":
    main()
