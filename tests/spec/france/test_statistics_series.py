"""Series: editions and families stay apart, what overlaps says so, precision is kept."""

from collections import Counter

import pytest

from jalon.facts.part import PartFacts
from jalon.facts.series import Family, Observation, Precision, Series


@pytest.fixture(scope="module")
def all_series(by_slug: dict[str, PartFacts]) -> tuple[Series, ...]:
    return by_slug["statistiques"].series


def _observations(all_series: tuple[Series, ...], precision: Precision) -> list[tuple[str, Observation]]:
    return [(s.indicator, o) for s in all_series for o in s.observations if o.precision is precision]


def test_editions_are_series_of_their_own(all_series: tuple[Series, ...]) -> None:
    vintages = Counter(series.vintage for series in all_series if series.vintage)
    assert vintages == {"série publiée 2021/GRETA": 1, "série révisée 2022": 1, "éd. 20": 2, "éd. 22": 2}


def test_slugs_and_titles_are_unique(all_series: tuple[Series, ...]) -> None:
    assert len({series.slug for series in all_series}) == len(all_series)
    assert len({series.title.value for series in all_series}) == len(all_series)


def test_the_two_names_of_the_survey_stay_two_series(all_series: tuple[Series, ...]) -> None:
    names = {s.producer.name for s in all_series if s.family is Family.SURVEY}
    assert names == {"MIPROF/ONDRP/SSMSI", "enquête annuelle auprès des associations"}
    values = {
        (s.producer.name, o.value)
        for s in all_series
        for o in s.observations
        if s.indicator == "associations répondantes" and o.when.edtf == "2021"
    }
    assert values == {("MIPROF/ONDRP/SSMSI", "44"), ("enquête annuelle auprès des associations", "45")}


def test_shares_with_several_answers_say_so_and_stand_apart(all_series: tuple[Series, ...]) -> None:
    multiple = [s for s in all_series if s.multiple and s.unit == "%"]
    assert [len(s.observations) for s in multiple] == [8]
    single = [s for s in all_series if s.indicator == multiple[0].indicator and s.unit == "%" and not s.multiple]
    assert sum(len(s.observations) for s in single) == 12


def test_counts_by_form_that_exceed_the_total_say_so(all_series: tuple[Series, ...]) -> None:
    counted = next(s for s in all_series if s.multiple and s.unit == "personnes")
    forms = [
        int(o.value or 0)
        for o in counted.observations
        if o.when.edtf == "2021" and [d.name for d in o.dimensions] == ["form"]
    ]
    revised = next(s for s in all_series if s.vintage == "série révisée 2022")
    total = next(int(o.value or 0) for o in revised.observations if o.when.edtf == "2021")
    assert (sum(forms), total) == (1920, 1811)
    assert counted.note and "1920" in counted.note.value and "1811" in counted.note.value


def test_only_the_guide_that_says_so_is_never_to_be_added(all_series: tuple[Series, ...]) -> None:
    (found,) = [series for series in all_series if series.do_not_add]
    assert found.producer.name == "guide de Niamey"
    (observation,) = found.observations
    assert (observation.value, observation.note, observation.dimensions) == ("1593", "conflit avec 1401+1263", ())


def test_rounded_values_and_lower_bounds_are_told_from_exact_ones(all_series: tuple[Series, ...]) -> None:
    rounded = _observations(all_series, Precision.ROUNDED)
    assert sorted(o.value or "" for _, o in rounded) == ["1900", "2100", "2100", "2200", "2600"]
    at_least = _observations(all_series, Precision.AT_LEAST)
    assert sorted(o.value or "" for _, o in at_least) == ["2800", "48"]


def test_decimals_are_as_published(all_series: tuple[Series, ...]) -> None:
    rates = next(s for s in all_series if s.unit == "taux")
    assert [o.value for o in rates.observations] == ["3.1", "13.6", "10.4", "8.6"]


def test_police_and_survey_never_share_a_series(all_series: tuple[Series, ...]) -> None:
    families = {s.family for s in all_series if "SSMSI)" in s.title.value and "enquête" not in s.title.value}
    assert families == {Family.POLICE}
