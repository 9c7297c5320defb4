"""Identity of events over the whole way: what the books hold when ids are used twice, by whom and for what."""

import json
import uuid
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.intake.standard_webhooks import sign
from tests.end_to_end.company import bill, vendor
from tests.end_to_end.judge import written_once
from tests.end_to_end.test_kafka import create_topic, on_kafka
from tests.support.kafka_broker import KafkaBroker
from tests.support.service_process import (
    SandboxProcess,
    ServiceProcess,
    http,
    sandbox_process,
    settings_for,
    tenant_for,
    wait_for,
)

ONE = bill(1, 1, "10.00") | {"id": "k-same"}
OTHER = bill(2, 1, "99.00") | {"id": "k-same"}
"""Another bill under the same event id."""


def body_of(events: dict[str, Any] | list[dict[str, Any]]) -> tuple[bytes, str]:
    """Bytes and content type: one event, or a batch."""
    kind = "-batch" if isinstance(events, list) else ""
    return json.dumps(events).encode(), f"application/cloudevents{kind}+json"


def post(service: ServiceProcess, events: dict[str, Any] | list[dict[str, Any]]) -> None:
    """Through the receiver, signed."""
    body, content_type = body_of(events)
    secret = SecretStr(service.settings["sources"]["shop"]["secrets"][0])
    headers = {"Content-Type": content_type, **sign(secret, "m", datetime.now(UTC), body)}
    status, answer = http(f"{service.receiver}/webhooks/shop", body, headers)
    assert status == 200, answer


