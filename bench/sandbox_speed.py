"""How fast the sandbox takes writes: python -m bench.sandbox_speed [--requests N]

Bills over XML, one function in each request and a hundred in each, and over REST. Each figure is what one core does:
requests divided by the processor time that the server used, in the best of four rounds, so a busy machine changes it
little. Beside it stands the floor, a bare aiohttp server that got the same bodies in the same run and answered with as
many bytes, and the ratio of the two. Ends with status 1 when the ledger does not hold every bill exactly once.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench._raw_http import exchange, post, request

CONNECTIONS = 8
PER_REQUEST = 100
LEAST = 8000
ROUNDS = 4
XML, REST = "/ia/xml/xmlgw.phtml", "/ia/api/v1/"
_COMPANY = f"extends: harborline\nslots: {{application: {CONNECTIONS}, company: {CONNECTIONS}}}\n"
_LOGIN = "<login><userid>relay_ws</userid><companyid>HARBORLINE</companyid><password>user-secret</password></login>"
_FORM = (
    b"grant_type=client_credentials&client_id=relay.app.sage.com&client_secret=client-secret"
    b"&username=relay_ws%40HARBORLINE"
)
_VENDOR = (
    "<create><VENDOR><VENDORID>V-1</VENDORID><NAME>Larkspur</NAME>"
    "<DISPLAYCONTACT><PRINTAS>Larkspur</PRINTAS></DISPLAYCONTACT></VENDOR></create>"
)


@dataclass(frozen=True, slots=True)
class Load:
    """One kind of request: what is counted in it, how many of these one core has to do, and the bytes."""

    name: str
    counted: str
    target: int
    per_request: int
    requests: list[bytes]
    bills: list[str]


@dataclass(frozen=True, slots=True)
class Speed:
    """What a server did with a load, per second by the clock and per second of its processor."""

    wall: float
    core: float


@contextmanager
def server(*command: str) -> Iterator[tuple[str, int]]:
    """A server in a process of its own that prints where it listens; gives its address and process id."""
    with subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"], process.pid
        finally:
            process.terminate()


def loads(count: int, token: str) -> list[Load]:
    """Bills with numbers of their own for each kind of request."""
    alone = [f"A-{n}" for n in range(count)]
    together = [f"B-{n}" for n in range(count * 2)]
    over_rest = [f"C-{n}" for n in range(count)]
    batches = [together[at : at + PER_REQUEST] for at in range(0, len(together), PER_REQUEST)]
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    path = f"{REST}objects/accounts-payable/bill"
    return [
        Load("XML, 1 function in a request", "requests/s", 1500, 1, [_xml([each]) for each in alone], alone),
        Load(f"XML, {PER_REQUEST} functions in a request", "functions/s", 6000, PER_REQUEST,
             [_xml(each) for each in batches], together),
        Load("REST, 1 record in a request", "creates/s", 1200, 1,
             [request(path, headers, _json(each)) for each in over_rest], over_rest),
    ]  # fmt: skip


def _xml(bills: list[str]) -> bytes:
    return _functions([(f"create-{each}", _bill(each)) for each in bills])


def _functions(calls: list[tuple[str, str]]) -> bytes:
    wrapped = "".join(f'<function controlid="{id}">{call}</function>' for id, call in calls)
    body = (
        "<request><control><senderid>relay_sender</senderid><password>sender-secret</password><controlid>c</controlid>"
        f"<dtdversion>3.0</dtdversion></control><operation><authentication>{_LOGIN}</authentication>"
        f"<content>{wrapped}</content></operation></request>"
    )
    return request(XML, {"Content-Type": "application/xml"}, body.encode())


def _bill(number: str) -> str:
    line = (
        "<APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO><TRX_AMOUNT>84.50</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM>"
    )
    head = f"<VENDORID>V-1</VENDORID><RECORDID>{number}</RECORDID><WHENCREATED>03/14/2026</WHENCREATED>"
    return f"<create><APBILL>{head}<WHENDUE>04/13/2026</WHENDUE><APBILLITEMS>{line}</APBILLITEMS></APBILL></create>"


def _json(number: str) -> bytes:
    line = {"glAccount": {"id": "6105"}, "txnAmount": "84.50", "dimensions": {"location": {"id": "100"}}}
    dates = {"createdDate": "2026-03-14", "dueDate": "2026-04-13"}
    bill = {"billNumber": number, "vendor": {"id": "V-1"}, "currency": {"txnCurrency": "USD"}, **dates, "lines": [line]}
    return json.dumps(bill).encode()


def measured(url: str, pid: int, load: Load, times: int = 1) -> Speed:
    """The best round of the load, sent so many times; raises SystemExit when an answer was not a success."""
    requests = load.requests * times
    size = -(-len(requests) // ROUNDS)
    rounds = [requests[at : at + size] for at in range(0, len(requests), size)]
    return max((_round(url, pid, load, each) for each in rounds), key=lambda speed: speed.core)


def _round(url: str, pid: int, load: Load, requests: list[bytes]) -> Speed:
    used, began = _processor_seconds(pid), time.perf_counter()
    statuses = asyncio.run(post(url, iter(requests), CONNECTIONS))
    wall, core = time.perf_counter() - began, _processor_seconds(pid) - used
    if any(b" 20" not in each for each in statuses):
        raise SystemExit(f"{load.name}: unexpected answers {statuses}")
    counted = len(requests) * load.per_request
    return Speed(counted / wall, counted / max(core, 1 / os.sysconf("SC_CLK_TCK")))


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def prepared(url: str) -> str:
    """Make the vendor that all bills are from, and sign in to REST; gives the token."""
    asyncio.run(exchange(url, _functions([("vendor", _VENDOR)])))
    form = request(f"{REST}oauth2/token", {"Content-Type": "application/x-www-form-urlencoded"}, _FORM)
    token: str = json.loads(asyncio.run(exchange(url, form)))["access_token"]
    return token


def floor(load: Load, size: int) -> Speed:
    """What the bare server does with the same bodies, often enough to be measured."""
    with server("bench._bare_server", str(size)) as (url, pid):
        return measured(url, pid, load, 1 + LEAST // len(load.requests))


def line(load: Load, ours: Speed, bare: Speed) -> str:
    """One kind's result."""
    reached = "reached" if ours.core >= load.target else "NOT reached"
    return (f"{load.name:32}{ours.core:7.0f} {load.counted:11}  (by the clock {ours.wall:.0f})\n"
            f"{'':32}{bare.core:7.0f} {load.counted:11}  the floor; ratio {ours.core / bare.core:.3f}\n"
            f"{'':32}{load.target:7} {load.counted:11}  the target: {reached}")  # fmt: skip


