"""The command line: the same answers from a running service and from the stopped log, and clear ends."""

import asyncio
import gzip
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from schemas.event import StoredEvent
from schemas.verdict import UsageCount, Verdict
from service.cli import main
from service.clock import SystemClock
from service.commands.exit_codes import ExitCode
from service.commands.send import MOST_EVENTS, batches
from service.eventlog.sqlite import SqliteLog
from service.settings import SqliteLogSettings
from tests.operations.running import Service, running
from tests.support.log_samples import MORNING, a_dead_letter, a_receipt, an_event, waiting_for

CONFIGURATION = """
tenants:
  acme:
    company: ACME
    rest: {client_id: app, client_secret: hunter2, username: ws@ACME}
admin: {port: %d}
log: {kind: sqlite, path: log.db}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a configuration whose admin port nobody listens on."""
    (tmp_path / "intacct-relay.yaml").write_text(CONFIGURATION % 0)
    return tmp_path


def relay(folder: Path, *arguments: str, answer: str = "") -> Result:
    """Run a command with the folder's configuration."""
    environ = {"INTACCT_RELAY_CONFIG": str(folder / "intacct-relay.yaml")}
    return CliRunner().invoke(main, arguments, env=environ, input=answer, catch_exceptions=False)


def fill(
    folder: Path, events: Sequence[StoredEvent], verdicts: Sequence[Verdict], usage: Sequence[UsageCount] = ()
) -> None:
    """Put something into the log, and stop it."""

    async def filling() -> None:
        log = SqliteLog(SqliteLogSettings(path=folder / "log.db"), SystemClock())
        await log.start()
        await log.append(events)
        await log.publish(verdicts, usage)
        await log.stop()

    asyncio.run(filling())


def fill_a_day(folder: Path) -> None:
    """One applied, two dead, one waiting."""
    events = [an_event(number) for number in range(1, 5)]
    verdicts = [a_receipt(events[0]), a_dead_letter(events[1]), a_dead_letter(events[2])]
    fill(folder, events, verdicts, [UsageCount("acme", "2026-02", 5), UsageCount("acme", "2026-03", 7)])


def parsed(result: Result) -> list[dict[str, object]]:
    """The JSON array on stdout."""
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def test_where_finds_events_in_a_stopped_log(folder: Path) -> None:
    """Every state, as JSON and as text; exit status 1 when there is nothing."""
    fill_a_day(folder)
    states = [parsed(relay(folder, "where", f"acme-{number}", "--json"))[0]["state"] for number in (1, 2, 4)]
    assert states == ["applied", "dead-letter", "waiting"]
    assert "record 4711" in relay(folder, "where", "acme-1").stdout
    text = relay(folder, "where", "acme-2").stdout
    assert "The account 6120 does not exist." in text
    assert "Create the account, then replay." in text
    nothing = relay(folder, "where", "acme-9", "--json")
    assert (nothing.exit_code, parsed(nothing)) == (1, [])
    assert relay(folder, "where", "acme-9").exit_code == 1


def test_dead_letters_are_listed_and_shown(folder: Path) -> None:
    """With filters; show has the bytes."""
    fill_a_day(folder)
    assert {each["event_id"] for each in parsed(relay(folder, "dead-letters", "list", "--json"))} == {
        "acme-2",
        "acme-3",
    }
    assert parsed(relay(folder, "dead-letters", "list", "--tenant", "beta", "--json")) == []
    assert parsed(relay(folder, "dead-letters", "list", "--category", "schema", "--json")) == []
    assert [each["event_id"] for each in parsed(relay(folder, "dead-letters", "list", "--id", "acme-2", "--json"))] == [
        "acme-2"
    ]
    [shown] = parsed(relay(folder, "dead-letters", "show", "acme-2", "--json"))
    assert (shown["body"], shown["body_base64"]) == ('{"number": 2}', "eyJudW1iZXIiOiAyfQ==")
    assert '{"number": 2}' in relay(folder, "dead-letters", "show", "acme-2").stdout
    assert relay(folder, "dead-letters", "show", "nothing").exit_code == 1


