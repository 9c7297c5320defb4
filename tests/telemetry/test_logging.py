"""Log lines are structured, one per verdict, and nobody can forge one."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
import structlog

from service.settings import LoggingSettings
from service.telemetry import configure_logging, verdict_logged
from tests.support.log_samples import a_dead_letter, a_receipt, an_event


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines of a test go; afterwards logging is as it was."""
    root = logging.getLogger()
    before = root.handlers, root.level
    yield io.StringIO()
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    """What was written, parsed."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_receipt_is_one_line_with_the_event_id(stream: io.StringIO) -> None:
    """The line says what is in Intacct now."""
    configure_logging(LoggingSettings(), lambda: stream)
    verdict_logged(a_receipt(an_event()))
    [line] = lines(stream)
    assert (line["message"], line["event_id"], line["tenant"], line["level"]) == ("applied", "acme-1", "acme", "info")
    assert line["records"] == ["create bill V-1 / B-1 4711"]


def test_a_dead_letter_is_one_line_with_cause_and_next_step(stream: io.StringIO) -> None:
    """Enough to act on without opening anything else."""
    configure_logging(LoggingSettings(), lambda: stream)
    verdict_logged(a_dead_letter(an_event()))
    [line] = lines(stream)
    assert (line["message"], line["event_id"], line["category"]) == ("dead letter", "acme-1", "rejected")
    assert line["next_step"] == "Create the account, then replay."


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_line_feed_in_a_value_does_not_make_a_line(stream: io.StringIO, form: str) -> None:
    """An event id is chosen by a stranger."""
    configure_logging(LoggingSettings.model_validate({"format": form}), lambda: stream)
    verdict_logged(a_receipt(replace(an_event(), id='a\r\n{"level": "forged"}\x1b[2J')))
    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


def test_lines_of_libraries_have_the_same_form_and_no_secrets(stream: io.StringIO) -> None:
    """Also with arguments and a traceback."""
    configure_logging(LoggingSettings(), lambda: stream)
    try:
        raise ValueError("password=hunter2")
    except ValueError:
        logging.getLogger("some.library").exception("it said %s", "Bearer hunter2")
    [line] = lines(stream)
    assert line["logger"] == "some.library"
    assert "ValueError" in str(line["exception"])
    assert "hunter2" not in stream.getvalue()


def test_the_level_is_the_configured_one(stream: io.StringIO) -> None:
    """Below it nothing is written."""
    configure_logging(LoggingSettings(level="error"), lambda: stream)
    structlog.get_logger("x").warning("no")
    assert stream.getvalue() == ""
