"""Folding, stems, highlights, and characters that must not be published."""

import re
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.text import (
    Segment,
    Unsafe,
    UnsafeKind,
    fold,
    highlight,
    search_text,
    stems,
    strip_controls,
    tokens,
    unsafe_characters,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Évaluation", "evaluation"),
        ("E\u0301valuation", "evaluation"),
        ("Cœur bleu, ex æquo, Œuvre, Æ", "coeur bleu, ex aequo, oeuvre, ae"),
        ("l’enquête", "l'enquete"),
        ("« plan »", '" plan "'),
        ("2019–2021", "2019-2021"),
        ("1\u00a0401\u202f€", "1 401 €"),
        ("Straße ﬁn", "strasse fin"),
        ("ex\u00adploi\u200btation", "exploitation"),
        ("ÇA, GARÇON, NOËL, AÎNÉ, ù", "ca, garcon, noel, aine, u"),
    ],
)
def test_folding_forgets_accents_case_ligatures_and_typography(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(max_examples=100)
@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(max_codepoint=0x17F), max_size=60))
def test_a_text_is_folded_as_its_signs_are_one_by_one_whatever_stands_beside_them(text: str) -> None:
    assert fold(text) == fold(f"{text}é")[:-1] == "".join(map(fold, text))


def test_words_are_folded_and_split_at_signs() -> None:
    assert tokens("L’évaluation : co-pilote, 1 401 (½)") == ("l", "evaluation", "co", "pilote", "1", "401", "1", "2")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ["évaluation", "évaluations", "évaluer", "évalué", "evaluation"]),
        ("fr", ["réalisées", "réalisé", "réaliser"]),
        ("fr", ["realisees", "Réalisées", "re\u0301alise\u0301es"]),
        ("fr-FR", ["victime", "victimes", "VICTIMES"]),
        ("en", ["trafficking", "trafficked", "Traffick"]),
        ("en", ["measure", "measures", "measured"]),
        ("de", ["Menschen", "menschen"]),
    ],
)
def test_forms_of_one_word_share_a_stem(lang: str, words: list[str]) -> None:
    shared = set.intersection(*(set(stems(word, lang)) for word in words))
    assert shared


def test_different_words_share_none() -> None:
    assert set(stems("mesure", "fr")).isdisjoint(stems("magistrat", "fr"))


def test_what_an_elision_leaves_is_no_stem() -> None:
    assert stems("l’enquête d’aujourd’hui qu’elle", "fr") == ("enquet", "aujourd", "hui", "elle")
    assert stems("the victim's rights", "en") == ("the", "victim", "right")


def test_stems_come_once_in_order() -> None:
    assert stems("mesures, mesure ; victimes", "fr") == ("mesur", "victim")


@pytest.mark.parametrize(
    "query", ["évaluations", "evaluer", "EVALUATION", "l’évaluation", "l'evaluation", "co-pilotes", "oeuvre", "1401"]
)
def test_every_stem_of_a_query_is_in_the_search_text(query: str) -> None:
    column = search_text("L’évaluation de l’Œuvre par les co-pilotes, 1401 victimes", "fr").split()
    assert set(stems(query, "fr")) & set(column)


@settings(max_examples=100)
@given(st.text(max_size=60), st.sampled_from(["fr", "en"]))
def test_the_search_text_holds_all_stems_as_plain_words(text: str, lang: str) -> None:
    column = search_text(text, lang).split(" ")
    assert set(stems(text, lang)) <= set(column)
    assert not re.search(r"[\x00-\x1f\"'*()]", " ".join(column))


def test_words_that_share_a_stem_with_the_query_are_marked() -> None:
    assert highlight("Les évaluations de l’État", "evaluation", "fr") == (
        Segment("Les ", hit=False),
        Segment("évaluations", hit=True),
        Segment(" de l’État", hit=False),
    )


def test_a_query_without_a_word_marks_nothing() -> None:
    assert highlight("Les évaluations", " ’ … ", "fr") == (Segment("Les évaluations", hit=False),)
    assert highlight("", "plan", "fr") == ()


@settings(max_examples=100)
@given(st.text(max_size=80), st.text(max_size=20), st.sampled_from(["fr", "en"]))
def test_the_segments_joined_are_the_text(text: str, query: str, lang: str) -> None:
    segments = highlight(text, query, lang)
    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)