def test_dead_letters_are_found_by_what_they_wait_for(folder: Path) -> None:
    """By the whole name of one object; each name is told for itself."""
    letters = [waiting_for("vendor V-1", "item I, 1", number=1), waiting_for("vendor V-10", number=2)]
    fill(folder, [], letters)
    [found] = parsed(relay(folder, "dead-letters", "list", "--waits-for", "item I, 1", "--json"))
    assert (found["event_id"], found["waits_for"]) == ("acme-1", "vendor V-1, item I, 1")
    assert found["awaited"] == ["vendor V-1", "item I, 1"]
    assert parsed(relay(folder, "dead-letters", "list", "--waits-for", "vendor V", "--json")) == []


def test_receipts_say_the_state_and_what_came_instead(folder: Path) -> None:
    """As JSON and for people: where, receipts, and what a dead letter has in Intacct already."""
    receipt = a_receipt(an_event(1))
    record = receipt.records[0]
    records = (
        replace(record, state="submitted", already_applied=True),
        replace(record, key="V-2", record_number="", superseded_by="acme-9"),
        replace(record, key="V-3", state="posted"),
    )
    dead = replace(a_dead_letter(an_event(2)), applied=records[:1])
    fill(folder, [], [replace(receipt, records=records, event_time=MORNING), dead])
    [told] = parsed(relay(folder, "receipts", "--json"))
    assert told["event_time"] == "2025-03-04T08:30:00Z"
    said = [(each["state"], each["superseded_by"], each["already_applied"]) for each in told["records"]]  # type: ignore[attr-defined]
    assert said == [("submitted", "", True), ("", "acme-9", False), ("posted", "", False)]
    for command in (("receipts",), ("where", "acme-1")):
        text = relay(folder, *command).stdout
        assert all(words in text for words in ("already there, submitted", "superseded by acme-9", "posted"))
    assert "happened at" in relay(folder, "where", "acme-1").stdout
    assert "already there, submitted" in relay(folder, "dead-letters", "show", "acme-2").stdout


def test_a_log_of_the_format_before_is_asked_and_worked_on(folder: Path) -> None:
    """The first command after an upgrade may be any; what was dead is shown, sent back and waits."""
    former = Path(__file__).parent / "eventlog" / "fixtures" / "format-1.db.gz"
    (folder / "log.db").write_bytes(gzip.decompress(former.read_bytes()))
    listed = parsed(relay(folder, "dead-letters", "list", "--json"))
    assert {each["event_id"] for each in listed} == {"acme-2", "acme-5", "erp.bills/3/99"}
    assert '{"number": 2}' in relay(folder, "dead-letters", "show", "acme-2").stdout
    assert relay(folder, "dead-letters", "replay", "acme-2", "--yes").exit_code == 0
    [found] = parsed(relay(folder, "where", "acme-2", "--json"))
    assert (found["state"], found["replay"]) == ("waiting", 1)


def test_sending_again_says_what_was_there(folder: Path) -> None:
    """Duplicates are told; other content under the same id is taken for its owner to judge."""
    event = {"specversion": "1.0", "id": "1", "source": "/erp", "type": "t", "tenant": "acme", "data": {"n": 1}}
    (folder / "day.json").write_text(json.dumps(event))
    first = relay(folder, "send", str(folder / "day.json"), "--json")
    again = relay(folder, "send", str(folder / "day.json"), "--json")
    assert [json.loads(each.stdout)["known"] for each in (first, again)] == [0, 1]
    assert "1 of them were there before" in relay(folder, "send", str(folder / "day.json")).stdout
    (folder / "day.json").write_text(json.dumps(event | {"data": {"n": 2}}))
    assert json.loads(relay(folder, "send", str(folder / "day.json"), "--json").stdout)["known"] == 0


def test_ids_are_never_cut_in_a_pipe(folder: Path) -> None:
    """They are copied from tables into the next command."""
    fill_a_day(folder)
    assert an_event(2).key in relay(folder, "dead-letters", "list").stdout


