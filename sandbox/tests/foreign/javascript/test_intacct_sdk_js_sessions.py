"""The official JavaScript SDK: credentials, sessions, entities, and requests that are done later."""

from collections.abc import Callable

import pytest
from javascript_books import make_vendors, rows
from javascript_cases import bill
from javascript_sdk import Client, Thrown, endpoint, new

from intacct_sandbox.threaded import SandboxThread


def test_login_and_session_credentials(sign_in: Callable[..., Client], sandbox: SandboxThread) -> None:
    """SessionProvider gives a configuration with which the SDK works by session alone, until the session ends."""
    session = sign_in().session()
    assert (session["companyId"], session["userId"], session["entityId"]) == ("HARBORLINE", "relay_ws", "")
    assert session["endpointUrl"] == endpoint(sandbox.url)
    by_session = Client(sign_in().node, session["endpointUrl"], sessionId=session["sessionId"],
                        **dict.fromkeys(("companyId", "userId", "userPassword"), None))  # fmt: skip
    make_vendors(by_session, "Akron")
    assert [row["key"] for row in sandbox.ledger()] == ["V-2"]
    sandbox.set_faults([{"kind": "expire_sessions", "count": 1}])
    with pytest.raises(Thrown) as ended:
        make_vendors(by_session, "Bexley")
    assert ended.value.kind == "ResponseException"
    assert "XL03000006" in ended.value.errors[0]


def test_sessions_of_an_entity(sign_in: Callable[..., Client], sandbox: SandboxThread) -> None:
    """A login to an entity, and a session that is led to another one, write there."""
    east = sign_in(entityId="E100")
    make_vendors(east, "Akron")
    session = sign_in().session()
    west = sign_in(sessionId=session["sessionId"], entityId="E200").session()
    assert west["entityId"] == "E200"
    moved = sign_in(sessionId=west["sessionId"], entityId="E200")
    moved.execute(new("AccountsPayable.VendorCreate", vendorId="V-W", vendorName="West", printAs="West"))
    assert [(row["key"], row["entity"]) for row in sandbox.ledger()] == [("V-2", "E100"), ("V-W", "E200")]


WRONG_LOGINS = [("userPassword", "XL03000006"), ("senderPassword", "XL03000006"), ("sessionId", "XL03000006"),
                ("companyId", "GW-0011")]  # fmt: skip


@pytest.mark.parametrize(("wrong", "errorno"), WRONG_LOGINS)
def test_wrong_logins_are_response_exceptions(sign_in: Callable[..., Client], wrong: str, errorno: str) -> None:
    """Whoever may not come in learns it as the SDK's ResponseException with errors, on every way in."""
    client = sign_in(**{wrong: "wrong"})
    for attempt in (client.session, lambda: make_vendors(client, "Akron")):
        with pytest.raises(Thrown) as refused:
            attempt()
        assert refused.value.kind == "ResponseException"
        assert errorno in refused.value.errors[0]


POLICY = {"id": "nightly", "url": "http://127.0.0.1:9/answers"}


@pytest.mark.parametrize("company", [{"policies": [POLICY]}], ids=["policies"])
def test_the_offline_client(client: Client, sandbox: SandboxThread) -> None:
    """A request with a policy is acknowledged and done later; one without or with an unknown policy is not taken."""
    answer = client.offline(bill(), policyId="nightly")
    assert answer == {"control": "success", "status": "success"}
    sandbox.settled()
    assert [row["key"] for row in rows(sandbox, "bill", "create")] == ["B-1"]
    with pytest.raises(Thrown, match="Policy ID not supplied"):
        client.offline(bill("B-2"))
    with pytest.raises(Thrown, match="XL03000006") as unknown:
        client.offline(bill("B-2"), policyId="weekly")
    assert unknown.value.kind == "ResponseException"
    assert len(rows(sandbox, "bill", "create")) == 1
