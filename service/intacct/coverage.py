"""Which surface a write takes, and why none can.

What each surface offers for each object, and for how much, is in the declarations (``Declaration.over_rest``,
``over_xml``); docs/surfaces.md is printed from them. PATCH adds lines instead of replacing them, so an update that
carries lines needs the generic XML update, which replaces the whole set.

The choice is a pure function of object, operation, content and the tenant's settings. Load, attempts and processes play
no part: a successor chooses alike, and so meets Intacct's own memory of the id.
"""

from typing import Final

from schemas.verdict import DeadLetterClass
from schemas.write import Operation, Write
from service.delivery.client_port import Action, Diagnosis, Surface
from service.intacct.answers import cannot_be_sent
from service.intacct.objects import OBJECTS
from service.intacct.objects.content import Content
from service.intacct.objects.kinds import Unrenderable
from service.intacct.objects.operations import Offer
from service.intacct.objects.prepared import PreparedContent
from service.intacct.objects.render_rest import rest_body
from service.intacct.objects.render_xml import xml_function
from service.settings import SurfacePolicy, TenantSettings

Surfaces = tuple[Surface, ...]

_BOTH: Final[Surfaces] = (Surface.REST, Surface.XML)
_SOME_RECORD: Final = "1"
_NEXT = (
    "Correct the tenant's «surface» policy or credentials and replay, or make this change by hand in Intacct and"
    " discard this event."
)
_ACTIONS = {
    Operation.CREATE: (Action.CREATE,),
    Operation.UPDATE: (Action.UPDATE,),
    Operation.UPSERT: (Action.CREATE, Action.UPDATE),
}


class Coverage:
    """The declarations as they apply to one tenant: its policy, its credentials, and what a write carries."""

    def __init__(self, settings: TenantSettings) -> None:
        self._policy = settings.surface
        self._with_credentials = frozenset(
            surface
            for surface, section in ((Surface.REST, settings.rest), (Surface.XML, settings.xml))
            if section is not None
        )

    def choose(self, write: Write, content: PreparedContent) -> Surface | Diagnosis:
        """The surface that can do the whole write and leaves no half-done document, for the fewest transactions.

        On a tie XML, because it shares requests. A diagnosis tells the reasons of all surfaces: each may be the one to
        fix. Everything is rendered once here, so that what cannot be put into a request is known before it is billed.
        """
        possible: dict[Surface, Offer] = {}
        reasons: list[str] = []
        for surface in _BOTH:
            found = self._offer(write, content, surface)
            if isinstance(found, Offer):
                possible[surface] = found
            else:
                reasons.append(found)
        if not possible:
            return _no_way(write, reasons)
        chosen = min(possible, key=lambda surface: possible[surface].rank(surface is Surface.XML))
        problem = _unrenderable(write, content, chosen)
        others = [surface for surface in possible if surface is not chosen]
        if problem and others and not _unrenderable(write, content, others[0]):
            return others[0]
        return cannot_be_sent(problem) if problem else chosen

    @property
    def used(self) -> Surfaces:
        """Surfaces that policy and credentials leave, whatever the object."""
        return tuple(surface for surface in _BOTH if self._closed(surface) is None)

    def reading(self, object: str) -> Surfaces:
        """Surfaces that can query the object, the preferred one first."""
        declaration = OBJECTS.get(object)
        if declaration is None:
            return ()
        return tuple(surface for surface in self.used if declaration.offer(surface, Operation.CREATE))

    def _offer(self, write: Write, content: PreparedContent, surface: Surface) -> Offer | str:
        offer = content.stated.declaration.offer(surface, write.operation)
        if offer is None:
            return f"{surface.upper()} does not offer it"
        return self._closed(surface) or _content_obstacle(write, content.stated, surface) or offer

    def _closed(self, surface: Surface) -> str | None:
        if self._policy not in (SurfacePolicy.AUTO, SurfacePolicy(surface.value)):
            return f"the tenant's policy is «{self._policy.value}»"
        if surface not in self._with_credentials:
            return f"the tenant has no {surface.upper()} credentials"
        return None


def _no_way(write: Write, reasons: list[str]) -> Diagnosis:
    cause = f"No way leads to Intacct for {write.operation} {write.key}: {'; '.join(dict.fromkeys(reasons))}."
    return Diagnosis("", "", cause, _NEXT, DeadLetterClass.UNSUPPORTED)


def _content_obstacle(write: Write, content: Content, surface: Surface) -> str | None:
    """What in this particular write the surface cannot carry."""
    if surface is Surface.XML:
        return None
    if write.atomic:
        return "REST cannot apply several records as one unit"
    if content.lines and write.operation is not Operation.CREATE:
        return "REST adds lines to those that are there instead of replacing them"
    required = content.declaration.lines.rest_required if content.declaration.lines else ()
    for name in required:
        if any(name not in {each.name for each, _ in line} for line in content.lines):
            return f"REST requires a {name} on every line"
    return None


def _unrenderable(write: Write, content: PreparedContent, surface: Surface) -> str:
    """What cannot be put into a request of this surface; empty when everything can."""
    try:
        for action in _ACTIONS[write.operation]:
            _render(content.of(action), action, surface)
    except Unrenderable as error:
        return str(error)
    return ""


def _render(content: Content, action: Action, surface: Surface) -> None:
    if surface is Surface.REST:
        rest_body(content, Operation(action.value))
    else:
        xml_function(content, Operation(action.value), _SOME_RECORD)
