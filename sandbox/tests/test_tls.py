"""--tls: a certificate authority of one's own, and https under Intacct's names."""

import asyncio
import json
import signal
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from clients import Xml
from documents import vendor
from test_command import start

from intacct_sandbox import Sandbox
from intacct_sandbox.web.certificates import Certificates, NoCertificates


class Here(AbstractResolver):
    """Resolves every name to loopback, as an entry in /etc/hosts would."""

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        return None


def client(authority: Path | None) -> aiohttp.ClientSession:
    """Trusts the authority, strictly, and resolves all names to loopback."""
    trust = ssl.create_default_context(cafile=authority)
    trust.verify_flags |= ssl.VERIFY_X509_STRICT
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trust, resolver=Here()))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tls") / "authority"


async def test_a_client_that_insists_on_intacct_names(folder: Path) -> None:
    """With the authority trusted and names resolved to loopback, api.intacct.com is the sandbox, session included."""
    announced = "https://api.intacct.com/ia/xml/xmlgw.phtml"
    async with Sandbox(tls=folder, switches={"announced_endpoint": announced}) as sandbox:
        port = sandbox.url.rpartition(":")[2]
        assert sandbox.url == f"https://127.0.0.1:{port}"
        async with client(sandbox.authority) as http:
            xml = Xml(sandbox, http)
            for name in ("api.intacct.com", "www.intacct.com", "localhost", "127.0.0.1"):
                answer = await xml.post(xml.envelope("<getAPISession/>"), f"https://{name}:{port}/ia/xml/xmlgw.phtml")
                assert f"<endpoint>{announced}</endpoint>".encode() in answer
            with pytest.raises(aiohttp.ClientConnectorCertificateError):
                await http.get(f"https://example.com:{port}/")


async def test_nobody_else_trusts_it(folder: Path) -> None:
    """A client that was not told of the authority refuses, and plain HTTP is not answered."""
    async with Sandbox(tls=folder) as sandbox, aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await http.get(sandbox.url)
        with pytest.raises(aiohttp.ClientError):
            await http.get(sandbox.url.replace("https", "http"))


async def test_the_authority_stays(folder: Path) -> None:
    """A second sandbox uses the same files; a server certificate that is gone is made again by the same authority."""
    context = Certificates(folder).context()
    assert isinstance(context, ssl.SSLContext)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    (folder / "server.pem").unlink()
    async with Sandbox(tls=folder) as one, Sandbox(tls=folder) as other, client(folder / "ca.pem") as http:
        await Xml(one, http).one(vendor("V-1"))
        assert (len(one.ledger()), len(other.ledger())) == (1, 0)
    after = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert before.keys() == after.keys() >= {"ca.key", "ca.pem", "server.pem"}
    assert [before[name] == after[name] for name in ("ca.key", "ca.pem", "server.pem")] == [True, True, False]
    assert all((folder / name).stat().st_mode & 0o077 == 0 for name in ("ca.key", "server.pem"))


def test_the_authority_cannot_sign_for_others(folder: Path, tmp_path: Path) -> None:
    """Whoever gets hold of its key cannot make a certificate for another name that a client accepts."""
    Certificates(folder).context()
    for name, verdict in (("api.intacct.com", "OK"), ("bank.example.com", "permitted subtree violation")):
        (tmp_path / "x.cnf").write_text(f"subjectAltName=DNS:{name}\n")
        for command in (
            "req -newkey rsa:2048 -nodes -keyout k -out csr -subj /O=x",
            f"x509 -req -in csr -CA {folder}/ca.pem -CAkey {folder}/ca.key -set_serial 7 -days 2"
            " -extfile x.cnf -out crt",
        ):
            subprocess.run(["openssl", *command.split()], cwd=tmp_path, check=True, capture_output=True)
        check = ["openssl", "verify", "-CAfile", str(folder / "ca.pem"), "crt"]
        done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert verdict in done.stdout + done.stderr


async def test_the_command_tells_the_authority(folder: Path) -> None:
    """The JSON line names the file to trust; curl with that file and --resolve is served."""
    process = await start("--tls", str(folder))
    assert process.stdout is not None
    line = json.loads(await process.stdout.readline())
    assert line["ca"] == str(folder / "ca.pem")
    port = line["url"].rpartition(":")[2]
    curl = await asyncio.create_subprocess_exec(
        "curl", "-sS", "--cacert", line["ca"], "--resolve", f"api.intacct.com:{port}:127.0.0.1",
        f"https://api.intacct.com:{port}/_sandbox/health", stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, _ = await curl.communicate()
    assert json.loads(out)["status"] == "ok"
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0


async def test_webhooks_to_an_https_receiver(
    folder: Path, http: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox that was told of an authority by SSL_CERT_FILE delivers to a receiver it certified, no other does."""
    attempts = []
    async with Sandbox(tls=folder) as receiver:
        for trusted in (str(folder / "ca.pem"), None):
            monkeypatch.setenv("SSL_CERT_FILE", trusted) if trusted else monkeypatch.delenv("SSL_CERT_FILE")
            process = await start("--switch", "hold_seconds=0")
            assert process.stdout is not None
            sandbox = SimpleNamespace(**json.loads(await process.stdout.readline()))
            trigger = {"name": "t", "kind": "http_post", "object": "vendor", "events": ["after_create"]}
            await http.put(f"{sandbox.url}/_sandbox/triggers", json=[trigger | {"url": receiver.url + "/in"}])
            await Xml(sandbox, http).one(vendor("V-1"))  # type: ignore[arg-type]
            while not (row := (await (await http.get(f"{sandbox.url}/_sandbox/deliveries")).json())[0])["attempts"]:
                await asyncio.sleep(0)
            attempts.append(row["attempts"][0])
            process.send_signal(signal.SIGTERM)
            await process.wait()
    assert [each["status"] for each in attempts] == [404, None]
    assert "CERTIFICATE_VERIFY_FAILED" in attempts[1]["error"]


async def test_without_openssl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing is said in a sentence."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoCertificates, match="needs the program openssl"):
        Certificates(tmp_path / "tls").context()
    command = (sys.executable, "-m", "intacct_sandbox", "--tls", str(tmp_path / "tls"))
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, err = await process.communicate()
    assert err.startswith(b"intacct-sandbox: TLS needs the program openssl")


def test_a_folder_that_is_something_else(tmp_path: Path) -> None:
    """A folder with other things in it is left alone."""
    (tmp_path / "tls").mkdir()
    (tmp_path / "tls" / "letter.txt").write_text("mine")
    with pytest.raises(NoCertificates, match="in the way"):
        Certificates(tmp_path / "tls").context()
    assert [each.name for each in (tmp_path / "tls").iterdir()] == ["letter.txt"]
