"""Uids: drawn ones sort by time, derived ones never change."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.uids import is_uid, stable_uid, uuid7


def test_a_new_uid_is_a_uuid_of_version_7() -> None:
    value = uuid.UUID(uuid7())
    assert value.version == 7
    assert value.variant == uuid.RFC_4122


def test_new_uids_differ() -> None:
    assert len({uuid7() for _ in range(1000)}) == 1000


def test_a_new_uid_carries_its_milliseconds() -> None:
    assert uuid.UUID(uuid7()).int >> 80 > 1_700_000_000_000


def test_a_stable_uid_is_the_same_for_ever() -> None:
    assert stable_uid("fr/plan3/measure/16") == "00000000-0000-74a7-b48b-05c57f476d97"


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_keys_give_different_uids(one: str, other: str) -> None:
    assert (stable_uid(one) == stable_uid(other)) == (one == other)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_stable_uid_has_the_shape_of_version_7(key: str) -> None:
    assert is_uid(stable_uid(key))
    assert uuid.UUID(stable_uid(key)).version == 7


def test_an_empty_key_is_refused() -> None:
    with pytest.raises(ValueError, match="not empty"):
        stable_uid("")


@pytest.mark.parametrize(
    "text", ["", "x", "0190A8F2-6C1E-7D3B-9A4F-2B8C6D1E0F37", "../../../../etc/passwd", stable_uid("x") + "\n"]
)
def test_other_writings_are_no_uid(text: str) -> None:
    assert not is_uid(text)
