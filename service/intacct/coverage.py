"""Which surface can do which operation on which object, and why none can.

The table is per operation, not per object (OpenAPI verb lists; developer.intacct.com object pages): AP and AR payments
and tasks are written over REST only; an AR invoice has no generic XML update. PATCH adds lines instead of replacing
them, so an update that carries lines needs the generic XML update, which replaces the whole set.
"""

from collections.abc import Mapping
from typing import Final

from schemas.verdict import DeadLetterClass
from schemas.write import Operation, Write
from service.delivery.client_port import Diagnosis, Surface
from service.intacct.objects.content import content_of
from service.intacct.objects.kinds import Unrenderable
from service.settings import SurfacePolicy, TenantSettings

Surfaces = tuple[Surface, ...]

_NONE: Final[Surfaces] = ()
_REST: Final[Surfaces] = (Surface.REST,)
_BOTH: Final[Surfaces] = (Surface.REST, Surface.XML)

COVERAGE: Mapping[str, tuple[Surfaces, Surfaces]] = {
    # object: (create, update)
    "vendor": (_BOTH, _BOTH),
    "customer": (_BOTH, _BOTH),
    "account": (_BOTH, _BOTH),
    "bill": (_BOTH, _BOTH),
    "invoice": (_BOTH, _REST),
    "bill-payment": (_REST, _NONE),
    "payment": (_REST, _NONE),
    "journal-entry": (_BOTH, _BOTH),
    "project": (_BOTH, _BOTH),
    "task": (_REST, _REST),
    "custom-record": (_BOTH, _BOTH),
}


def covered(object: str, operation: Operation) -> Surfaces:
    """The table: an upsert needs a surface that can do both."""
    create, update = COVERAGE.get(object, (_NONE, _NONE))
    if operation is Operation.UPSERT:
        return tuple(surface for surface in create if surface in update)
    return create if operation is Operation.CREATE else update


class Coverage:
    """The table as it applies to one tenant: its policy, its credentials, and what a write carries."""

    def __init__(self, settings: TenantSettings) -> None:
        self._policy = settings.surface
        self._with_credentials = frozenset(
            surface
            for surface, section in ((Surface.REST, settings.rest), (Surface.XML, settings.xml))
            if section is not None
        )

    def surfaces(self, write: Write) -> Surfaces:
        """Surfaces that can do the write, the preferred one for a single write first."""
        return tuple(surface for surface in _BOTH if self._obstacle(write, surface) is None)

    @property
    def used(self) -> Surfaces:
        """Surfaces that policy and credentials leave, whatever the object."""
        return tuple(surface for surface in _BOTH if self._closed(surface) is None)

    def reading(self, object: str) -> Surfaces:
        """Surfaces that can query the object, the preferred one first."""
        readable = covered(object, Operation.CREATE)
        return tuple(surface for surface in readable if self._closed(surface) is None)

    def why_not(self, write: Write) -> Diagnosis:
        """Why no surface can do the write. The reasons of all surfaces, because each may be the one to fix."""
        reasons = [reason for surface in _BOTH if (reason := self._obstacle(write, surface))]
        cause = f"No way leads to Intacct for {write.operation} {write.key}: {'; '.join(dict.fromkeys(reasons))}."
        return Diagnosis("", "", cause, _NEXT, DeadLetterClass.UNSUPPORTED)

    def _obstacle(self, write: Write, surface: Surface) -> str | None:
        if surface not in covered(write.object, write.operation):
            return f"{surface.upper()} does not offer it"
        return self._closed(surface) or _content_obstacle(write, surface)

    def _closed(self, surface: Surface) -> str | None:
        if self._policy not in (SurfacePolicy.AUTO, SurfacePolicy(surface.value)):
            return f"the tenant's policy is «{self._policy.value}»"
        if surface not in self._with_credentials:
            return f"the tenant has no {surface.upper()} credentials"
        return None


_NEXT = "Correct the tenant's «surface» policy or credentials, or make this change by hand in Intacct. Then replay."


def _content_obstacle(write: Write, surface: Surface) -> str | None:
    """What in this particular write the surface cannot carry. A malformed write is refused when it is sent."""
    if surface is Surface.XML:
        return None
    if write.atomic:
        return "REST cannot apply several records as one unit"
    try:
        content = content_of(write, Operation.CREATE)
    except Unrenderable:
        return None
    if content.lines and write.operation is not Operation.CREATE:
        return "REST adds lines to those that are there instead of replacing them"
    required = content.declaration.lines.rest_required if content.declaration.lines else ()
    for name in required:
        if any(name not in {each.name for each, _ in line} for line in content.lines):
            return f"REST requires a {name} on every line"
    return None
