"""A real Apache Kafka for tests: found at an address, started from jars, or started from the container image.

One broker, KRaft, loopback, its own data folder; it can be stopped and started again on the same port, and it ends
with the test session however that ends.
"""

import asyncio
import atexit
import base64
import ctypes
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from aiokafka.admin import AIOKafkaAdminClient

from tests.support import kafka_jars
from tests.support.free_ports import free_ports

IMAGE = f"apache/kafka:{kafka_jars.KAFKA}"
START_TIMEOUT = 60.0
"""Seconds; measured: about 5."""
TOOL_TIMEOUT = 60.0
_SPAWNER = ThreadPoolExecutor(1)
"""A child that is to die with its parent dies with the thread that made it: this one lives as long as the process."""


class KafkaMissing(Exception):
    """There is no way to a Kafka broker on this machine. The message says what was looked for."""


class KafkaBroker(Protocol):
    """A broker, or the way to one."""

    @property
    def bootstrap_servers(self) -> str:
        """host:port"""
        ...

    def start(self) -> None:
        """Start, on the same port and data as before, and return when it answers."""
        ...

    def stop(self) -> None:
        """Stop without losing what is stored; the port refuses connections afterwards."""
        ...

    def console_produce(self, topic: str, lines: Sequence[str], *, properties: Sequence[str] = ()) -> None:
        """Run Kafka's own console producer; ``properties`` are its --reader-property values (parse.key=true, ...)."""
        ...

    def close(self) -> None:
        """Stop and forget everything. Idempotent."""
        ...


class JarBroker:
    """Apache Kafka from Maven artifacts."""

    def __init__(self, folder: Path) -> None:
        self._jars = kafka_jars.fetch_jars()
        self._folder = folder
        self._port, self._controller = free_ports(2)
        self._process: subprocess.Popen[bytes] | None = None
        self._configuration = folder / "server.properties"
        self._configuration.write_text(_server_properties(self._port, self._controller, folder / "data"))
        self._java("kafka.tools.StorageTool", "format", "--standalone", "-t", _cluster_id(), "-c", self._configuration)
        atexit.register(self.close)

    @property
    def bootstrap_servers(self) -> str:
        """host:port"""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        path = self._folder / "broker.log"
        with path.open("ab") as log:
            self._process = _SPAWNER.submit(self._spawn, log).result()
        try:
            wait_until_ready(self.bootstrap_servers, self._alive)
        except KafkaMissing as error:
            error.add_note(path.read_text("utf-8", "replace")[-2000:])
            raise

    def _spawn(self, log: IO[bytes]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self._command("-Xmx512m", "kafka.Kafka", self._configuration),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - it calls prctl and nothing else
        )

    def stop(self) -> None:
        """SIGTERM, then SIGKILL if it does not listen."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def kill(self) -> None:
        """SIGKILL: no goodbye to anybody."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def console_produce(self, topic: str, lines: Sequence[str], *, properties: Sequence[str] = ()) -> None:
        """org.apache.kafka.tools.ConsoleProducer from the kafka-tools jar."""
        jar_console_produce(self.bootstrap_servers, topic, lines, properties)

    def close(self) -> None:
        """Stop and remove the data."""
        self.kill()
        shutil.rmtree(self._folder / "data", ignore_errors=True)

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _command(self, *arguments: str | Path) -> list[str]:
        return _java_command(*arguments)

    def _java(self, *arguments: str | Path) -> None:
        subprocess.run(self._command(*arguments), check=True, capture_output=True, timeout=TOOL_TIMEOUT)


class ContainerBroker:
    """Apache Kafka from its container image."""

    def __init__(self, folder: Path) -> None:
        (self._port,) = free_ports(1)
        self._name = f"kafka-for-tests-{secrets.token_hex(6)}"
        settings = (argument for pair in _container_settings(self._port) for argument in ("-e", "=".join(pair)))
        publish = ["-p", f"127.0.0.1:{self._port}:{self._port}"]
        _docker("create", "--name", self._name, *publish, *settings, IMAGE, timeout=kafka_jars.FETCH_TIMEOUT)
        atexit.register(self.close)

    @property
    def bootstrap_servers(self) -> str:
        """host:port"""
        return f"127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        _docker("start", self._name)
        wait_until_ready(self.bootstrap_servers, lambda: True)

    def stop(self) -> None:
        """Stop; the container keeps its data."""
        _docker("stop", "-t", "20", self._name)

    def console_produce(self, topic: str, lines: Sequence[str], *, properties: Sequence[str] = ()) -> None:
        """The console producer inside the container."""
        tool = ["/opt/kafka/bin/kafka-console-producer.sh", *_tool_arguments(self.bootstrap_servers, topic, properties)]
        _docker("exec", "-i", self._name, *tool, lines=lines)

    def close(self) -> None:
        """Remove the container."""
        with suppress(subprocess.SubprocessError):
            _docker("rm", "-f", "-v", self._name)


