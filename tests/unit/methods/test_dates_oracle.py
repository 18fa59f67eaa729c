"""The `edtf` package as oracle, only where it and this register agree by design.

Left out by design: the package's fuzzy bounds (they pad `~`), open and unknown ends, winter, a qualifier after a season
or after digits that are not said (the package refuses some of them).
"""

from datetime import date

import edtf
import pytest
from hypothesis import given, settings

from jalon.methods.dates import Interval, Moment, parse
from tests.unit.methods.dates_strategies import NEAR_YEARS, moments


def _oracle_bounds(text: str) -> tuple[date, date]:
    other = edtf.parse_edtf(text)
    low, high = other.lower_strict(), other.upper_strict()
    return date(*low[:3]), date(*high[:3])


def _agreed(moment: Moment) -> bool:
    plain = moment.month in (None, *(f"{month:02d}" for month in range(1, 13))) and "X" not in str(moment)
    return plain or (moment.month != "24" and not moment.qualifier)


@settings(max_examples=40)
@given(moments(NEAR_YEARS).filter(_agreed))
def test_the_stated_period_is_the_oracle_s_strict_period(moment: Moment) -> None:
    assert (moment.earliest, moment.latest) == _oracle_bounds(str(moment))


@pytest.mark.parametrize("text", ["2019/2021", "2019-06/2021", "2019-02-01/2019-02-28", "2026-01~/2026-03~"])
def test_the_ends_of_an_interval_are_the_oracle_s(text: str) -> None:
    interval = parse(text)
    assert isinstance(interval, Interval)
    assert (interval.earliest, interval.latest) == _oracle_bounds(text)


@pytest.mark.parametrize("text", ["2019-13", "2019-1", "2019-06-12-3", "vers 2019", "2019-06-", ""])
def test_what_the_oracle_refuses_is_refused_here(text: str) -> None:
    with pytest.raises(edtf.EDTFParseException):
        edtf.parse_edtf(text)
    with pytest.raises(ValueError, match="expected"):
        parse(text)
