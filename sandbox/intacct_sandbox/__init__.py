"""A stand-in for Sage Intacct: XML gateway, REST, OAuth, limits, faults, and a ledger of what was really written."""

from intacct_sandbox.sandbox import Sandbox
from intacct_sandbox.threaded import SandboxThread

__all__ = ["Sandbox", "SandboxThread"]
__version__ = "0.1.0"