def test_replay_asks_first(folder: Path) -> None:
    """Anything but yes, or nobody there, changes nothing: exit status 2."""
    fill_a_day(folder)
    for answer in ("n\n", ""):
        refused = relay(folder, "dead-letters", "replay", "acme-2", answer=answer)
        assert (refused.exit_code, "nothing was done" in refused.stderr) == (2, True)
    assert parsed(relay(folder, "where", "acme-2", "--json"))[0]["state"] == "dead-letter"
    assert relay(folder, "dead-letters", "replay", "acme-2", answer="y\n").exit_code == 0
    assert parsed(relay(folder, "where", "acme-2", "--json"))[0]["state"] == "waiting"


def test_replay_all_takes_what_matches(folder: Path) -> None:
    """A second time each is refused, because its replay is waiting: exit status 1."""
    fill_a_day(folder)
    done = relay(folder, "dead-letters", "replay", "--all", "--category", "rejected", "--yes", "--json")
    assert (done.exit_code, {each["ok"] for each in parsed(done)}) == (0, {True})
    again = relay(folder, "dead-letters", "replay", "--all", "--yes")
    assert (again.exit_code, again.stdout.count("waiting for its verdict")) == (1, 2)
    nothing = relay(folder, "dead-letters", "replay", "--all", "--tenant", "beta", "--yes")
    assert (nothing.exit_code, nothing.stdout) == (0, "no dead letter matches\n")


@pytest.mark.parametrize("arguments", [[], ["acme-2", "--all"]])
def test_replay_needs_ids_or_all(folder: Path, arguments: list[str]) -> None:
    """Neither both nor none: exit status 2."""
    fill_a_day(folder)
    assert relay(folder, "dead-letters", "replay", *arguments, "--yes").exit_code == 2


def test_discard_keeps_the_note(folder: Path) -> None:
    """And the dead letter is found among the resolved."""
    fill_a_day(folder)
    assert relay(folder, "dead-letters", "discard", "acme-2", "--note", "by hand", "--yes").exit_code == 0
    assert [each["event_id"] for each in parsed(relay(folder, "dead-letters", "list", "--json"))] == ["acme-3"]
    [resolved] = parsed(relay(folder, "dead-letters", "list", "--resolved", "--id", "acme-2", "--json"))
    resolution = resolved["resolution"]
    assert isinstance(resolution, dict)
    assert (resolution["kind"], resolution["note"], "@" in resolution["by"]) == ("discarded", "by hand", True)
    assert "discarded" in relay(folder, "where", "acme-2").stdout


def test_receipts_usage_and_status(folder: Path) -> None:
    """Read from the stopped log; usage adds up."""
    fill_a_day(folder)
    assert [each["event_id"] for each in parsed(relay(folder, "receipts", "--json"))] == ["acme-1"]
    assert "4711" in relay(folder, "receipts").stdout
    assert [each["transactions"] for each in parsed(relay(folder, "usage", "--month", "2026-03", "--json"))] == [7]
    assert re.search(r"2026-02 +│ \(all\) +│ 5", relay(folder, "usage").stdout)
    status = json.loads(relay(folder, "status", "--json").stdout)
    assert (status["running"], status["log_healthy"]) == (False, None)
    assert [(lane["tenant"], lane["state"], lane["backlog"]) for lane in status["lanes"]] == [("acme", "stopped", 1)]
    assert "not running" in relay(folder, "status").stdout


def test_text_from_events_cannot_move_the_cursor(folder: Path) -> None:
    """An event id with escape sequences is shown as what it is; markup is not obeyed."""
    from dataclasses import replace

    event = replace(an_event(), id="\x1b[2J[bold]x", type="[red]")
    fill(folder, [event], [a_dead_letter(event)])
    for shown in (
        relay(folder, "dead-letters", "list").stdout,
        relay(folder, "dead-letters", "show", event.key).stdout,
    ):
        assert "\x1b" not in shown
        assert "\\x1b[2J[bold]x" in shown


EVENT = {
    "specversion": "1.0",
    "id": "file-%d",
    "source": "/files",
    "type": "vendor.upserted",
    "tenant": "acme",
    "data": {"id": "V-1", "name": "Vendor"},
}


def events_file(folder: Path, *numbers: int) -> Path:
    """JSON Lines with these events."""
    path = folder / f"events-{len(numbers)}.jsonl"
    path.write_text("".join(json.dumps(EVENT | {"id": f"file-{number}"}) + "\n" for number in numbers))
    return path


