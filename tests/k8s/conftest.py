"""Every kustomization of the repository, resolved by every renderer that the machine has."""

from pathlib import Path
from typing import Any

import pytest

from tests.k8s.kustomization import Manifest, pod_spec, renderers

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "k8s").rglob("kustomization.yaml"))
CASES = [(folder, renderer) for folder in FOLDERS for renderer in renderers()]
NAMES = [f"{folder.relative_to(ROOT)}-{renderer.__name__}" for folder, renderer in CASES]


@pytest.fixture(scope="session", params=CASES, ids=NAMES)
def rendered(request: pytest.FixtureRequest) -> tuple[Path, list[Manifest]]:
    """A folder with a kustomization, and the manifests it leads to."""
    folder, renderer = request.param
    return folder, renderer(folder)


@pytest.fixture
def manifests(rendered: tuple[Path, list[Manifest]]) -> list[Manifest]:
    """The manifests alone."""
    return rendered[1]


@pytest.fixture
def workloads(manifests: list[Manifest]) -> list[Manifest]:
    """What makes pods."""
    return [manifest for manifest in manifests if pod_spec(manifest)]


@pytest.fixture
def configuration(manifests: list[Manifest]) -> dict[str, Any]:
    """The text of the one configuration file, by its name."""
    (config_map,) = [manifest for manifest in manifests if manifest["kind"] == "ConfigMap"]
    data: dict[str, Any] = config_map["data"]
    return data
