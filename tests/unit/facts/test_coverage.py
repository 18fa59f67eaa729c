"""Coverage: what is answered, by whose word, out of how many; what is not recorded is not a no."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.facts.common import Known, Link, OrgRef, Text, When
from jalon.facts.coverage import COUNTED, Age, Cover, coverage
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview, Relation
from jalon.facts.uids import stable_uid
from tests.synthetic import OLDER, PLAN, RECORDED, measure_uid, plan_part

AT = date(2026, 11, 22)
PART = plan_part()
TWO = measure_uid(2)


def asked(key: str, when: str | None = "2015", **said: object) -> Recommendation:
    given: dict[str, object] = {"texts": (Text(value=key),), "when": When(edtf=when) if when else None, **said}
    return Recommendation(
        uid=stable_uid(f"r/{key}"), body=OrgRef(name="Organe"), recorded_at=RECORDED, **given,  # type: ignore[arg-type]
    )  # fmt: skip


def answer(
    to: Recommendation, relation: Relation | None, link: Link = Link.STATED, measure: str = TWO
) -> RecommendationAnswer:
    key = f"a/{to.uid}/{relation}/{link}/{measure}"
    return RecommendationAnswer(
        uid=stable_uid(key), recommendation=to.uid, measure=measure, recorded_at=RECORDED, relation=relation, link=link
    )


def review(of: Recommendation, *plans: str) -> RecommendationReview:
    return RecommendationReview(uid=stable_uid(f"v/{of.uid}"), recommendation=of.uid, recorded_at=RECORDED, plans=plans)


def cover(one: Recommendation, *said: RecommendationAnswer | RecommendationReview, plan: str = PLAN) -> Cover:
    answers = [item for item in said if isinstance(item, RecommendationAnswer)]
    reviews = [item for item in said if isinstance(item, RecommendationReview)]
    return coverage([one], answers, reviews, PART.plans, PART.measures, AT).lines[0].plans[plan]


R = asked("a")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((), Cover.NO_LINK),
        ((review(R),), Cover.REVIEWED_NONE),
        ((review(R, PLAN),), Cover.REVIEWED_NONE),
        ((review(R, OLDER),), Cover.NO_LINK),
        ((answer(R, None, Link.PROPOSED),), Cover.PROPOSED),
        ((answer(R, Relation.ANSWERS, Link.PROPOSED), review(R)), Cover.PROPOSED),
        ((answer(R, Relation.IN_PART),), Cover.IN_PART),
        ((answer(R, Relation.IN_PART), answer(R, Relation.ANSWERS)), Cover.ANSWERED),
        ((answer(R, Relation.WORKS_AGAINST),), Cover.AGAINST),
        ((answer(R, Relation.UNRELATED),), Cover.NO_LINK),
        ((answer(R, Relation.UNRELATED), answer(R, None, Link.PROPOSED)), Cover.NO_LINK),
        ((answer(R, Relation.ANSWERS, measure=measure_uid(1, 1)),), Cover.NO_LINK),
    ],
)
def test_what_is_recorded_is_told_apart(said: tuple[RecommendationAnswer, ...], expected: Cover) -> None:
    assert cover(R, *said) is expected


def test_what_nobody_read_is_in_no_total() -> None:
    unread = replace(asked("b"), known=Known.NOT_LOOKED_AT, texts=())
    found = coverage([R, unread], [], [], PART.plans, PART.measures, AT)
    assert found.totals[PLAN].of == 1
    assert found.totals[PLAN].counts == {Cover.NO_LINK: 1, Cover.NOT_READ: 1}
    assert [line.recommendation for line in found.without_link()] == [R]


def test_a_plan_could_not_answer_what_was_asked_after_it() -> None:
    late = asked("late", "2020")
    assert cover(late, plan=OLDER) is Cover.LATER
    assert cover(late, plan=PLAN) is Cover.NO_LINK
    assert cover(asked("same year", "2016"), plan=OLDER) is Cover.NO_LINK
    assert coverage([late], [], [], PART.plans, PART.measures, AT).totals[OLDER].of == 0


@pytest.mark.parametrize(
    ("when", "age"),
    [("2013", Age(12, 13)), ("2013-01-28", Age(13, 13)), ("2026-11-22", Age(0, 0)), ("2027", None), (None, None)],
)
def test_the_age_says_what_the_date_allows(when: str | None, age: Age | None) -> None:
    assert coverage([asked("x", when)], [], [], PART.plans, (), AT).lines[0].age == age


def test_repeats_are_counted_whatever_their_order_and_a_circle_hangs_nothing() -> None:
    first, second = asked("1", "2013"), asked("2", "2017")
    third = asked("3", "2022", repeats=second.uid)
    second = replace(second, repeats=first.uid)
    lines = coverage([third, first, second], [], [], PART.plans, (), AT).lines
    assert {(line.repeats, line.first) for line in lines} == {(2, first.uid)}
    circle = [replace(first, repeats=second.uid), second]
    assert {line.repeats for line in coverage(circle, [], [], PART.plans, (), AT).lines} == {1}


def test_contrary_words_are_flagged() -> None:
    found = coverage([R], [answer(R, Relation.ANSWERS)], [review(R)], PART.plans, PART.measures, AT)
    assert (found.lines[0].cover, found.lines[0].disputed) == (Cover.ANSWERED, True)


def test_measures_that_answer_nothing_are_listed_numbered_ones_and_items_apart() -> None:
    found = coverage([R], [answer(R, None, Link.PROPOSED)], [], PART.plans, PART.measures, AT)
    assert found.idle == {PLAN: (measure_uid(1),)}
    assert found.idle_attested == {PLAN: (measure_uid(900),)}


def test_one_with_two_themes_counts_in_each_row_and_once_in_the_total() -> None:
    found = coverage([replace(R, themes=("a", "b"))], [], [], PART.plans, PART.measures, AT)
    assert [found.cells["Organe", theme, PLAN].of for theme in ("a", "b")] == [1, 1]
    assert found.totals[PLAN].of == 1


@given(st.lists(st.tuples(st.sampled_from([*Relation, None]), st.sampled_from(Link)), max_size=5), st.booleans())
def test_every_recommendation_has_one_cover_a_plan(said: list[tuple[Relation | None, Link]], looked: bool) -> None:
    answers = [answer(R, relation, link) for relation, link in said]
    found = coverage([R], answers, [review(R)] if looked else [], PART.plans, PART.measures, AT)
    for plan in (OLDER, PLAN):
        assert sum(found.totals[plan].counts.values()) == 1
        assert found.totals[plan].of == sum(found.totals[plan].counts.get(one, 0) for one in COUNTED)
