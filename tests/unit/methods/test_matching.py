"""The nearest texts: what is proposed, in which order, and what never is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.matching import FEWEST, MOST, Matcher, Method, Text, index_of, repeated
from jalon.methods.matching.matcher import KEPT
from tests.unit.methods.matching_encoders import HashedWords

MEASURES = (
    "Former les professionnels à l’identification des victimes",
    "Informer et sensibiliser le grand public",
    "Assurer l’accès au séjour pour les victimes",
    "Augmenter les solutions d’hébergement",
    "Créer un fonds d’indemnisation alimenté par les avoirs confisqués",
    "Renforcer les contrôles de l’inspection du travail",
    "Nommer un rapporteur national indépendant",
    "Publier des statistiques annuelles sur la traite",
    "Désigner des administrateurs ad hoc pour les mineurs",
    "Coopérer avec les pays d’origine",
    "Protéger les victimes qui témoignent",
    "Évaluer le plan à mi-parcours",
)


def texts(*given: str) -> list[Text]:
    return [Text(str(number), text) for number, text in enumerate(given, start=1)]


@pytest.fixture(scope="module")
def grams() -> Matcher:
    return Matcher(texts(*MEASURES))


def keys(matcher: Matcher, query: str, **options: object) -> list[str]:
    return [candidate.key for candidate in matcher.nearest(query, **options).candidates]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("formation des professionnels pour identifier les victimes", "1"),
        ("SENSIBILISATION DU GRAND PUBLIC", "2"),
        ("hebergement", "4"),
        ("independent national rapporteur", "7"),
        ("publish annual statistics", "8"),
        ("l'inspection du travail", "6"),
    ],
)
def test_other_forms_of_the_same_words_find_each_other_also_across_languages(
    grams: Matcher, query: str, key: str
) -> None:
    assert keys(grams, query)[0] == key


def test_five_to_ten_are_proposed_each_with_its_text_and_never_a_verdict(grams: Matcher) -> None:
    found = grams.nearest("protéger et héberger les victimes de la traite", 6)
    assert found.method is Method.GRAMS
    assert (found.of, len(found.candidates)) == (len(MEASURES), 6)
    assert [candidate.rank for candidate in found.candidates] == [1, 2, 3, 4, 5, 6]
    assert all(candidate.text == MEASURES[int(candidate.key) - 1] for candidate in found.candidates)
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    assert not any(candidate.same for candidate in found.candidates)


@pytest.mark.parametrize("count", [0, 1, FEWEST - 1, MOST + 1])
def test_a_list_so_short_that_it_decides_or_too_long_to_be_read_is_refused(grams: Matcher, count: int) -> None:
    with pytest.raises(ValueError, match="from 5 to 10"):
        grams.nearest("victimes", count)


def test_what_shares_nothing_is_not_proposed_by_letters(grams: Matcher) -> None:
    assert keys(grams, "zzz 999 ψψψ") == []
    assert keys(grams, "") == keys(grams, " … ") == []


def test_what_was_decided_upon_makes_room_for_the_next(grams: Matcher) -> None:
    before = keys(grams, "victimes", count=6)
    assert keys(grams, "victimes", without=[before[0]]) == before[1:6]


def test_a_text_that_reads_the_same_comes_first_and_says_so() -> None:
    for encoders in ((), (HashedWords(),)):
        matcher = Matcher(texts(*MEASURES, "PUBLIER des statistiques annuelles sur la traite."), encoders)
        found = matcher.nearest("Publier des statistiques annuelles sur la traite").candidates
        assert {candidate.key for candidate in found if candidate.same} == {"8", "13"}
        assert [candidate.same for candidate in found[:3]] == [True, True, False]


def test_texts_without_a_word_are_never_proposed() -> None:
    for encoders in ((), (HashedWords(),)):
        matcher = Matcher(texts("", " ", "…", "Former les juges", "Former les policiers"), encoders)
        assert sorted(keys(matcher, "former")) == ["4", "5"]
        assert matcher.nearest("former").of == 5


def test_small_words_count_only_where_there_is_nothing_else() -> None:
    matcher = Matcher(texts("de la mer", "pour que nous ayons", "la lune"))
    assert keys(matcher, "la mer")[0] == "1"
    assert keys(Matcher(texts("qui, que, quoi", "à qui")), "à qui")[0] == "2"


def test_an_empty_index_and_a_key_twice() -> None:
    for encoders in ((), (HashedWords(),)):
        assert Matcher([], encoders).nearest("victimes").candidates == ()
        with pytest.raises(ValueError, match="twice"):
            Matcher([Text("1", "a"), Text("1", "b")], encoders)


WORDS = st.sampled_from(
    ["former", "victimes", "traite", "hébergement", "juges", "police", "enfants", "travail", "contrôle", "aide"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@given(st.lists(TEXTS, min_size=6, max_size=12, unique=True), TEXTS, st.data())
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_index_changes_no_score(written: list[str], query: str, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(written))))
    for encoders in ((), (HashedWords(), HashedWords("other", 32))):
        indexed = texts(*written)
        one, other = Matcher(indexed, encoders), Matcher([indexed[place] for place in order], encoders)
        expected = one.scores(query)
        assert other.scores(query) == pytest.approx([expected[place] for place in order], abs=1e-5)


@given(st.lists(TEXTS, min_size=6, max_size=12, unique=True))
@settings(max_examples=40, deadline=None)
def test_each_text_finds_itself_first(written: list[str]) -> None:
    matcher = Matcher(texts(*written))
    for text in matcher.texts:
        first = matcher.nearest(text.text).candidates[0]
        assert (first.key, first.same) == (text.key, True)
        assert first.score == pytest.approx(1)


def test_texts_repeated_in_two_reports_are_grouped() -> None:
    given = texts("Ratify the Protocol.", "Train judges", "ratify the protocol", "", "", "Train judges!")
    assert repeated(given) == (("1", "3"), ("2", "6"))


def test_an_index_is_made_once_for_the_same_texts_and_kept_only_so_long() -> None:
    texts = tuple(Text(str(number), f"mesure {number}") for number in range(6))
    first = index_of(texts)
    assert index_of(tuple(Text(one.key, one.text) for one in texts)) is first
    assert index_of((*texts[:-1], Text("5", "autre mesure"))) is not first
    for number in range(KEPT):
        index_of((Text(str(number), "seule"),))
    assert index_of(texts) is not first
