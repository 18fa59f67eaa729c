"""Facts loaded into records and collected again are the same facts, on SQLite as on PostgreSQL."""

from dataclasses import fields, replace

import pytest

from jalon.core import parts
from jalon.core.models import Citation
from jalon.demo import france
from jalon.facts.codec import normalised
from jalon.facts.common import Citation as CitationFact
from jalon.facts.common import Confidence, Count, Known, Link, OrgRef, Text, Visibility, When, Wording
from jalon.facts.indicator import Baseline, Breakdown
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document, Overlap, StatedNumber
from jalon.facts.series import Precision
from jalon.plans.models import Document as StoredDocument
from jalon.plans.models import Measure, Observation, OutputSubject, Statement
from tests import synthetic, synthetic_following
from tests.integration.plans.conftest import bare, empty_part, loaded

pytestmark = pytest.mark.django_db


def _said(facts: PartFacts) -> PartFacts:
    """What records of the facts say, under the same header."""
    return replace(facts, **parts.collect(loaded(facts)))


@pytest.mark.parametrize("facts", france.parts(), ids=lambda facts: facts.header.slug)
def test_every_french_part_comes_back_as_it_went_in(facts: PartFacts) -> None:
    waiting = [one for one in facts.overlap_links if one.link is Link.PROPOSED]
    rest = replace(facts, overlap_links=tuple(one for one in facts.overlap_links if one not in waiting))
    told = [getattr(rest, field.name) for field in fields(rest) if field.name != "header"]
    private = parts.sources_in(waiting) - parts.sources_in(fact for kind in told for fact in kind)
    rest = replace(rest, sources=tuple(one for one in rest.sources if one.uid not in private))
    assert _said(facts) == normalised(rest), "but for overlaps that wait for a person, and the sources of these alone"
    assert len(waiting) == (facts.header.slug == "engagements")


def test_an_invented_part_comes_back_as_it_went_in(facts: PartFacts) -> None:
    assert _said(facts) == normalised(facts)


def test_loading_twice_changes_nothing(facts: PartFacts) -> None:
    part = loaded(facts)
    parts.load(part, facts, None)
    assert replace(facts, **parts.collect(part)) == normalised(facts)


def test_every_optional_field_comes_back(facts: PartFacts) -> None:
    assert _said(_full(facts)) == normalised(_full(facts))


def test_loading_less_takes_away_the_rest(facts: PartFacts) -> None:
    part = loaded(facts)
    names = ("statements", "means", "series", "acts", "measures", "sections", "plans", "indicators", "outputs")
    less = replace(facts, **dict.fromkeys(names, ()))
    parts.load(part, less, None)
    assert replace(less, **parts.collect(part)) == normalised(less)
    assert not Citation.objects.filter(part=part).exists()
    assert not Observation.objects.exists()
    assert not OutputSubject.objects.exists()


def test_a_form_that_was_open_before_a_loading_meets_a_higher_revision(facts: PartFacts) -> None:
    part = loaded(facts)
    before = Measure.objects.get(uid=synthetic.measure_uid(1)).revision
    parts.load(part, facts, None)
    assert Measure.objects.get(uid=synthetic.measure_uid(1)).revision == before + 1


def test_a_document_that_is_not_public_stays_out_of_what_the_part_says(facts: PartFacts) -> None:
    secret = Document(uid=synthetic.stable_uid("d"), title=Text(value="Projet"), visibility=Visibility.COMMITTEE)
    measures = tuple(replace(m, documents=(secret,)) for m in facts.measures[:1])
    assert _said(replace(facts, measures=(*measures, *facts.measures[1:]))) == normalised(facts)


def test_a_package_does_not_take_away_documents_that_no_package_holds(facts: PartFacts) -> None:
    part = loaded(facts)
    secret = Measure.objects.get(uid=synthetic.measure_uid(1)).documents.create(
        title=Text(value="Projet de compte rendu"), visibility=Visibility.COMMITTEE, sha256="0" * 64
    )
    parts.load(part, facts, None)
    kept = StoredDocument.objects.get(uid=secret.uid)
    assert (kept.title, kept.visibility, kept.sha256) == (secret.title, Visibility.COMMITTEE, "0" * 64)
    assert kept.measure.uid == secret.measure.uid
    parts.load(part, replace(facts, measures=(), statements=(), means=(), acts=()), None)
    assert not StoredDocument.objects.filter(uid=secret.uid).exists()


def test_the_texts_of_a_loading_begin_their_history(facts: PartFacts) -> None:
    loaded(facts)
    titles = Measure.objects.get(uid=synthetic.measure_uid(1)).measuretitles.get()
    assert [version.text for version in titles.history.all()] == [titles.text]


def test_a_part_of_declarations_speaks_of_another_body_s_measure() -> None:
    loaded(synthetic.plan_part())
    facts = bare(synthetic.declarations_part())
    assert replace(facts, **parts.collect(loaded(facts))) == normalised(facts)
    assert Statement.objects.filter(subject_uid=synthetic.measure_uid(2)).count() == 2


