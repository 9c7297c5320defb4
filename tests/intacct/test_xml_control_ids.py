"""Control ids: those of writes are theirs for ever, those of reads, logins and requests are never used twice."""

import subprocess
import sys

from service.delivery.client_port import Surface
from tests.intacct.scripted import ScriptedHttp, Sent, authentication_failure, client_of, done, error, results
from tests.intacct.tenant import creates, prepared, vendor

EMPTY = "<result><status>success</status><function>query</function><data count='0' numremaining='0'/></result>"
INVALID = authentication_failure(error("XL03000006", "Invalid session"))


def function_ids(sent: Sent) -> list[str]:
    """The ids of a request's functions."""
    return [each.get("controlid", "") for each in sent.xml.iterfind("operation/content/function")]


def request_id(sent: Sent) -> str:
    """The id of the request itself."""
    return sent.xml.findtext("control/controlid") or ""


async def test_no_read_and_no_login_shares_an_id_with_another() -> None:
    """Two companies that share one, or a read sent again, would be told that it is in process."""
    http = ScriptedHttp(*[results(EMPTY)] * 3, INVALID, results(EMPTY))
    first, second = client_of(http), client_of(http)
    for client in (first, second, first, first):
        await client.look_up([prepared(vendor(), Surface.XML)])
    ids = [id for each in http.every for id in function_ids(each)]
    assert len(http.every) == 8
    assert len(set(ids)) == len(ids) == 8
    assert all(ids)


async def test_every_request_has_an_id_of_its_own_and_writes_keep_theirs() -> None:
    """The same writes sent again are recognised by the ids of their functions, not by that of the request."""
    http = ScriptedHttp(results(done("w0"), done("w1")), results(done("w0"), done("w1")))
    client = client_of(http)
    for _ in range(2):
        await client.submit(creates(Surface.XML, vendor(), vendor("V-2")))
    assert [function_ids(each) for each in http.sent] == [["w0", "w1"]] * 2
    ids = [request_id(each) for each in http.every]
    assert len(set(ids)) == len(ids) == 3


def test_another_process_makes_other_ids() -> None:
    """Nothing that two processes have in common goes into an id."""
    code = "from service.intacct.xml.envelope import fresh_id; print(fresh_id(), fresh_id())"
    made = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    ]
    assert len({id for each in made for id in each}) == 4
