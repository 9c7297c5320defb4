"""A stand-in for Sage Intacct: XML gateway, REST, OAuth, limits, faults, and a ledger of what was really written."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from intacct_sandbox.sandbox import Sandbox
    from intacct_sandbox.threaded import SandboxThread

__all__ = ["Sandbox", "SandboxThread"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Loaded when asked for: pytest imports this package in every run, for its plugin."""
    if name == "Sandbox":
        from intacct_sandbox.sandbox import Sandbox  # noqa: PLC0415

        return Sandbox
    if name == "SandboxThread":
        from intacct_sandbox.threaded import SandboxThread  # noqa: PLC0415

        return SandboxThread
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
