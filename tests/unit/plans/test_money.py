"""Amounts of different kinds, years, programmes or currencies are never added."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.facts.common import Text, When
from jalon.facts.plan import Means, MeansKind
from jalon.facts.uids import stable_uid
from jalon.plans.money import ADDABLE, NotAddable, Obstacle, total, totals

LINE = Means(
    uid=stable_uid("means"), item=Text(value="Hébergement"), kind=MeansKind.VOTED, when=When(edtf="2020"),
    amount="100.10", programme="137",
)  # fmt: skip


def test_lines_of_one_kind_year_and_programme_add_exactly() -> None:
    assert total([LINE, replace(LINE, amount="0.20")]) == "100.30"


def test_thirty_digits_are_kept() -> None:
    big = replace(LINE, amount="123456789012345678901234567.89")
    assert total([big, replace(LINE, amount="0.01")]) == "123456789012345678901234567.90"


@pytest.mark.parametrize(
    ("other", "obstacle"),
    [
        (replace(LINE, kind=MeansKind.PAID), Obstacle.KIND),
        (replace(LINE, when=When(edtf="2021")), Obstacle.YEAR),
        (replace(LINE, programme="147"), Obstacle.PROGRAMME),
        (replace(LINE, programme=None), Obstacle.PROGRAMME),
        (replace(LINE, currency="XPF"), Obstacle.CURRENCY),
        (replace(LINE, amount=None), Obstacle.AMOUNT),
    ],
    ids=lambda value: value.value if isinstance(value, Obstacle) else "",
)
def test_lines_that_differ_are_refused(other: Means, obstacle: Obstacle) -> None:
    with pytest.raises(NotAddable) as refused:
        total([LINE, other])
    assert refused.value.obstacle is obstacle


@pytest.mark.parametrize("kind", sorted(set(MeansKind) - ADDABLE))
def test_what_is_no_budget_stage_is_in_no_total(kind: MeansKind) -> None:
    line = replace(LINE, kind=kind)
    with pytest.raises(NotAddable):
        total([line, line])
    assert totals([line])[0].total is None


@pytest.mark.parametrize("when", ["2019/2021", "2020-06", "202X", None])
def test_two_lines_that_are_not_of_one_year_are_refused(when: str | None) -> None:
    line = replace(LINE, when=When(edtf=when, printed="alors"))
    with pytest.raises(NotAddable):
        total([line, line])


def test_two_lines_without_a_programme_are_refused_and_one_is_its_own_amount() -> None:
    line = replace(LINE, programme=None)
    assert total([line]) == "100.10"
    with pytest.raises(NotAddable):
        total([line, line])


def test_adding_nothing_is_an_error_not_zero() -> None:
    with pytest.raises(ValueError):
        total([])


lines = st.builds(
    lambda kind, year, programme, currency, cents: replace(
        LINE, kind=kind, when=When(edtf=year), programme=programme, currency=currency,
        amount=None if cents is None else str(Decimal(cents) / 100),
    ),
    st.sampled_from(MeansKind), st.sampled_from(["2019", "2020", "2019/2020"]), st.sampled_from(["137", "101", None]),
    st.sampled_from(["EUR", "XPF"]), st.none() | st.integers(-(10**9), 10**9),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, max_size=12))
def test_no_group_mixes_and_no_line_is_lost(given_lines: list[Means]) -> None:
    groups = totals(given_lines)
    assert sorted(map(repr, given_lines)) == sorted(repr(line) for group in groups for line in group.lines)
    for group in groups:
        said = {(line.kind, line.when.edtf, line.programme, line.currency) for line in group.lines}
        assert said == {(group.kind, group.period, group.programme, group.currency)}
        assert (group.total is None) == (group.obstacle is not None)
        if group.total is not None:
            assert Decimal(group.total) == sum(Decimal(str(line.amount)) for line in group.lines)
