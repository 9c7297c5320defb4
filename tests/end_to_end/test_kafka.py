"""The same proofs on a real Apache Kafka."""

import json
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.end_to_end.company import bill, cloud_event, vendor
from tests.end_to_end.judge import written_once
from tests.end_to_end.test_exactly_once import EVENTS, LOST, SLOW
from tests.support.free_ports import free_ports
from tests.support.kafka_broker import KafkaBroker
from tests.support.service_process import ServiceProcess, http, sandbox_process, settings_for, wait_for

pytestmark = pytest.mark.kafka


def on_kafka(kafka: KafkaBroker, folder: Path) -> dict[str, Any]:
    """A log with topics of its own."""
    return {
        "kind": "kafka",
        "bootstrap_servers": kafka.bootstrap_servers,
        "topic_prefix": f"intacct-{uuid.uuid4().hex[:8]}",
        "partitions": 3,
        "replication": 1,
        "group": f"worker-{uuid.uuid4().hex[:8]}",
        "state_directory": str(folder / "state"),
        "session_timeout": 6,
        "rebalance_timeout": 20,
    }


async def create_topic(kafka: KafkaBroker, name: str) -> None:
    """An upstream system's topic."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])
    await admin.close()


@pytest.mark.slow
def test_five_thousand_events_through_kafka(kafka: KafkaBroker, tmp_path: Path) -> None:
    """With 10 % of answers lost after the commit and one kill -9, each write is there once, within the slots."""
    with sandbox_process() as sandbox:
        sandbox.set_faults(LOST, SLOW)
        service = ServiceProcess(tmp_path, settings_for(sandbox.url, on_kafka(kafka, tmp_path)))
        service.send(EVENTS)
        with service:
            wait_for(lambda: len(sandbox.ledger()) > 1500, "the service is in the middle")
            service.kill()
            service.start()
            wait_for(lambda: len(service.receipts()) == len(EVENTS), "all verdicts are in")
            assert not service.dead_letters()
        assert len(written_once(sandbox.ledger())) == len(EVENTS)
        assert sandbox.counters()["in_flight_max"] <= 2


async def test_the_console_producer_and_curl_end_in_the_ledger(kafka: KafkaBroker, tmp_path: Path) -> None:
    """CloudEvents and bare JSON from Kafka's own console producer, and a Smart Event from curl, become records."""
    structured, bare = f"erp-{uuid.uuid4().hex[:6]}", f"legacy-{uuid.uuid4().hex[:6]}"
    await create_topic(kafka, structured)
    await create_topic(kafka, bare)
    with sandbox_process() as sandbox:
        settings = settings_for(sandbox.url, on_kafka(kafka, tmp_path))
        settings["router"] = {
            "group": f"router-{uuid.uuid4().hex[:8]}",
            "topics": [
                {"topic": structured},
                {
                    "topic": bare,
                    "tenant": "harborline",
                    "type": {"constant": "customer.upserted"},
                    "id": {"path": "id"},
                },
            ],
        }
        with ServiceProcess(tmp_path, settings) as service:
            lines = [json.dumps(event) for event in (vendor(1), bill(1, 1))]
            kafka.console_produce(structured, [*lines, "this is no event at all"])
            kafka.console_produce(bare, [json.dumps({"id": "C-1", "name": "Bare Customer"})])
            wait_for(lambda: len(service.receipts()) == 3, "three receipts")
            wait_for(lambda: len(service.dead_letters()) == 1, "one dead letter")
            _curl_smart_event(service.receiver)
            wait_for(lambda: len(service.receipts()) == 4, "the project's receipt")
        written = {(row["object"], row["key"]) for row in sandbox.ledger() if row["operation"] == "create"}
        assert written == {("vendor", "V-1"), ("bill", "B-1"), ("customer", "C-1"), ("project", "P-C-1")}


