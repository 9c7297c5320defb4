"""Probes tell the truth about us and not about Intacct; the API answers this machine alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from service.errors import RelayError
from service.operations.lane_status import LaneState, LaneStatus
from service.operations.server import AdminServer
from tests.operations.running import Service, get, running
from tests.support.log_samples import a_dead_letter, a_receipt, an_event


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A running one."""
    async with running(tmp_path / "log.db") as service:
        yield service


async def test_probes_are_fine_while_a_tenant_is_held(service: Service) -> None:
    """Intacct being down or refusing us is no reason to restart or to take webhooks elsewhere."""
    assert (await get(service, "/livez"))[0] == 200
    assert (await get(service, "/readyz"))[0] == 200


async def test_not_ready_while_the_log_does_not_take_events(service: Service) -> None:
    """And alive all the same: a restart would not help."""
    await service.log.stop()
    status, body = await get(service, "/readyz")
    assert (status, json.loads(body)["because"]) == (503, ["the event log does not take events"])
    assert (await get(service, "/livez"))[0] == 200


async def test_not_ready_while_stopping(service: Service) -> None:
    """New work goes to another replica."""
    service.health.is_stopping = True
    status, body = await get(service, "/readyz")
    assert (status, json.loads(body)["because"]) == (503, ["the service is stopping"])


async def test_not_alive_when_a_part_has_ended(service: Service) -> None:
    """Kubernetes restarts it."""
    service.health.is_alive = False
    assert (await get(service, "/livez"))[0] == 503
    assert (await get(service, "/readyz"))[0] == 503


async def test_metrics_show_lanes_and_backlog_of_this_moment(service: Service) -> None:
    """Gauges are read when they are asked for."""
    await service.log.append([an_event()])
    status, body = await get(service, "/metrics")
    assert status == 200
    assert 'intacct_relay_tenant_held{tenant="acme"} 1.0' in body
    assert 'intacct_relay_backlog_events{tenant="acme"} 1.0' in body


async def test_metrics_stay_while_the_log_is_down(service: Service) -> None:
    """They are needed most then."""
    await service.log.stop()
    assert (await get(service, "/metrics"))[0] == 200


async def test_status_shows_lanes_with_their_backlog(service: Service) -> None:
    """A tenant with events and no lane here is served elsewhere."""
    await service.log.append([an_event(), an_event(tenant="beta")])
    _, body = await get(service, "/api/status")
    lanes = {lane["tenant"]: lane for lane in json.loads(body)["lanes"]}
    assert (lanes["acme"]["state"], lanes["acme"]["backlog"], lanes["acme"]["reason"]) == ("held", 1, "bad password")
    assert (lanes["beta"]["state"], lanes["beta"]["backlog"]) == ("elsewhere", 1)


async def test_status_is_answered_while_the_log_is_down(service: Service) -> None:
    """Who is held and why can still be seen; the backlog is not known."""
    await service.log.stop()
    status, body = await get(service, "/api/status")
    answer = json.loads(body)
    assert (status, answer["log_healthy"]) == (200, False)
    assert [(lane["state"], lane["backlog"]) for lane in answer["lanes"]] == [("held", None)]


async def test_metrics_leave_lanes_to_their_owner(service: Service) -> None:
    """Zeros of a replica that does not own the tenant would hide the owner's numbers."""
    service.lanes[:] = [LaneStatus("acme", LaneState.ELSEWHERE)]
    assert "intacct_relay_tenant_held{" not in (await get(service, "/metrics"))[1]


async def test_where_answers_for_odd_ids(service: Service) -> None:
    """Ids are chosen by senders: slashes, blanks, percent signs."""
    from dataclasses import replace

    event = replace(an_event(), id="a/b c%2F?")
    await service.log.append([event])
    async with aiohttp.ClientSession(service.server.url + "/") as session:
        from service.operations.remote import RemoteDesk

        [found] = await RemoteDesk(session).where(event.id)
    assert (found.state, found.event_id) == ("waiting", "a/b c%2F?")


async def test_lists_take_filters(service: Service) -> None:
    """By tenant, class, type and id."""
    await service.log.publish([a_dead_letter(an_event(1)), a_dead_letter(an_event(2, tenant="beta"))])
    _, body = await get(service, "/api/dead-letters?tenant=beta&category=rejected")
    assert [each["event_id"] for each in json.loads(body)] == ["beta-2"]
    _, body = await get(service, "/api/dead-letters/acme-1")
    assert json.loads(body)[0]["body"] == '{"number": 1}'


async def test_receipts_and_usage_are_answered(service: Service) -> None:
    """Empty lists where there is nothing."""
    await service.log.publish([a_receipt(an_event())])
    assert json.loads((await get(service, "/api/receipts?limit=5"))[1])[0]["records"][0]["record_number"] == "4711"
    assert json.loads((await get(service, "/api/usage"))[1]) == []


@pytest.mark.parametrize(
    "headers",
    [("Host", "evil.example"), ("X-Forwarded-For", "10.0.0.1"), ("Forwarded", "for=10.0.0.1")],
)
async def test_the_api_answers_this_machine_alone(service: Service, headers: tuple[str, str]) -> None:
    """It can replay and discard. A name that was rebound to us, or a proxy in between, is refused; probes are not."""
    assert (await get(service, "/api/status", [headers]))[0] == 403
    assert (await get(service, "/readyz", [headers]))[0] == 200


async def test_a_form_of_a_web_page_cannot_discard(service: Service) -> None:
    """A browser sends JSON elsewhere only after asking, and nobody answers that."""
    await service.log.publish([a_dead_letter(an_event())])
    body = '{"ids": ["acme-1"]}'
    async with aiohttp.ClientSession() as session:
        url = service.server.url + "/api/dead-letters/discard"
        async with session.post(url, data=body, headers={"Content-Type": "text/plain"}) as answer:
            assert answer.status == 403
        async with session.options(url) as answer:
            assert answer.status == 405


@pytest.mark.parametrize("body", ["", "[]", '{"ids": []}', '{"ids": ["a"], "buy": "ann"}'])
async def test_a_wrong_request_is_named(service: Service, body: str) -> None:
    """As a problem document, with what is wrong."""
    async with aiohttp.ClientSession() as session:
        url = service.server.url + "/api/dead-letters/replay"
        async with session.post(url, data=body, headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 400
            assert answer.content_type == "application/problem+json"


async def test_a_port_that_is_taken_is_one_clear_error(service: Service) -> None:
    """With what to set."""
    port = int(service.server.url.rsplit(":", 1)[1])
    with pytest.raises(RelayError, match="cannot be opened") as caught:
        await AdminServer(aiohttp.web.Application(), "127.0.0.1", port).start()
    assert "admin.port" in caught.value.next_step


async def test_stopping_twice_is_fine(tmp_path: Path) -> None:
    """And does not wait for idle connections."""
    async with asyncio.timeout(5), running(tmp_path / "log.db") as service:
        await service.server.stop()
