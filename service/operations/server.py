"""Runs an aiohttp application on an address until it is stopped."""

from aiohttp import web

from service.errors import RelayError


class AdminServer:
    """Started and stopped by its owner. Port 0 takes any free one; ``url`` says which."""

    def __init__(self, app: web.Application, host: str, port: int) -> None:
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=False)
        self._host = host
        self._port = port

    async def start(self) -> None:
        """Listen. Raises RelayError when the address cannot be had."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self._runner.cleanup()
            where = f"{self._host}:{self._port}"
            fix = "stop whatever listens there, or set admin.host and admin.port"
            raise RelayError(f"the admin port {where} cannot be opened: {error.strerror}", next_step=fix) from None

    async def stop(self) -> None:
        """Close. Idempotent."""
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """Where it listens, for people; valid after start."""
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