def test_a_part_of_answers_speaks_of_another_body_s_indicators() -> None:
    loaded(synthetic_following.following_part())
    facts = bare(synthetic_following.answering_part())
    assert replace(facts, **parts.collect(loaded(facts))) == normalised(facts)


def test_outputs_are_found_by_each_of_their_subjects(facts: PartFacts) -> None:
    loaded(facts)
    found = OutputSubject.objects.filter(subject_uid=synthetic.SECTION).values_list("output__uid", flat=True)
    assert [str(uid) for uid in found] == [fact.uid for fact in facts.outputs if synthetic.SECTION in fact.subjects]


def test_an_output_that_names_a_subject_twice_is_found_once(facts: PartFacts) -> None:
    twice = replace(facts.outputs[0], subjects=(synthetic.PLAN, synthetic.PLAN))
    changed = replace(facts, outputs=(twice,))
    assert _said(changed) == normalised(changed)
    assert OutputSubject.objects.count() == 1


def test_an_empty_part_says_nothing(facts: PartFacts) -> None:
    assert not any(parts.collect(empty_part(facts)).values())


def _full(facts: PartFacts) -> PartFacts:
    """The facts with every kind of field filled somewhere, texts in other scripts among them."""
    note = Text(value="« Нота » : été œuvre 人口\nligne 2", lang="en", wording=Wording.TRANSLATION)
    cite = CitationFact(
        source=synthetic.SOURCE, field="title", locator="§ 4", quote="mot à mot", confidence=Confidence.INFERRED
    )
    plan = replace(
        facts.plans[1],
        financing=note, preparation=note, notes=(note, note), period_notes=(note,), stated_sections=6, text_read=True,
        stated_numbers=(
            StatedNumber(value=45, said_by=(synthetic.COALITION,), note=note, citations=(cite, cite)),
            StatedNumber(value=44, said_by=(OrgRef(name="CPDH"), OrgRef(name="infoMIE"))),
        ),
        overlaps=(
            Overlap(other_plan=note, measure=synthetic.measure_uid(1), other_measure="12", item=note, citations=(cite,)),
            Overlap(other_plan=note, confidence=Confidence.INFERRED),
        ),
    )  # fmt: skip
    document = Document(
        uid=synthetic.stable_uid("doc"), title=note, when=When(printed="au printemps"), media_type="application/pdf",
        sha256="0" * 64, size=2**40, citations=(cite,),
    )  # fmt: skip
    measure = replace(
        facts.measures[0],
        planned=note, group=note, note=note, section_words="axe 1", documents=(document,), citations=(cite, cite),
        confidence=Confidence.INFERRED, section_confidence=Confidence.INFERRED,
    )  # fmt: skip
    first, second, *others = facts.statements
    first = replace(first, superseded_by=second.uid, subject=second.subject, kind=second.kind, known=Known.NOT_FOUND)
    second = replace(
        second, counts=(Count(label="réalisées", value=3), Count(label="non", value=0)), total=45, note=note, scale="A",
        outcome="kept", topic="hébergement", valid_until=When(edtf="2021-01-01"), due=When(recurrence="chaque année"),
    )  # fmt: skip
    means = replace(
        facts.means[0], amount="-123456789012345678901234567.89", posts="2.5", change="-27 %", fate=note, in_kind=note,
        currency="XPF",
    )  # fmt: skip
    one = facts.series[0].observations[0]
    odd = (
        replace(one, value=None, missing="secret statistique", citations=()),
        replace(one, value="0", precision=Precision.AT_LEAST, note="zéro compte", citations=(cite, cite, cite)),
    )
    series = replace(facts.series[0], observations=(*facts.series[0].observations, *odd), multiple=True, note=note)
    indicator = replace(
        facts.indicators[0], note=note, method=note, numerator=note, denominator=note, confidence=Confidence.INFERRED,
        breakdowns=(Breakdown(name="âge"), Breakdown(name="sexe", values=("F", "M"))), citations=(cite, cite),
        baseline=Baseline(when=When(printed="avant"), missing="secret", precision=Precision.ABOUT, citations=(cite,)),
    )  # fmt: skip
    output = replace(
        facts.outputs[0], counterparts=(synthetic.COALITION,), beneficiaries=(OrgRef(name="œuvre"),), channels=("affiche",),
        languages=("fr", "ro"), property_type="maison", money="0", currency="XPF", years=When(edtf="2020"), note=note,
        confidence=Confidence.INFERRED, said=When(recurrence="chaque année"),
    )  # fmt: skip
    return replace(
        facts,
        plans=(facts.plans[0], plan), measures=(measure, *facts.measures[1:]), statements=(first, second, *others),
        means=(means, *facts.means[1:]), series=(series, *facts.series[1:]),
        indicators=(indicator, *facts.indicators[1:]), outputs=(output, *facts.outputs[1:]),
    )  # fmt: skip
