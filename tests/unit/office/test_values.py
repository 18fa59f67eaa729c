"""Values as people write them become decimal strings, and come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.indicator import Level, ValueKind
from jalon.office.forms.values import NotAValue, plain_value, shown_value

SCALE = (Level(fr="absent", en="none"), Level(fr="partiel", en="partial"), Level(fr="complet", en="full"))


@pytest.mark.parametrize(
    ("words", "found"),
    [("1 700 000,5", "1700000.5"), ("1\u202f700", "1700"), ("−3", "-3"), ("0", "0"), ("12.50", "12.50")],
)
def test_numbers_are_kept_digit_for_digit(words: str, found: str) -> None:
    assert plain_value(words, ValueKind.NUMBER) == found


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("N/A", ValueKind.NUMBER), ("voir description", ValueKind.NUMBER), ("1e3", ValueKind.NUMBER), ("1,000,000", ValueKind.NUMBER),
        ("007", ValueKind.NUMBER), ("12 %", ValueKind.NUMBER), ("９", ValueKind.NUMBER), ("9" * 40, ValueKind.NUMBER),
        ("peut-être", ValueKind.YES_NO), ("2", ValueKind.MILESTONE), ("3", ValueKind.ORDINAL), ("-1", ValueKind.ORDINAL),
        ("presque", ValueKind.ORDINAL), ("", ValueKind.NUMBER),
    ],
)  # fmt: skip
def test_what_is_no_value_of_the_kind_is_refused_with_its_words(words: str, kind: ValueKind) -> None:
    with pytest.raises(NotAValue) as refused:
        plain_value(words, kind, SCALE)
    assert words in str(refused.value)


@pytest.mark.parametrize("words", ["Oui", "yes", " atteint ", "1"])
def test_yes_is_one(words: str) -> None:
    assert plain_value(words, ValueKind.YES_NO) == plain_value(words, ValueKind.MILESTONE) == "1"


@pytest.mark.parametrize(("words", "rank"), [("Partiel", "1"), ("full", "2"), ("0", "0")])
def test_levels_are_named_in_either_language_or_by_their_rank(words: str, rank: str) -> None:
    assert plain_value(words, ValueKind.ORDINAL, SCALE) == rank


@given(st.sampled_from((ValueKind.YES_NO, ValueKind.MILESTONE)), st.sampled_from(("0", "1")))
def test_an_answer_shown_reads_back_as_itself(kind: ValueKind, value: str) -> None:
    assert plain_value(shown_value(value, kind), kind) == value


@given(st.integers(0, 2).map(str))
def test_a_level_shown_reads_back_as_itself(value: str) -> None:
    assert plain_value(shown_value(value, ValueKind.ORDINAL, SCALE), ValueKind.ORDINAL, SCALE) == value


def test_levels_of_one_name_are_shown_by_their_rank() -> None:
    twice = (Level(fr="oui", en="a"), Level(fr="oui", en="b"))
    assert shown_value("1", ValueKind.ORDINAL, twice) == "1"
    assert plain_value("1", ValueKind.ORDINAL, twice) == "1"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_a_number_shown_reads_back_as_itself(value: object) -> None:
    text = format(value, "f")
    assert plain_value(shown_value(text, ValueKind.NUMBER), ValueKind.NUMBER) == text
