"""A certificate authority of one's own, for clients that insist on https://*.intacct.com.

It can sign for intacct.com, localhost and loopback addresses only (name constraints), so that trusting it on a machine
opens nothing else. Made with the program `openssl`.
"""

import os
import secrets
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

NAMES = "DNS:api.intacct.com,DNS:*.intacct.com,DNS:localhost,IP:127.0.0.1,IP:::1"
_CONFIGURATION = f"""
[req]
distinguished_name = name
prompt = no
[name]
O = Intacct sandbox (local, for tests)
CN = Intacct sandbox
[ca]
basicConstraints = critical,CA:TRUE,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
nameConstraints = critical,permitted;DNS:intacct.com,permitted;DNS:localhost,permitted;IP:127.0.0.0/255.0.0.0,\
permitted;IP:::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = {NAMES}
"""
_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-sha256")
_WEEK = "604800"


class NoCertificates(Exception):
    """Certificates cannot be made; the message says what is missing."""


class Certificates:
    """A folder with `ca.pem` to trust, `ca.key`, and `server.pem` (key, certificate, authority).

    What is missing is made. The authority stays the same for ten years; a server certificate is renewed in its last
    week. Several sandboxes may share a folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder.expanduser().absolute()

    @property
    def authority(self) -> Path:
        """The certificate that clients are told to trust."""
        return self._folder / "ca.pem"

    def context(self) -> ssl.SSLContext:
        """What a server needs; raises NoCertificates and OSError."""
        if not self.authority.exists():
            self._make_authority()
        if not self._is_fresh():
            self._make_server()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._folder / "server.pem")
        return context

    def _make_authority(self) -> None:
        """In a folder beside it, then renamed: another sandbox sees all of it or nothing."""
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._folder.parent, ignore_cleanup_errors=True) as made:
            _openssl(made, "req", "-x509", *_NEW_KEY, "-days", "3650", "-keyout", "ca.key", "-out", "ca.pem",
                     "-config", _configured(made), "-extensions", "ca")  # fmt: skip
            _private(made, "ca.key")
            try:
                Path(made).rename(self._folder)
            except OSError as error:
                if not self.authority.exists():
                    raise NoCertificates(f"{self._folder} is in the way: {error.strerror}") from error

    def _is_fresh(self) -> bool:
        server = self._folder / "server.pem"
        if not server.exists():
            return False
        check = ("openssl", "x509", "-checkend", _WEEK, "-noout", "-in", str(server))
        return subprocess.run(_found(check), capture_output=True, check=False).returncode == 0

    def _make_server(self) -> None:
        with tempfile.TemporaryDirectory(dir=self._folder) as made:
            configuration, authority = _configured(made), self.authority
            _openssl(made, "req", *_NEW_KEY, "-keyout", "server.key", "-out", "server.csr", "-config", configuration)
            _openssl(made, "x509", "-req", "-in", "server.csr", "-CA", str(authority), "-CAkey",
                     str(authority.with_name("ca.key")), "-set_serial", f"0x{secrets.token_hex(16)}", "-days", "397",
                     "-sha256", "-extfile", configuration, "-extensions", "server", "-out", "server.crt")  # fmt: skip
            parts = (Path(made, "server.key"), Path(made, "server.crt"), authority)
            Path(made, "server.pem").write_text("".join(each.read_text() for each in parts))
            _private(made, "server.pem")
            os.replace(Path(made, "server.pem"), self._folder / "server.pem")


def _configured(folder: str) -> str:
    Path(folder, "openssl.cnf").write_text(_CONFIGURATION)
    return "openssl.cnf"


def _private(folder: str, name: str) -> None:
    Path(folder, name).chmod(0o600)


def _openssl(folder: str, *arguments: str) -> None:
    done = subprocess.run(_found(("openssl", *arguments)), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoCertificates(f"openssl {arguments[0]} failed: {done.stderr.strip()}")


def _found(command: tuple[str, ...]) -> tuple[str, ...]:
    if shutil.which(command[0]) is None:
        raise NoCertificates("TLS needs the program openssl, which is not on the PATH (apt-get install openssl)")
    return command
