"""The directory: bodies, vocabularies, territories."""

import re

from jalon.demo.france.organisations import body
from jalon.facts.part import PartFacts


def test_the_survey_changed_hands_from_ondrp_to_ssmsi(by_slug: dict[str, PartFacts]) -> None:
    bodies = {o.slug: o for o in by_slug["annuaire"].organisations}
    assert bodies["ssmsi"].predecessors == (bodies["ondrp"].uid,)
    assert [o.slug for o in bodies.values() if o.predecessors] == ["ssmsi"]


def test_the_mission_knows_its_birth_and_its_vacancy(by_slug: dict[str, PartFacts]) -> None:
    mission = next(o for o in by_slug["annuaire"].organisations if o.slug == "miprof")
    assert mission.names[0].since and mission.names[0].since.edtf == "2013-01-03"
    assert [(office.vacant, office.holder) for office in mission.offices] == [(True, None), (False, None)]


def test_parents_are_bodies_of_the_directory(by_slug: dict[str, PartFacts]) -> None:
    uids = {o.uid for o in by_slug["annuaire"].organisations}
    assert {o.parent for o in by_slug["annuaire"].organisations if o.parent} <= uids


def test_groups_are_named_without_being_bodies(by_slug: dict[str, PartFacts]) -> None:
    assert [body(name).uid for name in ("associations", "employeurs", "SSMSI/MIPROF", "police")] == [None] * 4
    known = {o.uid for o in by_slug["annuaire"].organisations}
    assert body("Collectif").uid in known


def test_every_body_that_a_fact_points_to_is_in_the_directory(by_slug: dict[str, PartFacts]) -> None:
    known = {o.uid for o in by_slug["annuaire"].organisations}
    refs = [ref for part in by_slug.values() for s in part.statements for ref in (s.said_by, s.organisation) if ref]
    assert {ref.uid for ref in refs if ref.uid} <= known


def test_france_has_101_departements(by_slug: dict[str, PartFacts]) -> None:
    territories = by_slug["annuaire"].territories
    codes = [t.code for t in territories if t.level == "departement"]
    assert len(codes) == len(set(codes)) == 101
    assert all(re.fullmatch(r"\d{2}|2[AB]|97[1-46]", code) for code in codes)
    assert {t.code for t in territories if t.level == "overseas"} == {"975", "977", "978", "986", "987", "988"}


def test_vocabularies_have_both_languages_and_known_broader_terms(by_slug: dict[str, PartFacts]) -> None:
    vocabularies = by_slug["annuaire"].vocabularies
    assert {v.slug for v in vocabularies} == {"forms_of_exploitation", "target_groups", "sectors", "outputs"}
    for vocabulary in vocabularies:
        codes = [term.code for term in vocabulary.terms]
        assert len(codes) == len(set(codes))
        assert {term.broader for term in vocabulary.terms if term.broader} <= set(codes)
        assert all(term.fr and term.en and term.source for term in vocabulary.terms)
