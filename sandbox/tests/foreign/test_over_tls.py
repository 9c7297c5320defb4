"""Both SDKs over https to api.intacct.com, with nothing replaced but where that name leads and whom to trust.

That is an entry in /etc/hosts and REQUESTS_CA_BUNDLE; here the connection of urllib3 stands for the entry, because a
test may have no port 443.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from intacct_sandbox.threaded import SandboxThread

connection = pytest.importorskip("urllib3.util.connection", reason="pip install 'intacct-sandbox[foreign]'")
xml_sdk = pytest.importorskip("sageintacctsdk")
rest_sdk = pytest.importorskip("intacctsdk")


@pytest.fixture
def asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A sandbox with a certificate for Intacct's names, to which every connection leads; gives the names asked for."""
    switches = {"announced_endpoint": "https://api.intacct.com/ia/xml/xmlgw.phtml"}
    with SandboxThread(tls=tmp_path / "authority", switches=switches) as sandbox:
        port = int(sandbox.url.rsplit(":", 1)[1])
        connect: Callable[..., Any] = connection.create_connection
        names: list[str] = []

        def here(address: tuple[str, int], *rest: Any, **more: Any) -> Any:
            names.append(address[0])
            return connect(("127.0.0.1", port), *rest, **more)

        monkeypatch.setattr(connection, "create_connection", here)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(sandbox.authority))
        yield names


def test_both_sdks_over_tls(asked_for: list[str]) -> None:
    """What one SDK writes over https the other one reads over https, both asking for api.intacct.com alone."""
    one = xml_sdk.SageIntacctSDK("relay_sender", "sender-secret", "relay_ws", "HARBORLINE", "user-secret")
    one.vendors.post({"VENDORID": "V-1", "NAME": "Gulf", "DISPLAYCONTACT": {"PRINTAS": "Gulf"}})
    other = rest_sdk.IntacctRESTSDK(
        username="relay_ws@HARBORLINE", client_id="relay.app.sage.com", client_secret="client-secret"
    )
    (page,) = other.vendors.get_all_generator(fields=["id", "name"])
    assert page == [{"id": "V-1", "name": "Gulf"}]
    assert set(asked_for) == {"api.intacct.com"}
