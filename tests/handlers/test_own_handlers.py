"""The handler that the README shows is the one that is loaded and run here."""

import re
import sys
from collections.abc import Iterator

import pytest

from handlers.loading import load_registry
from schemas.write import ObjectKey, Operation
from tests.handlers.example_files import EXAMPLES, ROOT, handle

FOLDER = EXAMPLES / "own_handlers"
FILE = FOLDER / "own_handlers" / "__init__.py"
BLOCK = re.compile(r"<!-- own-handler -->\s*```python\n(.*?)```\s*<!-- /own-handler -->", re.DOTALL)


@pytest.fixture
def on_path() -> Iterator[None]:
    """As PYTHONPATH=examples/own_handlers does it."""
    sys.path.insert(0, str(FOLDER))
    yield
    sys.path.remove(str(FOLDER))


def test_the_readme_shows_the_file() -> None:
    """Between its markers, letter for letter."""
    block = BLOCK.search((ROOT / "README.md").read_text())
    assert block, (
        "README.md has no python code block between <!-- own-handler --> and <!-- /own-handler -->: "
        f"put the content of {FILE.relative_to(ROOT)} there"
    )
    assert block[1].strip() == FILE.read_text().strip(), f"README.md and {FILE.relative_to(ROOT)} differ"


def test_it_has_at_most_fifteen_lines() -> None:
    """Imports counted, blank lines not."""
    assert len([line for line in FILE.read_text().splitlines() if line.strip()]) <= 15


@pytest.mark.usefixtures("on_path")
async def test_it_is_loaded_by_its_package_name_and_makes_writes() -> None:
    """A signed lease becomes a project at its location."""
    registry = load_registry(["own_handlers"], ())
    lease = {"lease": "L-12", "tenant": "Tern & Daughters", "location": "100"}
    (write,) = await handle("lease.signed", lease, registry=registry, entity="E100")
    assert (write.operation, write.key) == (Operation.UPSERT, ObjectKey("project", ("L-12",)))
    assert write.fields == {
        "id": "L-12",
        "name": "Tern & Daughters",
        "category": "internal_billable",
        "location": "100",
    }
    assert (write.references, write.entity) == ((ObjectKey("location", ("100",)),), "E100")
