"""Reads a Dockerfile into stages of instructions, and a .dockerignore into a question."""

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    """One instruction, its continued lines joined."""

    name: str
    arguments: str


@dataclass
class Stage:
    """What follows one FROM."""

    base: str
    instructions: list[Instruction] = field(default_factory=list)

    def arguments(self, name: str) -> list[str]:
        """The arguments of every instruction of that name, in order."""
        return [instruction.arguments for instruction in self.instructions if instruction.name == name]


def stages(path: Path) -> list[Stage]:
    """The stages of a Dockerfile, in order."""
    text = re.sub(r"^\s*#.*\n", "", path.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found: list[Stage] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, arguments = line.split(maxsplit=1)
        if name == "FROM":
            found.append(Stage(arguments.split()[0]))
        else:
            found[-1].instructions.append(Instruction(name, " ".join(arguments.split())))
    return found


def is_ignored(path: str, dockerignore: Path) -> bool:
    """Whether the build context leaves ``path`` out: the last pattern that matches it or its folder decides."""
    ignored = False
    for line in filter(None, map(str.strip, dockerignore.read_text().splitlines())):
        if not line.startswith("#") and _matches(path, line.lstrip("!")):
            ignored = not line.startswith("!")
    return ignored


def _matches(path: str, pattern: str) -> bool:
    parts = re.split(r"(\*\*/|\*|\[.+?\])", pattern)
    expression = "".join(_WILDCARDS.get(part, part if part.startswith("[") else re.escape(part)) for part in parts)
    return re.match(rf"{expression}(/|$)", path) is not None


_WILDCARDS = {"**/": "(?:.*/)?", "*": "[^/]*"}
