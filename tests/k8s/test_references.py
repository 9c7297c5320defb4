"""Whatever a manifest names exists: volumes, ConfigMaps, Secrets, ports, labels, accounts, Services."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import pytest
import yaml

from tests.k8s.conftest import FOLDERS, ROOT
from tests.k8s.kustomization import Manifest, containers, pod_spec

SECRET = "intacct-relay-secrets"
MOUNTED = "/run/secrets/intacct-relay/"
REFERENCE = re.compile(r"\$\{(env|file):([^}]+)\}")


def of_kind(manifests: list[Manifest], kind: str) -> list[Manifest]:
    """The manifests of one kind."""
    return [manifest for manifest in manifests if manifest["kind"] == kind]


def named(manifests: list[Manifest], kind: str) -> set[str]:
    """The names of one kind."""
    return {manifest["metadata"]["name"] for manifest in of_kind(manifests, kind)}


def references(text: str, scheme: str) -> set[str]:
    """What a configuration file takes from the environment or from files."""
    return {name for kind, name in REFERENCE.findall(text) if kind == scheme}


def selectors(manifests: list[Manifest]) -> Iterator[tuple[Manifest, dict[str, str]]]:
    """Every label selector that is meant to find our own pods."""
    for manifest in manifests:
        spec = manifest.get("spec", {})
        if manifest["kind"] == "Service":
            yield manifest, spec["selector"]
        elif manifest["kind"] == "NetworkPolicy":
            yield manifest, spec["podSelector"]["matchLabels"]
        elif "selector" in spec:
            yield manifest, spec["selector"]["matchLabels"]
        for constraint in pod_spec(manifest).get("topologySpreadConstraints", []):
            yield manifest, constraint["labelSelector"]["matchLabels"]


def selected(workloads: list[Manifest], labels: dict[str, str]) -> list[Manifest]:
    """The workloads whose pods have all of these labels."""
    return [
        workload
        for workload in workloads
        if labels.items() <= workload["spec"]["template"]["metadata"]["labels"].items()
    ]


def test_every_label_selector_finds_pods(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """A Service, budget, policy or spread constraint that selects nothing protects nothing."""
    assert not [
        manifest["metadata"]["name"] for manifest, labels in selectors(manifests) if not selected(workloads, labels)
    ]


def test_a_workload_selects_its_own_pods_alone(workloads: list[Manifest]) -> None:
    """Two workloads with one selector would fight over each other's pods."""
    for workload in workloads:
        assert selected(workloads, workload["spec"]["selector"]["matchLabels"]) == [workload]


def test_every_volume_that_is_mounted_exists(workloads: list[Manifest]) -> None:
    """Mounts and volumes match one to one, claims of a StatefulSet included."""
    for workload in workloads:
        volumes = {volume["name"] for volume in pod_spec(workload)["volumes"]}
        volumes |= {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
        for container in containers(workload):
            assert {mount["name"] for mount in container["volumeMounts"]} == volumes


def test_no_mount_lies_inside_another(workloads: list[Manifest]) -> None:
    """A mount point cannot be made inside a volume that is read-only."""
    for workload in workloads:
        for container in containers(workload):
            paths = [PurePosixPath(mount["mountPath"]) for mount in container["volumeMounts"]]
            assert not [(path, other) for path in paths for other in paths if other in path.parents]


def test_every_config_map_and_account_exists(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """Pods take their configuration and their identity from what is applied with them."""
    for workload in workloads:
        pod = pod_spec(workload)
        mounted = {volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume}
        assert mounted == named(manifests, "ConfigMap")
        assert pod["serviceAccountName"] in named(manifests, "ServiceAccount")


def test_every_secret_is_the_documented_one(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """Pods name the one Secret that the guide tells to create, or the one that the overlay generates."""
    known = named(manifests, "Secret") or {SECRET}
    for workload in workloads:
        assert {
            volume["secret"]["secretName"] for volume in pod_spec(workload)["volumes"] if "secret" in volume
        } == known


def test_a_generated_secret_has_the_keys_that_the_configuration_reads(
    manifests: list[Manifest], configuration: dict[str, Any]
) -> None:
    """No key is missing and none is left over."""
    for secret in of_kind(manifests, "Secret"):
        assert {MOUNTED + key for key in secret["data"]} == references(configuration["config.yaml"], "file")


@pytest.mark.parametrize("folder", ["k8s/base", "k8s/overlays/single"])
def test_the_guide_creates_every_key_that_the_configuration_reads(folder: str) -> None:
    """Where no Secret is generated, docs/kubernetes.md names each of its keys."""
    guide = (ROOT / "docs/kubernetes.md").read_text()
    for path in references((ROOT / folder / "config.yaml").read_text(), "file"):
        assert f"--from-file={path.removeprefix(MOUNTED)}=" in guide


def test_every_file_that_is_read_is_mounted(workloads: list[Manifest], configuration: dict[str, Any]) -> None:
    """The configuration, its files and its state lie below a mount; nothing comes from an undeclared variable."""
    text = configuration["config.yaml"]
    assert not references(text, "env")
    log = yaml.safe_load(text)["log"]
    read = {"/etc/intacct-relay/config.yaml", log.get("state_directory") or log["path"], *references(text, "file")}
    for workload in workloads:
        for container in containers(workload):
            mounts = tuple(mount["mountPath"] for mount in container["volumeMounts"])
            assert not [path for path in read if not path.startswith(mounts)]


def test_every_port_that_is_named_exists(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """Services and policies name a port of every pod that they select."""
    for manifest, labels in selectors(manifests):
        wanted = {port["targetPort"] for port in manifest["spec"].get("ports", [])}
        wanted |= {port["port"] for rule in manifest["spec"].get("ingress", []) for port in rule["ports"]}
        for workload in selected(workloads, labels) if manifest["kind"] in ("Service", "NetworkPolicy") else []:
            assert wanted <= {port["name"] for port in containers(workload)[0]["ports"]}


def admitting(policies: list[Manifest], port: str) -> list[Manifest]:
    """The ingress rules that open a port."""
    rules = [rule for policy in policies for rule in policy["spec"]["ingress"]]
    return [rule for rule in rules if port in [entry["port"] for entry in rule["ports"]]]


def test_only_prometheus_reaches_the_admin_port(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """The admin port has no password, so each pod is under a policy that names who may pass."""
    for workload in workloads:
        policies = [
            p
            for p in of_kind(manifests, "NetworkPolicy")
            if selected([workload], p["spec"]["podSelector"]["matchLabels"])
        ]
        rules = admitting(policies, "admin")
        assert rules
        assert all(rule.get("from") for rule in rules)


def test_a_stateful_set_names_a_headless_service(manifests: list[Manifest]) -> None:
    """The governing Service of a StatefulSet exists and is headless."""
    headless = {s["metadata"]["name"] for s in of_kind(manifests, "Service") if s["spec"].get("clusterIP") == "None"}
    assert {workload["spec"]["serviceName"] for workload in of_kind(manifests, "StatefulSet")} <= headless


def test_the_guide_names_every_folder() -> None:
    """The guide names each folder that can be applied."""
    guide = (ROOT / "docs/kubernetes.md").read_text()
    for folder in FOLDERS:
        assert str(folder.relative_to(ROOT)) in guide