def test_send_puts_files_into_the_log(folder: Path) -> None:
    """Twice is once: known events are left out."""
    files = [str(events_file(folder, 1, 2)), str(events_file(folder, 3))]
    for _ in range(2):
        sent = relay(folder, "send", *files, "--json")
        assert (sent.exit_code, json.loads(sent.stdout)["events"]) == (0, 3)
    assert json.loads(relay(folder, "status", "--json").stdout)["lanes"][0]["backlog"] == 3


def test_a_wrong_line_in_the_last_file_stops_the_first(folder: Path) -> None:
    """All or nothing: the file and the line are named, nothing is stored, exit status 2."""
    bad = folder / "bad.jsonl"
    bad.write_text("{\n")
    result = relay(folder, "send", str(events_file(folder, 1)), str(bad))
    assert (result.exit_code, "bad.jsonl" in result.stderr) == (2, True)
    assert relay(folder, "where", "file-1").exit_code != 0


def test_mistakes_of_all_files_are_named(folder: Path) -> None:
    """Each on a line of its own, then what to do."""
    for name in ("one", "two"):
        (folder / f"{name}.jsonl").write_text("{}\n{}\n")
    stderr = relay(folder, "send", str(folder / "one.jsonl"), str(folder / "two.jsonl")).stderr
    assert all(
        any(line.startswith(f"intacct-relay: {folder / name}.jsonl:2") for line in stderr.splitlines())
        for name in ("one", "two")
    )
    assert "nothing was stored" in stderr.splitlines()[-1]


def test_batches_are_bounded_and_keep_the_order() -> None:
    """In number and in bytes; an event that is larger alone goes alone."""
    many = [an_event(number) for number in range(MOST_EVENTS + 1)]
    assert [len(batch) for batch in batches(many)] == [MOST_EVENTS, 1]
    large = [an_event(number, body=b"x" * 3_000_000) for number in range(3)] + [an_event(9, body=b"x" * 9_000_000)]
    assert [[event.id for event in batch] for batch in batches(large)] == [
        ["acme-0"],
        ["acme-1"],
        ["acme-2"],
        ["acme-9"],
    ]


def test_a_wrong_configuration_is_a_line_per_mistake(folder: Path) -> None:
    """Exit status 2, no traceback, no secret."""
    (folder / "intacct-relay.yaml").write_text((CONFIGURATION % 0) + "admn: 1\nloging: 2\n")
    for command in (["run"], ["status"], ["send", str(events_file(folder, 1))]):
        result = relay(folder, *command)
        assert result.exit_code == 2
        assert result.stderr.splitlines() == [
            "intacct-relay: admn: unknown option: did you mean «admin»?",
            "intacct-relay: loging: unknown option: did you mean «logging»?",
        ]


def test_the_embedded_log_cannot_be_split_into_roles(folder: Path) -> None:
    """Said before anything starts."""
    result = relay(folder, "run", "--role", "worker")
    assert (result.exit_code, "log.kind" in result.stderr) == (2, True)


def test_a_log_that_does_not_exist_is_unavailable(folder: Path) -> None:
    """A question does not create one: exit status 4."""
    result = relay(folder, "where", "acme-1")
    assert (result.exit_code, "there is no event log at" in result.stderr) == (4, True)
    assert not (folder / "log.db").exists()


def test_check_names_what_is_missing(folder: Path) -> None:
    """Nobody answers for Intacct: the log and the handlers are fine, the rest says why not; exit status 1."""
    text = (CONFIGURATION % 0).replace("{client_id", "{base_url: 'http://127.0.0.1:1', client_id")
    text = text.replace("company: ACME", "company: ACME\n    allow_loopback: true")
    (folder / "intacct-relay.yaml").write_text(text + "handlers: [no_such_package]\n")
    result = relay(folder, "check")
    assert result.exit_code == 1
    assert "OK      service: log" in result.stdout
    assert "MISSING service: handlers" in result.stdout
    assert "OK      service: speaks for: files: every source" in result.stdout
    assert "MISSING acme: credentials" in result.stdout
    assert "hunter2" not in result.stdout
    lines = parsed(relay(folder, "check", "--tenant", "acme", "--json"))
    assert {"about", "subject", "ok", "found", "fix"} == set(lines[0])
    assert relay(folder, "check", "--tenant", "nobody").exit_code == 2


