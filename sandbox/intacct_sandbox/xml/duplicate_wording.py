"""In which words a used control id is refused. No answer is published: the requests page speaks of a request «already
executed and completed», so words and their order are open."""

from zlib import crc32

from intacct_sandbox.switches import Switches
from intacct_sandbox.xml.failure import XmlError

_VARIOUS = (
    "A request's function with the control ID {id} has already been completed.",
    "The function was already executed and completed under the control ID {id}.",
    "Control ID {id} is not unique: its function was executed and completed before.",
    "Already completed: the request with controlid '{id}'.",
    "Duplicate control ID {id}.",
)


def completed(switches: Switches, id: str) -> XmlError:
    """The function of this id was done before; of the various texts always the same one for the same id."""
    various = switches.completed_text == "various"
    text = _VARIOUS[crc32(id.encode()) % len(_VARIOUS)] if various else switches.completed_text
    return XmlError(switches.completed_errorno, text.format(id=id))


def in_process(switches: Switches, id: str) -> XmlError:
    """The function of this id is running."""
    return XmlError(switches.inflight_errorno, switches.inflight_text.format(id=id))
