"""One line of ``intacct-relay check``. Imports nothing of ours, so that the Intacct client can produce such lines."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckLine:
    """What was checked and what was found. ``fix`` says what to do, and where in Intacct, when ``ok`` is false.

    With ``ok`` true a ``fix`` is a warning: it works, and could be better. That makes no check fail.
    Subjects: ``credentials``, ``sender``, ``session endpoint``, ``permissions``, ``limits``, ``clock``, ``log``,
    ``handlers``, ``speaks for``, ``company settings``.
    Neither text may hold a secret.
    """

    subject: str
    ok: bool
    found: str
    fix: str = ""
