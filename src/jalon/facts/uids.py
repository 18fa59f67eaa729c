"""Identities that last: UUIDv7 (RFC 9562), drawn for new things or derived from a key for converted ones."""

import hashlib
import re
import secrets
import struct
import time

UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_PARTS = struct.Struct(">IHHQ")


def uuid7() -> str:
    """A new UUIDv7: 48 bits of Unix milliseconds, then 74 random bits."""
    return _written(_shaped(time.time_ns() // 1_000_000, secrets.randbits(74)))


def stable_uid(key: str) -> str:
    """The same UUIDv7-shaped uid for the same key, everywhere and always.

    The time field is zero, which says « derived, not drawn »; the 74 other bits come from the key's SHA-256.
    Convert with keys that never change, such as `fr/plan3/measure/16`.
    """
    return _written(stable_bytes(key))


def stable_bytes(key: str) -> bytes:
    """The 16 bytes of the same."""
    if not key:
        raise ValueError("A stable uid needs a key that is not empty.")
    digest = hashlib.sha256(f"jalon:{key}".encode()).digest()
    return _shaped(0, int.from_bytes(digest[:10], "big") >> 6)


def is_uid(text: str) -> bool:
    """Whether the text is a uid in its one written form: lower-case hexadecimal with hyphens."""
    return UID.fullmatch(text) is not None


def _shaped(milliseconds: int, noise: int) -> bytes:
    """RFC 9562, section 5.7: unix_ts_ms (48) | version 7 (4) | rand_a (12) | variant 10 (2) | rand_b (62)."""
    time_bits = milliseconds & ((1 << 48) - 1)
    return _PARTS.pack(time_bits >> 16, time_bits & 0xFFFF, 0x7000 | noise >> 62, 1 << 63 | noise & ((1 << 62) - 1))


def _written(uid: bytes) -> str:
    digits = uid.hex()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
