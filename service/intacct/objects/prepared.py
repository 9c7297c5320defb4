"""What a write says, taken apart once: what look-ups, renderers and every later stage start from."""

from dataclasses import dataclass

from schemas.write import Write
from service.delivery.client_port import Action, Prepared
from service.intacct.objects.content import Content, check, completed, stated_content


@dataclass(frozen=True, slots=True)
class PreparedContent:
    """The content of one write, checked. What the wire wants as record keys is filled in when it is sent."""

    stated: Content
    """What the write itself states: what an update changes and a look-up compares."""
    created: Content
    """The same with the defaults of a new record; often the same object."""

    def of(self, action: Action) -> Content:
        """What an attempt sends."""
        return self.created if action is Action.CREATE else self.stated


def prepared_content(write: Write) -> PreparedContent:
    """Take a write apart and check every value. Raises Unrenderable, naming the field."""
    stated = stated_content(write)
    check(stated)
    return PreparedContent(stated, completed(stated))


def content_in(prepared: Prepared) -> PreparedContent:
    """What ``IntacctClient.prepare`` has put into a prepared write."""
    assert isinstance(prepared.content, PreparedContent), "a prepared write comes from IntacctClient.prepare"
    return prepared.content
