"""How much memory the sandbox needs for one million ledger rows: python -m bench.sandbox_memory [--rows N] [--limit GB]

Starts a sandbox as its own process, writes bills over both surfaces and looks at its resident memory half way and at
the end. What the second half took, per row, is extrapolated to a million rows on top of the empty process. Prints each
figure and its ratio to the limit; ends with status 1 when a ratio is above 1.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import aiohttp

MILLION = 1_000_000
GIGABYTE = 1_000_000_000
PER_REQUEST = 100
_COMPANY = "extends: harborline\nslots: {application: 8, company: 8}\n"
_LOGIN = "<login><userid>relay_ws</userid><companyid>HARBORLINE</companyid><password>user-secret</password></login>"
_SIGN_IN = {"grant_type": "client_credentials", "client_id": "relay.app.sage.com", "client_secret": "client-secret",
            "username": "relay_ws@HARBORLINE"}  # fmt: skip
_VENDOR = (
    "<create><VENDOR><VENDORID>V-1</VENDORID><NAME>Larkspur Tooling</NAME>"
    "<DISPLAYCONTACT><PRINTAS>Larkspur Tooling</PRINTAS></DISPLAYCONTACT></VENDOR></create>"
)
Write = Callable[[int], Awaitable[None]]


class Target:
    """A running sandbox and a client of it."""

    def __init__(self, process: "subprocess.Popen[bytes]", http: aiohttp.ClientSession) -> None:
        assert process.stdout is not None
        self.url = json.loads(process.stdout.readline())["url"]
        self._pid = process.pid
        self._http = http
        self._token = ""

    def resident(self) -> int:
        """Bytes of memory that the sandbox occupies."""
        status = Path(f"/proc/{self._pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    async def sign_in(self) -> None:
        """Get a token, and make the vendor that all bills are from."""
        async with self._http.post(f"{self.url}/ia/api/v1/oauth2/token", data=_SIGN_IN) as answer:
            self._token = (await answer.json())["access_token"]
        await self.functions([_VENDOR], "vendor")

    async def functions(self, calls: list[str], name: str) -> None:
        """One XML request."""
        wrapped = "".join(f'<function controlid="{name}-{n}">{call}</function>' for n, call in enumerate(calls))
        body = (
            "<request><control><senderid>relay_sender</senderid><password>sender-secret</password>"
            f"<controlid>{name}</controlid><dtdversion>3.0</dtdversion></control><operation>"
            f"<authentication>{_LOGIN}</authentication><content>{wrapped}</content></operation></request>"
        )
        async with self._http.post(f"{self.url}/ia/xml/xmlgw.phtml", data=body) as answer:
            text = await answer.text()
        if "<status>failure</status>" in text:
            raise SystemExit(f"the sandbox refused a request: {text[:2000]}")

    async def xml_bills(self, request: int) -> None:
        """A request of a hundred bills, each with its own control id."""
        numbers = range(request * PER_REQUEST, (request + 1) * PER_REQUEST)
        await self.functions([_xml_bill(f"X-{number:07}") for number in numbers], f"bills-{request:06}")

    async def rest_bills(self, request: int) -> None:
        """A hundred creates, each with its own Idempotency-Key."""
        for number in range(request * PER_REQUEST, (request + 1) * PER_REQUEST):
            headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": f"ap-bill:{number:07}:r1"}
            url = f"{self.url}/ia/api/v1/objects/accounts-payable/bill"
            async with self._http.post(url, json=_rest_bill(f"R-{number:07}"), headers=headers) as answer:
                if answer.status != 201:
                    raise SystemExit(f"the sandbox refused a request: {(await answer.text())[:2000]}")


def _xml_bill(number: str) -> str:
    return (
        f"<create><APBILL><WHENCREATED>03/14/2026</WHENCREATED><VENDORID>V-1</VENDORID><RECORDID>{number}</RECORDID>"
        f"<WHENDUE>04/13/2026</WHENDUE><DOCNUMBER>PO-{number}</DOCNUMBER><DESCRIPTION>bolts for {number}</DESCRIPTION>"
        "<APBILLITEMS><APBILLITEM><ACCOUNTNO>6105</ACCOUNTNO>"
        f"<TRX_AMOUNT>{int(number[2:]) % 9000 + 1}.50</TRX_AMOUNT><LOCATIONID>100</LOCATIONID></APBILLITEM>"
        "</APBILLITEMS></APBILL></create>"
    )


def _rest_bill(number: str) -> dict[str, object]:
    line = {"glAccount": {"id": "6120"}, "txnAmount": f"{int(number[2:]) % 9000 + 1}.50", "memo": "M8 x 40",
            "dimensions": {"location": {"id": "100"}}}  # fmt: skip
    return {"billNumber": number, "vendor": {"id": "V-1"}, "createdDate": "2026-02-03", "dueDate": "2026-03-05",
            "referenceNumber": f"PO-{number}", "description": f"bolts for {number}",
            "currency": {"txnCurrency": "USD"}, "lines": [line]}  # fmt: skip


async def bytes_per_row(target: Target, write: Write, rows: int) -> float:
    """What a row takes, from the second half of `rows`."""
    requests = max(2, rows // PER_REQUEST)
    for request in range(requests // 2):
        await write(request)
    half = target.resident()
    for request in range(requests // 2, requests):
        await write(request)
    return (target.resident() - half) / ((requests - requests // 2) * PER_REQUEST)


def report(name: str, empty: int, each: float, limit: float) -> float:
    """Print one line; returns the ratio to the limit."""
    whole = (empty + each * MILLION) / GIGABYTE
    print(f"{name}: {each:.0f} bytes per ledger row, {whole:.2f} GB for a million, ratio to the limit "
          f"of {limit} GB: {whole / limit:.2f}", flush=True)  # fmt: skip
    return whole / limit


async def measure(rows: int, limit: float) -> bool:
    """Measure both surfaces, each in a fresh sandbox; whether both stay within the limit."""
    ratios = []
    for name in ("xml_bills", "rest_bills"):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as company:
            company.write(_COMPANY)
            company.flush()
            ratios.append(await _in_fresh_sandbox(company.name, name, rows, limit))
    return max(ratios) <= 1


async def _in_fresh_sandbox(company: str, name: str, rows: int, limit: float) -> float:
    with _running(company) as process:
        async with aiohttp.ClientSession() as http:
            target = Target(process, http)
            await target.sign_in()
            empty = target.resident()
            each = await bytes_per_row(target, getattr(target, name), rows)
            return report(name, empty, each, limit)


@contextmanager
def _running(company: str) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-m", "intacct_sandbox", "--company", company]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.terminate()


def main() -> None:
    """Parse the arguments, measure, say whether it holds."""
    parser = argparse.ArgumentParser("bench.sandbox_memory")
    parser.add_argument("--rows", type=int, default=30_000, help="ledger rows to write per surface")
    parser.add_argument("--limit", type=float, default=1.5, help="gigabytes for a million rows")
    options = parser.parse_args()
    sys.exit(0 if asyncio.run(measure(options.rows, options.limit)) else 1)


if __name__ == "__main__":
    main()
