"""A running sandbox with its clients."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from clients import Rest, Xml
from receiver import Receiver

from intacct_sandbox import Sandbox


@pytest.fixture
def switches() -> dict[str, Any]:
    """Overridden by tests that need other switches."""
    return {"hold_seconds": 0}


@pytest.fixture
def company() -> str:
    """Overridden by tests of another shipped company."""
    return "harborline"


@pytest.fixture
async def sandbox(switches: dict[str, Any], company: str) -> AsyncIterator[Sandbox]:
    async with Sandbox(companies=(company,), switches=switches) as running:
        yield running


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def xml(sandbox: Sandbox, http: aiohttp.ClientSession) -> Xml:
    return Xml(sandbox, http)


@pytest.fixture
def rest(sandbox: Sandbox, http: aiohttp.ClientSession) -> Rest:
    return Rest(sandbox, http)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as listening:
        yield listening
