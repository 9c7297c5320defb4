"""The way of a configuration file: read, resolve, validate, check across sections; then it is settings or mistakes."""

from collections.abc import Mapping
from pathlib import Path

from service.configuration.cross_checks import cross_check
from service.configuration.mistake import Mistake
from service.configuration.parts import parts_of
from service.configuration.references import References
from service.configuration.validation import validate, without_whole_file
from service.configuration.yaml_file import Tree, read_tree
from service.errors import ConfigurationError
from service.settings import KafkaLogSettings, LogSettings, Settings, SqliteLogSettings


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read a configuration file. Raises ConfigurationError with every mistake at once; no mistake holds a value
    that may be secret. Relative paths in it start at the folder of the file, wherever the process was started.
    """
    written, mistakes = read_tree(path)
    folder = path.absolute().parent
    references = References(environ, folder)
    tree: Tree = {key: references.resolve(value, (key,)) for key, value in written.items()}
    settings, wrong = _check(tree)
    mistakes += _unless_caused_by(references.mistakes, wrong)
    if settings is None or mistakes:
        raise ConfigurationError(list(dict.fromkeys(mistakes)))
    return settings.model_copy(update={"log": _anchored(settings.log, folder)})


def _check(tree: Tree) -> tuple[Settings | None, list[Mistake]]:
    """Pydantic's mistakes and ours. What pydantic says of the whole file is said better by a rule across sections."""
    settings, mistakes = validate(tree)
    across = cross_check(parts_of(tree))
    return settings, (without_whole_file(mistakes) if across else mistakes) + across


def _unless_caused_by(unresolved: list[Mistake], others: list[Mistake]) -> list[Mistake]:
    """A reference that could not be resolved is one mistake, not two."""
    paths = {path for path, _ in unresolved}
    return unresolved + [mistake for mistake in others if mistake[0] not in paths]


def _anchored(log: LogSettings, folder: Path) -> LogSettings:
    if isinstance(log, SqliteLogSettings):
        return log.model_copy(update={"path": folder / log.path.expanduser()})
    return _anchored_kafka(log, folder)


def _anchored_kafka(log: KafkaLogSettings, folder: Path) -> KafkaLogSettings:
    ca_file = log.ca_file and folder / log.ca_file.expanduser()
    return log.model_copy(update={"state_directory": folder / log.state_directory.expanduser(), "ca_file": ca_file})
