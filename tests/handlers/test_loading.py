"""Loading handlers: shipped, of entry points, of named packages; and what is said when one cannot be used."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from handlers.loading import ENTRY_POINT_GROUP, HandlersNotLoaded, load_registry
from handlers.registry import Registry
from tests.handlers.example_files import CANONICAL, CUSTOMER_ADD, example, handle

HEAD = """
from handlers.registry import handles
from schemas.events.accounts_payable import BillApproved
"""
TAKES_BILLS = (
    HEAD
    + """
@handles("bill.approved", BillApproved)
async def {name}(event, context):
    return []
"""
)


class Packages:
    """Python packages on a path of their own."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, code: str) -> str:
        path = self._root.joinpath(*name.split("."))
        path.mkdir(parents=True)
        (path / "__init__.py").write_text(code)
        return name


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[Packages]:
    """Written for one test, and forgotten after it."""
    before = set(sys.modules)
    sys.path.insert(0, str(tmp_path))
    yield Packages(tmp_path)
    sys.path.remove(str(tmp_path))
    for name in set(sys.modules) - before:
        if name.partition(".")[0].startswith("own_"):
            del sys.modules[name]


def handler_of(registry: Registry, event_type: str = "bill.approved") -> str:
    registration = registry.find(event_type)
    assert registration is not None
    return registration.handler.__qualname__


def mistakes(*names: str, plugins: tuple[EntryPoint, ...] = ()) -> dict[str, str]:
    with pytest.raises(HandlersNotLoaded) as caught:
        load_registry(names, plugins)
    return dict(caught.value.mistakes)


def test_the_shipped_handlers_need_no_configuration() -> None:
    """Every canonical type has one."""
    assert load_registry(plugins=()).types() == tuple(sorted([*CANONICAL, CUSTOMER_ADD]))


async def test_a_named_package_adds_and_replaces(packages: Packages) -> None:
    """The later one wins, and a registry that was loaded without it is not changed."""
    name = packages.write("own_bills", TAKES_BILLS.format(name="mine"))
    assert handler_of(load_registry([name], ())) == "mine"
    assert handler_of(load_registry([], ())) == "create_bill"
    assert await handle("bill.approved", example("bill.approved"), registry=load_registry([name], ())) == []


def test_loading_twice_gives_the_same(packages: Packages) -> None:
    """Python imports a module once; the second registry has its handlers all the same."""
    name = packages.write("own_twice", TAKES_BILLS.format(name="mine"))
    assert [handler_of(load_registry([name], ())) for _ in range(2)] == ["mine", "mine"]


def test_the_order_of_the_configuration_decides(packages: Packages) -> None:
    """Not the order of the imports."""
    first = packages.write("own_first", TAKES_BILLS.format(name="first"))
    second = packages.write("own_second", TAKES_BILLS.format(name="second"))
    assert handler_of(load_registry([first, second], ())) == "second"
    assert handler_of(load_registry([second, first], ())) == "first"


def test_an_entry_point_is_loaded_before_the_named_packages(packages: Packages) -> None:
    """What the configuration names wins over what happens to be installed."""
    plugin = packages.write("own_plugin", TAKES_BILLS.format(name="plugin"))
    named = packages.write("own_named", TAKES_BILLS.format(name="named"))
    points = [EntryPoint(name="acme", value=plugin, group=ENTRY_POINT_GROUP)]
    assert handler_of(load_registry([], points)) == "plugin"
    assert handler_of(load_registry([named], points)) == "named"


def test_handlers_in_modules_of_the_package_count(packages: Packages) -> None:
    """A package may spread its handlers; it imports its modules itself."""
    packages.write("own_spread", "from own_spread import parts")
    packages.write("own_spread.parts", TAKES_BILLS.format(name="inner"))
    assert handler_of(load_registry(["own_spread"], ())) == "inner"


def test_a_package_with_a_similar_name_is_another_package(packages: Packages) -> None:
    """own_a is not own_ab."""
    packages.write("own_ab", TAKES_BILLS.format(name="other"))
    load_registry(["own_ab"], ())
    packages.write("own_a", "")
    assert "registers no handler" in mistakes("own_a")["handlers[0]"]


def test_a_wrapped_handler_belongs_to_the_package_that_registers_it(packages: Packages) -> None:
    """A decorator from elsewhere must not make a handler disappear."""
    packages.write(
        "own_decorators", "def quiet(f):\n    async def run(e, c):\n        return await f(e, c)\n    return run"
    )
    code = TAKES_BILLS.replace("async def", "@quiet\nasync def").format(name="wrapped")
    packages.write("own_wrapping", "from own_decorators import quiet\n" + code)
    assert handler_of(load_registry(["own_wrapping"], ())) == "quiet.<locals>.run"


def test_every_package_that_cannot_be_used_is_named_at_once(packages: Packages) -> None:
    """With its place in the configuration and the cause."""
    packages.write("own_broken", "1 / 0")
    packages.write("own_needy", "import own_dependency_that_is_not_there")
    packages.write("own_syntax", "def (")
    packages.write("own_empty", "")
    found = mistakes("own_missing", "own_broken", "own_needy", "own_syntax", "own_empty")
    assert "No module named 'own_missing'; install the package" in found["handlers[0]"]
    assert found["handlers[1]"] == "cannot import own_broken: ZeroDivisionError: division by zero"
    assert "No module named 'own_dependency_that_is_not_there'" in found["handlers[2]"]
    assert "SyntaxError" in found["handlers[3]"]
    assert "registers no handler" in found["handlers[4]"]


def test_an_entry_point_that_cannot_be_used_is_named() -> None:
    """It was not in the configuration, so its distribution's name for it is told."""
    found = mistakes(plugins=(EntryPoint(name="acme", value="own_nowhere", group=ENTRY_POINT_GROUP),))
    assert "own_nowhere" in found[f"entry point acme ({ENTRY_POINT_GROUP})"]


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (TAKES_BILLS.replace("async def", "def").format(name="slow"), "slow handles bill.approved but is not an async"),
        (TAKES_BILLS.replace("BillApproved)", "dict)").format(name="loose"), "its model is not a pydantic model"),
    ],
)
def test_a_handler_that_would_fail_on_every_event_is_refused_at_the_start(
    packages: Packages, code: str, cause: str
) -> None:
    """Better a service that does not start than a dead letter for each event."""
    name = packages.write(f"own_{cause.split(maxsplit=1)[0]}", code)
    assert cause in mistakes(name)["handlers[0]"]


@pytest.mark.parametrize("name", ["", ".", "..handlers", "own package", "own/handlers.py"])
def test_a_name_that_is_no_package_is_a_mistake_not_a_crash(name: str) -> None:
    """Whatever stands in the configuration."""
    assert mistakes(name)["handlers[0]"].startswith("cannot import")