class ForeignBroker:
    """A broker that somebody else runs: it cannot be stopped, and nothing on it is ours to delete."""

    def __init__(self, bootstrap_servers: str) -> None:
        self.bootstrap_servers = bootstrap_servers

    def start(self) -> None:
        """Wait until it answers."""
        wait_until_ready(self.bootstrap_servers, lambda: True)

    def stop(self) -> None:
        """Not ours to stop."""
        raise KafkaMissing(f"the broker at {self.bootstrap_servers} is not ours to stop")

    def console_produce(self, topic: str, lines: Sequence[str], *, properties: Sequence[str] = ()) -> None:
        """The console producer of whatever Kafka this machine has."""
        if _has_jars():
            jar_console_produce(self.bootstrap_servers, topic, lines, properties)
        else:
            tool = ["/opt/kafka/bin/kafka-console-producer.sh"]
            arguments = _tool_arguments(self.bootstrap_servers, topic, properties)
            _docker("run", "--rm", "-i", "--network", "host", IMAGE, *tool, *arguments, lines=lines)

    def close(self) -> None:
        """Nothing to do."""


def find_broker(folder: Path) -> KafkaBroker:
    """A started broker: KAFKA_BOOTSTRAP_SERVERS, else one of our own. Raises KafkaMissing."""
    if address := os.environ.get("KAFKA_BOOTSTRAP_SERVERS"):
        broker = ForeignBroker(address)
        broker.start()
        return broker
    return own_broker(folder)


def own_broker(folder: Path) -> KafkaBroker:
    """A started broker that can be stopped: from jars, else from the container image. Raises KafkaMissing."""
    broker: KafkaBroker
    if _has_jars():
        broker = JarBroker(folder)
    elif _has_docker():
        broker = ContainerBroker(folder)
    else:
        raise KafkaMissing(
            "no KAFKA_BOOTSTRAP_SERVERS, no java >= 17 with mvn that can fetch Kafka, and no docker daemon that answers"
        )
    broker.start()
    return broker


def jar_console_produce(servers: str, topic: str, lines: Sequence[str], properties: Sequence[str]) -> None:
    """Kafka's console producer on this machine's java. Raises CalledProcessError."""
    tool = _java_command(
        "-Xmx128m", "org.apache.kafka.tools.ConsoleProducer", *_tool_arguments(servers, topic, properties)
    )
    _feed(tool, lines)


def wait_until_ready(servers: str, alive: "_Alive") -> None:
    """Until the broker answers and finds group coordinators. Raises TimeoutError, or KafkaMissing if it ended."""
    with ThreadPoolExecutor(1) as thread:  # the test session has an event loop of its own
        thread.submit(lambda: asyncio.run(_ready(servers, alive))).result()


class _Alive(Protocol):
    def __call__(self) -> bool: ...


async def _ready(servers: str, alive: _Alive) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while True:
        admin = AIOKafkaAdminClient(bootstrap_servers=servers, request_timeout_ms=5000)
        try:
            await admin.start()
            await admin.list_consumer_group_offsets("is-it-ready")
            return
        except Exception as error:
            if not alive():
                raise KafkaMissing("the Kafka broker ended while it started") from error
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)
        finally:
            await admin.close()


def _has_jars() -> bool:
    if kafka_jars.java_version() < 17:
        return False
    if kafka_jars.cached_jars():
        return True
    if shutil.which("mvn") is None:
        return False
    try:
        kafka_jars.fetch_jars()
    except (subprocess.SubprocessError, OSError):
        return False
    return True


def _has_docker() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True, check=False, timeout=30).returncode == 0


def _java_command(*arguments: str | Path) -> list[str]:
    logging = f"-Dlog4j2.configurationFile={kafka_jars.logging_file()}"
    return ["java", logging, "-cp", f"{kafka_jars.fetch_jars()}/*", *map(str, arguments)]


def _docker(*arguments: str, lines: Sequence[str] = (), timeout: float = TOOL_TIMEOUT) -> None:
    _feed(["docker", *arguments], lines, timeout)


def _feed(command: Sequence[str], lines: Sequence[str], timeout: float = TOOL_TIMEOUT) -> None:
    text = "".join(f"{line}\n" for line in lines)
    subprocess.run(command, input=text.encode(), check=True, capture_output=True, timeout=timeout)


def _tool_arguments(servers: str, topic: str, properties: Sequence[str]) -> list[str]:
    readers = [argument for each in properties for argument in ("--reader-property", each)]
    return ["--bootstrap-server", servers, "--topic", topic, *readers]


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where there is such a thing


def _cluster_id() -> str:
    """Sixteen bytes in base64. The first is fixed: an id that begins with "-" is an option to Kafka's tool."""
    return base64.urlsafe_b64encode(b"K" + secrets.token_bytes(15)).rstrip(b"=").decode()


def _server_properties(port: int, controller: int, data: Path) -> str:
    own = {
        "controller.quorum.bootstrap.servers": f"127.0.0.1:{controller}",
        "listeners": f"PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
        "log.dirs": str(data),
    }
    return "".join(f"{name}={value}\n" for name, value in (_SETTINGS | own).items())


def _container_settings(port: int) -> list[tuple[str, str]]:
    own = {
        "controller.quorum.voters": "1@127.0.0.1:29093",
        "listeners": f"PLAINTEXT://:{port},CONTROLLER://127.0.0.1:29093",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:{port}",
    }
    return [(f"KAFKA_{name.replace('.', '_').upper()}", value) for name, value in (_SETTINGS | own).items()]


_SETTINGS = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.listener.names": "CONTROLLER",
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
    "offsets.topic.replication.factor": "1",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "offsets.topic.num.partitions": "4",
    "transaction.state.log.num.partitions": "4",
    "group.initial.rebalance.delay.ms": "0",
    "group.min.session.timeout.ms": "1000",
    "auto.create.topics.enable": "false",
    "log.cleaner.backoff.ms": "500",
}
