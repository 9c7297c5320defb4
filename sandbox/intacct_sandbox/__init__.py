"""A stand-in for Sage Intacct: XML gateway, REST, OAuth, limits, faults, and a ledger of what was really written."""

from intacct_sandbox.sandbox import Sandbox

__all__ = ["Sandbox"]
__version__ = "0.1.0"
