"""Sealed texts open under the same key and purpose only, and only untouched."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.core.sealing import Unsealable, seal, unseal


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_sealed_is_unsealed(text: str) -> None:
    assert unseal(seal(text, "essai"), "essai") == text


def test_the_same_text_is_never_sealed_alike() -> None:
    assert seal("violette", "essai") != seal("violette", "essai")


@given(st.integers(0, 50))
def test_a_sealed_text_that_was_touched_does_not_open(place: int) -> None:
    sealed = list(seal("violette", "essai"))
    place %= len(sealed)
    sealed[place] = "A" if sealed[place] != "A" else "Q"
    with pytest.raises(Unsealable):
        unseal("".join(sealed), "essai")


@pytest.mark.parametrize("sealed", ["", "x", "pas du base64 !", "é"])
def test_what_was_never_sealed_does_not_open(sealed: str) -> None:
    with pytest.raises(Unsealable):
        unseal(sealed, "essai")


def test_another_purpose_or_key_does_not_open_it(settings: Any) -> None:
    sealed = seal("violette", "essai")
    with pytest.raises(Unsealable):
        unseal(sealed, "autre")
    settings.SECRET_KEY = "une autre clé"
    with pytest.raises(Unsealable, match="JALON_SECRET_KEY"):
        unseal(sealed, "essai")
