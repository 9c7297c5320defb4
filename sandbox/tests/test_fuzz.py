"""Nothing that anybody can send makes the sandbox fail, leak a trace, or lose its books.

A few hundred requests of each kind in an ordinary run, the same ones each time; FUZZ_SECONDS=60 sends others for as
long as it says, shared among the kinds.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fuzz_rest
import fuzz_xml
import pytest
from documents import bill, customer, invoice, journal, vendor
from fuzz_judge import judge_rest, judge_restart, judge_wire, judge_world, judge_xml, restarted
from fuzz_values import Draw, resolved
from fuzz_values import examples as drawn_by
from fuzz_wire import Got, exchange, http
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from intacct_sandbox.state_file import StateFile
from intacct_sandbox.switches import _CHOICES, Switches
from intacct_sandbox.threaded import SandboxThread
from intacct_sandbox.world import World

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
EXAMPLES = 500
KINDS = 4


XML, REST = "/ia/xml/xmlgw.phtml", "/ia/api/v1/"
_FORM = b"grant_type=client_credentials&client_id=relay.app.sage.com&client_secret=client-secret"
_FORM += b"&username=relay_ws%40HARBORLINE"


_MASTER_DATA = (
    "<create><CONTACT><CONTACTNAME>Ada</CONTACTNAME><PRINTAS>Ada</PRINTAS></CONTACT></create>",
    "<create><PROJECT><PROJECTID>P-1</PROJECTID><NAME>P</NAME><PROJECTCATEGORY>Contract</PROJECTCATEGORY></PROJECT></create>",
    "<create><ITEM><ITEMID>I-1</ITEMID><NAME>I</NAME><ITEMTYPE>Non-Inventory</ITEMTYPE></ITEM></create>",
    "<create><EMPLOYEE><EMPLOYEEID>E-1</EMPLOYEEID><PERSONALINFO><CONTACTNAME>Ada</CONTACTNAME></PERSONALINFO>"
    "</EMPLOYEE></create>",
)


class Target:
    """A running sandbox with some records, a way to send to it, and what is known of it."""

    def __init__(self, sandbox: SandboxThread) -> None:
        self.world: World = sandbox._sandbox.world
        self._port = int(sandbox.url.rsplit(":", 1)[1])
        for call in (*_MASTER_DATA, vendor(), customer(), bill(), journal(), invoice()):
            answer = self.xml(fuzz_xml.signed(call)).body
            assert b"<status>failure" not in answer, answer
        self.token = self._sign_in()

    def xml(self, body: bytes) -> Got:
        return exchange(self._port, http("POST", XML, [("Content-Type", "application/xml")], self._resolved(body)))

    def rest(self, sent: fuzz_rest.Sent) -> Got:
        headers = [("Authorization", f"Bearer {self.token}"), ("Content-Type", "application/json"), *sent.headers]
        path = REST + self._resolved(sent.path.encode()).decode()
        return exchange(self._port, http(sent.method, path, headers, self._resolved(sent.body)), sent.method)

    def wire(self, sent: bytes) -> Got:
        return exchange(self._port, sent, finish=True)

    def _resolved(self, sent: bytes) -> bytes:
        return resolved(sent, self.world.companies["HARBORLINE"])

    def _sign_in(self) -> str:
        form = [("Content-Type", "application/x-www-form-urlencoded")]
        token: str = json.loads(exchange(self._port, http("POST", f"{REST}oauth2/token", form, _FORM)).body)[
            "access_token"
        ]
        return token


@pytest.fixture
def target(tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[Target]:
    """Judged at the end: its books, what a restart makes of its file, and that it had nothing to complain about."""
    path = tmp_path / "state"
    with SandboxThread(state=path, switches={"hold_seconds": 0.5}) as sandbox:
        found = Target(sandbox)
        yield found
        sandbox.settled()
        judge_world(found.world)
        judge_restart(found.world, restarted(found.world, StateFile(path)))
    assert "Traceback" not in capfd.readouterr().err
    assert [each.getMessage() for each in caplog.records if each.levelname == "ERROR"] == []


def rounds(strategy: st.SearchStrategy[Any], check: Callable[[Any], None], examples: int = EXAMPLES) -> None:
    """Check examples: always the same ones, or other ones until the time is up."""

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck),
              derandomize=not SECONDS, phases=[Phase.generate])  # fmt: skip
    @given(strategy)
    def run(value: Any) -> None:
        check(value)

    end, number = time.monotonic() + SECONDS / KINDS, time.time_ns()
    (seed(number)(run) if SECONDS else run)()
    while time.monotonic() < end:
        number += 1
        seed(number)(run)()


def test_xml_requests(target: Target) -> None:
    """Well-formed functions with any values, damaged envelopes, spoiled bytes."""
    rounds(fuzz_xml.requests, lambda body: judge_xml(target.xml(body)))


def test_rest_requests(target: Target) -> None:
    """Objects, workflows, queries, composites, sign-ins; any body, header, method and path."""

    def check(sent: fuzz_rest.Sent) -> None:
        judge_rest(target.rest(sent))

    rounds(fuzz_rest.requests, check)


def test_under_any_switches() -> None:
    """A few requests of both kinds to a sandbox of their own, whose switches are drawn as well."""

    def check(draw: Draw) -> None:
        with SandboxThread(switches={**_switches(draw), "hold_seconds": 0.2}) as sandbox:
            target = Target(sandbox)
            for _ in range(20):
                judge_xml(target.xml(fuzz_xml.drawn(draw)))
                judge_rest(target.rest(fuzz_rest.drawn(draw)))
            sandbox.settled()
            judge_world(target.world)

    rounds(drawn_by(lambda draw: draw), check, examples=8)


def _switches(draw: Draw) -> dict[str, Any]:
    flags = {name: [not value] for name, value in Switches().as_dict().items() if isinstance(value, bool)}
    del flags["timeout_waits"]  # it waits on a clock that nobody moves here
    return {name: draw.choice(list(values)) for name, values in (_CHOICES | flags).items() if draw.rarely(40)}


def test_bytes_on_the_wire(target: Target) -> None:
    """Connections that carry no HTTP, half of a request, or a request with bytes turned over."""
    whole = [http("POST", XML, [], fuzz_xml.signed(vendor("V-2"))), http("GET", f"{REST}objects/x", [], b"{}"),
             http("GET", "/_sandbox/ledger?after=x", [], b""), http("PUT", "/_sandbox/clock", [], b'{"now": 3}'),
             b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"]  # fmt: skip
    cuts = st.tuples(st.sampled_from(whole), st.integers(0, 400), st.integers(0, 9), st.binary(max_size=12))
    spoiled = cuts.map(lambda each: each[0][: each[1]] + each[3] + each[0][each[1] + each[2] :])
    rounds(spoiled | st.binary(max_size=120), lambda sent: judge_wire(target.wire(sent)))
