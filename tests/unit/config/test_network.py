"""The tests' own guard: no other host."""

import socket
import urllib.request

import pytest

from tests.network import NetworkRefused, is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "localhost", None, b"localhost"])
def test_this_machine_is_loopback(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "example.org", "127.example.org"])
def test_other_machines_are_not(host: object) -> None:
    assert not is_loopback(host)


def test_a_connection_to_another_host_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(NetworkRefused):
        sock.connect(("192.0.2.1", 80))


def test_a_name_look_up_is_refused() -> None:
    with pytest.raises(NetworkRefused):
        urllib.request.urlopen("http://example.org/", timeout=1)
