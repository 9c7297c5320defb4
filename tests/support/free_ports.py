"""Ports for servers that tests start: a number has to be in their configuration before they listen."""

import socket
from random import SystemRandom

_BELOW_EPHEMERAL = range(20_000, 32_000)
"""Systems give outgoing connections ports from 32768 up (Linux) or 49152 up. One of those could be taken, by a test
running beside this one or by a client of the very server, while the server is not up."""


def free_ports(count: int) -> list[int]:
    """Ports of the loopback interface that nobody has now."""
    numbers = SystemRandom()  # hypothesis makes the common generator the same in every run
    ports: set[int] = set()
    while len(ports) < count:
        port = numbers.choice(_BELOW_EPHEMERAL)
        if _is_free(port):
            ports.add(port)
    return list(ports)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
