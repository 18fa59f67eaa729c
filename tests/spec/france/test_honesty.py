"""Unknown is not no; seen acting is not named; a summary is not the official text; a proposal says that it is one."""

from typing import Any

from jalon.facts.common import Basis, Known, Link, Statement, StatementKind, When, Wording
from jalon.facts.part import PartFacts


def test_no_lead_is_shown_as_named_by_a_plan(statements: tuple[Statement, ...]) -> None:
    leads = [s for s in statements if s.kind is StatementKind.LEAD]
    assert leads
    assert {s.basis for s in leads} == {Basis.SEEN_ACTING}
    assert not any(s.basis is Basis.NAMED_IN_PLAN for s in statements)


def test_a_measure_without_a_recorded_lead_has_no_statement_on_its_lead(
    raw: Any, by_slug: dict[str, PartFacts]
) -> None:
    for number in (1, 2, 3):
        part = by_slug[f"plan-{number}"]
        led = {s.subject for s in part.statements if s.kind is StatementKind.LEAD}
        expected = [m["lead"] is not None for m in getattr(raw, f"plan{number}")["measures"]]
        assert [measure.uid in led for measure in part.measures] == expected


def test_two_leads_one_after_the_other_are_two_dated_statements(by_slug: dict[str, PartFacts]) -> None:
    part = by_slug["plan-2"]
    for number in ("8", "9"):
        uid = next(m.uid for m in part.measures if m.number == number)
        before, later = [s for s in part.statements if s.kind is StatementKind.LEAD and s.subject == uid]
        assert [s.organisation.name for s in (before, later) if s.organisation] == ["ONDRP", "SSMSI"]
        assert before.superseded_by == later.uid
        assert before.valid_until == When(edtf="2021-01-01")
        assert later.said and later.said.edtf == "2021-01-01"


def test_only_titles_that_were_read_are_verbatim(raw: Any, by_slug: dict[str, PartFacts]) -> None:
    read = {
        m["title_official"] for n in (1, 2, 3) for m in getattr(raw, f"plan{n}")["measures"] if "title_official" in m
    }
    out = {
        title.text.value
        for part in by_slug.values()
        for measure in part.measures
        for title in measure.titles
        if title.text.wording is Wording.VERBATIM
    }
    assert out == read
    assert len(out) == 13


def test_a_title_read_in_the_evaluation_gives_its_page(by_slug: dict[str, PartFacts]) -> None:
    measure = next(m for m in by_slug["plan-2"].measures if m.number == "6")
    assert [citation.locator for citation in measure.titles[0].citations] == ["p. 16"]


def test_no_text_of_a_plan_was_read(by_slug: dict[str, PartFacts]) -> None:
    plans = [plan for part in by_slug.values() for plan in part.plans]
    assert [(plan.slug, plan.rank, plan.text_read, plan.known_until) for plan in plans] == [
        ("plan-1-2014-2016", 1, False, "2025-12"),
        ("plan-2-2019-2021", 2, False, "2025-12"),
        ("plan-3-2024-2027", 3, False, "2025-12"),
    ]


def test_an_evaluation_that_was_not_shared_has_no_verdict(statements: tuple[Statement, ...]) -> None:
    (found,) = [s for s in statements if s.outcome == "exists_not_shared"]
    assert (found.kind, found.known, found.text) == (StatementKind.JUDGED, Known.GIVEN, None)
    assert found.note and "non diffusée" in found.note.value


def test_a_document_found_but_not_read_was_not_looked_at(statements: tuple[Statement, ...]) -> None:
    unread = [s for s in statements if s.kind is StatementKind.ASKED and s.text is None]
    assert len(unread) == 4
    assert {s.known for s in unread} == {Known.NOT_LOOKED_AT}


def test_a_promise_whose_outcome_was_not_seen_is_not_a_broken_one(statements: tuple[Statement, ...]) -> None:
    found = [s for s in statements if s.topic == "Bilan à mi-parcours public" and s.kind is StatementKind.OUTCOME]
    assert [(s.known, s.outcome) for s in found] == [(Known.NOT_FOUND, None)]


def test_postponements_replace_one_another(statements: tuple[Statement, ...]) -> None:
    first, second = [s for s in statements if s.topic == "Publier le 3e plan" and s.kind is StatementKind.PROMISED]
    assert (first.superseded_by, second.superseded_by) == (second.uid, None)
    assert [s.due.edtf for s in (first, second) if s.due] == ["2022", "2023-10-18"]


def test_a_link_that_the_register_proposes_gives_its_reason(statements: tuple[Statement, ...]) -> None:
    proposed = [s for s in statements if s.link is Link.PROPOSED]
    assert proposed
    assert all(s.note and ("proposé" in s.note.value or "rapproché par nous" in s.note.value) for s in proposed)


def test_eight_bodies_and_years_asked_for_the_mechanism_before_the_third_plan(
    by_slug: dict[str, PartFacts], statements: tuple[Statement, ...]
) -> None:
    part = by_slug["plan-2"]
    uid = next(m.uid for m in part.measures if m.number == "16")
    asked = [s for s in statements if s.subject == uid and s.kind is StatementKind.ASKED and s.topic is None]
    assert sorted(s.said.edtf for s in asked if s.said and s.said.edtf) == [
        "2013",
        "2019",
        "2020",
        "2020",
        "2021",
        "2022",
        "2022",
        "2023",
    ]
    assert {s.link for s in asked} == {Link.PROPOSED}


def test_only_two_items_state_a_deadline_of_their_own(statements: tuple[Statement, ...]) -> None:
    found = {(s.text.value, s.due.edtf) for s in statements if s.kind is StatementKind.DEADLINE and s.text and s.due}
    assert found == {("15 juillet 2026", "2026-07-15"), ("déploiement d'ici 2025", "2025")}


def test_the_desk_that_signs_is_marked_as_fictional_and_no_other_body_is(by_slug: dict[str, PartFacts]) -> None:
    fictional = [o for o in by_slug["annuaire"].organisations if o.fictional]
    assert [o.slug for o in fictional] == ["redaction-du-registre"]
    assert {part.header.owner.uid for part in by_slug.values()} == {fictional[0].uid}
