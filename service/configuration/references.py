"""``${env:NAME}`` and ``${file:/path}`` in any string become what they name. ``$${`` stands for a plain ``${``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from service.configuration.mistake import Location, Mistake, dotted

_REFERENCE = re.compile(r"\$\$\{|\$\{([^}]*)\}?")
STAND_IN = "stand-in"
"""Takes the place of a reference that could not be resolved, so that the other mistakes are found as well."""


@dataclass
class References:
    """Resolves references and collects those that cannot be."""

    environ: Mapping[str, str]
    folder: Path
    """Relative ``file:`` references start here: the folder of the configuration file."""
    mistakes: list[Mistake] = field(default_factory=list)

    def resolve(self, value: JsonValue, at: Location = ()) -> JsonValue:
        """The same tree with every reference in every string replaced; keys are left alone."""
        if isinstance(value, str):
            return _REFERENCE.sub(lambda match: self._replacement(match, at), value)
        if isinstance(value, dict):
            return {key: self.resolve(item, (*at, key)) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item, (*at, index)) for index, item in enumerate(value)]
        return value

    def _replacement(self, match: re.Match[str], at: Location) -> str:
        if match.group() == "$${":
            return "${"
        kind, _, name = (match.group(1) or "").partition(":")
        if kind == "env" and name:
            return self._from_environment(name, at)
        if kind == "file" and name:
            return self._from_file(self.folder / name, at)
        return self._mistake(at, "has a «${» that is no reference: write ${env:NAME}, ${file:/path}, or $${ for a «${»")

    def _from_environment(self, name: str, at: Location) -> str:
        value = self.environ.get(name, "")
        if value:
            return value
        state = "is empty" if name in self.environ else "is not set"
        return self._mistake(at, f"the environment variable {name} {state}: export it before the start")

    def _from_file(self, path: Path, at: Location) -> str:
        try:
            value = path.read_text("utf-8").strip()
        except UnicodeDecodeError:
            return self._mistake(at, f"the file {path} is not UTF-8 text")
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not a path"
            return self._mistake(at, f"the file {path} cannot be read ({reason}): create it or mount it")
        return value or self._mistake(at, f"the file {path} is empty")

    def _mistake(self, at: Location, text: str) -> str:
        self.mistakes.append((dotted(at), text))
        return STAND_IN
