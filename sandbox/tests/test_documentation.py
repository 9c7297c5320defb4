"""docs/sandbox.md says what the sandbox does: nothing in the code is missing in it, and nothing in it in the code."""

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

from intacct_sandbox import Sandbox
from intacct_sandbox.company import definition
from intacct_sandbox.faults.rules import DELIVERY_KINDS, KINDS
from intacct_sandbox.switches import _CHOICES, Switches
from intacct_sandbox.web.admin import Admin
from intacct_sandbox.xml.catalogue import IMPLEMENTATIONS
from intacct_sandbox.xml.legacy import LEGACY

PAGE = Path(__file__).parents[2] / "docs" / "sandbox.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="the page is in the repository, not in the distribution")


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text("utf-8")


def section(page: str, title: str) -> str:
    """What stands below a heading."""
    return page.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of all table rows but the headings."""
    lines = [line.strip().strip("|") for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)] for line in lines]


def code(text: str) -> set[str]:
    """Everything that is set as code."""
    return set(re.findall(r"`([^`]+)`", text))


def written(value: Any) -> str:
    """A switch's value as the page writes it."""
    return f"`{value}`" if isinstance(value, str) else json.dumps(value)


def test_every_switch_is_documented_with_its_default_and_a_reason(page: str) -> None:
    """The table has each switch of the code, no other, its default as it is, and why it is a switch."""
    table = {row[0].strip("`"): row for row in rows(section(page, "Switches")) if row[0].startswith("`")}
    values = Switches().as_dict()
    assert set(table) == set(values)
    for name, (_, default, others, why) in table.items():
        assert default == written(values[name]), name
        assert others, name
        assert why, name


def test_the_other_values_of_a_switch_are_those_that_it_takes(page: str) -> None:
    """Where a switch has choices, the row names every one of them."""
    table = {row[0].strip("`"): row for row in rows(section(page, "Switches")) if row[0].startswith("`")}
    for name, choices in _CHOICES.items():
        named = {each.strip().strip("`") for each in f"{table[name][1]}, {table[name][2]}".split(",")}
        assert named == {str(each) for each in choices}, name


def test_every_fault_is_documented(page: str) -> None:
    """Each kind of rule has a row, and no row is about a kind that does not exist."""
    named = {row[0] for row in rows(section(page, "Faults")) if row[0].startswith("`")}
    kinds = {each for row in named for each in code(row)} - {"since", "until"}
    assert kinds == KINDS | DELIVERY_KINDS


def test_every_object_is_documented(page: str) -> None:
    """Each object that has records of its own, or a view of them, is in the table with its names on both surfaces."""
    table = section(page, "Objects") + section(page, "Limits and billing")
    company = Sandbox().world.companies["HARBORLINE"]
    shown = [each for each in company.types.values() if not each.custom]
    for each in [*shown, *(variant for type in shown for variant in type.variants)]:
        for name in (each.ledger_name or each.name, each.xml):
            assert not name or re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", table), name


def test_every_function_is_documented(page: str) -> None:
    """Each function of the gateway that is no legacy one is named; the legacy ones are those of the objects' table."""
    functions = section(page, "XML functions")
    assert set(IMPLEMENTATIONS) - set(LEGACY) <= code(functions)
    families = section(page, "Objects")
    for name in LEGACY:
        verb, _, object = name.partition("_")
        known = name in families or (f"{verb}_" in families and object in families) or "legacy functions" in families
        assert known, name


def test_every_admin_path_is_documented(page: str) -> None:
    """Each path below /_sandbox/ is in the table, with its method."""
    table = section(page, "The ledger and the other admin paths")
    world = Sandbox().world
    for method, path in Admin(world, None)._routes:  # type: ignore[arg-type]
        assert re.search(rf"`{method} {path}[`\[]", table), (method, path)


def test_every_key_of_a_company_file_is_documented(page: str) -> None:
    """Each key that is read from a company's file has a row."""
    named = " ".join(row[0] for row in rows(section(page, "The company file")))
    for key in set(re.findall(r'raw(?:\.get\(|\[)"(\w+)"', inspect.getsource(definition._definition))):
        assert re.search(rf"`{key}[`:]", named), key


def test_every_behaviour_has_a_source(page: str) -> None:
    """No row of the tables that have a column for it leaves the source open."""
    for title in ("Objects", "REST calls", "Idempotency", "Business rules", "Limits and billing"):
        for row in rows(section(page, title))[1:]:
            assert row[-1], (title, row)


def test_the_tables_of_the_foreign_sdks_name_every_module_and_tests_that_exist(page: str) -> None:
    """No module is forgotten or made up, and each test that a row names is there."""
    xml_sdk, rest_sdk = pytest.importorskip("sageintacctsdk"), pytest.importorskip("intacctsdk")
    clients = {
        "test_sageintacctsdk.py": xml_sdk.SageIntacctSDK("", "", "", "", "", session_id="none"),
        "test_sageintacctrestsdk.py": rest_sdk.IntacctRESTSDK(access_token="none"),
    }
    tables = section(page, "Other people's SDKs").split("PyPI `")[1:]
    for table, (file, client) in zip(tables, clients.items(), strict=True):
        modules = {name for name in vars(client) if not name.startswith("_")}
        assert {each for row in rows(table)[1:] for each in code(row[0])} == modules
        tests = (Path(__file__).parent / "foreign" / file).read_text("utf-8")
        for name in {each for row in rows(table)[1:] for each in re.findall(r"[a-z]+(?:_[a-z]+)+", row[2])}:
            assert name in tests or file.startswith(name), name


def test_every_captured_answer_names_tests_that_exist(page: str) -> None:
    """The tests of the captured answers are all named, and nothing else is."""
    named = set(re.findall(r"\w+", " ".join(row[-1] for row in rows(section(page, "Captured answers")))))
    for file in ("test_captured_answers.py", "test_captured_rest.py"):
        there = re.findall(r"^async def test_(\w+)", (Path(__file__).parent / file).read_text(), re.MULTILINE)
        assert set(there) <= named, set(there) - named
        named -= set(there)
    assert named <= {"test", "in", "test_captured_answers", "test_captured_rest", "py"}, named