@settings(max_examples=60)
@given(st.lists(st.sampled_from(["mesure", "évaluée", "plan", "œuvre", "traite"]), min_size=1), st.integers(0, 9))
def test_a_word_of_the_text_finds_itself(words: list[str], index: int) -> None:
    word = words[index % len(words)]
    marked = [segment.text for segment in highlight(" ".join(words), word, "fr") if segment.hit]
    assert marked.count(word) == words.count(word)


def test_marked_text_is_returned_unescaped_and_whole() -> None:
    segments = highlight("<script>plan</script>", "plan", "fr")
    assert [segment.text for segment in segments] == ["<script>", "plan", "</script>"]


def test_a_megabyte_is_searched_and_marked() -> None:
    text = ("L’évaluation des mesures n’est pas réalisée. " * 25_000)[:1_000_000]
    column = search_text(text, "fr")
    assert {"evaluation", "evalu", "mesur"} <= set(column.split())
    assert sum(segment.hit for segment in highlight(text, "mesure", "fr")) == text.count("mesures")


def test_one_word_of_a_megabyte_is_not_stemmed() -> None:
    word = "É" * 1_000_000
    assert search_text(word, "fr") == "e" * 1_000_000


def test_stems_are_the_same_in_many_threads() -> None:
    words = [
        f"évaluation{'s' * (index % 2)} {'réalisées' if index % 3 else 'mesures'} x{index}" for index in range(200)
    ]
    expected = [stems(word, "fr") for word in words]
    fresh = [word.upper() for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda word: stems(word, "fr"), fresh)) == expected


@pytest.mark.parametrize(
    ("sign", "code", "name", "kind"),
    [
        ("\x00", "U+0000", "NULL", UnsafeKind.NUL),
        ("\x07", "U+0007", "C0 CONTROL", UnsafeKind.CONTROL),
        ("\x1b", "U+001B", "C0 CONTROL", UnsafeKind.CONTROL),
        ("\x7f", "U+007F", "DELETE", UnsafeKind.CONTROL),
        ("\x85", "U+0085", "C1 CONTROL", UnsafeKind.CONTROL),
        ("\u202e", "U+202E", "RIGHT-TO-LEFT OVERRIDE", UnsafeKind.BIDI),
        ("\u2066", "U+2066", "LEFT-TO-RIGHT ISOLATE", UnsafeKind.BIDI),
        ("\ud800", "U+D800", "UNPAIRED SURROGATE", UnsafeKind.SURROGATE),
        ("\udfff", "U+DFFF", "UNPAIRED SURROGATE", UnsafeKind.SURROGATE),
        ("\uffff", "U+FFFF", "NONCHARACTER", UnsafeKind.NONCHARACTER),
        ("\U0010fffe", "U+10FFFE", "NONCHARACTER", UnsafeKind.NONCHARACTER),
        ("\ufdd0", "U+FDD0", "NONCHARACTER", UnsafeKind.NONCHARACTER),
    ],
)
def test_a_character_that_hides_or_breaks_is_named_with_its_place(
    sign: str, code: str, name: str, kind: UnsafeKind
) -> None:
    text = f"plan{sign} national"
    assert unsafe_characters(text) == (Unsafe(4, code, name, kind),)
    assert strip_controls(text) == "plan national"


@pytest.mark.parametrize(
    "text", ["", "l’été\n\tà 10 h\r\n", "« 1\u00a0401\u202f€ »", "😀 \U0001f1eb\U0001f1f7", "شبكة", "e\u0301"]
)
def test_ordinary_text_is_safe(text: str) -> None:
    assert unsafe_characters(text) == ()
    assert strip_controls(text) == text


@settings(max_examples=100)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_a_stripped_text_is_safe_and_loses_only_what_was_reported(text: str) -> None:
    found = unsafe_characters(text, limit=sys.maxsize)
    kept = strip_controls(text)
    assert unsafe_characters(kept) == ()
    assert len(kept) == len(text) - len(found)
    kept.encode("utf-8")


def test_a_megabyte_of_overrides_reports_the_first_hundred() -> None:
    text = "\u202e\x00" * 500_000
    found = unsafe_characters(text)
    assert len(found) == 100
    assert found[-1].position == 99
    assert strip_controls(text) == ""