def sizes(url: str, all_loads: list[Load]) -> list[int]:
    """How many bytes the sandbox answers to a request of each kind; the bills are not kept."""
    found = [len(asyncio.run(exchange(url, each.requests[0]))) for each in all_loads]
    asyncio.run(exchange(url, request("/_sandbox/reset", {}, b"")))
    return found


def proven(url: str, all_loads: list[Load]) -> bool:
    """Whether the ledger has a row for every bill that was sent, and no other."""
    sent = Counter(number for each in all_loads for number in each.bills)
    rows = json.loads(asyncio.run(exchange(url, b"GET /_sandbox/ledger HTTP/1.1\r\nHost: bench\r\n\r\n")))
    kept = Counter(row["key"] for row in rows if (row["object"], row["operation"]) == ("bill", "create"))
    print(f"Proof: {sum(sent.values())} bills sent, {sum(kept.values())} in the ledger, "
          f"{'each exactly once' if kept == sent else 'NOT the same ones'}.")  # fmt: skip
    return kept == sent


def main() -> int:
    """Measure, print, prove."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--requests", type=int, default=4000, help="of each kind; twice as many functions in batches")
    count = parser.parse_args().requests
    with tempfile.TemporaryDirectory(prefix="sandbox-speed-") as folder:
        company = Path(folder) / "company.yaml"
        company.write_text(_COMPANY)
        with server("intacct_sandbox", "--company", str(company)) as (url, pid):
            answers = sizes(url, loads(PER_REQUEST, prepared(url)))
            all_loads = loads(count, prepared(url))
            for load, size in zip(all_loads, answers, strict=True):
                print(line(load, measured(url, pid, load), floor(load, size)), flush=True)
            return 0 if proven(url, all_loads) else 1


if __name__ == "__main__":
    sys.exit(main())
