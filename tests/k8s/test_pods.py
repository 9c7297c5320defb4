"""How the pods run: hardened, probed, bounded, and stopped with time to spare."""

import re
import tomllib
from typing import Any

import yaml

from service.settings import AdminSettings, ReceiverSettings, Settings
from tests.k8s.conftest import FOLDERS, ROOT
from tests.k8s.kustomization import Manifest, containers, pod_spec, resolve

CLIENTS_STOP = 15
"""Seconds that a Kafka producer (5) and consumer (10) may take to stop after the drain."""


def role(container: Manifest) -> str:
    """The role that a container's arguments name."""
    args: list[str] = container["args"]
    return args[args.index("--role") + 1]


def ports(container: Manifest) -> dict[str, int]:
    """A container's ports by name."""
    return {port["name"]: port["containerPort"] for port in container["ports"]}


def test_pods_are_hardened(workloads: list[Manifest]) -> None:
    """Not root, no privilege, no capability, no writable root, no token."""
    for workload in workloads:
        pod = pod_spec(workload)
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert pod["automountServiceAccountToken"] is False
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
        for container in containers(workload):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }


def test_the_user_is_the_one_of_the_image(workloads: list[Manifest]) -> None:
    """The pod runs as the user that owns the state folder in the image, and its volumes belong to that group."""
    user = re.search(r"^USER (\d+):(\d+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert user is not None
    for workload in workloads:
        context = pod_spec(workload)["securityContext"]
        assert (context["runAsUser"], context["runAsGroup"], context["fsGroup"]) == (
            int(user[1]),
            int(user[2]),
            int(user[2]),
        )


def test_every_container_is_probed_on_the_admin_port(workloads: list[Manifest]) -> None:
    """Started and alive by /livez, ready by /readyz: Intacct being down fails neither."""
    for workload in workloads:
        for container in containers(workload):
            probed = {kind: container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")}
            live = {"path": "/livez", "port": "admin"}
            assert probed == {"startup": live, "liveness": live, "readiness": live | {"path": "/readyz"}}


def test_liveness_is_patient(workloads: list[Manifest]) -> None:
    """A restart loses time: a pod may be silent for a minute, and may read its state for five minutes at start."""
    for workload in workloads:
        for container in containers(workload):
            started, alive = container["startupProbe"], container["livenessProbe"]
            assert started["periodSeconds"] * started["failureThreshold"] >= 300
            assert alive["periodSeconds"] * alive["failureThreshold"] >= 60


def test_memory_is_bounded_and_processor_time_is_not(workloads: list[Manifest]) -> None:
    """Requests and a memory limit exist; a processor limit would delay heartbeats and cost a rebalance."""
    for workload in workloads:
        for container in containers(workload):
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}
            assert set(container["resources"]["limits"]) == {"memory"}


def test_a_stop_has_more_time_than_the_drain(workloads: list[Manifest], configuration: dict[str, Any]) -> None:
    """terminationGracePeriodSeconds covers preStop, shutdown_grace and the stop of the Kafka clients."""
    grace = yaml.safe_load(configuration["config.yaml"])["shutdown_grace"]
    for workload in workloads:
        hooks = [container.get("lifecycle", {}) for container in containers(workload)]
        waited = sum(int(hook["preStop"]["exec"]["command"][1]) for hook in hooks if hook)
        given = pod_spec(workload)["terminationGracePeriodSeconds"]
        assert given >= max(60, waited + grace + CLIENTS_STOP)


def test_a_drain_is_shorter_than_a_rebalance(configuration: dict[str, Any]) -> None:
    """The other members never wait for a pod that is leaving longer than three quarters of the rebalance timeout."""
    settings = Settings.model_validate(yaml.safe_load(configuration["config.yaml"]))
    if settings.log.kind == "kafka":
        assert settings.shutdown_grace <= 0.75 * settings.log.rebalance_timeout


def test_whoever_serves_webhooks_serves_while_it_is_withdrawn(workloads: list[Manifest]) -> None:
    """Senders that never repeat lose nothing when a receiver is replaced."""
    for workload in workloads:
        for container in containers(workload):
            assert ("http" in ports(container)) == ("lifecycle" in container)


def test_ports_are_the_defaults_of_the_settings(workloads: list[Manifest]) -> None:
    """What the pods declare is where the service listens."""
    for workload in workloads:
        for container in containers(workload):
            expected = {"admin": AdminSettings().port}
            expected |= {"http": ReceiverSettings().port} if role(container) in ("receiver", "all") else {}
            assert ports(container) == expected


def test_every_role_is_covered() -> None:
    """The base runs the three roles apart, the single process runs all of them."""
    roles = {folder.name: {role(c) for m in resolve(folder) for c in containers(m)} for folder in FOLDERS}
    apart = {"receiver", "router", "worker"}
    assert roles == {"base": apart, "example": apart, "single": {"all"}}


def test_one_image_everywhere(workloads: list[Manifest]) -> None:
    """All pods of a folder run one image, tagged with the version of the project."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    (image,) = {container["image"] for workload in workloads for container in containers(workload)}
    assert image.endswith(f"intacct-relay:{version}")


def test_never_more_workers_than_partitions(workloads: list[Manifest], configuration: dict[str, Any]) -> None:
    """A worker without a partition does nothing; a worker is never started beside the one it replaces."""
    partitions = yaml.safe_load(configuration["config.yaml"])["log"].get("partitions", 1)
    for workload in workloads:
        if role(containers(workload)[0]) == "worker":
            assert workload["spec"]["replicas"] <= partitions
            assert workload["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 0, "maxUnavailable": 1}


def test_the_embedded_log_has_one_owner_on_a_lasting_volume(workloads: list[Manifest]) -> None:
    """All roles in one process means one replica, and its state outlives the pod."""
    for workload in workloads:
        if role(containers(workload)[0]) == "all":
            assert (workload["kind"], workload["spec"]["replicas"]) == ("StatefulSet", 1)
            assert [claim["metadata"]["name"] for claim in workload["spec"]["volumeClaimTemplates"]] == ["state"]
