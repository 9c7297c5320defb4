"""The part of Kustomize that our folders use, resolved offline; anything else in a kustomization is refused.

Names keep no hash suffix here, which is the one difference from the real tool.
"""

import os
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]
UNDERSTOOD = {
    "apiVersion",
    "kind",
    "namespace",
    "resources",
    "images",
    "replicas",
    "configMapGenerator",
    "secretGenerator",
}


def resolve(folder: Path) -> list[Manifest]:
    """Every manifest that the kustomization leads to. Raises ValueError on a feature that is not understood."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    if unknown := set(kustomization) - UNDERSTOOD:
        raise ValueError(f"{folder}: not understood by this resolver: {sorted(unknown)}")
    manifests = [manifest for entry in kustomization.get("resources", []) for manifest in _resource(folder / entry)]
    manifests = _generated(folder, kustomization, manifests)
    for manifest in manifests:
        _transform(manifest, kustomization)
    return manifests


def render(folder: Path) -> list[Manifest]:
    """The same, by the real tool: ``kustomize build`` or ``kubectl kustomize``. Never talks to a cluster."""
    command = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
    environment = os.environ | {"KUBECONFIG": os.devnull}
    output = subprocess.run([*command, str(folder)], env=environment, capture_output=True, text=True, check=True)
    return list(yaml.safe_load_all(output.stdout))


def renderers() -> list[Any]:
    """The resolver here, and the real tool where the machine has one."""
    return [resolve, render] if shutil.which("kustomize") or shutil.which("kubectl") else [resolve]


def _resource(path: Path) -> list[Manifest]:
    if path.is_dir():
        return resolve(path.resolve())
    return [manifest for manifest in yaml.safe_load_all(path.read_text()) if manifest]


def _generated(folder: Path, kustomization: Manifest, manifests: list[Manifest]) -> list[Manifest]:
    made = [_config_map(folder, entry) for entry in kustomization.get("configMapGenerator", [])]
    made += [_secret(entry) for entry in kustomization.get("secretGenerator", [])]
    replaced = {(manifest["kind"], manifest["metadata"]["name"]) for manifest in made}
    kept = [manifest for manifest in manifests if (manifest["kind"], manifest["metadata"]["name"]) not in replaced]
    return kept + made


def _config_map(folder: Path, entry: Manifest) -> Manifest:
    data = {name: (folder / name).read_text() for name in entry["files"]}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": entry["name"]}, "data": data}


def _secret(entry: Manifest) -> Manifest:
    pairs = (literal.split("=", 1) for literal in entry["literals"])
    data = {key: b64encode(value.encode()).decode() for key, value in pairs}
    return {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": {"name": entry["name"]}, "data": data}


def _transform(manifest: Manifest, kustomization: Manifest) -> None:
    if "namespace" in kustomization:
        manifest["metadata"]["namespace"] = kustomization["namespace"]
    for entry in kustomization.get("replicas", []):
        if manifest["metadata"]["name"] == entry["name"] and "replicas" in manifest.get("spec", {}):
            manifest["spec"]["replicas"] = entry["count"]
    for container in containers(manifest):
        container["image"] = _image(container["image"], kustomization.get("images", []))


def _image(image: str, entries: list[Manifest]) -> str:
    name, _, tag = image.rpartition(":")
    for entry in entries:
        if entry["name"] == name:
            return f"{entry.get('newName', name)}:{entry.get('newTag', tag)}"
    return image


def containers(manifest: Manifest) -> list[Manifest]:
    """All containers of a workload; none for anything else."""
    pod = pod_spec(manifest)
    return [*pod.get("initContainers", []), *pod.get("containers", [])]


def pod_spec(manifest: Manifest) -> Manifest:
    """The pod that a workload makes; empty for anything else."""
    spec: Manifest = manifest.get("spec", {}).get("template", {}).get("spec", {}) if "spec" in manifest else {}
    return spec
