"""How clients reach the broker."""

import asyncio
import logging

import pytest
from pydantic import SecretStr

from service.clock import SystemClock
from service.errors import LogUnavailable
from service.eventlog.kafka import KafkaLog
from service.eventlog.kafka.connection import Connection
from service.settings import KafkaLogSettings
from tests.support.free_ports import free_ports
from tests.support.log_owner import HoldingOwner

PASSWORD = "correct horse battery staple"


def _settings(**more: object) -> KafkaLogSettings:
    port = free_ports(1)[0]
    return KafkaLogSettings.model_validate({"kind": "kafka", "bootstrap_servers": f"127.0.0.1:{port}", **more})


def test_security_options_reach_the_client() -> None:
    """Mechanism, user, password and a TLS context that checks names."""
    options = Connection(
        _settings(
            security_protocol="SASL_SSL",
            sasl_mechanism="SCRAM-SHA-512",
            sasl_username="relay",
            sasl_password=SecretStr(PASSWORD),
        )
    ).options
    assert options["security_protocol"] == "SASL_SSL"
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert (options["sasl_plain_username"], options["sasl_plain_password"]) == ("relay", PASSWORD)
    assert getattr(options["ssl_context"], "check_hostname", False)


async def test_the_password_is_in_no_log_and_no_error(caplog: pytest.LogCaptureFixture) -> None:
    """Not even at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    settings = _settings(
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        sasl_username="relay",
        sasl_password=SecretStr(PASSWORD),
    )
    log = KafkaLog(settings, lambda tenant: 0, SystemClock())
    with pytest.raises(LogUnavailable) as raised:
        await log.start()
    await log.stop()
    assert PASSWORD not in f"{caplog.text} {raised.value} {raised.value.__cause__!r} {settings!r}"


async def test_without_a_broker_every_call_ends_soon_with_log_unavailable() -> None:
    """At the start, and for whoever calls all the same."""
    log = KafkaLog(_settings(), lambda tenant: 0, SystemClock())
    async with asyncio.timeout(10):
        with pytest.raises(LogUnavailable, match=r"127\.0\.0\.1"):
            await log.start()
        with pytest.raises(LogUnavailable):
            await log.usage()
        with pytest.raises(LogUnavailable, match="not open"):
            await log.consume(HoldingOwner())
        assert not await log.healthy()
        await log.stop()
