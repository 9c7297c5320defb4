"""What the tricks with identities do to the books: the running service, judged by the sandbox's ledger."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from service.intake.standard_webhooks import sign
from tests.end_to_end.company import bill, cloud_event, vendor
from tests.end_to_end.judge import written_once
from tests.support.service_process import ServiceProcess, http, sandbox_process, settings_for, wait_for

STOLEN = "whsec_dGhlLXNlY3JldC1vZi1hbm90aGVyLXdheS1pbg=="
ADDED = "obj=CUSTOMER&evt=add&recordno=77&customerid=C-1&name=Harbor"


def post(service: ServiceProcess, way: str, event: dict[str, Any]) -> int:
    """The status of an event that is signed with the key of a way in."""
    body, secret = json.dumps(event).encode(), SecretStr(service.settings["sources"][way]["secrets"][0])
    headers = sign(secret, event["id"], datetime.now(UTC), body) | {"Content-Type": "application/cloudevents+json"}
    return http(f"{service.receiver}/webhooks/{way}", body, headers)[0]


def smart_event(service: ServiceProcess, form: str) -> str:
    """The id that a Smart Event is given."""
    status, answer = http(f"{service.receiver}/webhooks/smart", f"{form}&key=smart-secret".encode())
    assert status == 200
    return str(answer["events"][0])


def test_a_stolen_id_costs_the_real_event_nothing(tmp_path: Path) -> None:
    """The thief's way in brings other events under the ERP's ids, and earlier: each has its own verdict."""
    with sandbox_process() as sandbox:
        settings = settings_for(sandbox.url, {"kind": "sqlite", "path": str(tmp_path / "relay.db")})
        thief = {"thief": {"kind": "cloudevents", "secrets": [STOLEN]}}
        settings["sources"] = thief | settings["sources"]
        with ServiceProcess(tmp_path, settings) as service:
            stolen = [{**vendor(f"thief-{n}"), "id": event["id"]} for n, event in enumerate((vendor(1), bill(1, 1)))]
            assert [post(service, "thief", event) for event in stolen] == [200, 200]
            assert [post(service, "shop", event) for event in (vendor(1), bill(1, 1))] == [200, 200]
            wait_for(lambda: len(receipts(service)) == 4, "four receipts")
        created = {(kind, key) for kind, key, _ in written_once(sandbox.ledger())}
        assert created == {("vendor", "V-thief-0"), ("vendor", "V-thief-1"), ("vendor", "V-1"), ("bill", "B-1")}


def test_a_smart_event_that_comes_twice_is_two_events_and_one_project(tmp_path: Path) -> None:
    """Each has its verdict; the document knows itself. And nobody else can say that it is a Smart Event."""
    with sandbox_process() as sandbox:
        settings = settings_for(sandbox.url, {"kind": "sqlite", "path": str(tmp_path / "relay.db")})
        with ServiceProcess(tmp_path, settings) as service:
            service.send([cloud_event("c1", "customer.upserted", {"id": "C-1", "name": "Harbor"})])
            service.wait_for_verdicts({"e-c1"})
            forged = cloud_event("x", "vendor.upserted", vendor(1)["data"], "/intacct/harborline/smart-event/smart")
            assert post(service, "shop", forged) == 403
            first, second = (smart_event(service, ADDED) for _ in range(2))
            assert first != second
            service.wait_for_verdicts({first, second})
            assert not service.dead_letters()
        assert {key for kind, key, _ in written_once(sandbox.ledger()) if kind == "project"} == {"P-C-1"}


def receipts(service: ServiceProcess) -> list[dict[str, Any]]:
    """All of them: ids are not unique here."""
    found: list[dict[str, Any]] = http(f"{service.admin}/api/receipts?limit=100")[1] or []
    return found
