"""Two counts clash when one voice says both on one day; nothing else is called a contradiction."""

from dataclasses import replace

from jalon.facts.common import Count, OrgRef, Statement, StatementKind, When
from jalon.portal.pages.claims import clashing

BASE = Statement(
    uid="a", kind=StatementKind.JUDGED, subject="s", recorded_at="2026-01-01T00:00:00Z", said_by=OrgRef(name="CNCDH"),
    said=When(edtf="2023-01-12"), scale="x / y / z", counts=(Count(label="x", value=3),), total=45,
)  # fmt: skip


def test_two_totals_of_one_voice_on_one_day_clash() -> None:
    assert clashing([BASE, replace(BASE, uid="b", total=44)]) == {"a", "b"}


def test_two_values_of_one_level_clash() -> None:
    assert clashing([BASE, replace(BASE, uid="b", counts=(Count(label="X", value=4),))]) == {"a", "b"}


def test_another_voice_day_or_scale_is_another_statement() -> None:
    for other in (
        replace(BASE, uid="b", total=44, said_by=OrgRef(name="GRETA")),
        replace(BASE, uid="b", total=44, said=When(edtf="2023-01-13")),
        replace(BASE, uid="b", total=44, scale="u / v"),
        replace(BASE, uid="b", total=None, counts=()),
    ):
        assert clashing([BASE, other]) == frozenset()


def test_the_same_said_twice_is_no_contradiction() -> None:
    assert clashing([BASE, replace(BASE, uid="b")]) == frozenset()
