"""The manifests against the Kubernetes API schemas, strictly and offline."""

from collections import Counter

import kubernetes_validate
import pytest

from tests.k8s.conftest import FOLDERS, ROOT
from tests.k8s.kustomization import Manifest, resolve

OLDEST = "1.29"
VERSIONS = [OLDEST, kubernetes_validate.latest_version()]


@pytest.mark.parametrize("version", VERSIONS)
def test_every_manifest_is_valid(manifests: list[Manifest], version: str) -> None:
    """Each manifest fits the API of the oldest and of the newest Kubernetes, and has no unknown field."""
    for manifest in manifests:
        kubernetes_validate.validate(manifest, version, strict=True)


def test_a_misspelt_field_is_found(manifests: list[Manifest]) -> None:
    """The check can fail: an unknown field in a manifest is refused."""
    wrong = manifests[0] | {"metdata": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, OLDEST, strict=True)


def test_nothing_is_declared_twice(manifests: list[Manifest]) -> None:
    """A kind and a name identify one manifest."""
    counted = Counter((manifest["kind"], manifest["metadata"]["name"]) for manifest in manifests)
    assert max(counted.values()) == 1


def test_the_namespace_is_chosen_by_the_overlay() -> None:
    """The base and the single process name no namespace, so that they can be applied to any."""
    for folder in (ROOT / "k8s/base", ROOT / "k8s/overlays/single"):
        assert not [manifest for manifest in resolve(folder) if "namespace" in manifest["metadata"]]


def test_every_file_is_reachable() -> None:
    """No YAML file lies beside a kustomization without being part of it."""
    for folder in FOLDERS:
        text = (folder / "kustomization.yaml").read_text()
        files = {path.name for path in folder.glob("*.yaml")} - {"kustomization.yaml"}
        assert not [name for name in files if f"- {name}\n" not in text]
