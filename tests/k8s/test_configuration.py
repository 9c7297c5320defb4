"""The configuration in the ConfigMap: it loads, it is reachable, and it holds no secret."""

import re
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel, SecretStr

from service.configuration import check_roles, load
from service.errors import ConfigurationError
from service.roles import ALL_ROLES, Role
from service.settings import Settings
from tests.k8s.conftest import ROOT
from tests.k8s.kustomization import Manifest, containers


def secrets(value: object) -> Iterator[str]:
    """Every value that the settings type as a secret."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif isinstance(value, BaseModel):
        yield from (secret for _, field in value for secret in secrets(field))
    elif isinstance(value, dict | list):
        yield from (
            secret for item in (value.values() if isinstance(value, dict) else value) for secret in secrets(item)
        )


@pytest.fixture
def settings(configuration: dict[str, Any]) -> Settings:
    """The file as settings, references not followed."""
    return Settings.model_validate(yaml.safe_load(configuration["config.yaml"]))


def installed(folder: Path, text: str) -> Path:
    """The file as a pod sees it: every key of the Secret that it names is a mounted file, with invented content."""
    mounted = folder / "secrets"
    mounted.mkdir()
    for key in re.findall(r"\$\{file:/run/secrets/intacct-relay/([^}]+)\}", text):
        (mounted / key).write_text("whsec_RkFLRS1ub3QtYS1zZWNyZXQ=\n")
    path = folder / "config.yaml"
    path.write_text(text.replace("/run/secrets/intacct-relay", str(mounted)))
    return path


def roles_of(workload: Manifest) -> frozenset[Role]:
    """The roles that the pods of a workload are started with."""
    args = containers(workload)[0]["args"]
    role = args[args.index("--role") + 1]
    return ALL_ROLES if role == "all" else frozenset({Role(role)})


def test_every_pod_accepts_it(configuration: dict[str, Any], workloads: list[Manifest], tmp_path: Path) -> None:
    """The service's own loader finds no mistake in it, for the role of each pod, with an empty environment."""
    settings = load(installed(tmp_path, configuration["config.yaml"]), {})
    for workload in workloads:
        check_roles(settings, roles_of(workload))


def test_a_key_that_is_missing_is_named(configuration: dict[str, Any], tmp_path: Path) -> None:
    """A Secret without one of its keys ends the start with the option and the file that it needs."""
    path = installed(tmp_path, configuration["config.yaml"])
    (tmp_path / "secrets/acme-rest-client-secret").unlink()
    with pytest.raises(ConfigurationError, match=r"tenants\.acme\.rest\.client_secret: .*acme-rest-client-secret"):
        load(path, {})


def test_every_secret_is_a_reference(settings: Settings) -> None:
    """Whatever the settings type as a secret comes from the mounted Secret, whatever its name."""
    found = list(secrets(settings))
    assert found
    assert not [value for value in found if not value.startswith("${file:/run/secrets/intacct-relay/")]


def test_a_secret_in_plain_sight_is_found() -> None:
    """The check can fail: a literal secret deep in the settings is seen."""
    text = (ROOT / "k8s/base/config.yaml").read_text()
    plain = text.replace("${file:/run/secrets/intacct-relay/acme-rest-client-secret}", "hunter2")
    assert "hunter2" in list(secrets(Settings.model_validate(yaml.safe_load(plain))))


def test_pods_are_given_no_secret_by_value(manifests: list[Manifest], workloads: list[Manifest]) -> None:
    """No variable of a pod has a literal value; a Secret in this repository holds invented values only."""
    for workload in workloads:
        assert not [container for container in containers(workload) if "env" in container or "envFrom" in container]
    for secret in (manifest for manifest in manifests if manifest["kind"] == "Secret"):
        values = [b64decode(value).decode() for value in secret["data"].values()]
        decoded = [b64decode(v.removeprefix("whsec_")).decode() if v.startswith("whsec_") else v for v in values]
        assert set(decoded) == {"FAKE-not-a-secret"}


def test_probes_and_services_can_reach_it(settings: Settings) -> None:
    """Inside a pod both servers listen on every address; the default, loopback, would fail each probe."""
    assert (settings.admin.host, settings.receiver.host) == ("0.0.0.0", "0.0.0.0")


def test_state_is_written_where_the_volume_is(settings: Settings, workloads: list[Manifest]) -> None:
    """The log's files lie on the volume «state», the only lasting path that can be written."""
    path = settings.log.path if settings.log.kind == "sqlite" else settings.log.state_directory
    for workload in workloads:
        (mount,) = [m for m in containers(workload)[0]["volumeMounts"] if m["name"] == "state"]
        assert path.is_relative_to(Path(mount["mountPath"]))


def test_no_sandbox_is_configured(settings: Settings) -> None:
    """Loopback endpoints are for a developer's machine."""
    assert not [name for name, tenant in settings.tenants.items() if tenant.allow_loopback]
