"""The official JavaScript SDK: which of its classes the sandbox has something for, and which it refuses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from javascript_cases import (
    SUMMARIES,
    WAITING,
    WAITING_CALLS,
    WRITTEN,
    Written,
    bill,
    expense_report,
    filled,
    invoice,
    payment,
    receipt,
)
from javascript_conditions import CONDITIONS, DATES
from javascript_sdk import Client, Data, Node, Thrown

from intacct_sandbox.threaded import SandboxThread

PAGE = Path(__file__).parents[4] / "docs" / "sandbox.md"


@pytest.mark.parametrize("case", WAITING, ids=str)
def test_objects_that_the_sandbox_has_not_are_refused(client: Client, sandbox: SandboxThread, case: Written) -> None:
    """What cannot be done is not answered as if it were: create, update and delete fail, and nothing is written."""
    before = sandbox.ledger()
    for function in filter(None, (case.create, case.update, case.delete, case.reverse)):
        with pytest.raises(Thrown) as refused:
            client.execute(filled(function, key="1", before="1"))
        assert refused.value.kind == "ResultException", refused.value
    assert sandbox.ledger() == before


def _classes(value: Any) -> set[str]:
    """The classes of the SDK that a description names."""
    return set(re.findall(r'"(?:new|static)": "([\w.]+)"', json.dumps(value)))


@pytest.mark.parametrize("function", WAITING_CALLS, ids=[str(each["new"]) for each in WAITING_CALLS])
def test_functions_that_the_sandbox_has_not_are_refused(client: Client, sandbox: SandboxThread, function: Data) -> None:
    """A function that is not there fails by name."""
    before = sandbox.ledger()
    with pytest.raises(Thrown) as refused:
        client.execute(function)
    assert refused.value.kind == "ResultException", refused.value
    assert sandbox.ledger() == before


def _classes_of(cases: list[Written]) -> set[str]:
    return _classes([(each.create, each.update, each.delete, each.reverse, each.before) for each in cases])


# Made inside the SDK by its builders, its factory and its SessionProvider, which tests here use.
BUILT_INSIDE = {
    "ApiSessionCreate", "AccountsPayable.ApPaymentDetailBill", "AccountsPayable.ApPaymentDetailAdvance",
    "AccountsPayable.ApPaymentDetailCreditMemo",
    *(f"Common.NewQuery.QuerySelect.{name}"
      for name in ("Average", "Count", "Field", "Maximum", "Minimum", "SelectFunctionFactory", "Sum")),
    *(f"Common.NewQuery.QueryOrderBy.Order{name}" for name in ("Ascending", "Descending")),
}  # fmt: skip
DATE_CLASSES = {f"Common.Query.Comparison.{kind}.{kind}{type}" for kind, _ in DATES for type in ("Date", "DateTime")}


REFUSED = {"AccountsReceivable.OnlineCardPayment"}


NOT_COVERED = ((_classes_of(WAITING) | _classes(WAITING_CALLS)) - _classes_of(WRITTEN)) | REFUSED


def _tests() -> str:
    """The text of all tests here."""
    return "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*.py"))


def covered() -> set[str]:
    """The classes that a test here uses successfully."""
    named = set(re.findall(r'"((?:[A-Z][a-z]\w*\.)+[A-Z][a-z]\w+)"', _tests()))
    documents = [*(each[0] for each in SUMMARIES), bill(), invoice(), expense_report(), payment("1"), receipt("1")]
    made = _classes_of(WRITTEN) | _classes(documents) | _classes([each[0] for each in CONDITIONS])
    return (named | made | DATE_CLASSES | BUILT_INSIDE) - NOT_COVERED


def test_every_class_of_the_sdk_is_either_covered_or_known_not_to_be(node: Node) -> None:
    """No class that the SDK exports is forgotten, and none is made up."""
    assert set(node.order("classes")) == covered() | NOT_COVERED


def _table() -> dict[str, str]:
    """Each class of the documentation's table, with what its row says of tests."""
    part = PAGE.read_text("utf-8").split("\nnpm `@intacct/intacct-sdk`")[1].split("\nWhat is not covered is refused")[0]
    said, namespace = {}, ""
    for first, names, tests in re.findall(r"^\|([^|]*)\|([^|]*`[^|]*)\|([^|]*)\|$", part, re.MULTILINE):
        namespace = first.strip() or namespace
        prefix = "" if namespace == "Functions" else f"{namespace}."
        said |= {prefix + name: tests for name in re.findall(r"`(\w+)`", names)}
    return said


@pytest.mark.skipif(not PAGE.exists(), reason="the page is in the repository, not in the distribution")
def test_the_documentation_tells_of_every_class_what_these_tests_do() -> None:
    """The table has each class, says covered of those that are, and names tests that are there."""
    said = _table()
    assert said.keys() == covered() | NOT_COVERED
    assert {name for name, tests in said.items() if "**" in tests} == NOT_COVERED
    for name in {each for tests in said.values() for each in re.findall(r"[a-z]+(?:_[a-z0-9]+){2,}", tests)}:
        assert name in _tests() or (Path(__file__).parent / f"{name}.py").exists(), name
