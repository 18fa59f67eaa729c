"""Which addresses the server may connect to."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.core.outbound import OutboundError, checked, is_public

INTERNAL = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9",
    "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2002:c0a8:101::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::127.0.0.1",
    "localhost", "", "0x7f.1", "2130706433", "127.1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_public_internet_is_allowed(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_internal_address_stays_refused_in_every_disguise(address: ipaddress.IPv4Address) -> None:
    number = int(address)
    disguises = (
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
    )
    if not is_public(str(address)):
        assert not any(is_public(str(one)) for one in disguises)


@given(st.sampled_from(PUBLIC), st.sampled_from(INTERNAL), st.booleans())
def test_one_internal_address_among_public_ones_is_enough_to_refuse(public: str, internal: str, first: bool) -> None:
    found = [internal, public] if first else [public, internal]
    with pytest.raises(OutboundError, match="refused"):
        checked("piege.exemple", 443, lambda host, port: found)


def test_a_name_without_addresses_is_refused() -> None:
    with pytest.raises(OutboundError):
        checked("vide.exemple", 443, lambda host, port: [])


def test_a_name_that_does_not_exist_says_so() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError

    with pytest.raises(OutboundError, match="cannot be resolved"):
        checked("nulle-part.exemple", 443, unknown)
