"""The command line."""

import asyncio
import json
import signal
import sys

import aiohttp


async def start(*arguments: str) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "intacct_sandbox", *arguments)
    return await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )


async def test_one_json_line_and_a_clean_stop(http: aiohttp.ClientSession) -> None:
    """It prints where it listens as one JSON line, answers, and ends on SIGTERM with status 0."""
    process = await start("--switch", "hold_seconds=0", "--switch", "xml_throttle_style=200024")
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    assert line["pid"] == process.pid
    async with http.get(f"{line['url']}/_sandbox/switches") as answer:
        assert (await answer.json())["xml_throttle_style"] == "200024"
    process.send_signal(signal.SIGTERM)
    out, err = await process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")


async def test_other_hosts_are_warned_about() -> None:
    """Listening beyond loopback is said loudly on stderr."""
    process = await start("--host", "0.0.0.0")
    assert process.stdout is not None
    await process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = await process.communicate()
    assert err.startswith(b"WARNING: 0.0.0.0 is not a loopback address")


async def test_wrong_arguments_are_told() -> None:
    """An unknown switch ends the command with a sentence, not a traceback."""
    process = await start("--switch", "colour=red")
    _, err = await process.communicate()
    assert process.returncode == 1
    assert b"there is no switch 'colour'" in err
    assert b"Traceback" not in err
