"""Tests talk to no other machine: an audit hook refuses it, whichever library tries."""

import ipaddress
import socket
import sys
from typing import Any

LOCAL_NAMES = frozenset({"", "localhost", socket.gethostname()})


class NetworkRefused(RuntimeError):
    """A test tried to reach another host. Not an OSError, so that no code can take it for a network failure."""


def is_loopback(host: object) -> bool:
    """Whether a host as given to the socket module is this machine."""
    if host is None:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.split("%")[0]).is_loopback
    except ValueError:
        return name in LOCAL_NAMES


def _audit(event: str, args: tuple[Any, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            raise NetworkRefused(f"{event} to {address!r}: tests stay on this machine")
    elif event == "socket.getaddrinfo" and not is_loopback(args[0]) and not _is_address(args[0]):
        # Resolving a number asks nobody; connecting to it is refused above.
        raise NetworkRefused(f"name look-up of {args[0]!r}: tests stay on this machine")


def _is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return True


def refuse_other_hosts() -> None:
    """Installs the hook for the life of the process."""
    sys.addaudithook(_audit)
