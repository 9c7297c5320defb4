"""Addresses, delays, redaction, remembered refusals, exact JSON."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from service.delivery.client_port import Outcome, OutcomeKind
from service.errors import ConfigurationError
from service.intacct.addresses import allowed
from service.intacct.client import open_client
from service.intacct.delays import retry_after
from service.intacct.objects.kinds import Unrenderable
from service.intacct.redaction import Redaction
from service.intacct.refusals import FIRST_PAUSE, LONGEST_PAUSE, RefusedLogins
from service.intacct.rest.json_text import NotJson, dumps, loads
from tests.intacct.tenant import settings
from tests.support.clock import FakeClock

NOW = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "loopback", "expected"),
    [
        ("https://api.intacct.com/ia/xml/xmlgw.phtml", False, True),
        ("https://na12.intacct.com./x", False, True),
        ("http://api.intacct.com/x", False, False),
        ("https://intacct.com.evil.example/x", False, False),
        ("https://evilintacct.com/x", False, False),
        ("https://user@api.intacct.com/x", False, False),
        ("https://api.intacct.com@evil.example/x", True, False),
        ("http://127.0.0.1:8080/x", False, False),
        ("http://127.0.0.1:8080/x", True, True),
        ("http://localhost:8080/x", True, True),
        ("http://[::1]:8080/x", True, True),
        ("http://10.0.0.1/x", True, False),
        ("https://[broken/x", True, False),
        ("https://api.intacct.com:99999/x", False, False),
        ("", True, False),
    ],
)
def test_credentials_go_to_intacct_or_to_this_machine(url: str, loopback: bool, expected: bool) -> None:
    """https on intacct.com; loopback only when the configuration allows it."""
    assert allowed(url, allow_loopback=loopback) is expected


@given(st.text())
def test_any_address_is_judged(url: str) -> None:
    """No text raises."""
    assert isinstance(allowed(url, allow_loopback=True), bool)


def test_a_wrong_address_is_a_mistake_of_the_configuration() -> None:
    """It is named with its path before anything is sent."""
    with pytest.raises(ConfigurationError, match=r"tenants\.acme\.rest\.base_url"):
        open_client("acme", settings("http://10.1.2.3"), FakeClock())
    with pytest.raises(ConfigurationError, match=r"tenants\.acme\.xml\.endpoint"):
        open_client("acme", settings("http://127.0.0.1:1", rest=None, allow_loopback=False), FakeClock())


def test_a_broken_pattern_is_a_mistake_of_the_configuration() -> None:
    """The matcher for used control ids is a regular expression."""
    xml: Any = settings("http://127.0.0.1:1").xml
    broken = {**xml.model_dump(), "duplicate_pattern": "("}
    with pytest.raises(ConfigurationError, match="duplicate_pattern"):
        open_client("acme", settings("http://127.0.0.1:1", xml=broken), FakeClock())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "Sat, 14 Mar 2026 09:00:30 GMT"}, 30.0),
        ({"x-ia-throttle-limit-retry-after": "60"}, 60.0),
        ({"x-ia-hour-rate-limit-retryafter": "90"}, 90.0),
        ({"x-ia-throttle-limit": "6"}, None),
        ({"retry-after": "soon", "x-ia-tenant-throttle-limit-retry-after": "5"}, 5.0),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after": "1e99"}, 86400.0),
        ({"retry-after": "nan"}, None),
    ],
)
def test_every_documented_delay_is_read(headers: dict[str, str], seconds: float | None) -> None:
    """The plain header first, then Intacct's own in both spellings; nonsense is no delay."""
    assert retry_after(headers, NOW) == seconds


@given(st.text(max_size=40))
def test_any_delay_is_sane(value: str) -> None:
    """Between nothing and a day."""
    delay = retry_after({"retry-after": value}, NOW)
    assert delay is None or 0 <= delay <= 86400


def test_secrets_and_support_ids_leave_no_trace() -> None:
    """Configured secrets, learned tokens and echoed sessions are taken out of everything that is shown."""
    redaction = Redaction([SecretStr("s3cret"), SecretStr("")])
    redaction.learn("tok-9")
    said = "Password s3cret of tok-9&#039;s user [Support ID: p5rx%7Eyy]  was wrong"
    assert redaction.clean(said) == "Password *** of ***'s user was wrong"
    assert redaction.clean("Invalid session Zk19abc") == "Invalid session"


async def test_a_refused_login_stands_for_a_while_and_longer_each_time() -> None:
    """60 s, doubling to 15 minutes; a success forgets it."""
    clock = FakeClock()
    refused = RefusedLogins(clock)
    outcome = Outcome(OutcomeKind.UNAUTHORIZED)
    for pause in (FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4):
        refused.remember(outcome)
        standing = refused.standing()
        assert standing is not None
        assert standing.retry_after == pause
        await clock.advance(pause)
        assert refused.standing() is None
    for _ in range(5):
        refused.remember(outcome)
    await clock.advance(LONGEST_PAUSE)
    assert refused.standing() is None
    refused.remember(outcome)
    refused.forget()
    assert refused.standing() is None


def test_json_keeps_the_digits() -> None:
    """A Decimal is written as a number with exactly its digits and read back as a Decimal."""
    document = {"limit": Decimal("2500.50"), "name": 'a"ü', "list": [True, None, 3], "empty": {}}
    assert dumps(document) == '{"limit":2500.50,"name":"a\\"ü","list":[true,null,3],"empty":{}}'.encode()  # type: ignore[arg-type]
    assert loads(dumps(document)) == document  # type: ignore[arg-type]


def test_json_refuses_half_a_character() -> None:
    """A lone surrogate cannot be sent."""
    with pytest.raises(Unrenderable):
        dumps({"name": "\ud800"})


@given(st.binary(max_size=200))
def test_bytes_are_json_or_they_are_not(body: bytes) -> None:
    """Reading raises NotJson and nothing else."""
    try:
        loads(body)
    except NotJson:
        return


@pytest.mark.parametrize("body", [b"NaN", b"[" * 100_000, b"\xff", b"", b'{"a":1e999999999999999999999}'])
def test_strange_documents_are_not_json(body: bytes) -> None:
    """Constants outside the standard, depth bombs, wrong encodings, absurd exponents."""
    try:
        loads(body)
    except NotJson:
        return
    assert body.startswith(b"{")
