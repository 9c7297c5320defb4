"""The command `intacct-sandbox`."""

import argparse
import asyncio
import json
import os
import signal
import sys
from ipaddress import ip_address
from typing import Any

from intacct_sandbox.company.definition import WrongCompany
from intacct_sandbox.sandbox import Sandbox
from intacct_sandbox.switches import UnknownSwitch
from intacct_sandbox.web.certificates import NoCertificates

_TLS = "~/.intacct-sandbox/tls"


def main() -> None:
    """Run until SIGTERM or SIGINT; one JSON line on stdout says where it listens."""
    options = _options()
    try:
        switches = dict(_switch(each) for each in options.switch)
        sandbox = Sandbox(options.host, options.port, options.company, options.state, switches, options.tls)
    except (WrongCompany, UnknownSwitch) as error:
        sys.exit(f"intacct-sandbox: {error}")
    if not _is_loopback(options.host):
        print(f"WARNING: {options.host} is not a loopback address. Anyone who reaches this port can read and change "
              "everything; credentials are public. Never put real data here.", file=sys.stderr, flush=True)  # fmt: skip
    try:
        asyncio.run(_run(sandbox))
    except NoCertificates as error:
        sys.exit(f"intacct-sandbox: {error}")
    except OSError as error:
        sys.exit(f"intacct-sandbox: cannot listen: {error}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("intacct-sandbox", description="A stand-in for Sage Intacct.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    parser.add_argument("--state", metavar="FILE", help="keep the companies in this file")
    parser.add_argument(
        "--tls", metavar="FOLDER", nargs="?", const=_TLS, help=f"speak https; the authority's files are here ({_TLS})"
    )
    parser.add_argument(
        "--company",
        metavar="NAME|FILE.yaml",
        action="append",
        default=[],
        help="a shipped company or a file; may be given several times",
    )
    parser.add_argument(
        "--switch", metavar="NAME=VALUE", action="append", default=[], help="may be given several times"
    )
    return parser.parse_args()


def _switch(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _run(sandbox: Sandbox) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with sandbox:
        told = {"url": sandbox.url, "pid": os.getpid()}
        print(json.dumps(told | ({"ca": str(sandbox.authority)} if sandbox.authority else {})), flush=True)
        await stop.wait()
