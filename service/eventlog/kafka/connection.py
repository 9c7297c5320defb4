"""How every client of ours reaches the broker, and how its errors become ours."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import ConsumerStoppedError, KafkaError

from service.errors import LogUnavailable
from service.settings import KafkaLogSettings

BROKER_ERRORS = (KafkaError, ConsumerStoppedError, OSError, TimeoutError)
"""What a broker, the way to it, or our own time limits raise."""
REQUEST_TIMEOUT_MS = 10_000
STOP_TIMEOUT = 5.0
"""Seconds that closing one client may take."""


class Connection:
    """The broker's address and the security options, in the words of the client library. Never logged."""

    def __init__(self, settings: KafkaLogSettings) -> None:
        self._settings = settings

    @property
    def options(self) -> dict[str, object]:
        """Keyword arguments that every client takes."""
        settings = self._settings
        options: dict[str, object] = {
            "bootstrap_servers": settings.bootstrap_servers,
            "client_id": "intacct-relay",
            "security_protocol": settings.security_protocol,
            "retry_backoff_ms": 250,
            "metadata_max_age_ms": 60_000,
        }
        if settings.security_protocol in ("SSL", "SASL_SSL"):
            options["ssl_context"] = ssl.create_default_context(cafile=settings.ca_file)
        if settings.sasl_mechanism is not None:
            options["sasl_mechanism"] = settings.sasl_mechanism
            options["sasl_plain_username"] = settings.sasl_username
            options["sasl_plain_password"] = settings.sasl_password and settings.sasl_password.get_secret_value()
        return options

    @asynccontextmanager
    async def admin(self) -> AsyncIterator[AIOKafkaAdminClient]:
        """A connected admin client. Raises what the broker raises."""
        admin = AIOKafkaAdminClient(**self.options, request_timeout_ms=REQUEST_TIMEOUT_MS)
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT_MS / 1000):
                await admin.start()
            yield admin
        finally:
            async with asyncio.timeout(STOP_TIMEOUT):
                await admin.close()

    def unavailable(self, what: str, error: BaseException) -> LogUnavailable:
        """The error that callers see; the library's own stays its cause."""
        reason = str(error) or type(error).__name__
        return LogUnavailable(
            f"{what} on Kafka at {self._settings.bootstrap_servers} failed: {reason}",
            next_step="check that the brokers are up and reachable; it is tried again",
        )
