"""Dates and durations in words, French and English."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.dates import Edtf, Span, Style, format_date, in_words, parse, slippage, slippage_in_words
from tests.unit.methods.dates_strategies import edtfs


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2019-10-18", "18 octobre 2019", "18 October 2019"),
        ("2019-10-01", "1er octobre 2019", "1 October 2019"),
        ("2025-06~", "vers juin 2025", "around June 2025"),
        ("2024-11-15~", "vers le 15 novembre 2024", "around 15 November 2024"),
        ("2016-10-18?", "18 octobre 2016 (incertain)", "18 October 2016 (uncertain)"),
        ("2021%", "vers 2021 (incertain)", "around 2021 (uncertain)"),
        ("201X", "années 2010", "2010s"),
        ("201X~", "vers les années 2010", "around the 2010s"),
        ("2024-XX", "2024 (mois inconnu)", "2024 (month unknown)"),
        ("2024-05-XX", "mai 2024 (jour inconnu)", "May 2024 (day unknown)"),
        ("2024-21", "printemps 2024", "spring 2024"),
        ("2023-24", "hiver 2023-2024", "winter 2023-2024"),
        ("2023-23~", "vers l’automne 2023", "around autumn 2023"),
        ("2019/2021", "de 2019 à 2021", "from 2019 to 2021"),
        ("2026-01~/2026-03~", "environ de janvier à mars 2026", "around January to March 2026"),
        ("2020-11/2022-05~", "de novembre 2020 à mai 2022 environ", "from November 2020 to around May 2022"),
        ("2019-02-11/2019-02-12", "du 11 au 12 février 2019", "from 11 to 12 February 2019"),
        ("2019-04/2020-22", "d’avril 2019 à l’été 2020", "from April 2019 to summer 2020"),
        ("201X/2022", "des années 2010 à 2022", "from the 2010s to 2022"),
        ("../2021", "jusqu’en 2021", "until 2021"),
        ("../2026-07-15", "jusqu’au 15 juillet 2026", "until 15 July 2026"),
        ("/2021-10", "début inconnu, jusqu’en octobre 2021", "start unknown, until October 2021"),
        ("2019/..", "à partir de 2019", "from 2019 onwards"),
        ("2019-10-18/", "à partir du 18 octobre 2019, fin inconnue", "from 18 October 2019, end unknown"),
    ],
)
def test_a_date_in_words(edtf: str, french: str, english: str) -> None:
    assert format_date(parse(edtf), "fr") == french
    assert format_date(parse(edtf), "en-GB") == english


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2023-01-12", "12 janv. 2023", "12 Jan 2023"),
        ("2016-10-18?", "18 oct. 2016\u00a0?", "18 Oct 2016?"),
        ("2019/2021", "2019–2021", "2019–2021"),
        ("2026-01/2026-03", "janv. 2026 – mars 2026", "Jan 2026 – Mar 2026"),
        ("2024-XX", "2024", "2024"),
    ],
)
def test_a_short_date(edtf: str, french: str, english: str) -> None:
    assert format_date(parse(edtf), "fr", Style.SHORT) == french
    assert format_date(parse(edtf), "en", Style.SHORT) == english


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2019-10-18", "le 18 octobre 2019", "on 18 October 2019"),
        ("2025-06", "en juin 2025", "in June 2025"),
        ("2019", "en 2019", "in 2019"),
        ("2024-21", "au printemps 2024", "in spring 2024"),
        ("2024-22", "à l’été 2024", "in summer 2024"),
        ("199X", "dans les années 1990", "in the 1990s"),
        ("2025-06~", "vers juin 2025", "around June 2025"),
    ],
)
def test_a_date_in_a_sentence(edtf: str, french: str, english: str) -> None:
    assert format_date(parse(edtf), "fr", Style.IN_SENTENCE) == french
    assert format_date(parse(edtf), "en", Style.IN_SENTENCE) == english


@settings(max_examples=100)
@given(edtfs(), st.sampled_from(["fr", "en"]), st.sampled_from(Style))
def test_every_date_has_words_with_its_years_and_no_edtf_signs(edtf: Edtf, lang: str, style: Style) -> None:
    words = format_date(edtf, lang, style)
    assert re.search(r"[0-9]{4}", words)
    assert not re.search(r"[~%X]|\.\.|  |^ | $", words)


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de': dates are worded in fr and en only"):
        format_date(parse("2019"), "de")


@pytest.mark.parametrize(
    ("span", "french", "english"),
    [
        (Span(21, 49, approximate=True), "environ 1 à 2 mois", "about 1 to 2 months"),
        (Span(304, 304), "10 mois", "10 months"),
        (Span(290, 290), "environ 10 mois", "about 10 months"),
        (Span(291, 321), "environ 10 à 11 mois", "about 10 to 11 months"),
        (Span(54, 54), "54 jours", "54 days"),
        (Span(-2, -2), "2 jours", "2 days"),
        (Span(1, 1), "1 jour", "1 day"),
        (Span(0, 0), "le jour même", "the same day"),
        (Span(0, 0, approximate=True), "moins d’une semaine", "less than a week"),
        (Span(46, 46, approximate=True), "environ 7 semaines", "about 7 weeks"),
        (Span(1, 12), "au plus 2 semaines environ", "up to about 2 weeks"),
        (Span(-3, 26), "au plus 1 mois environ", "up to about 1 month"),
        (Span(1960, 2325), "environ 5 à 6 ans", "about 5 to 6 years"),
        (Span(-2325, -1960), "environ 5 à 6 ans", "about 5 to 6 years"),
        (Span(1461, 1461), "4 ans", "4 years"),
        (Span(121, None), "au moins 4 mois environ", "at least about 4 months"),
        (Span(None, -121), "au moins 4 mois environ", "at least about 4 months"),
        (Span(0, None), "durée inconnue", "unknown length"),
        (Span(None, 3), "durée inconnue", "unknown length"),
        (Span(None, None), "durée inconnue", "unknown length"),
    ],
)
def test_a_span_in_words(span: Span, french: str, english: str) -> None:
    assert in_words(span, "fr") == french
    assert in_words(span, "en") == english


@pytest.mark.parametrize(
    ("due", "done", "french", "english"),
    [
        ("2024-02~", "2024-03-21", "environ 1 à 2 mois après l’échéance", "about 1 to 2 months after the due date"),
        ("2024-10-18", "2024-10-18", "à l’échéance", "on the due date"),
        ("2024-10-20", "2024-10-18", "2 jours avant l’échéance", "2 days before the due date"),
        (
            "2025-06~",
            "2025-06-27",
            "au plus 1 mois environ avant ou après l’échéance",
            "up to about 1 month before or after the due date",
        ),
        ("2025/..", "2026-05", "écart à l’échéance inconnu", "distance to the due date unknown"),
        (
            "2026-05",
            "../2025",
            "au moins 4 mois environ avant l’échéance",
            "at least about 4 months before the due date",
        ),
    ],
)
def test_slippage_in_words_gives_its_direction(due: str, done: str, french: str, english: str) -> None:
    span = slippage(parse(due), parse(done))
    assert slippage_in_words(span, "fr") == french
    assert slippage_in_words(span, "en") == english


DAYS = st.integers(-4000, 4000)


@settings(max_examples=100)
@given(DAYS, st.integers(0, 2000), st.booleans())
def test_days_are_counted_only_in_exact_spans(low: int, width: int, approximate: bool) -> None:
    span = Span(low, low + width, approximate)
    if not span.exact:
        assert not re.search(r"[0-9] jours?\b", in_words(span, "fr"))
        assert not re.search(r"[0-9] days?\b", in_words(span, "en"))


@settings(max_examples=100)
@given(DAYS, st.integers(0, 2000))
def test_a_span_and_its_opposite_have_the_same_length(low: int, width: int) -> None:
    span, mirrored = Span(low, low + width), Span(-low - width, -low)
    assert in_words(span, "fr") == in_words(mirrored, "fr")


@settings(max_examples=100)
@given(st.integers(0, 4000), st.integers(0, 2000))
def test_the_first_number_of_a_length_is_smaller_than_the_second(low: int, width: int) -> None:
    numbers = [int(number) for number in re.findall(r"[0-9]+", in_words(Span(low, low + width), "en"))]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == len(numbers)
