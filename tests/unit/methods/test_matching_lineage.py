"""Lineage from plan to plan, as proposals. Invented measures."""

from jalon.methods.matching import Kind, Matcher, Method, Text, propose_lineage
from tests.unit.methods.matching_encoders import HashedWords

EARLIER = {
    "A1": "Publier des statistiques annuelles sur la traite",
    "A2": "Former les magistrats et former les policiers à l’identification",
    "A3": "Ouvrir un foyer pour mineurs victimes",
    "A4": "Ouvrir un foyer pour femmes victimes",
    "A5": "Nommer un rapporteur national",
    "A6": "Quokka",
}
LATER = {
    "B1": "Publier des statistiques annuelles sur la TRAITE.",
    "B2": "Former les magistrats à l’identification",
    "B3": "Former les policiers à l’identification",
    "B4": "Ouvrir des foyers pour mineurs et femmes victimes",
    "B5": "Désigner un rapporteur national indépendant",
    "B6": "Zzz",
}


def indexed(measures: dict[str, str], encoders: tuple[HashedWords, ...] = ()) -> Matcher:
    return Matcher([Text(key, text) for key, text in measures.items()], encoders)


def proposed(kind: Kind) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    found = propose_lineage(indexed(EARLIER), indexed(LATER))
    return [(one.earlier, one.later) for one in found if one.kind is kind]


def test_measures_that_read_the_same_are_proposed_as_identical_and_as_nothing_else() -> None:
    assert proposed(Kind.IDENTICAL) == [(("A1",), ("B1",))]
    others = [one for kind in Kind if kind is not Kind.IDENTICAL for one in proposed(kind)]
    assert all("A1" not in earlier and "B1" not in later for earlier, later in others)


def test_a_measure_near_to_two_later_ones_is_proposed_as_split() -> None:
    assert [(earlier, sorted(later)) for earlier, later in proposed(Kind.SPLIT)] == [(("A2",), ["B2", "B3"])]


def test_two_measures_near_to_one_later_one_are_proposed_as_merged() -> None:
    assert [(sorted(earlier), later) for earlier, later in proposed(Kind.MERGED)] == [(["A3", "A4"], ("B4",))]


def test_measures_nearest_to_each_other_are_proposed_as_reworded() -> None:
    assert (("A5",), ("B5",)) in proposed(Kind.REWORDED)


def test_two_measures_stand_together_in_one_proposal_at_most() -> None:
    crossed = {"B1": "Former les magistrats", "B2": "Former les policiers, les magistrats et les juges"}
    both = {"A1": "Former les magistrats et les policiers", "A2": "Former les juges et les policiers", **EARLIER}
    for earlier, later in ((EARLIER, LATER), (both, crossed | LATER), (LATER, EARLIER)):
        found = propose_lineage(indexed(earlier), indexed(later))
        pairs = [(one, other) for each in found for one in each.earlier for other in each.later]
        assert len(pairs) == len(set(pairs)) > 3


def test_what_has_nothing_in_common_is_in_no_proposal_and_nothing_says_new_or_dropped() -> None:
    found = propose_lineage(indexed(EARLIER), indexed(LATER))
    assert {kind.value for kind in Kind} == {"identical", "reworded", "split", "merged"}
    assert not any("A6" in one.earlier or "B6" in one.later for one in found)


def test_vectors_propose_in_the_same_way() -> None:
    encoders = (HashedWords(roles=True),)
    found = propose_lineage(indexed(EARLIER, encoders), indexed(LATER, encoders))
    assert found[0].kind is Kind.IDENTICAL
    assert all(one.method is Method.VECTORS for one in found)


def test_an_empty_plan_has_no_lineage() -> None:
    assert propose_lineage(indexed({}), indexed(LATER)) == propose_lineage(indexed(EARLIER), indexed({})) == ()
