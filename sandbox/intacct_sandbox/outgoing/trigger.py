"""What an administrator configures so that a write is told to somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from intacct_sandbox.model.object_type import ObjectType
from intacct_sandbox.outgoing.condition import Condition, WrongCondition

KINDS = ("smart_event", "http_post", "webhook", "event_queue")
_SMART = {"add": "after_create", "set": "after_update", "delete": "after_delete"}
_POINTS = {f"{when}_{event}" for when in ("before", "after") for event in ("create", "update", "delete")}


class WrongTrigger(ValueError):
    """A trigger that cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger. An empty `company` means every company that has the object.

    `smart_event` posts `arguments`; the others send `body`, a text template. `events` are activation points such as
    `after_create`; for a Smart Event `add`, `set`, `delete`. `client_id` names the application whose secret signs a
    webhook, or that reads the event queue. `timeout` is in seconds; 0 leaves it to the sandbox.
    """

    name: str
    kind: str
    object: str
    events: tuple[str, ...]
    company: str = ""
    url: str = ""
    method: str = "post"
    arguments: tuple[tuple[str, str], ...] = ()
    body: str = ""
    content_type: str = ""
    client_id: str = ""
    condition: str = ""
    timeout: int = 0
    active: bool = True

    def is_on(self, type: ObjectType) -> bool:
        """Whether this object is the trigger's; it may be named as in XML, in REST or in the ledger."""
        return self.object.lower() in (type.xml.lower(), type.rest.lower(), type.name.lower())

    def points(self) -> frozenset[str]:
        """The activation points, also of a Smart Event."""
        return frozenset(_SMART.get(each, each) for each in self.events)

    def as_dict(self) -> dict[str, Any]:
        shown = {each.name: getattr(self, each.name) for each in fields(self)}
        return shown | {"arguments": [{"argument": name, "value": value} for name, value in self.arguments]}


def read_triggers(raw: Any, company: str = "") -> list[Trigger]:
    """Read a list of triggers, of `company` when they name none; raises WrongTrigger."""
    if not isinstance(raw, list | tuple):
        raise WrongTrigger("triggers must be an array of objects")
    return [_trigger(position, each, company) for position, each in enumerate(raw)]


def _trigger(position: int, raw: Any, company: str) -> Trigger:
    if not isinstance(raw, Mapping) or not raw.get("name"):
        raise WrongTrigger(f"trigger {position}: needs a name")
    unknown = set(raw) - {each.name for each in fields(Trigger)}
    if unknown:
        raise WrongTrigger(f"trigger {raw['name']}: unknown key {sorted(unknown)[0]!r}")
    values = {"company": company, **raw, "arguments": _arguments(raw.get("arguments") or ())}
    values["events"] = tuple(raw.get("events") or ())
    try:
        trigger = Trigger(**values)
        _check(trigger)
    except (TypeError, WrongCondition) as error:
        raise WrongTrigger(f"trigger {raw['name']}: {error}") from error
    return trigger


def _arguments(raw: Any) -> tuple[tuple[str, str], ...]:
    """A mapping, or a list of {argument, value} where one argument may be given several times."""
    if isinstance(raw, Mapping):
        return tuple((str(name), str(value)) for name, value in raw.items())
    try:
        return tuple((str(each["argument"]), str(each["value"])) for each in raw)
    except (KeyError, TypeError) as error:
        raise WrongTrigger("arguments are a list of {argument, value}, or a mapping") from error


def _check(trigger: Trigger) -> None:
    for each in fields(Trigger):
        if each.name not in ("arguments", "events") and not isinstance(getattr(trigger, each.name), each.type):  # type: ignore[arg-type]
            raise TypeError(f"{each.name} is of the wrong type")
    _one_of("kind", trigger.kind, KINDS)
    _one_of("method", trigger.method, ("post", "get") if trigger.kind == "smart_event" else ("post",))
    known = _SMART if trigger.kind == "smart_event" else _POINTS
    if not trigger.events:
        raise TypeError(f"events must have at least one of {', '.join(sorted(known))}")
    for event in trigger.events:
        _one_of("events", event, known)
    _check_receiver(trigger)
    Condition(trigger.condition)


def _check_receiver(trigger: Trigger) -> None:
    if trigger.kind != "event_queue" and not trigger.url.startswith(("http://", "https://")):
        raise TypeError("url must start with http:// or https://")
    if trigger.kind in ("webhook", "event_queue") and not trigger.client_id:
        raise TypeError("client_id names the application, and must be given")
    if trigger.kind == "smart_event" and trigger.body:
        raise TypeError("a Smart Event has arguments, and no body")
    if trigger.kind != "smart_event" and trigger.arguments:
        raise TypeError("only a Smart Event has arguments")
    if not 0 <= trigger.timeout <= 10:
        raise TypeError("timeout must be between 0 and 10")


def _one_of(name: str, value: Any, known: Any) -> None:
    if value not in known:
        raise TypeError(f"{name}: {value!r} is none of {', '.join(sorted(known))}")
