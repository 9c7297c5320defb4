"""The resolver that the other tests stand on."""

from pathlib import Path

import pytest

from tests.k8s.conftest import FOLDERS
from tests.k8s.kustomization import Manifest, renderers, resolve


def without_hash(manifest: Manifest) -> tuple[str, str]:
    """Kind and name, the name without the suffix that the real tool gives to generated objects."""
    kind, name = manifest["kind"], manifest["metadata"]["name"]
    return kind, name.rpartition("-")[0] if kind in ("ConfigMap", "Secret") else name


@pytest.mark.parametrize("real", renderers()[1:])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_it_finds_what_the_real_tool_finds(folder: Path, real: object) -> None:
    """Where a real Kustomize is installed, both lead to the same objects."""
    assert callable(real)
    ours = {(manifest["kind"], manifest["metadata"]["name"]) for manifest in resolve(folder)}
    assert ours == {without_hash(manifest) for manifest in real(folder)}


def test_an_unknown_feature_is_refused(tmp_path: Path) -> None:
    """A kustomization that the resolver would get wrong fails loudly."""
    (tmp_path / "kustomization.yaml").write_text("resources: []\nnamePrefix: x-\n")
    with pytest.raises(ValueError, match="namePrefix"):
        resolve(tmp_path)
