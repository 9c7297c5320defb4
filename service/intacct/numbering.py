"""Record numbers for updates that need one and do not have it yet: found by business key, or the update has to wait."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.write import Operation
from service.delivery.client_port import Attempt, Outcome, Surface, WriteAnswer, WriteRequest
from service.intacct.answers import not_there
from service.intacct.objects import OBJECTS
from service.intacct.reading import look_up, stated
from service.intacct.surface import SurfaceClient


@dataclass(frozen=True, slots=True)
class Numbered:
    """Attempts with their record numbers, outcomes for those that have none (by write id), and what it cost."""

    attempts: tuple[Attempt, ...]
    failed: dict[str, Outcome]
    transactions: int


async def submit(client: SurfaceClient, request: WriteRequest) -> WriteAnswer:
    """Submit a request after its updates have got their record numbers. An atomic group fails as one."""
    numbered = await _numbered(client, request)
    if numbered.failed and request.atomic:
        fate = next(iter(numbered.failed.values()))
        return WriteAnswer(tuple(fate for _ in request.attempts), numbered.transactions)
    outcomes = dict(numbered.failed)
    transactions = numbered.transactions
    if numbered.attempts:
        answer = await client.submit(replace(request, attempts=numbered.attempts))
        outcomes |= zip((attempt.write_id for attempt in numbered.attempts), answer.outcomes, strict=True)
        transactions += answer.transactions
    return WriteAnswer(tuple(outcomes[attempt.write_id] for attempt in request.attempts), transactions)


async def _numbered(client: SurfaceClient, request: WriteRequest) -> Numbered:
    lacking: defaultdict[str, list[Attempt]] = defaultdict(list)
    for attempt in request.attempts:
        if _needs_number(attempt, client.surface):
            lacking[attempt.write.object].append(attempt)
    numbers: dict[str, str] = {}
    failed: dict[str, Outcome] = {}
    transactions = 0
    for attempts in lacking.values():
        transactions += await _find(client, attempts, numbers, failed)
    ready = tuple(
        replace(attempt, record_number=numbers.get(attempt.write_id, attempt.record_number))
        for attempt in request.attempts
        if attempt.write_id not in failed
    )
    return Numbered(ready, failed, transactions)


async def _find(
    client: SurfaceClient, attempts: Sequence[Attempt], numbers: dict[str, str], failed: dict[str, Outcome]
) -> int:
    answer = await look_up(client, [attempt.write for attempt in attempts])
    for attempt in attempts:
        found = answer.found.get(attempt.write.key)
        if answer.failure is not None:
            failed[attempt.write_id] = answer.failure
        elif found is None and stated(attempt.write) is not None:
            failed[attempt.write_id] = not_there(str(attempt.write.key))
        elif found is not None:
            numbers[attempt.write_id] = found.record_number
    return answer.transactions


def _needs_number(attempt: Attempt, surface: Surface) -> bool:
    if attempt.operation is not Operation.UPDATE or attempt.record_number:
        return False
    declaration = OBJECTS.get(attempt.write.object)
    form = declaration.xml if declaration else None
    return surface is Surface.REST or (form is not None and not form.update_by_key)
