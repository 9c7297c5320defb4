"""Finishing drafts on the surface that has the workflow for it.

Only REST creates drafts and only REST documents how a draft is submitted, whatever surface found it.
"""

from collections.abc import Mapping
from dataclasses import replace

from schemas.verdict import DeadLetterClass
from schemas.write import Operation
from service.delivery.client_port import Attempt, Outcome, Surface, WriteAnswer, WriteRequest
from service.intacct import numbering
from service.intacct.answers import refused_here
from service.intacct.surface import SurfaceClient


async def submit(surfaces: Mapping[Surface, SurfaceClient], request: WriteRequest) -> WriteAnswer:
    """Submit a request, with the finishing steps in it sent one by one over REST."""
    finishing = tuple(attempt for attempt in request.attempts if _finishes(attempt))
    if request.surface is Surface.REST or not finishing:
        return await numbering.submit(surfaces[request.surface], request)
    outcomes: dict[str, Outcome] = {}
    transactions = 0
    others = tuple(attempt for attempt in request.attempts if not _finishes(attempt))
    for part in (replace(request, attempts=others), replace(request, attempts=finishing, surface=Surface.REST)):
        if part.attempts:
            answer = await _part(surfaces, part)
            outcomes |= zip((attempt.write_id for attempt in part.attempts), answer.outcomes, strict=True)
            transactions += answer.transactions
    return WriteAnswer(tuple(outcomes[attempt.write_id] for attempt in request.attempts), transactions)


async def _part(surfaces: Mapping[Surface, SurfaceClient], part: WriteRequest) -> WriteAnswer:
    client = surfaces.get(part.surface)
    if client is None:
        return WriteAnswer(tuple(refused_here(_NO_WAY, DeadLetterClass.UNSUPPORTED) for _ in part.attempts), 0)
    return await numbering.submit(client, part)


def _finishes(attempt: Attempt) -> bool:
    return attempt.operation is Operation.CREATE and attempt.record_number != ""


_NO_WAY = "a draft with this number is in Intacct, and submitting it needs REST credentials; submit it by hand"
