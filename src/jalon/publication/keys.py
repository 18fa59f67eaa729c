"""The instance's Ed25519 key (RFC 8032), and the public keys of other instances that it trusts.

`keys_dir/signing.pem`: private key, PKCS 8, readable by its owner alone. `keys_dir/trusted/<key id>.json`: name and
public key of another instance. A key id is the first 16 hexadecimal digits of the SHA-256 of the raw public key.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.utils.translation import gettext as _

from jalon.facts.codec import canonical
from jalon.publication.errors import SignatureBroken
from jalon.publication.files import read_json, write_json
from jalon.publication.store import sha256


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature over the canonical JSON of a statement, prefixed by its purpose."""

    key: str
    public_key: str
    value: str

    def as_json(self) -> dict[str, str]:
        """Plain JSON, as kept in envelopes."""
        return {"key": self.key, "public_key": self.public_key, "value": self.value}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as listed: id, raw key in base64, name of the instance that holds it."""

    id: str
    public_key: str
    name: str = ""


class InstanceKey:
    """The private key of this instance."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = PublicKey(key_id(raw), base64.b64encode(raw).decode())

    def sign(self, purpose: str, statement: dict[str, Any]) -> Signature:
        """Sign a statement for one purpose: a signature of a part can never pass for one of a Release."""
        value = base64.b64encode(self._private.sign(_message(purpose, statement))).decode()
        return Signature(self.public.id, self.public.public_key, value)


def key_id(raw: bytes) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the raw public key."""
    return sha256(raw)[:16]


def instance_key(keys_dir: Path) -> InstanceKey:
    """The instance's key, made at first use with mode 0600."""
    path = keys_dir / "signing.pem"
    if not path.exists():
        _make(path)
    private = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise SignatureBroken(_("%(path)s n’est pas une clé Ed25519.") % {"path": path})
    return InstanceKey(private)


def verify(purpose: str, statement: dict[str, Any], signature: Signature) -> None:
    """Raise `SignatureBroken` unless the signature is that of the statement by the key it names."""
    try:
        raw = base64.b64decode(signature.public_key, validate=True)
        if key_id(raw) != signature.key:
            raise SignatureBroken(_("La clé publique n’est pas celle que la signature nomme (%s).") % signature.key)
        value = base64.b64decode(signature.value, validate=True)
        Ed25519PublicKey.from_public_bytes(raw).verify(value, _message(purpose, statement))
    except (InvalidSignature, ValueError, binascii.Error):
        raise SignatureBroken(_("La signature de la clé %s ne correspond pas.") % signature.key) from None


def trusted(keys_dir: Path) -> tuple[PublicKey, ...]:
    """The public keys of other instances that the operator trusts."""
    found = (read_json(path) for path in sorted((keys_dir / "trusted").glob("*.json")))
    return tuple(PublicKey(item["id"], item["public_key"], item["name"]) for item in found)


def trusted_name(keys_dir: Path, key: str) -> str | None:
    """The name under which a key is trusted here; None for a key that is not."""
    return next((known.name for known in trusted(keys_dir) if known.id == key), None)


def trust(keys_dir: Path, name: str, public_key: str) -> PublicKey:
    """Add an instance's public key (base64) to the trusted ones."""
    try:
        raw = base64.b64decode(public_key, validate=True)
        Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, binascii.Error):
        raise SignatureBroken(_("Une clé publique Ed25519 en base64 est attendue.")) from None
    key = PublicKey(key_id(raw), public_key, name)
    write_json(keys_dir / "trusted" / f"{key.id}.json", {"id": key.id, "public_key": public_key, "name": name})
    return key


def _message(purpose: str, statement: dict[str, Any]) -> bytes:
    return f"jalon-{purpose}-v1\n".encode() + canonical(statement)


def _make(path: Path) -> None:
    """Write a new key; when another process was first, its key stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    temporary = path.with_name(f".signing-{os.getpid()}-{os.urandom(4).hex()}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _link(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _link(temporary: Path, path: Path) -> None:
    """Give the file its name unless the name is taken (a hard link refuses, a rename would replace)."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
