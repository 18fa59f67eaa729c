"""What a package says of commitments is what the part says once it is loaded, and again."""

from dataclasses import replace

import pytest

from jalon.commitments import actions, models
from jalon.commitments.selectors import (
    lineages_page,
    overlaps_page,
    promise_page,
    promises_page,
    recommendation_page,
    recommendations_page,
)
from jalon.core import parts
from jalon.core.errors import Invalid
from jalon.core.models import Part, User
from jalon.facts.codec import normalised
from jalon.facts.common import Citation, OrgRef, When
from jalon.facts.part import PartFacts
from jalon.facts.promise import Verdict
from jalon.facts.validation import known_of, validate
from jalon.publication.selectors import facts_of_part
from tests.integration.plans.conftest import People
from tests.synthetic import declarations_part
from tests.synthetic_commitments import ASKED, LATER, PROMISE, commitments

OURS = (
    "acts", "recommendations", "recommendation_answers", "recommendation_reviews", "promises", "promise_views", "committees",
    "sessions", "decisions", "lineages", "overlap_links",
)  # fmt: skip


def ours(facts: PartFacts) -> dict[str, object]:
    return {name: getattr(normalised(facts), name) for name in OURS}


def test_collecting_gives_what_was_loaded_again_and_again(part: Part, facts: PartFacts) -> None:
    assert ours(facts_of_part(part)) == ours(facts)
    before = {row.uid: row.revision for row in models.Recommendation.objects.all()}
    parts.load(part, facts_of_part(part), None)
    assert ours(facts_of_part(part)) == ours(facts)
    assert all(row.revision == before[row.uid] + 1 for row in models.Recommendation.objects.all())


def test_the_invented_commitments_can_be_signed() -> None:
    assert validate(commitments(), known_of([declarations_part()])) == []


def test_an_uid_that_is_taken_is_refused_and_nothing_is_lost(part: Part, facts: PartFacts) -> None:
    twice = replace(facts, promises=(*facts.promises, *facts.promises))
    with pytest.raises(Invalid):
        parts.load(part, twice, None)
    assert ours(facts_of_part(part)) == ours(facts)


def test_a_promise_kept_before_it_was_made_is_refused_by_its_field(part: Part, editor: User) -> None:
    view = models.PromiseView.objects.filter(verdict=Verdict.KEPT).get()
    with pytest.raises(Invalid) as refused:
        actions.edit_view(view=view, by=editor, expected_revision=view.revision, done=When(edtf="2018"))
    assert set(refused.value.problems) == {"done"}
    promise = models.Promise.objects.get()
    with pytest.raises(Invalid) as refused:
        actions.edit_promise(promise=promise, by=editor, expected_revision=promise.revision, made=When(edtf="2022"))
    assert set(refused.value.problems) == {"made"}


def test_a_new_date_stands_beside_the_old_ones(part: Part, editor: User, cites: tuple[Citation, ...]) -> None:
    promise = models.Promise.objects.get()
    actions.add_due(
        promise=promise, by=editor, expected_revision=promise.revision, citations=cites, due=When(edtf="2022-12"),
        said_by=OrgRef(name="Mission"),
    )  # fmt: skip
    (fact,) = facts_of_part(part).promises
    assert [due.due.edtf for due in fact.dues if due.due] == ["2020-06", "2021-01~", "2022-12"]


def test_what_is_said_of_a_withdrawn_promise_leaves_with_it(part: Part, editor: User) -> None:
    promise = models.Promise.objects.get()
    actions.withdraw(record=promise, reason="doublon", by=editor, expected_revision=promise.revision)
    facts = facts_of_part(part)
    assert (facts.promises, facts.promise_views) == ((), ())


def test_pages_show_ones_own_parts_alone(part: Part, people: People) -> None:
    row = recommendation_page(ASKED, people.reader)
    assert [one.fact.relation for one in row.answers] == ["in_part"]
    assert [one.fact.uid for one in recommendations_page(part.slug, people.editor).rows[0].answers]
    promise = promise_page(PROMISE, people.reader)
    assert list(promise.dues)[1] == LATER and len(promise.views) == 2
    assert [len(page(part.slug, people.reader).rows) for page in (promises_page, lineages_page, overlaps_page)] == [
        1,
        1,
        1,
    ]
    for user in (people.outsider, people.operator, people.committee):
        with pytest.raises(models.Recommendation.DoesNotExist):
            recommendation_page(ASKED, user)
        with pytest.raises(Part.DoesNotExist):
            promises_page(part.slug, user)
