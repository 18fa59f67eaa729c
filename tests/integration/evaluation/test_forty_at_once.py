"""Forty assessors save at the same moment, each in a connection of its own: no text is lost, nobody gets an error that is
not a conflict with both texts."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.core.errors import Conflict
from jalon.core.models import User
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Evaluation, Note, Rating
from jalon.facts.common import Text
from jalon.facts.uids import uuid7
from tests.integration.core.conftest import Threads, threads
from tests.integration.office.test_evaluating import said

__all__ = ["threads"]

PEOPLE = 40


@pytest.fixture
def ready(threads: Threads, evaluation: Evaluation, team: tuple[User, User, User]) -> list[int]:
    """Forty assessments, one a person."""
    rows = [
        Assessment(
            evaluation=evaluation, object="theme", topic=str(n), recorded_at="2026-11-22T00:00:00Z",
            text=Text(value="départ"),
        )
        for n in range(PEOPLE)
    ]  # fmt: skip
    Assessment.objects.bulk_create(rows)
    return list(Assessment.objects.order_by("id").values_list("pk", flat=True))


def saved(key: int, words: str, by: User) -> Callable[[], object]:
    def save() -> object:
        row = Assessment.objects.select_related("evaluation__part").get(pk=key)
        return actions.edit_assessment(assessment=row, text=Text(value=words), by=by, expected_revision=1)

    return save


def test_each_on_a_measure_of_its_own(threads: Threads, ready: list[int], team: tuple[User, User, User]) -> None:
    results = threads.race(*(saved(key, f"texte {n}", team[n % 3]) for n, key in enumerate(ready)))
    assert [result for result in results if isinstance(result, Exception)] == []
    texts = threads.look(lambda: [row.text for row in Assessment.objects.order_by("id")])
    assert texts == [Text(value=f"texte {n}") for n in range(PEOPLE)]


def test_all_on_one_measure(threads: Threads, ready: list[int], team: tuple[User, User, User]) -> None:
    results = threads.race(*(saved(ready[0], f"texte {n}", team[n % 3]) for n in range(PEOPLE)))
    won = [result for result in results if isinstance(result, Assessment)]
    lost = [result for result in results if isinstance(result, Conflict)]
    assert (len(won), len(lost)) == (1, PEOPLE - 1)
    kept = won[0].text
    for conflict in lost:
        (both,) = conflict.fields
        assert both.current == kept.value and both.submitted.startswith("texte ")


def test_first_notes_and_first_ratings(
    threads: Threads, ready: list[int], team: tuple[User, User, User], evaluation: Evaluation
) -> None:
    _lead, alice, bruno = team
    subject = uuid7()
    actions.share_out(
        evaluation=evaluation, shares={subject: (alice, bruno)}, blind=True, by=team[0],
        expected_revision=evaluation.revision,
    )  # fmt: skip
    key = evaluation.pk

    def note(n: int) -> object:
        row = Assessment.objects.select_related("evaluation__part").get(pk=ready[0])
        return actions.write_note(assessment=row, text=f"note {n}", by=team[n % 3], expected_revision=0)

    def rate(by: User) -> object:
        row = Evaluation.objects.select_related("part").get(pk=key)
        return actions.rate(evaluation=row, subject=subject, by=by, expected_revision=0, level="done")

    tasks = [*(lambda n=n: note(n) for n in range(10)), *(lambda by=by: rate(by) for by in (alice, bruno, alice))]
    results = threads.race(*tasks)
    assert [type(result) for result in results[:10]].count(Note) == 1
    assert [type(result) for result in results].count(Rating) == 2
    assert all(isinstance(result, Note | Rating | Conflict) for result in results)


def test_through_the_pages_each_is_saved_or_shown_both_texts(
    threads: Threads, ready: list[int], team: tuple[User, User, User], evaluation: Evaluation
) -> None:
    """Twenty on a measure of their own, twenty on the first one: requests, sessions and forms included."""
    uids = {row.pk: row.uid for row in Assessment.objects.all()}
    home = f"/bureau/evaluations/parties/{evaluation.part.slug}/{evaluation.uid}/appreciations/"
    browsers = [Client(raise_request_exception=False) for _ in range(PEOPLE)]
    for n, browser in enumerate(browsers):
        browser.force_login(team[n % 3], backend="jalon.core.accounts.adapter.Backend")

    def post(n: int, key: int) -> Callable[[], int]:
        sent = said(level="", object="theme", topic=str(ready.index(key)), text=f"texte {n}", expected_revision="1")
        return lambda: browsers[n].post(f"{home}{uids[key]}/modifier/", sent).status_code

    alone, together = ready[1 : PEOPLE // 2 + 1], [ready[0]] * (PEOPLE // 2)
    answers = threads.race(*(post(n, key) for n, key in enumerate([*alone, *together])))
    assert answers[: len(alone)] == [302] * len(alone)
    assert sorted(answers[len(alone) :]) == [302] + [409] * (len(together) - 1)
    kept = threads.look(lambda: dict(Assessment.objects.values_list("pk", "text")))
    assert [kept[key].value for key in alone] == [f"texte {n}" for n in range(len(alone))]
    assert kept[ready[0]].value == f"texte {len(alone) + answers[len(alone) :].index(302)}"
