"""The file as a tree of plain values. Duplicate keys are mistakes: YAML would silently keep the last one."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from pydantic import JsonValue

from service.configuration.mistake import WHOLE_FILE, Location, Mistake, dotted
from service.errors import ConfigurationError

Tree = dict[str, JsonValue]

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


def read_tree(path: Path) -> tuple[Tree, list[Mistake]]:
    """The parsed file and its duplicate keys. Raises ConfigurationError when there is nothing to go on with."""
    text = _read_text(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        tree = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ConfigurationError([(WHOLE_FILE, f"{path} is not YAML: {_problem(error, text)}")]) from None
    except ValueError:
        fix = "a value looks like a date but is none: put it in quotes"
        raise ConfigurationError([(WHOLE_FILE, f"{path} is not YAML: {fix}")]) from None
    if not isinstance(tree, dict):
        fix = "must be a mapping of sections (tenants, sources, log, ...)"
        raise ConfigurationError([(WHOLE_FILE, f"{path} {fix}")])
    return tree, list(_duplicates(node, (), set()))


def _read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        fix = "name the file with --config, or set INTACCT_RELAY_CONFIG"
        raise ConfigurationError([(WHOLE_FILE, f"there is no file {path}: {fix}")]) from None
    except UnicodeDecodeError:
        raise ConfigurationError([(WHOLE_FILE, f"{path} is not UTF-8 text")]) from None
    except OSError as error:
        raise ConfigurationError([(WHOLE_FILE, f"{path} cannot be read: {error.strerror}")]) from None


def _problem(error: yaml.YAMLError, text: str) -> str:
    """Where and what, without the line itself and without quoted names: either may be a secret."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return "it holds a character that YAML does not allow"
    mark = error.problem_mark
    problem = _QUOTED.sub(_shown, error.problem or "cannot be read")
    at_fault = "".join(text.splitlines()[mark.line : mark.line + 1])
    hint = " (inside braces a ${...} needs quotes)" if "${" in at_fault else ""
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}{hint}"


def _shown(quoted: re.Match[str]) -> str:
    """Single characters and the parser's own words in angle brackets may be told."""
    inside = quoted.group()[1:-1]
    return quoted.group() if len(inside) <= 1 or inside.startswith("<") else "«...»"


def _duplicates(node: yaml.Node | None, at: Location, seen: set[int]) -> Iterator[Mistake]:
    """Keys that stand twice in one mapping, by path. Anchors may make the tree a graph, so each node counts once."""
    if node is None or id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield from _repeated_keys(node, at)
        for key, value in node.value:
            yield from _duplicates(value, (*at, str(key.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _duplicates(value, (*at, index), seen)


def _repeated_keys(node: yaml.MappingNode, at: Location) -> Iterator[Mistake]:
    first_line: dict[str, int] = {}
    for key, _ in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in first_line:
            yield dotted((*at, name)), f"stands twice, in lines {first_line[name]} and {line}: keep one"
        first_line.setdefault(name, line)
