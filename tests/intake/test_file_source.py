"""Events from files."""

import json
from pathlib import Path

import pytest

from schemas.event import StoredEvent
from service.errors import Malformed
from service.intake.file_source import read_events
from tests.intake.seams import settings
from tests.support.clock import START, FakeClock

BILL = {
    "specversion": "1.0",
    "id": "erp-7",
    "source": "/erp",
    "type": "bill.approved",
    "tenant": "acme",
    "data": {"number": "B-77"},
}


def line(**changes: object) -> str:
    """One event in one line."""
    return json.dumps({key: value for key, value in (BILL | changes).items() if value is not None})


def read(path: Path, text: str | bytes) -> list[StoredEvent]:
    """All events of a file with this content."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_events(path, settings(), FakeClock()))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "day.jsonl"


def test_json_lines_are_events_in_order(file: Path) -> None:
    """Empty lines and other line ends do not matter; each event keeps its very bytes."""
    lines = [line(id="1"), "", line(id="2", entity="100") + "\r", line(id="3")]
    events = read(file, "\ufeff" + "\n".join(lines))
    assert [event.id for event in events] == ["1", "2", "3"]
    assert events[1].body.decode() == line(id="2", entity="100")
    assert (events[1].tenant, events[1].entity, events[1].type) == ("acme", "100", "bill.approved")
    assert (events[1].content_type, events[1].received_at) == ("application/cloudevents+json", START)


def test_an_array_and_a_single_document_are_read(file: Path) -> None:
    """Written over several lines, too."""
    array = json.dumps([BILL, BILL | {"id": "erp-8"}], indent=2)
    assert [event.id for event in read(file, array)] == ["erp-7", "erp-8"]
    assert [event.id for event in read(file, json.dumps(BILL, indent=2))] == ["erp-7"]
    assert read(file, "[]") == []


def test_every_mistake_is_named_with_its_line_and_field(file: Path) -> None:
    """And how many events had been handed out before the first one."""
    text = "\n".join([line(), line(id=None, tenant="nobody"), "{not json}", line(type=""), line(tenant="nobody")])
    with pytest.raises(Malformed) as refused:
        read(file, text)
    assert [path for path, _ in refused.value.mistakes] == [
        f"{file}:2: id",
        f"{file}:3",
        f"{file}:4: type",
        f"{file}:5: tenant",
    ]
    assert "events before the first one: 1" in str(refused.value)
    assert f"{file}:5: tenant: «nobody»" in str(refused.value)


def test_nothing_is_handed_out_after_the_first_mistake(file: Path) -> None:
    """What is sent is a beginning of the file, never a selection."""
    file.write_text("\n".join([line(id="1"), line(id=""), line(id="3")]))
    handed_out: list[str] = []
    with pytest.raises(Malformed):
        handed_out.extend(event.id for event in read_events(file, settings()))
    events = read_events(file, settings())
    assert next(events).id == "1"
    with pytest.raises(Malformed):
        next(events)


def test_mistakes_in_an_array_have_the_line_where_the_event_begins(file: Path) -> None:
    """Counted in the file, not in the array."""
    with pytest.raises(Malformed) as refused:
        read(file, "[\n" + line() + ",\n\n  " + line(id="") + "\n]\n")
    assert [path for path, _ in refused.value.mistakes] == [f"{file}:4: id"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "the file is empty"),
        (b"\n \n", "the file is empty"),
        (b'{"a": 1', "not JSON"),
        (b"[1, 2", "not JSON"),
        (b"7", "must be a JSON object"),
        (b"\xff\xfe", "UTF-8"),
        (b"id,amount\n1,2\n", "not JSON"),
        (b'[{"id":"1","id":"2"}]', "occurs twice"),
    ],
)
def test_what_is_no_file_of_events_is_refused(file: Path, content: bytes, reason: str) -> None:
    """The message begins with the file's name."""
    with pytest.raises(Malformed, match=reason) as refused:
        read(file, content)
    assert str(refused.value).startswith(str(file))


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    """As every other mistake."""
    with pytest.raises(Malformed, match="cannot be read"):
        list(read_events(tmp_path / "nothing.json", settings()))


def test_at_most_a_hundred_mistakes_are_shown(file: Path) -> None:
    """And how many more there are."""
    with pytest.raises(Malformed, match=r"(?s)250 mistakes.*and 150 more$") as refused:
        read(file, "\n".join(line(id="") for _ in range(250)))
    assert len(refused.value.mistakes) == 100
