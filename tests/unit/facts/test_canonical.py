"""Canonical JSON: one writing for one meaning (RFC 8785, NFC, no floats)."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.codec import FactsError, canonical

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(TEXTS.map(lambda t: unicodedata.normalize("NFC", t)), inner, max_size=4)
    ),
    max_leaves=20,
)


def shuffled(value: Any) -> Any:
    """The same value with the members of every object in reverse order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(VALUES)
def test_the_order_of_members_changes_no_byte(value: Any) -> None:
    assert canonical(value) == canonical(shuffled(value))


@given(VALUES)
def test_what_is_read_back_is_written_alike(value: Any) -> None:
    written = canonical(value)
    assert canonical(json.loads(written)) == written


def texts(value: Any) -> list[str]:
    """Every text in a value, names of members included."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in texts(inner))]
    return [text for inner in value for text in texts(inner)] if isinstance(value, list) else []


@given(VALUES)
def test_every_text_is_in_nfc(value: Any) -> None:
    assert all(unicodedata.is_normalized("NFC", text) for text in texts(json.loads(canonical(value))))


def test_members_are_sorted_by_utf_16_code_units() -> None:
    # RFC 8785, 3.2.3: an emoji (surrogates, D83D...) comes before U+FF5E, unlike in code point order.
    written = canonical({"\uff5e": 1, "\U0001f600": 2, "\u20ac": 3, "1": 4, "\r": 5})
    assert written.decode() == '{"\\r":5,"1":4,"\u20ac":3,"\U0001f600":2,"\uff5e":1}'


def test_two_names_that_normalise_to_one_are_refused() -> None:
    with pytest.raises(FactsError, match="même nom"):
        canonical({"e\u0301": 1, "\u00e9": 2})


def test_escapes_are_the_shortest() -> None:
    assert canonical('\x00\b\t\n\f\r"\\/\x7fé').decode() == '"\\u0000\\b\\t\\n\\f\\r\\"\\\\/\x7fé"'


def test_decomposed_and_composed_texts_are_one() -> None:
    assert canonical("e\u0301") == canonical("\u00e9")


@pytest.mark.parametrize("value", [1.0, 0.5, float("nan"), float("inf")])
def test_floats_are_refused(value: float) -> None:
    with pytest.raises(FactsError) as error:
        canonical({"a": [{"b": value}]}, "series/x.json")
    assert (error.value.problems[0].path, error.value.problems[0].where) == ("series/x.json", "$.a[0].b")


@pytest.mark.parametrize("value", [2**53, -(2**53), 10**40])
def test_integers_that_readers_would_round_are_refused(value: int) -> None:
    with pytest.raises(FactsError, match="entier"):
        canonical({"a": value})


@pytest.mark.parametrize("value", [2**53 - 1, -(2**53) + 1])
def test_the_largest_safe_integers_are_written(value: int) -> None:
    assert canonical(value) == str(value).encode()


def test_half_a_surrogate_pair_is_refused_with_its_place() -> None:
    with pytest.raises(FactsError) as error:
        canonical({"a": "\ud800"})
    assert error.value.problems[0].where == "$.a"


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object()])
def test_other_types_are_refused(value: object) -> None:
    with pytest.raises(FactsError):
        canonical([value])
