"""What nobody has ever documented is not understood: a write so answered is uncertain, neither applied nor refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intacct_sandbox.sandbox import Sandbox

from service.clock import SystemClock
from service.delivery.client_port import Action, OutcomeKind, Surface, WriteAnswer
from service.intacct.client import open_client
from service.intacct.network import HttpAnswer
from tests.intacct.scripted import (
    CONTROL,
    JSON,
    ScriptedHttp,
    answer,
    client_of,
    control_failure,
    created,
    done,
    error,
    failed,
    refused,
    results,
    xml,
)
from tests.intacct.tenant import asks, creates, prepared, settings, vendor

UNCERTAIN = OutcomeKind.UNCERTAIN
REFUSAL = error("BL01001973", "Invalid Vendor 'V-9' specified.")
PAGE = b"<html><body>403 Forbidden by your proxy</body></html>"
DOCUMENTED = {200, 201, 207, 400, 401, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 422, 428, 429, 431}
BODIES = {
    Surface.REST: [refused(422, "no").body, created().body, b"", PAGE, b"{}", b"null", b"[]", b'{"ok":true}', b"ok"],
    Surface.XML: [
        results(done("w0")).body,
        results(failed("w0", REFUSAL)).body,
        control_failure(REFUSAL).body,
        *(b"", PAGE, b"<response/>", b"ok"),
    ],
}


async def sent(surface: Surface, reply: HttpAnswer) -> WriteAnswer:
    """What becomes of a create that is answered so."""
    return await client_of(ScriptedHttp(reply)).submit(creates(surface, vendor()))


@given(st.sampled_from(Surface), st.integers(100, 599).filter(lambda each: each not in DOCUMENTED), st.data())
async def test_an_undocumented_status_is_uncertain(surface: Surface, status: int, data: st.DataObject) -> None:
    """Whatever its body says, a success or a refusal: somebody between may have written it. It counts as billed."""
    body = data.draw(st.sampled_from(BODIES[surface]))
    found = await sent(surface, HttpAnswer(status, JSON, body))
    assert (found.outcomes[0].kind, found.outcomes[0].id_spent, found.transactions) == (UNCERTAIN, False, 1)


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("status", [200, 201, 400, 403, 404, 405, 413, 422])
@pytest.mark.parametrize(
    "body", [b"", PAGE, b"{}", b"null", b'"ok"', b"\x00\xff", b'{"ia::result":[]}', b"<response/>"]
)
async def test_a_known_status_without_an_answer_of_intacct_is_uncertain(
    surface: Surface, status: int, body: bytes
) -> None:
    """A proxy's page, an empty body, somebody else's JSON."""
    assert (await sent(surface, HttpAnswer(status, {}, body))).outcomes[0].kind is UNCERTAIN


@pytest.mark.parametrize("word", ["", "SUCCESS", "ok", "partial", "pending", "unheard-of"])
async def test_an_unknown_word_on_any_level_is_uncertain(word: str) -> None:
    """Only success, failure and aborted are words of the gateway."""
    status = f"<status>{word}</status>"
    control = xml(f"<response><control>{status}</control></response>")
    login = f"<authentication>{status}</authentication>"
    authentication = xml(f"<response>{CONTROL}<operation>{login}</operation></response>")
    result = results(failed("w0", REFUSAL, status=word))
    for reply in (control, authentication, result):
        assert (await sent(Surface.XML, reply)).outcomes[0].kind is UNCERTAIN


@pytest.mark.parametrize("word", ["failure", ""])
async def test_an_error_of_the_control_level_is_a_refusal_without_the_word(word: str) -> None:
    """The gateway leaves it out beside some of its errors: nothing ran."""
    status = f"<control><status>{word}</status></control>" if word else "<control/>"
    refusal = f"<errormessage>{error('XL03000003', 'XML Parse schema error')}</errormessage>"
    found = await sent(Surface.XML, xml(f"<response>{status}{refusal}</response>"))
    assert found.outcomes[0].kind is OutcomeKind.REJECTED


@pytest.mark.parametrize(
    "reply", [results(done("w1")), results(failed("w1", REFUSAL)), results(), results("<result/>")]
)
async def test_a_result_under_another_control_id_is_nobodys(reply: HttpAnswer) -> None:
    """Neither its success nor its refusal is this write's."""
    assert (await sent(Surface.XML, reply)).outcomes[0].kind is UNCERTAIN


async def test_a_change_answered_for_another_record_is_uncertain() -> None:
    """PATCH of one key, confirmed with another: nobody knows which was changed."""
    http = ScriptedHttp(answer(200, {"ia::result": {"key": "8"}}))
    found = (await client_of(http).submit(asks(Surface.REST, vendor(), Action.UPDATE, "7"))).outcomes[0]
    assert (found.kind, found.record_number) == (UNCERTAIN, "7")


@pytest.mark.parametrize("surface", Surface)
async def test_a_read_or_login_so_answered_is_unavailable(surface: Surface) -> None:
    """It changed nothing, and nothing is known: absence is not concluded from it."""
    undocumented = HttpAnswer(418, JSON, BODIES[surface][0])
    looked = await client_of(ScriptedHttp(undocumented)).look_up([prepared(vendor(), surface)])
    assert looked.failure is not None
    assert (looked.failure.kind, dict(looked.found)) == (OutcomeKind.UNAVAILABLE, {})
    login = client_of(ScriptedHttp(undocumented, logins=False))
    assert (await login.submit(creates(surface, vendor()))).outcomes[0].kind is OutcomeKind.UNAVAILABLE


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (HttpAnswer(403, {}, PAGE), OutcomeKind.UNAVAILABLE),
        (HttpAnswer(404, {}, PAGE), OutcomeKind.UNAVAILABLE),
        (HttpAnswer(403, {}, b""), OutcomeKind.UNAVAILABLE),
        (answer(400, {"error": "invalid_client"}), OutcomeKind.UNAUTHORIZED),
        (answer(400, {"error": {"code": "invalidClient", "message": "no"}}), OutcomeKind.UNAUTHORIZED),
        (HttpAnswer(401, {}, b""), OutcomeKind.UNAUTHORIZED),
    ],
)
async def test_only_intacct_refuses_a_login(reply: HttpAnswer, kind: OutcomeKind) -> None:
    """A proxy's page is no word about our credentials: it holds nobody."""
    http = ScriptedHttp(reply, logins=False)
    assert (await client_of(http).submit(creates(Surface.REST, vendor()))).outcomes[0].kind is kind


@pytest.mark.parametrize("surface", Surface)
@pytest.mark.parametrize("status", [302, 418, 511])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_the_books_decide_after_an_undocumented_status(surface: Surface, status: int, when: str) -> None:
    """Before or after the work, the answer looks the same; sent again under its id, the vendor is there once."""
    async with Sandbox() as sandbox:
        client = open_client("acme", settings(sandbox.url), SystemClock())
        sandbox.set_faults([{"kind": "status", "when": when, "status": status, "object": "vendor", "count": 1}])
        assert (await client.submit(creates(surface, vendor()))).outcomes[0].kind is UNCERTAIN
        assert (vendor().key in (await client.look_up([prepared(vendor(), surface)])).found) is (when == "after")
        await client.submit(creates(surface, vendor()))
        assert [row["operation"] for row in sandbox.ledger()] == ["create"]
        await client.close()