def of(tenant: str, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """The same events for another tenant."""
    return [event | {"tenant": tenant} for event in events]


def metric(service: ServiceProcess, name: str) -> float:
    """Of the tenant of the tests."""
    line = f'intacct_relay_{name}{{tenant="harborline"}} '
    lines = http(f"{service.admin}/metrics")[1].splitlines()
    return sum(float(each.removeprefix(line)) for each in lines if each.startswith(line))


def open_letters(service: ServiceProcess) -> list[dict[str, Any]]:
    """As the API lists them."""
    letters: list[dict[str, Any]] = http(f"{service.admin}/api/dead-letters")[1]
    return letters


def amounts(sandbox: SandboxProcess) -> Counter[tuple[str, str]]:
    """The bills in the books and what they come to, each as often as it was created."""
    rows = [row for row in sandbox.ledger() if (row["operation"], row["object"]) == ("create", "bill")]
    return Counter((row["key"], f"{Decimal(row['fields']['lines'][0]['amount']):.2f}") for row in rows)


@dataclass
class Company:
    """A running service and the company that it writes to."""

    service: ServiceProcess
    sandbox: SandboxProcess

    def until_finished(self) -> None:
        """Nothing waits, and what was sent has been looked at."""
        wait_for(lambda: self.service.backlog() == 0, "nothing waits")


class IdentityCases(ABC):
    """Inherited for each log."""

    @abstractmethod
    def log(self, request: pytest.FixtureRequest, folder: Path) -> dict[str, Any]:
        """Its settings."""

    @pytest.fixture
    def company(self, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
        """One company with vendor V-1."""
        with sandbox_process() as sandbox:
            settings = settings_for(sandbox.url, self.log(request, tmp_path))
            with ServiceProcess(tmp_path, settings) as service:
                wait_for(lambda: http(service.receiver)[0] != 0, "the receiver is open")
                post(service, vendor(1))
                service.wait_for_verdicts({"e-v1"})
                yield Company(service, sandbox)

    def test_two_tenants_may_use_the_same_source_and_ids(self, request: pytest.FixtureRequest, tmp_path: Path) -> None:
        """Two ERPs of one make number their events alike: each company's books hold all of its own."""
        events = [vendor(1), *(bill(number, 1, f"{number}.50") for number in range(1, 21))]
        with sandbox_process() as one, sandbox_process() as two:
            settings = settings_for(one.url, self.log(request, tmp_path))
            settings["tenants"]["second"] = tenant_for(two.url)
            with ServiceProcess(tmp_path, settings) as service:
                wait_for(lambda: http(service.receiver)[0] != 0, "the receiver is open")
                post(service, events)
                post(service, of("second", *events))
                done = f"{service.admin}/api/receipts?tenant="
                for tenant in ("harborline", "second"):
                    wait_for(lambda of=tenant: len(http(done + of)[1]) == len(events), f"{tenant} is done")
                assert open_letters(service) == []
            for sandbox in (one, two):
                assert len(written_once(sandbox.ledger())) == len(events)
                assert amounts(sandbox) == {(f"B-{number}", f"{number}.50"): 1 for number in range(1, 21)}

    def test_the_same_event_again_changes_nothing(self, company: Company) -> None:
        """By webhook in one batch, again, written otherwise and stamped anew, and from a file: counted, one bill."""
        post(company.service, [ONE, ONE])
        company.service.wait_for_verdicts({"k-same"})
        post(company.service, ONE | {"time": "2026-05-01T00:00:00Z", "data": dict(reversed(ONE["data"].items()))})
        company.service.send([ONE])
        wait_for(lambda: metric(company.service, "events_duplicate_total") == 3, "three duplicates are counted")
        assert open_letters(company.service) == []
        assert amounts(company.sandbox) == {("B-1", "10.00"): 1}
        assert company.service.log.read_text().count("duplicate dropped") == 3

    @pytest.mark.parametrize("way", ["batch", "webhook", "file"])
    def test_other_content_under_a_used_id_is_a_conflict(self, company: Company, way: str) -> None:
        """In one batch, later by webhook, later from a file: held with both contents, and only the first is booked."""
        if way == "batch":
            post(company.service, [ONE, OTHER])
        else:
            post(company.service, ONE)
            company.service.wait_for_verdicts({"k-same"})
            (company.service.send if way == "file" else lambda events: post(company.service, events))([OTHER])
        wait_for(lambda: len(open_letters(company.service)) == 1, "the conflict is held")
        wait_for(lambda: "k-same" in company.service.receipts(), "the first is applied")
        [letter] = open_letters(company.service)
        assert (letter["category"], letter["event_id"]) == ("conflict", "k-same")
        [detail] = json.loads(company.service.command("dead-letters", "show", letter["id"], "--json").stdout)
        assert json.loads(detail["body"])["data"] == OTHER["data"]
        assert json.loads(detail["first"]["body"])["data"] == ONE["data"]
        shown = company.service.command("dead-letters", "show", "k-same").stdout
        assert '"B-1"' in shown
        assert '"B-2"' in shown
        states = {found["state"] for found in http(f"{company.service.admin}/api/where/k-same")[1]}
        assert states == {"applied", "dead-letter"}
        assert amounts(company.sandbox) == {("B-1", "10.00"): 1}
        assert metric(company.service, "events_conflict_total") == 1
        assert "identity used with other content" in company.service.log.read_text()

    def test_a_conflict_is_one_and_stays_discarded(self, company: Company) -> None:
        """A sender that repeats it makes no second one; after its discard it is only counted."""
        post(company.service, [ONE, OTHER])
        post(company.service, OTHER)
        wait_for(lambda: metric(company.service, "events_conflict_total") == 2, "both are counted")
        wait_for(lambda: len(open_letters(company.service)) == 1, "there is one")
        discarded = company.service.command("dead-letters", "discard", open_letters(company.service)[0]["id"], "--yes")
        assert discarded.returncode == 0, discarded.stdout
        post(company.service, OTHER)
        wait_for(lambda: metric(company.service, "events_conflict_total") == 3, "the third is counted")
        assert open_letters(company.service) == []
        company.until_finished()
        assert amounts(company.sandbox) == {("B-1", "10.00"): 1}

    def test_a_conflict_that_is_real_is_replayed(self, company: Company) -> None:
        """What its next step says is done, twice: both bills are in the books, each once."""
        post(company.service, ONE)
        company.service.wait_for_verdicts({"k-same"})
        post(company.service, OTHER)
        wait_for(lambda: len(open_letters(company.service)) == 1, "the conflict is held")
        [letter] = open_letters(company.service)
        assert "replay" in letter["next_step"]
        assert company.service.command("dead-letters", "replay", letter["id"], "--yes").returncode == 0
        wait_for(lambda: not open_letters(company.service), "it is applied")
        assert company.service.command("dead-letters", "replay", letter["id"], "--yes").returncode == 1
        post(company.service, [OTHER, ONE])
        company.until_finished()
        wait_for(lambda: metric(company.service, "events_conflict_total") == 2, "the repeated one is counted")
        assert amounts(company.sandbox) == {("B-1", "10.00"): 1, ("B-2", "99.00"): 1}

    def test_a_correction_under_the_id_of_a_dead_letter_is_kept_beside_it(self, company: Company) -> None:
        """The first is wrong and dead. What the next step says for that is done: one bill, the right one."""
        wrong = ONE | {"data": ONE["data"] | {"bill_date": "yesterday"}}
        post(company.service, wrong)
        wait_for(lambda: len(open_letters(company.service)) == 1, "the first is dead")
        post(company.service, ONE)
        wait_for(lambda: len(open_letters(company.service)) == 2, "the correction is held")
        conflict, first = sorted(open_letters(company.service), key=lambda letter: str(letter["category"]))
        assert (conflict["category"], first["category"]) == ("conflict", "schema")
        assert company.service.command("dead-letters", "discard", first["id"], "--yes").returncode == 0
        assert company.service.command("dead-letters", "replay", conflict["id"], "--yes").returncode == 0
        wait_for(lambda: not open_letters(company.service), "the correction is applied")
        post(company.service, [wrong, ONE])
        company.until_finished()
        assert amounts(company.sandbox) == {("B-1", "10.00"): 1}


class TestOnTheEmbeddedLog(IdentityCases):
    """One file."""

    def log(self, request: pytest.FixtureRequest, folder: Path) -> dict[str, Any]:
        """In the folder."""
        return {"kind": "sqlite", "path": str(folder / "relay.db")}


@pytest.mark.kafka
class TestOnKafka(IdentityCases):
    """Four topics."""

    def log(self, request: pytest.FixtureRequest, folder: Path) -> dict[str, Any]:
        """Of its own."""
        broker: KafkaBroker = request.getfixturevalue("kafka")
        return on_kafka(broker, folder)

    async def test_other_content_from_an_upstream_topic_is_a_conflict(self, kafka: KafkaBroker, tmp_path: Path) -> None:
        """In one batch of records, and again by webhook."""
        topic = f"erp-{uuid.uuid4().hex[:6]}"
        await create_topic(kafka, topic)
        with sandbox_process() as sandbox:
            settings = settings_for(sandbox.url, on_kafka(kafka, tmp_path))
            both = {"speaks_for": ["/test/erp"]}
            settings["sources"]["shop"] |= both
            settings["router"] = {"group": f"router-{uuid.uuid4().hex[:8]}", "topics": [{"topic": topic} | both]}
            with ServiceProcess(tmp_path, settings) as service:
                events = (vendor(1), ONE, OTHER, ONE)
                kafka.console_produce(topic, [json.dumps(event) for event in events], properties=["parse.key=false"])
                wait_for(lambda: len(open_letters(service)) == 1, "the conflict is held")
                wait_for(lambda: "k-same" in service.receipts(), "the first is applied")
                post(service, OTHER)
                wait_for(lambda: metric(service, "events_conflict_total") == 2, "the repeated one is counted")
                assert [letter["category"] for letter in open_letters(service)] == ["conflict"]
            assert amounts(sandbox) == {("B-1", "10.00"): 1}
