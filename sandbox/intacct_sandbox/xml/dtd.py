"""DTD 2.1 knows the object-specific functions only; 3.0 gives access to both kinds
(developer.intacct.com/web-services/requests/, dtdversion element). Whether 2.1 still is answered is a switch.
"""

from intacct_sandbox.xml.envelope import Envelope
from intacct_sandbox.xml.failure import schema_failure
from intacct_sandbox.xml.legacy import LEGACY

_ALSO = frozenset({"getAPISession", "get", "get_list"})


def refuse_beyond_dtd(envelope: Envelope) -> None:
    """Raise ControlFailure for a generic function in a request of DTD 2.1."""
    if envelope.control.dtd != "2.1":
        return
    for function in envelope.functions:
        if function.name not in LEGACY and function.name not in _ALSO:
            text = f"Element '{function.name}': This element is not expected in DTD 2.1."
            raise schema_failure(text, function.call.sourceline)
