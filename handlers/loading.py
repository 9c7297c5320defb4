"""Finding handlers: the shipped ones, those of installed packages, and those that the configuration names."""

import importlib
import inspect
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import EntryPoint, entry_points

from pydantic import BaseModel

from handlers.registry import Registration, Registry, default_registry

ENTRY_POINT_GROUP = "intacct_relay.handlers"
"""A distribution that declares an entry point of this group, whose value is a module, brings its handlers along."""

SHIPPED = (
    "handlers.accounts_payable",
    "handlers.accounts_receivable",
    "handlers.general_ledger",
    "handlers.platform",
    "handlers.projects",
    "handlers.smart_events",
)

_HOW_TO_INSTALL = "install the package into the environment of intacct-relay, or put its folder on PYTHONPATH"


class HandlersNotLoaded(ValueError):
    """Some handlers cannot be used. ``mistakes`` holds all of them, each as (configuration path, cause and fix)."""

    def __init__(self, mistakes: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{path}: {text}" for path, text in mistakes))
        self.mistakes = tuple(mistakes)


def load_registry(packages: Sequence[str] = (), plugins: Iterable[EntryPoint] | None = None) -> Registry:
    """A new registry: shipped handlers, then entry points by name, then the named packages in their order.

    A later handler for the same event type replaces an earlier one. ``plugins`` stands in for the installed entry
    points. Imports the modules, so it runs their code. Raises HandlersNotLoaded with every mistake.
    """
    registry, mistakes = Registry(), []
    for path, module in _sources(packages, plugins):
        try:
            _add(registry, module)
        except _NotUsable as mistake:
            mistakes.append((path, str(mistake)))
    if mistakes:
        raise HandlersNotLoaded(mistakes)
    return registry


class _NotUsable(Exception):
    """One module, and why it cannot be used."""


def _sources(packages: Sequence[str], plugins: Iterable[EntryPoint] | None) -> Iterator[tuple[str, str]]:
    yield from (("shipped handlers", module) for module in SHIPPED)
    found = entry_points(group=ENTRY_POINT_GROUP) if plugins is None else plugins
    for point in sorted(found, key=lambda point: point.name):
        yield f"entry point {point.name} ({ENTRY_POINT_GROUP})", point.module
    yield from ((f"handlers[{index}]", package) for index, package in enumerate(packages))


def _add(registry: Registry, module: str) -> None:
    _import(module)
    registrations = default_registry.of_package(module)
    if not registrations:
        raise _NotUsable(
            f"the package {module} registers no handler: decorate one with handlers.registry.handles, "
            "in the package itself or in a module that it imports"
        )
    for registration in registrations:
        _check(registration)
        registry.add(registration)


def _import(module: str) -> None:
    """Any exception may come out of somebody else's module; all of them mean that it cannot be used."""
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        raise _NotUsable(f"cannot import {module}: {error}; {_HOW_TO_INSTALL}") from error
    except Exception as error:
        raise _NotUsable(f"cannot import {module}: {type(error).__name__}: {error}") from error


def _check(registration: Registration) -> None:
    name = getattr(registration.handler, "__qualname__", "")
    if not inspect.iscoroutinefunction(registration.handler):
        raise _NotUsable(f"{name} handles {registration.event_type} but is not an async function")
    if not (isinstance(registration.model, type) and issubclass(registration.model, BaseModel)):
        raise _NotUsable(f"{name} handles {registration.event_type} but its model is not a pydantic model")
