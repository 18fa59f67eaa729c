"""Ed25519 signatures."""

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from jalon.publication.errors import SignatureBroken
from jalon.publication.keys import InstanceKey, instance_key, trust, trusted, trusted_name, verify

STATEMENT = {"part": "x", "version": "y"}


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    one, other = instance_key(tmp_path / "keys"), instance_key(tmp_path / "keys")
    assert one.public == other.public
    assert stat.S_IMODE((tmp_path / "keys" / "signing.pem").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["signing.pem"]


def test_a_key_id_is_16_hexadecimal_digits(key: InstanceKey) -> None:
    assert len(key.public.id) == 16
    assert int(key.public.id, 16) >= 0


def test_a_signature_holds_for_its_statement(key: InstanceKey) -> None:
    verify("part", STATEMENT, key.sign("part", STATEMENT))


def test_a_signature_holds_for_nothing_else(key: InstanceKey) -> None:
    signature = key.sign("part", STATEMENT)
    with pytest.raises(SignatureBroken):
        verify("part", {**STATEMENT, "version": "z"}, signature)
    with pytest.raises(SignatureBroken):
        verify("release", STATEMENT, signature)


@pytest.mark.parametrize("member", ["key", "public_key", "value"])
def test_a_signature_with_a_changed_member_does_not_hold(key: InstanceKey, tmp_path: Path, member: str) -> None:
    other = instance_key(tmp_path / "elsewhere").sign("part", STATEMENT)
    signature = key.sign("part", STATEMENT)
    with pytest.raises(SignatureBroken):
        verify("part", STATEMENT, replace(signature, **{member: getattr(other, member)}))
    with pytest.raises(SignatureBroken):
        verify("part", STATEMENT, replace(signature, **{member: "not base64 é"}))


def test_a_key_of_another_sort_is_refused(tmp_path: Path) -> None:
    pem = generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "signing.pem").write_bytes(pem)
    with pytest.raises(SignatureBroken, match="Ed25519"):
        instance_key(tmp_path)


def test_trusted_instances_are_listed_by_key(tmp_path: Path, key: InstanceKey) -> None:
    assert trusted(tmp_path) == ()
    added = trust(tmp_path, "Instance du collectif", key.public.public_key)
    assert added.id == key.public.id
    assert trusted(tmp_path) == (added,)
    assert trusted_name(tmp_path, key.public.id) == "Instance du collectif"
    assert trusted_name(tmp_path, "0" * 16) is None


def test_two_processes_that_make_the_key_at_once_end_with_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first: list[InstanceKey] = []
    generate = Ed25519PrivateKey.generate

    def late() -> Ed25519PrivateKey:
        monkeypatch.undo()
        first.append(instance_key(tmp_path))  # the other process, in between
        return generate()

    monkeypatch.setattr("jalon.publication.keys.Ed25519PrivateKey.generate", late)
    assert instance_key(tmp_path).public == first[0].public
    assert [path.name for path in tmp_path.iterdir()] == ["signing.pem"]


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é"])
def test_what_is_no_key_cannot_be_trusted(tmp_path: Path, text: str) -> None:
    with pytest.raises(SignatureBroken):
        trust(tmp_path, "x", text)
