"""The books after every kind of trouble: one document once, the right one, in the state that the receipt says.

``make books`` plays all cases, ``pytest tests/books -k bill-rest-foreign_draft`` one of them. What is right stands in
the stories, one a function in ``tests/books/troubles``; nothing of the service's inside is asked.
"""

from pathlib import Path

import pytest

from tests.books.cases import Case, cases
from tests.books.world import company


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
async def test_the_books_are_right(case: Case, tmp_path: Path) -> None:
    """Whatever happens around it, the books hold what the events say, and each event has one verdict."""
    trouble = case.trouble
    async with company(
        tmp_path,
        case.surface,
        waiting=trouble.waiting,
        settle=trouble.settle,
        switches=dict(trouble.switches),
        **trouble.definition,
    ) as world:
        await trouble.story(world, case.kind)
        await world.no_event_is_judged_twice()
