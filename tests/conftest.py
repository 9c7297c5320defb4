"""Kafka for the tests that are marked ``kafka``: a real broker, or a loud word that there was none."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from tests.support.kafka_broker import KafkaBroker, KafkaMissing, find_broker, own_broker

_WHY_NOT = pytest.StashKey[str]()
_WAYS_TO_KAFKA = "Install java >= 17 and mvn, or start Docker, or set KAFKA_BOOTSTRAP_SERVERS=host:port."
NOT_TESTED = Path(__file__).parents[1] / ".cache" / "kafka-not-tested"
"""What ``make test`` prints last, because other tests end after those that were skipped."""


@pytest.fixture(scope="session")
def kafka(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """The broker that all tests share. Its topics are kept apart by their prefix; nobody stops it."""
    yield from _broker(request, tmp_path_factory.mktemp("kafka"), shared=True)


@pytest.fixture(scope="module")
def spare_kafka(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaBroker]:
    """A broker that the tests of one module may stop and start again."""
    yield from _broker(request, tmp_path_factory.mktemp("spare-kafka"), shared=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end that Kafka was not tested, so that nobody takes a green run for more than it is."""
    if why := config.stash.get(_WHY_NOT, ""):
        terminalreporter.section("KAFKA WAS NOT TESTED", sep="!", red=True, bold=True)
        terminalreporter.line(f"Tests that need Kafka were skipped: {why}.")
        terminalreporter.line(_WAYS_TO_KAFKA)
        NOT_TESTED.parent.mkdir(exist_ok=True)
        NOT_TESTED.write_text(f"\n!!! KAFKA WAS NOT TESTED: {why}.\n{_WAYS_TO_KAFKA}\n")


def _broker(request: pytest.FixtureRequest, folder: Path, *, shared: bool) -> Iterator[KafkaBroker]:
    try:
        broker = find_broker(folder) if shared else own_broker(folder)
    except KafkaMissing as missing:
        _without_kafka(request.config, str(missing))
    yield broker
    broker.close()


def _without_kafka(config: pytest.Config, why: str) -> NoReturn:
    """The one permitted reason to skip, unless KAFKA_REQUIRED=1."""
    if os.environ.get("KAFKA_REQUIRED") == "1":
        pytest.fail(f"KAFKA_REQUIRED=1, but {why}", pytrace=False)
    config.stash[_WHY_NOT] = why
    pytest.skip(f"no Kafka: {why}")
