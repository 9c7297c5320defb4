"""The start values of a company, read from YAML or a dict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

Source = str | Path | Mapping[str, Any]
_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_MODULES = ("order-entry", "purchasing", "inventory")
_NUMBERED = ("bill", "invoice", "ap-adjustment", "ar-adjustment")
_UNITS = {"Count": ["Each", "Dozen"]}


class WrongCompany(ValueError):
    """A company definition that cannot be used; the message names the file and the key."""


@dataclass(frozen=True)
class User:
    """A web services user. `denied` lists "operation object" pairs it may not do; `*` stands for any. One with
    `entities` works in these only, where it cannot change what the top level owns.

    A `person` works in the product: what it sends takes no slot, meets no fault, costs no transaction and is counted
    for itself.
    """

    id: str
    password: str
    denied: frozenset[str] = frozenset()
    name: str = ""
    person: bool = False
    entities: frozenset[str] = frozenset()

    def may(self, operation: str, object: str) -> bool:
        wanted = {f"{operation} {object}", f"* {object}", f"{operation} *", "* *"}
        return not wanted & self.denied


@dataclass(frozen=True)
class Client:
    """A REST application; `users` are those that the company authorised for it."""

    id: str
    secret: str
    users: frozenset[str]


@dataclass(frozen=True)
class Policy:
    """A transport policy for asynchronous requests: where responses are POSTed, with Basic credentials or without."""

    id: str
    url: str
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Transaction:
    """A transaction definition. `module` is order-entry, purchasing or inventory.

    `sequence` has one {} for the number and is empty where document numbers must be sent; `state` is the first state;
    `from_` names the definitions that it can be converted from (empty: any of its module).
    """

    name: str
    module: str
    sequence: str = ""
    state: str = "pending"
    from_: frozenset[str] = frozenset()
    active: bool = True


@dataclass(frozen=True)
class Definition:
    """One company before anything has happened in it."""

    id: str
    name: str
    base_currency: str
    currencies: frozenset[str]
    senders: Mapping[str, str]
    users: Mapping[str, User]
    clients: Mapping[str, Client]
    closed_through: str
    application_slots: int
    company_slots: int
    session_seconds: int
    location_required_on: frozenset[str]
    custom_objects: tuple[Mapping[str, Any], ...]
    custom_fields: Mapping[str, tuple[Mapping[str, Any], ...]]
    records: Mapping[str, tuple[Mapping[str, Any], ...]]
    triggers: tuple[Mapping[str, Any], ...] = ()
    webhooks: tuple[Mapping[str, Any], ...] = ()
    # objects whose lines need tax entries, or a label instead of an account
    tax_required_on: frozenset[str] = frozenset()
    labels_required_on: frozenset[str] = frozenset()
    # objects whose numbers cannot repeat within a vendor or customer
    unique_numbers: frozenset[str] = frozenset(_NUMBERED)
    # objects whose submitted records wait for an approval
    approvals: frozenset[str] = frozenset()
    policies: "Mapping[str, Policy]" = field(default_factory=dict)
    # order entry, purchasing and inventory transaction definitions, by name
    transactions: "Mapping[str, Transaction]" = field(default_factory=dict)
    # unit of measure group -> its units, the base unit first
    unit_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # document sequence -> pattern with one {} for the number
    sequences: Mapping[str, str] = field(default_factory=dict)


def load(source: Source) -> Definition:
    """Read a definition. A dict, and a file with `extends: NAME`, is laid over the shipped company of that name.

    A key that it gives replaces that key; of `records` and `custom_fields` only the objects that it names.
    """
    raw, origin = _raw(source)
    raw = _extended(raw, "harborline" if isinstance(source, Mapping) else "")
    try:
        return _definition(raw)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise WrongCompany(f"{origin}: wrong or missing key: {error}") from error


def _extended(raw: Mapping[str, Any], default: str = "") -> dict[str, Any]:
    base = str(raw.get("extends", default))
    return _laid_over(_extended(shipped(base)), raw) if base else dict(raw)


def _laid_over(base: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**base, **raw}
    for name in ("records", "custom_fields"):
        if isinstance(raw.get(name), Mapping):
            merged[name] = {**base.get(name, {}), **raw[name]}
    return merged


@cache
def shipped(name: str) -> dict[str, Any]:
    """The raw definition of a company that comes with the sandbox."""
    file = resources.files("intacct_sandbox").joinpath("companies", f"{name}.yaml")
    if not file.is_file():
        raise WrongCompany(f"no company named {name!r} is shipped")
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


def _raw(source: Source) -> tuple[dict[str, Any], str]:
    if isinstance(source, Mapping):
        return dict(source), "company"
    if str(source).isidentifier():
        return shipped(str(source)), str(source)
    try:
        loaded = yaml.safe_load(Path(source).read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise WrongCompany(f"{source}: {error}") from error
    if not isinstance(loaded, dict):
        raise WrongCompany(f"{source}: is not a mapping")
    return loaded, str(source)


def _definition(raw: Mapping[str, Any]) -> Definition:
    slots, base = raw["slots"], str(raw["base_currency"])
    return Definition(
        id=str(raw["id"]),
        name=str(raw.get("name", raw["id"])),
        base_currency=base,
        currencies=frozenset(raw.get("currencies", [])) | {base},
        senders={str(name): str(password) for name, password in raw["senders"].items()},
        users={str(each["id"]): _user(each) for each in raw["users"]},
        clients={str(each["id"]): _client(each) for each in raw["clients"]},
        closed_through=str(raw.get("closed_through", "")),
        application_slots=int(slots["application"]),
        company_slots=int(slots["company"]),
        session_seconds=int(raw["session_seconds"]),
        location_required_on=frozenset(raw.get("location_required_on", [])),
        custom_objects=tuple(raw.get("custom_objects", [])),
        custom_fields={name: tuple(each) for name, each in raw.get("custom_fields", {}).items()},
        records={name: tuple(each) for name, each in raw.get("records", {}).items()},
        triggers=tuple(raw.get("triggers", [])),
        webhooks=tuple(raw.get("webhooks", [])),
        approvals=frozenset(raw.get("approvals", [])),
        tax_required_on=frozenset(raw.get("tax_required_on", [])),
        labels_required_on=frozenset(raw.get("labels_required_on", [])),
        unique_numbers=frozenset(raw.get("unique_numbers", _NUMBERED)),
        policies={str(each["id"]): _policy(each) for each in raw.get("policies", [])},
        transactions={str(each["name"]): _transaction(each) for each in raw.get("transaction_definitions", [])},
        sequences={str(name): str(pattern) for name, pattern in raw.get("document_sequences", {}).items()},
        unit_groups={str(name): tuple(units) for name, units in raw.get("unit_groups", _UNITS).items()},
    )


def _user(raw: Mapping[str, Any]) -> User:
    denied, name = frozenset(raw.get("denied", [])), str(raw.get("name", raw["id"]))
    entities = frozenset(str(each) for each in raw.get("entities", []))
    return User(str(raw["id"]), str(raw["password"]), denied, name, bool(raw.get("person", False)), entities)


def _policy(raw: Mapping[str, Any]) -> Policy:
    url = urlsplit(str(raw["url"]))
    if url.scheme != "https" and url.hostname not in _LOOPBACK:
        raise ValueError(f"policy {raw['id']!r}: the Response URL must be https, or lead to this machine")
    return Policy(str(raw["id"]), str(raw["url"]), str(raw.get("user", "")), str(raw.get("password", "")))


def _transaction(raw: Mapping[str, Any]) -> Transaction:
    module = str(raw["module"])
    if module not in _MODULES:
        raise ValueError(f"module {module!r} of transaction definition {raw['name']!r} is none of {_MODULES}")
    source = frozenset(str(each) for each in raw.get("from", []))
    return Transaction(str(raw["name"]), module, str(raw.get("sequence", "")), str(raw.get("state", "pending")), source,
                       raw.get("status", "active") == "active")  # fmt: skip


def _client(raw: Mapping[str, Any]) -> Client:
    return Client(str(raw["id"]), str(raw["secret"]), frozenset(str(user) for user in raw["users"]))
