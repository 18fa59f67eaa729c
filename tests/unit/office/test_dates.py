"""Dates as people type them: what a form shows, saved unchanged, changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.facts.common import Confidence, When
from jalon.office.dates import Typed, Unread, read, readable, typed, understood

EDTF = st.sampled_from(
    ["2019", "2025-06", "2026-07-15", "2025-06~", "2016-10-18?", "201X", "2024-21", "2019/2021", "../2021", "2019/.."]
)
PRINTED = st.sampled_from([None, "fin 2018", "octobre 2019, date de page", "à mi-parcours", "2018-2020", "juin 2021"])


@settings(max_examples=80)
@given(edtf=st.none() | EDTF, printed=PRINTED, confidence=st.sampled_from(Confidence))
def test_a_date_that_is_saved_unchanged_keeps_its_words_and_its_reading(
    edtf: str | None, printed: str | None, confidence: Confidence
) -> None:
    when = When(edtf=edtf, printed=printed, confidence=confidence)
    if edtf is None and printed is None:
        return
    if edtf is None and printed is not None and readable(Typed(printed)):
        return  # words that read as a date come back with their reading: that is what the field is for
    assert read(typed(when)) == when


def test_nothing_typed_is_no_date() -> None:
    assert read(Typed("  ")) is None


def test_words_without_a_date_are_refused_unless_they_are_to_be_kept() -> None:
    with pytest.raises(Unread):
        read(Typed("bientôt"))
    assert read(Typed("bientôt", keep=True)) == When(printed="bientôt")


def test_what_is_understood_is_said_in_both_languages() -> None:
    assert understood(Typed("12 mars 2024"), "fr") == "12 mars 2024 (2024-03-12)"
    assert understood(Typed("12 mars 2024"), "en") == "12 March 2024 (2024-03-12)"
