"""What was so on a day: never more on an earlier day, and nothing hidden because its date is unknown."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from jalon.facts.common import Statement, StatementKind, When
from jalon.portal.asof import AsOf, current, held, read_state, read_version
from jalon.portal.errors import BadQuery

DAYS = some.dates(date(2015, 1, 1), date(2025, 12, 31))
EDTF = some.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda d: f"{d:%Y-%m}"),
    DAYS.map(lambda d: f"{d:%Y}~"),
    DAYS.map(lambda d: f"{d:%Y}/.."),
)


def said(uid: str, when: str | None, until: str | None = None, superseded_by: str | None = None) -> Statement:
    """A statement said then."""
    return Statement(
        uid=uid,
        kind=StatementKind.JUDGED,
        subject="s",
        recorded_at="2026-01-01T00:00:00Z",
        said=When(edtf=when) if when else None,
        valid_until=When(edtf=until) if until else None,
        superseded_by=superseded_by,
    )


@given(some.lists(EDTF, max_size=8), DAYS, DAYS)
@settings(max_examples=60)
def test_an_earlier_day_never_shows_more(dates: list[str], one: date, other: date) -> None:
    statements = [said(str(i), edtf) for i, edtf in enumerate(dates)]
    earlier, later = sorted((one, other))
    assert set(held(statements, earlier)) <= set(held(statements, later)) <= set(held(statements, None))


@given(DAYS)
def test_a_statement_without_a_date_is_always_shown(day: date) -> None:
    undated = said("a", None)
    assert held([undated], day) == (undated,)


@pytest.mark.parametrize(
    ("when", "until", "day", "shown"),
    [
        ("2023-01-12", None, date(2023, 1, 11), False),
        ("2023-01-12", None, date(2023, 1, 12), True),
        ("2022", None, date(2021, 12, 31), False),
        ("2022", None, date(2022, 6, 1), True),  # may have been said by then: unknown is not no
        ("2019", "2020-12-31", date(2021, 1, 1), False),
        ("2019", "2020-12-31", date(2020, 12, 31), True),
    ],
)
def test_the_day_decides_and_doubt_shows(when: str, until: str | None, day: date, shown: bool) -> None:
    assert bool(held([said("a", when, until)], day)) is shown


def test_what_is_replaced_is_current_until_its_replacement_is_said() -> None:
    first, second = said("a", "2020-01-01", superseded_by="b"), said("b", "2022-01-01")
    assert [s.uid for s in current(held([first, second], date(2021, 1, 1)))] == ["a"]
    assert [s.uid for s in current(held([first, second], date(2023, 1, 1)))] == ["b"]
    assert [s.uid for s in current(held([first], None))] == ["a"]  # its replacement is not in this Release


@given(some.text(max_size=30))
def test_any_text_is_a_day_or_is_refused(text: str) -> None:
    try:
        found = read_state({"etat": text})
    except BadQuery as error:
        assert error.message
    else:
        assert found is None or found.isoformat() == text.strip()


def test_a_prefix_names_one_version_or_is_refused() -> None:
    ids = ["abcdef1234", "abcdef9999", "0123456789"]
    assert read_version({"version": "012345"}, ids) == "0123456789"
    assert read_version({"version": "ABCDEF12"}, ids) == "abcdef1234"
    for text in ("abcdef", "01234", "ffffffff", "g" * 8):
        with pytest.raises(BadQuery):
            read_version({"version": text}, ids)


def test_links_carry_both_times() -> None:
    assert AsOf().query == ""
    assert AsOf(date(2023, 1, 12), "a" * 64).query == "?etat=2023-01-12&version=" + "a" * 12
