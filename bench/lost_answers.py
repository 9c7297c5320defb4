"""What lost answers cost: the relay beside a client that simply tries again. python -m bench.lost_answers [--bills N]

Both post the same bills to a sandbox of their own, in which a tenth of the answers are lost after the commit. The peer
does what integrations commonly do: control ids of its own choosing for each attempt, ``uniqueid`` false, up to five
attempts. Prints duplicates, requests and transactions of each and their ratios; ends with status 1 when the relay's
ledger does not hold each bill exactly once.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

import aiohttp
import yaml

PROGRAMS = Path(sys.executable).parent
LOST = [{"kind": "answer_lost", "operation": "write", "probability": 0.1, "seed": 7}]
ATTEMPTS = 5
SLOTS = 2
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender did to its company."""

    seconds: float
    records: Counter[str]
    requests: int
    transactions: int

    @property
    def duplicates(self) -> int:
        """Bills that are in the books once too often, or oftener."""
        return sum(times - 1 for times in self.records.values())


@contextmanager
def sandbox() -> Iterator[str]:
    """A fresh company in a process of its own; bill numbers are not unique there, as in many companies."""
    command = [PROGRAMS / "intacct-sandbox", "--switch", "unique_bill_numbers=false"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()


def ask(url: str, body: bytes | None = None, method: str = "GET") -> object:
    """The JSON document at this address."""
    with urlopen(Request(url, data=body, method=method), timeout=30) as answer:
        return json.load(answer)


def result(url: str, began: float) -> Result:
    """The judge's figures."""
    rows = ask(f"{url}/_sandbox/ledger")
    counters = ask(f"{url}/_sandbox/counters")
    assert isinstance(rows, list)
    assert isinstance(counters, dict)
    bills = Counter(row["key"] for row in rows if (row["object"], row["operation"]) == ("bill", "create"))
    ours = counters["HARBORLINE"]
    return Result(time.monotonic() - began, bills, ours["requests"], ours["transactions"])


async def try_again(url: str, bills: int) -> Result:
    """The peer."""
    queue = list(range(bills))
    async with aiohttp.ClientSession() as http:
        await _post(http, url, f"<create><VENDOR><VENDORID>V-1</VENDORID><NAME>V</NAME>{CONTACT}</VENDOR></create>")
        ask(f"{url}/_sandbox/faults", json.dumps(LOST).encode(), "PUT")
        began = time.monotonic()

        async def work() -> None:
            while queue:
                await _insist(http, url, _bill(queue.pop()))

        await asyncio.gather(*(work() for _ in range(SLOTS)))
    return result(url, began)


CONTACT = "<DISPLAYCONTACT><PRINTAS>V</PRINTAS></DISPLAYCONTACT>"


def _bill(number: int) -> str:
    line = (
        "<APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO><TRX_AMOUNT>84.50</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM>"
    )
    head = f"<VENDORID>V-1</VENDORID><RECORDID>B-{number}</RECORDID><WHENCREATED>03/14/2026</WHENCREATED>"
    return f"<create><APBILL>{head}<WHENDUE>04/13/2026</WHENDUE><APBILLITEMS>{line}</APBILLITEMS></APBILL></create>"


async def _insist(http: aiohttp.ClientSession, url: str, function: str) -> None:
    for _ in range(ATTEMPTS):
        try:
            await _post(http, url, function)
        except aiohttp.ClientError:
            continue
        else:
            return


async def _post(http: aiohttp.ClientSession, url: str, function: str) -> None:
    login = "<login><userid>relay_ws</userid><companyid>HARBORLINE</companyid><password>user-secret</password></login>"
    body = (
        "<request><control><senderid>relay_sender</senderid><password>sender-secret</password>"
        f"<controlid>{uuid.uuid4()}</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>"
        f"<operation><authentication>{login}</authentication><content>"
        f'<function controlid="{uuid.uuid4()}">{function}</function></content></operation></request>'
    )
    headers = {"Content-Type": "application/xml"}
    async with http.post(f"{url}/ia/xml/xmlgw.phtml", data=body, headers=headers) as answer:
        await answer.read()


def relay(url: str, bills: int, tenant: Mapping[str, object] | None = None, *, lost: bool = True) -> Result:
    """The service, on its embedded log; ``tenant`` adds to its configuration, ``lost`` says whether answers are."""
    with tempfile.TemporaryDirectory(prefix="intacct-relay-bench-") as folder:
        config = _configure(Path(folder), url, tenant or {})
        events = Path(folder) / "events.jsonl"
        events.write_text("".join(json.dumps(event) + "\n" for event in _events(bills)))
        command = [str(PROGRAMS / "intacct-relay")]
        subprocess.run([*command, "send", str(events), "--config", config], check=True, capture_output=True)
        ask(f"{url}/_sandbox/faults", json.dumps(LOST if lost else []).encode(), "PUT")
        began = time.monotonic()
        with subprocess.Popen([*command, "run", "--config", config], stdout=subprocess.DEVNULL) as service:
            try:
                _wait_until_done(command, config)
                return result(url, began)
            finally:
                service.terminate()


def _events(bills: int) -> Iterator[dict[str, object]]:
    yield _event("v", "vendor.upserted", {"id": "V-1", "name": "V"})
    line = {"account": "6105", "amount": "84.50", "location": "100"}
    dates = {"bill_date": "2026-03-14", "due_date": "2026-04-13", "currency": "USD"}
    for number in range(bills):
        yield _event(
            f"b{number}", "bill.approved", {"vendor": "V-1", "number": f"B-{number}", **dates, "lines": [line]}
        )


def _event(event_id: str, event_type: str, data: dict[str, object]) -> dict[str, object]:
    envelope = {"specversion": "1.0", "id": event_id, "source": "/bench", "type": event_type, "tenant": "harborline"}
    return {**envelope, "data": data}


def _configure(folder: Path, url: str, tenant: Mapping[str, object]) -> str:
    example = Path(__file__).parents[1] / "examples/configuration/sandbox.yaml"
    settings = yaml.safe_load(example.read_text().replace("${env:SANDBOX_URL}", url))
    settings["tenants"]["harborline"] |= {
        "rate": {"requests": 10_000, "seconds": 1},
        "waiting": {"settle_after": 0.2, "backoff_first": 0.1},
        **tenant,
    }
    settings |= {
        "log": {"kind": "sqlite", "path": str(folder / "relay.db")},
        "receiver": {"port": 0},
        "admin": {"port": _free_port()},
    }
    path = folder / "relay.yaml"
    path.write_text(yaml.safe_dump(settings))
    return str(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_done(command: list[str], config: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        asked = [*command, "status", "--json", "--config", config]
        status = subprocess.run(asked, capture_output=True, text=True, env=os.environ, check=False)
        lanes = json.loads(status.stdout)["lanes"] if status.returncode == 0 else []
        if lanes and lanes[0]["backlog"] == 0:
            return
        time.sleep(0.2)
    raise SystemExit("the relay did not finish")


def main() -> int:
    """Run both, print the figures, check the proof."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--bills", type=int, default=1000)
    bills = parser.parse_args().bills
    with sandbox() as url:
        peer = asyncio.run(try_again(url, bills))
    with sandbox() as url:
        ours = relay(url, bills)
    print(f"{bills} bills, one answer in ten lost after the commit      try again    relay    ratio")
    for name in ("duplicates", "requests", "transactions"):
        theirs, mine = getattr(peer, name), getattr(ours, name)
        print(f"  {name:48}  {theirs:9}  {mine:7}  {mine / theirs if theirs else 0:7.2f}")
    once = ours.duplicates == 0 and len(ours.records) == bills
    print(
        f"Proof: each of the {bills} bills is in the relay's ledger {'exactly once' if once else 'NOT exactly once'}."
    )
    return 0 if once else 1


if __name__ == "__main__":
    sys.exit(main())