def test_check_warns_of_a_way_in_that_may_say_everything(folder: Path) -> None:
    """With the option that would close it; in JSON a line that is OK and has a fix is a warning."""
    way = {"kind": "cloudevents", "secrets": ["whsec_c2VjcmV0"]}
    sources = {"shop": way, "erp": way | {"speaks_for": ["/erp", "/erp/*"]}}
    nowhere = CONFIGURATION.replace("{client_id", "{base_url: 'http://127.0.0.1:1', client_id")
    nowhere = nowhere.replace("company: ACME", "company: ACME\n    allow_loopback: true")
    (folder / "intacct-relay.yaml").write_text(nowhere % 0 + f"sources: {json.dumps(sources)}\n")
    said = relay(folder, "check").stdout
    assert "WARNING service: speaks for: sources.shop, open: every source that no other way in names" in said
    assert "fix: set «speaks_for» of sources.shop" in said
    assert "OK      service: speaks for: sources.erp: /erp, /erp/*" in said
    lines = [line for line in parsed(relay(folder, "check", "--json")) if line["subject"] == "speaks for"]
    assert [(line["ok"], bool(line["fix"])) for line in lines] == [(True, True), (True, False), (True, False)]


async def ask(service: Service, folder: Path, *arguments: str) -> Result:
    """Run a command beside the running service."""
    port = int(service.server.url.rsplit(":", 1)[1])
    (folder / "intacct-relay.yaml").write_text(CONFIGURATION % port)
    return await asyncio.to_thread(relay, folder, *arguments)


async def test_commands_ask_the_running_service(folder: Path) -> None:
    """It owns the log; questions and changes go through it."""
    async with running(folder / "log.db") as service:
        await service.log.append([an_event(1), an_event(2)])
        await service.log.publish([a_receipt(an_event(1)), a_dead_letter(an_event(2))])
        assert "record 4711" in (await ask(service, folder, "where", "acme-1")).stdout
        assert parsed(await ask(service, folder, "dead-letters", "replay", "acme-2", "--yes", "--json"))[0]["ok"]
        assert await service.log.backlog() == {"acme": 1}
        sent = await ask(service, folder, "send", str(events_file(folder, 1)))
        assert (sent.exit_code, "1 events are in the log" in sent.stdout) == (0, True)
        status = json.loads((await ask(service, folder, "status", "--json")).stdout)
        assert (status["running"], status["lanes"][0]["state"]) == (True, "held")


async def test_a_log_in_use_by_a_silent_owner_says_so(folder: Path) -> None:
    """Reading works beside it; changing ends with exit status 3 and where the owner was looked for."""
    log = SqliteLog(SqliteLogSettings(path=folder / "log.db"), SystemClock())
    await log.start()
    await log.append([an_event()])
    assert (await asyncio.to_thread(relay, folder, "where", "acme-1")).exit_code == 0
    result = await asyncio.to_thread(relay, folder, "send", str(events_file(folder, 1)))
    assert (result.exit_code, "admin.port" in result.stderr) == (3, True)
    await log.stop()


def test_every_command_takes_json_but_run() -> None:
    """Scripts depend on it."""

    def commands(group: click.Group) -> list[click.Command]:
        return [
            leaf
            for each in group.commands.values()
            for leaf in (commands(each) if isinstance(each, click.Group) else [each])
        ]

    without = [each.name for each in commands(main) if not any("--json" in parameter.opts for parameter in each.params)]
    assert without == ["run"]


def test_the_documentation_names_every_command_and_status() -> None:
    """docs/operations.md is what people read."""
    text = (Path(__file__).parents[1] / "docs" / "operations.md").read_text()
    for name in main.commands:
        assert f"intacct-relay {name}" in text
    assert re.findall(r"^\| (\d) \|", text, re.MULTILINE) == [str(int(code)) for code in ExitCode]


def test_the_command_starts_in_a_process_of_its_own(folder: Path) -> None:
    """As an installed script does: exit status and stderr reach the shell."""
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", "status", "--config", str(folder / "none.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no file" in done.stderr
