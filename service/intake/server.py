"""The receiver on a port, with every limit set on purpose."""

import logging

from aiohttp import http_parser, web

from service.clock import Clock
from service.errors import ConfigurationError
from service.eventlog.port import EventLog
from service.intake.access_log import AccessLog, WithoutInput
from service.intake.receiver import RECEIVER, Observe, Receiver, build_receiver, ignore
from service.settings import Settings

KEEPALIVE = 75.0
"""Seconds. Longer than the 60 that proxies keep an idle connection: whoever closes first must not be us, or a
delivery that is just being sent is lost, and some senders never try again. Also ends slow headers."""
LINGERING = 1.0
"""Seconds that the rest of a refused body is read, so that the sender sees the answer rather than a reset."""
LINE_BYTES = 8190
HEADER_COUNT = 64
BACKLOG = 512

_log = logging.getLogger("service.intake.http")
_log.addFilter(WithoutInput())


class ReceiverServer:
    """Runs the receiver. ``start`` once, ``stop`` once."""

    def __init__(self, settings: Settings, log: EventLog, clock: Clock, observe: Observe = ignore) -> None:
        self._settings = settings
        self._application = build_receiver(settings, log, clock, observe)
        self._runner: web.AppRunner | None = None

    @property
    def receiver(self) -> Receiver:
        """What answers the requests."""
        return self._application[RECEIVER]

    @property
    def url(self) -> str:
        """Where it listens, also when the configured port is 0. Only after ``start``."""
        addresses = self._runner.addresses if self._runner else []
        host, port = addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    async def start(self) -> None:
        """Listen. Raises OSError when the address cannot be had, ConfigurationError without the compiled parser."""
        require_compiled_parser()
        self._runner = _runner(self._application, self._settings.shutdown_grace)
        await self._runner.setup()
        receiver = self._settings.receiver
        await web.TCPSite(self._runner, receiver.host, receiver.port, backlog=BACKLOG).start()

    async def stop(self) -> None:
        """Refuse new deliveries with 503, let those in flight end inside the grace, close. Idempotent."""
        receiver = self.receiver
        receiver.draining = True
        if self._runner is not None:
            await self._runner.cleanup()
        await receiver.settle(self._settings.receiver.append_timeout)


def _runner(application: web.Application, grace: float) -> web.AppRunner:
    return web.AppRunner(
        application,
        handle_signals=False,
        access_log_class=AccessLog,
        logger=_log,
        auto_decompress=False,
        keepalive_timeout=KEEPALIVE,
        lingering_time=LINGERING,
        max_line_size=LINE_BYTES,
        max_field_size=LINE_BYTES,
        max_headers=HEADER_COUNT,
        shutdown_timeout=grace,
    )


def require_compiled_parser() -> None:
    """Request smuggling was found in the pure Python parser more than once (CVE-2024-52304, CVE-2025-53643)."""
    if http_parser.HttpRequestParser is http_parser.HttpRequestParserPy:
        text = "aiohttp runs without its compiled parser: unset AIOHTTP_NO_EXTENSIONS or install a wheel"
        raise ConfigurationError([("receiver", text)])
