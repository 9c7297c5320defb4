"""One process owns the file: a lock of the operating system on a file beside it, gone when the process is."""

import fcntl
import os
from pathlib import Path

from service.errors import LogInUse


class ProcessLock:
    """Held from ``acquire`` until ``release`` or the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + "-lock")
        self._guarded = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises LogInUse, naming the file and the process that holds it; OSError when it cannot be created."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 32).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise LogInUse(
                f"the event log {self._guarded} is in use by process {holder}",
                next_step="stop that process, or give this one another file",
            ) from None
        self._descriptor = descriptor
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next process have it. Idempotent."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
