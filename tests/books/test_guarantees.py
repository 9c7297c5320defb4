"""docs/guarantees.md names proofs that exist, and README's table is its short form."""

import ast
import re
from pathlib import Path

import pytest

from tests.books.cases import TROUBLES

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "guarantees.md").read_text("utf-8")
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXT)))
SECTION = re.compile(r"^### ([^\n]+)$(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
PARTS = ("Promised", "Assumes", "Costs", "Proof", "Breaks it")


@pytest.mark.parametrize(("path", "name"), PROOFS, ids=[f"{path}-{name}" for path, name in PROOFS])
def test_the_proof_exists(path: str, name: str) -> None:
    """A function of this name stands in that file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize(("title", "text"), SECTION.findall(TEXT), ids=lambda part: part.strip()[:40])
def test_each_guarantee_is_told_whole(title: str, text: str) -> None:
    """What is promised, assumed, paid, proven, and what breaks it."""
    assert [part for part in PARTS if f"- **{part}**: " in text] == list(PARTS), title
    assert re.search(r"`tests/[\w/]+\.py::\w+`", text), title


def test_the_first_page_leads_here() -> None:
    """Its table is the short form of this page."""
    assert "(docs/guarantees.md)" in (ROOT / "README.md").read_text("utf-8")


def test_every_story_proves_something() -> None:
    """What is played and stands in no guarantee would be a promise that nobody can read."""
    told = {(path.removesuffix(".py").replace("/", "."), name) for path, name in PROOFS}
    played = {(trouble.story.__module__, trouble.story.__qualname__.split(".")[0]) for trouble in TROUBLES}
    assert played - told == {("tests.books.troubles.foreign", "other_master_data")}
