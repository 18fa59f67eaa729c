"""Recommendations as a workbook or a CSV: exported, edited by nobody, imported again without a difference."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.exchange.plans_out import read_exported
from jalon.exchange.recommendations_out import WRITTEN, export_recommendations
from jalon.exchange.sheets import read_workbook
from jalon.facts.codec import normalised
from jalon.facts.common import Citation, Link, OrgRef, Text, When, Wording
from jalon.facts.part import PartFacts
from jalon.facts.recommendation import Position, Recommendation, RecommendationKind, StatePosition
from jalon.facts.rules import text as rule_of_texts
from jalon.facts.uids import stable_uid
from tests import synthetic
from tests.synthetic_commitments import commitments

MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
NASTY = "abé«»’œ;,\"'=+-@\\n\n|#0 1.\t\U0001f600"
WORDS = st.text(alphabet=NASTY, min_size=1, max_size=12).map(lambda text: f"x{text}x" if rule_of_texts(text) else text)
MAYBE = st.none() | WORDS
LIST = st.lists(WORDS, max_size=3).map(tuple)
WHEN = st.none() | st.builds(When, edtf=st.sampled_from(["2015", "2015-06~", "2015-03-01"]), printed=MAYBE)
TEXT = st.builds(Text, value=WORDS, lang=st.sampled_from(["fr", "en", "es"]), wording=st.sampled_from([*Wording]))
CITES = st.lists(st.builds(Citation, source=st.just(synthetic.SOURCE), locator=MAYBE, quote=MAYBE), max_size=2).map(
    tuple
)
RECOMMENDATIONS = st.builds(
    Recommendation, uid=st.integers(0, 10_000).map(lambda n: stable_uid(f"synthetic/asked/{n}")),
    body=st.builds(OrgRef, name=WORDS), recorded_at=st.just(synthetic.RECORDED),
    kind=st.sampled_from([*RecommendationKind]), texts=st.lists(TEXT, max_size=3).map(tuple),
    link=st.sampled_from([*Link]), instrument=MAYBE, report=MAYBE, cycle=MAYBE, session=MAYBE, symbol=MAYBE,
    paragraph=MAYBE, reference=MAYBE, when=WHEN, deadline=WHEN, urgency=MAYBE, themes=LIST, affected=LIST, sdgs=LIST,
    states=LIST, note=st.none() | TEXT, citations=CITES,
    positions=st.lists(
        st.builds(StatePosition, position=st.sampled_from([*Position]), said=WHEN, text=st.none() | TEXT, citations=CITES),
        max_size=2,
    ).map(tuple),
)  # fmt: skip


def only(facts: PartFacts, asked: tuple[Recommendation, ...]) -> PartFacts:
    return normalised(PartFacts(header=facts.header, sources=facts.sources, recommendations=asked))


def back(facts: PartFacts, kind: str) -> PartFacts:
    read = read_exported(read_workbook(export_recommendations(facts, kind, MADE), f"r.{kind}"))
    assert read is not None and read.refused == 0
    found = replace(facts, recommendations=read.facts["recommendations"])
    assert {one.uid for one in read.facts["sources"]} <= {one.uid for one in facts.sources}
    return normalised(found)


@pytest.mark.parametrize("kind", WRITTEN)
def test_recommendations_come_back_as_they_left(kind: str) -> None:
    facts = only(commitments(), commitments().recommendations)
    assert len(facts.recommendations) == 2
    assert back(facts, kind) == facts


@settings(max_examples=30, deadline=None)
@given(asked=st.lists(RECOMMENDATIONS, min_size=1, max_size=3, unique_by=lambda one: one.uid).map(tuple))
def test_whatever_a_recommendation_holds_comes_back(asked: tuple[Recommendation, ...]) -> None:
    facts = only(commitments(), asked)
    assert all(back(facts, kind) == facts for kind in WRITTEN)
