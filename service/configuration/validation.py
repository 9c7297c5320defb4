"""The tree against the typed options: pydantic's errors as mistakes that say what to do, without any value."""

from collections.abc import Callable, Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from service.configuration.mistake import WHOLE_FILE, Location, Mistake, dotted
from service.configuration.suggestions import did_you_mean, options_at
from service.configuration.yaml_file import Tree
from service.settings import Settings

_NAME_RULE = (
    "the name must be lower-case letters, digits, dots, dashes or underscores, at most 63, in quotes if a number"
)
_SECRET_HINT = "is missing: add it, a secret best as ${env:NAME} or ${file:/path}"
_SECRET_WORDS = ("secret", "password")


def validate(tree: Tree) -> tuple[Settings | None, list[Mistake]]:
    """The settings, or every mistake that pydantic finds."""
    try:
        return Settings.model_validate(tree), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return None, [(dotted(_as_written(each["loc"], tree)), _text(each)) for each in details]


def without_whole_file(mistakes: list[Mistake]) -> list[Mistake]:
    """Mistakes that name their option."""
    return [mistake for mistake in mistakes if mistake[0] != WHOLE_FILE]


def _as_written(location: Location, tree: Tree) -> Location:
    """Pydantic names the kind of a union and «[key]» in its location; the file does not have these steps."""
    written: list[str | int] = []
    here: object = tree
    for part in location:
        if isinstance(here, Mapping) and part not in here and here.get("kind") == part:
            continue
        if part == "[key]":
            continue
        written.append(part)
        here = _inside(here, part)
    return tuple(written)


def _inside(here: object, part: str | int) -> object:
    if isinstance(here, Mapping):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None


def _text(error: ErrorDetails) -> str:
    if error["loc"][-1:] == ("[key]",):
        return _NAME_RULE
    special = _SPECIAL.get(error["type"])
    return special(error) if special else error["msg"].replace("Input should", "must").replace("String should", "must")


def _missing(error: ErrorDetails) -> str:
    name = str(error["loc"][-1])
    return _SECRET_HINT if any(word in name for word in _SECRET_WORDS) else "is missing: add it"


def _unknown(error: ErrorDetails) -> str:
    *section, name = error["loc"]
    return f"unknown option: {did_you_mean(str(name), options_at(tuple(section)))}"


def _unknown_kind(error: ErrorDetails) -> str:
    kinds = [kind.strip(" '") for kind in str(error["ctx"]["expected_tags"]).split(",")]
    return f"unknown kind «{error['ctx']['tag']}»: {did_you_mean(str(error['ctx']['tag']), kinds)}"


def _no_kind(error: ErrorDetails) -> str:
    return "needs «kind», which says what it is"


def _not_text(error: ErrorDetails) -> str:
    return "must be text: put the value in quotes"


def _own_words(error: ErrorDetails) -> str:
    return error["msg"].removeprefix("Value error, ")


_SPECIAL: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": _missing,
    "extra_forbidden": _unknown,
    "union_tag_invalid": _unknown_kind,
    "union_tag_not_found": _no_kind,
    "string_type": _not_text,
    "value_error": _own_words,
}
