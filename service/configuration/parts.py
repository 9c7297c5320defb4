"""The parts of a tree that are right by themselves, so that rules across sections can be checked beside mistakes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import JsonValue, TypeAdapter, ValidationError

from service.configuration.yaml_file import Tree
from service.settings import LogSettings, SqliteLogSettings, TenantSettings, TopicSource, WebhookSource

T = TypeVar("T")

_TENANT = TypeAdapter(TenantSettings)
_LOG: TypeAdapter[LogSettings] = TypeAdapter(LogSettings)
_TOPIC = TypeAdapter(TopicSource)
_SOURCE: TypeAdapter[WebhookSource] = TypeAdapter(WebhookSource)


@dataclass(frozen=True)
class Parts:
    """What can be read; what cannot is named by its own mistakes."""

    tenant_names: frozenset[str]
    tenants: Mapping[str, TenantSettings]
    sources: Mapping[str, WebhookSource]
    log: LogSettings | None
    tree: Tree

    def named_tenants(self) -> Iterator[tuple[str, str]]:
        """Path and value of every option that names a tenant."""
        for name, source in section(self.tree, "sources").items():
            if isinstance(source, dict) and isinstance(tenant := source.get("tenant"), str):
                yield f"sources.{name}.tenant", tenant
        for index, topic in enumerate(self.topics()):
            if isinstance(topic, dict) and isinstance(tenant := topic.get("tenant"), str):
                yield f"router.topics[{index}].tenant", tenant

    def topics(self) -> list[JsonValue]:
        """The router's topics as written."""
        topics = section(self.tree, "router").get("topics")
        return topics if isinstance(topics, list) else []

    def readable_topics(self) -> dict[int, TopicSource]:
        """The router's topics that can be read, by their place in the list."""
        read = {index: _read(_TOPIC, topic) for index, topic in enumerate(self.topics())}
        return {index: topic for index, topic in read.items() if topic is not None}


def parts_of(tree: Tree) -> Parts:
    """Read each part by itself."""
    tenants = section(tree, "tenants")
    log = _read(_LOG, tree["log"]) if "log" in tree else SqliteLogSettings()
    return Parts(frozenset(tenants), _each(_TENANT, tenants), _each(_SOURCE, section(tree, "sources")), log, tree)


def section(tree: Tree, name: str) -> Tree:
    """A section as written; empty when it is missing or no mapping."""
    found = tree.get(name)
    return found if isinstance(found, dict) else {}


def _each(adapter: TypeAdapter[T], items: Tree) -> dict[str, T]:
    read = {name: _read(adapter, item) for name, item in items.items()}
    return {name: item for name, item in read.items() if item is not None}


def _read(adapter: TypeAdapter[T], value: JsonValue) -> T | None:
    try:
        return adapter.validate_python(value)
    except ValidationError:
        return None
