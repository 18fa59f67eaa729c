"""A promise: its dates, what was found, and what can honestly be said of it on a day."""

from datetime import date

import pytest

from jalon.facts.common import Known, Statement, StatementKind, When
from jalon.methods.dates import Standing
from jalon.portal.pages.promises import promises_of, standing


def said(
    kind: StatementKind, uid: str, on: str | None = None, due: str | None = None, outcome: str | None = None,
    known: Known = Known.GIVEN, topic: str = "t"
) -> Statement:  # fmt: skip
    """One statement of a promise."""
    return Statement(
        uid=uid,
        kind=kind,
        subject="s",
        recorded_at="2026-01-01T00:00:00Z",
        said=When(edtf=on) if on else None,
        due=When(edtf=due) if due else None,
        outcome=outcome,
        known=known,
        topic=topic,
    )


PROMISED = said(StatementKind.PROMISED, "p", "2019-10-18", "2021")
MISSED = said(StatementKind.OUTCOME, "o", "2023-01-12", outcome="not_kept")


@pytest.mark.parametrize(
    ("statements", "today", "expected", "words"),
    [
        ([PROMISED], date(2020, 1, 1), Standing.NOT_YET_DUE, "date à venir"),
        ([PROMISED], date(2022, 6, 1), Standing.OUTCOME_UNKNOWN, "date passée, issue inconnue"),
        ([PROMISED, MISSED], date(2023, 6, 1), Standing.LATE, "non fait, constaté le 12 janvier 2023"),
        (
            [PROMISED, MISSED],
            date(2026, 6, 1),
            Standing.OUTCOME_UNKNOWN,
            "depuis, issue inconnue, dernier regard en décembre 2025",
        ),
        (
            [PROMISED, said(StatementKind.OUTCOME, "k", "2021-06-01", outcome="kept")],
            date(2024, 1, 1),
            Standing.KEPT,
            "tenu",
        ),
        ([said(StatementKind.PROMISED, "p", "2019")], date(2024, 1, 1), Standing.NO_DATE, "sans échéance lue"),
    ],
)
def test_what_can_be_said_on_a_day(statements: list[Statement], today: date, expected: Standing, words: str) -> None:
    (promise,) = promises_of(statements)
    found, sentence = standing(promise, "2025-12", today, "fr")
    assert found is expected
    assert words in sentence


def test_what_was_looked_for_and_not_found_is_no_failure() -> None:
    nothing = said(StatementKind.OUTCOME, "n", "2025-12", known=Known.NOT_FOUND)
    (promise,) = promises_of([PROMISED, nothing])
    assert standing(promise, "2025-12", date(2026, 6, 1), "fr")[0] is Standing.OUTCOME_UNKNOWN


def test_nothing_is_late_after_the_last_look() -> None:
    (promise,) = promises_of([PROMISED, MISSED])
    for year in range(2026, 2040):
        assert standing(promise, "2025-12", date(year, 1, 1), "fr")[0] is not Standing.LATE


def test_statements_of_one_topic_are_one_promise_and_a_finding_alone_is_none() -> None:
    other = said(StatementKind.PROMISED, "q", "2020", topic="u")
    alone = said(StatementKind.OUTCOME, "e", "2021", outcome="evidence", topic="v")
    assert sorted(len(p.said) for p in promises_of([PROMISED, MISSED, other, alone])) == [1, 2]