def _curl_smart_event(receiver: str) -> None:
    form = "src=intacct&obj=CUSTOMER&evt=add&recordno=77&customerid=C-1&name=Bare+Customer&key=smart-secret"
    answer = subprocess.run(
        ["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-d", form, f"{receiver}/webhooks/smart"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout == "200"


def test_roles_in_processes_of_their_own(kafka: KafkaBroker, tmp_path: Path) -> None:
    """A receiver and two workers share the work; when one worker is killed the other finishes it, once."""
    with sandbox_process() as sandbox:
        sandbox.set_faults(SLOW)
        settings = settings_for(sandbox.url, on_kafka(kafka, tmp_path), surface="rest")
        workers = [
            ServiceProcess(
                tmp_path, settings | {"admin": {"port": free_ports(1)[0]}, "log": _own_state(settings, n)}, ("worker",)
            )
            for n in range(2)
        ]
        receiver = ServiceProcess(tmp_path, settings, ("receiver",))
        with receiver, workers[0], workers[1]:
            receiver.send([vendor(1), *(bill(number, 1) for number in range(120))])
            wait_for(lambda: len(sandbox.ledger()) > 50, "a worker is in the middle")
            _owner(workers).kill()
            wait_for(lambda: len(receiver.receipts()) == 121, "all verdicts are in")
        assert len(written_once(sandbox.ledger())) == 121
        assert sandbox.counters()["in_flight_max"] <= 2


def _own_state(settings: dict[str, Any], number: int) -> dict[str, Any]:
    log: dict[str, Any] = settings["log"]
    return log | {"state_directory": f"{log['state_directory']}-{number}"}


def _owner(workers: list[ServiceProcess]) -> ServiceProcess:
    """Who has the lane. One look finds it, because it moves when a worker joins late."""
    found: list[ServiceProcess] = []

    def look() -> bool:
        found[:] = filter(_busy, workers)
        return bool(found)

    wait_for(look, "one of them has the lane")
    return found[0]


def _busy(worker: ServiceProcess) -> bool:
    lanes = http(f"{worker.admin}/api/status")[1]["lanes"]
    return bool(lanes[0]["state"] == "running")


def test_a_broker_that_goes_away_and_comes_back(spare_kafka: KafkaBroker, tmp_path: Path) -> None:
    """No broker at start: alive, not ready. Gone in the middle: 503. Back again: everything goes on, once."""
    with sandbox_process() as sandbox:
        settings = settings_for(sandbox.url, on_kafka(spare_kafka, tmp_path))
        spare_kafka.stop()
        service = ServiceProcess(tmp_path, settings).start(ready=False)
        try:
            wait_for(lambda: http(f"{service.admin}/livez")[0] == 200, "alive without a broker")
            assert http(f"{service.admin}/readyz")[0] == 503
            spare_kafka.start()
            wait_for(lambda: http(f"{service.admin}/readyz")[0] == 200, "ready with a broker")
            service.send([vendor(1)])
            service.wait_for_verdicts({"e-v1"})
            spare_kafka.stop()
            assert _post(service, vendor(2))[0] == 503
            spare_kafka.start()
            wait_for(lambda: _post(service, vendor(2))[0] == 200, "accepting again")
            service.wait_for_verdicts({"e-v1", "e-v2"})
        finally:
            service.stop()
        assert len(written_once(sandbox.ledger())) == 2


def _post(service: ServiceProcess, event: dict[str, Any]) -> tuple[int, Any]:
    from datetime import UTC, datetime

    from pydantic import SecretStr

    from service.intake.standard_webhooks import sign

    body = json.dumps(event).encode()
    secret = SecretStr(service.settings["sources"]["shop"]["secrets"][0])
    headers = {"Content-Type": "application/cloudevents+json", **sign(secret, event["id"], datetime.now(UTC), body)}
    return http(f"{service.receiver}/webhooks/shop", body, headers)


def test_an_event_type_that_nobody_handles_is_kept(kafka: KafkaBroker, tmp_path: Path) -> None:
    """It becomes a dead letter on its topic, bytes untouched."""
    with sandbox_process() as sandbox:
        with ServiceProcess(tmp_path, settings_for(sandbox.url, on_kafka(kafka, tmp_path))) as service:
            service.send([cloud_event("x", "weather.changed", {"rain": "yes"})])
            service.wait_for_verdicts({"e-x"})
            letter = service.dead_letters()["e-x"]
            detail = json.loads(service.command("dead-letters", "show", letter["id"], "--json").stdout)
        assert json.loads(detail[0]["body"])["data"] == {"rain": "yes"}
