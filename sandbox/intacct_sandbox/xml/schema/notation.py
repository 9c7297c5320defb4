"""The notation of gateway.grammar, and its translation to XML Schema.

A declaration is `name = content`, over several lines when the further ones are indented. Elements that are not declared
hold text. Content is attributes, then one of

    (a b?)  (a | b)+  (a & b)     a sequence, a choice, all in any order; ? * + and #2-9 tell how often
    a{content}                    an element with a content of its own at this place
    text  empty  any  ...         only text, nothing, whatever, any element
    <string maxLength=9>          a simple value; <true|false> one of these; <boolean =true> has a default

and an attribute is `@name<string>`, with ? when it may be left out. `name |= a | b` adds to a
choice declared before; another declaration of a name takes the place of the first.
"""

import re
from collections.abc import Iterator

from lxml import etree

_XS = "http://www.w3.org/2001/XMLSchema"
_TOKEN = re.compile(r"<[^>]*>|\.\.\.|@[\w.-]+\??|[(){}&|]|[?*+]|#\d+-\d*|[\w.-]+")
_OCCURS = {"?": ("0", "1"), "*": ("0", "unbounded"), "+": ("1", "unbounded")}
_GROUPS = {" ": "sequence", "|": "choice", "&": "all"}


def to_schema(grammar: str) -> etree._Element:
    """An XML Schema that accepts what `grammar` describes."""
    schema = etree.Element(_xs("schema"), nsmap={"xs": _XS})
    reader = _Reader()
    said = list(_declarations(grammar))
    for name, content in dict(each for each in said if not each[0].endswith(" |")).items():
        reader.declare(schema, name, content)
    for name, content in (each for each in said if each[0].endswith(" |")):
        reader.add(schema, name.removesuffix(" |"), content)
    for name in sorted(reader.mentioned - reader.declared):
        reader.declare(schema, name, "text")
    return schema


def _declarations(grammar: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in grammar.splitlines() if not line.startswith("#")]
    for text in re.split(r"\n(?! )", "\n".join(lines)):
        if text.strip():
            name, _, content = re.sub(r"\n +", " ", text).partition("= ")
            yield name.rstrip(), content


def _xs(name: str) -> str:
    return f"{{{_XS}}}{name}"


class _Reader:
    """Reads one content after the other; remembers which names were declared and which were mentioned."""

    def __init__(self) -> None:
        self.declared: set[str] = set()
        self.mentioned: set[str] = set()
        self._tokens: list[str] = []

    def declare(self, schema: etree._Element, name: str, content: str) -> None:
        self.declared.add(name)
        self._tokens = _TOKEN.findall(content)[::-1]
        self._content(etree.SubElement(schema, _xs("element"), name=name))

    def add(self, schema: etree._Element, name: str, content: str) -> None:
        """More alternatives for a choice that is there."""
        (choice,) = schema.iterfind(f"{_xs('element')}[@name='{name}']/{_xs('complexType')}/{_xs('choice')}")
        self._tokens = _TOKEN.findall(f"({content})")[::-1]
        choice.extend(self._particle())

    def _peek(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _content(self, element: etree._Element) -> None:
        attributes = list(self._attributes())
        if self._peek().startswith("<"):
            _simple_type(element, self._tokens.pop())
        elif self._peek() == "any":
            self._tokens.pop()
        else:
            self._complex_type(element, attributes)

    def _complex_type(self, element: etree._Element, attributes: list[etree._Element]) -> None:
        type = etree.SubElement(element, _xs("complexType"))
        if self._peek() in ("text", "empty"):
            if self._tokens.pop() == "text":
                type.set("mixed", "true")
        else:
            model = self._particle()
            type.append(model if model.tag != _xs("element") else _wrapped(model))
        type.extend(attributes)

    def _attributes(self) -> Iterator[etree._Element]:
        while self._peek().startswith("@"):
            name = self._tokens.pop()[1:]
            attribute = etree.Element(_xs("attribute"), name=name.rstrip("?"))
            _simple_type(attribute, self._tokens.pop())
            if attribute.get("default") is None:
                attribute.set("use", "optional" if name.endswith("?") else "required")
            yield attribute

    def _particle(self) -> etree._Element:
        node = self._group() if self._peek() == "(" else self._element()
        occurs = self._peek()
        if occurs in _OCCURS or occurs.startswith("#"):
            self._tokens.pop()
            least, most = _OCCURS.get(occurs) or occurs[1:].split("-")
            node.set("minOccurs", least)
            node.set("maxOccurs", most or "unbounded")
        return node

    def _group(self) -> etree._Element:
        self._tokens.pop()
        parts, between = [], " "
        while self._peek() != ")":
            if self._peek() in ("|", "&"):
                between = self._tokens.pop()
            parts.append(self._particle())
        self._tokens.pop()
        group = etree.Element(_xs(_GROUPS[between]))
        group.extend(parts)
        return group

    def _element(self) -> etree._Element:
        name = self._tokens.pop()
        if name == "...":
            return _wrapped(etree.Element(_xs("any"), processContents="skip"))
        if self._peek() != "{":
            self.mentioned.add(name)
            return etree.Element(_xs("element"), ref=name)
        self._tokens.pop()
        element = etree.Element(_xs("element"), name=name)
        self._content(element)
        self._tokens.pop()
        return element


def _wrapped(node: etree._Element) -> etree._Element:
    sequence = etree.Element(_xs("sequence"))
    sequence.append(node)
    return sequence


def _simple_type(owner: etree._Element, token: str) -> None:
    text, _, default = token[1:-1].partition(" =")
    if default:
        owner.set("default", default)
    if "|" in text:
        _restrict(owner, "string", [("enumeration", value) for value in text.split("|")])
        return
    kind, *facets = text.split(" ")
    if not facets:
        owner.set("type", f"xs:{kind}")
    else:
        _restrict(owner, kind, [(name, value) for name, _, value in (each.partition("=") for each in facets)])


def _restrict(owner: etree._Element, base: str, facets: list[tuple[str, str]]) -> None:
    type = etree.SubElement(owner, _xs("simpleType"))
    restriction = etree.SubElement(type, _xs("restriction"), base=f"xs:{base}")
    for name, value in facets:
        etree.SubElement(restriction, _xs(name), value=value)
