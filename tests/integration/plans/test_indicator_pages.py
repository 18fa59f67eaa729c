"""What a team reads of its indicators: series side by side, counts, formulas, answers; in a fixed number of queries."""

import uuid
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jalon.core.models import Part, User
from jalon.facts.common import When
from jalon.facts.computing import SEVERAL_VALUES
from jalon.facts.output import OutputType
from jalon.facts.series import Observation, ObservationStatus
from jalon.methods.dates import Answer
from jalon.methods.formula import Computed, NoValue, NoValueReason
from jalon.methods.quantities import Precision
from jalon.plans import actions, models
from jalon.plans.selectors import indicator_page, indicators_about, outputs_about
from tests import synthetic, synthetic_following
from tests.integration.plans.conftest import People, loaded

TODAY = date(2026, 1, 15)


def _page(uid: str, user: User):  # type: ignore[no-untyped-def]
    return indicator_page(uuid.UUID(uid), user, TODAY)


def test_a_revised_value_replaces_the_provisional_one_and_zero_stays(part: Part, editor: User) -> None:
    page = _page(synthetic_following.PLACES, editor)
    (line,) = page.series
    assert [one.value for one in line.series.observations] == ["0", "10", "12", None]
    assert line.verdict is not None and line.verdict.last.value == "12"
    assert line.verdict.progress.reached is Answer.NO


def test_a_value_taken_back_is_no_longer_read(part: Part, editor: User) -> None:
    series = models.Series.objects.get(slug="serie-places")
    actions.withdraw_observation(series=series, order=2, reason="faute", by=editor, expected_revision=series.revision)
    (line,) = _page(synthetic_following.PLACES, editor).series
    assert line.verdict is not None and line.verdict.last.value == "10"
    actions.restore_observation(series=series, order=2, by=editor, expected_revision=series.revision)
    (line,) = _page(synthetic_following.PLACES, editor).series
    assert line.verdict is not None and line.verdict.last.status is ObservationStatus.REVISED


def test_outputs_that_do_not_say_the_quantity_make_the_sum_a_lower_bound(part: Part, editor: User) -> None:
    page = _page(synthetic_following.TRAINED, editor)
    assert page.counted is not None and page.counted.number is not None
    assert (page.counted.number.value, page.counted.number.precision) == (Fraction(42), Precision.AT_LEAST)
    assert (len(page.counted.outputs), page.counted.known) == (3, 2)
    assert page.counted_progress is not None and page.counted_progress.reached is Answer.UNKNOWN


def test_an_output_under_the_subject_counts_and_one_elsewhere_does_not(part: Part, editor: User) -> None:
    indicator = models.Indicator.objects.get(uid=synthetic_following.TRAINED)
    for subject, expected in ((synthetic.PLAN, 3), (synthetic.SECTION, 3), (synthetic.measure_uid(2), 0)):
        models.Indicator.objects.filter(pk=indicator.pk).update(subject_uid=subject)
        page = _page(synthetic_following.TRAINED, editor)
        assert page.counted is not None and len(page.counted.outputs) == expected


def test_a_withdrawn_output_is_not_counted(part: Part, editor: User) -> None:
    output = models.Output.objects.get(title__value="Module de Lyon")
    actions.withdraw(record=output, reason="doublon", by=editor, expected_revision=output.revision)
    page = _page(synthetic_following.TRAINED, editor)
    assert page.counted is not None and page.counted.number is not None and page.counted.number.value == 30


def test_a_formula_says_what_it_lacks(part: Part, editor: User) -> None:
    page = _page(synthetic_following.SHARE, editor)
    outcomes = {one.when: one.outcome for one in page.computed}
    assert set(outcomes) == {"2019", "2020", "2021"}
    assert all(isinstance(one, NoValue) and one.reason is NoValueReason.MISSING for one in outcomes.values())


def test_a_formula_over_observed_values_is_computed_at_each_time(part: Part, editor: User) -> None:
    share = models.Indicator.objects.get(uid=synthetic_following.SHARE)
    actions.edit_indicator(indicator=share, by=editor, expected_revision=1, formula="val(places) * 2")
    outcomes = {one.when: one.outcome for one in _page(synthetic_following.SHARE, editor).computed}
    values = {when: one.number.value for when, one in outcomes.items() if isinstance(one, Computed)}
    assert values == {"2019": 0, "2020": 24}


def test_a_formula_that_a_package_brought_unreadable_breaks_no_page(part: Part, editor: User) -> None:
    models.Indicator.objects.filter(uid=synthetic_following.SHARE).update(formula="val(")
    assert _page(synthetic_following.SHARE, editor).computed == ()


def test_formulas_in_a_circle_that_a_package_brought_are_named(part: Part, editor: User) -> None:
    models.Indicator.objects.filter(uid=synthetic_following.PLACES).update(formula="val(share)")
    page = _page(synthetic_following.SHARE, editor)
    assert (page.computed, set(page.cycle)) == ((), {"share", "places"})


def test_others_see_neither_the_indicator_nor_its_outputs(part: Part, people: People) -> None:
    with pytest.raises(models.Indicator.DoesNotExist):
        _page(synthetic_following.PLACES, people.outsider)
    measure = uuid.UUID(synthetic.measure_uid(1))
    assert indicators_about(measure, part, people.outsider, TODAY) == ()
    assert outputs_about([measure], part, people.outsider) == ()


def test_answers_and_series_of_another_team_s_draft_are_not_read(part: Part, editor: User) -> None:
    loaded(synthetic_following.answering_part())
    page = _page(synthetic_following.PLACES, editor)
    assert (page.answers, len(page.series)) == ((), 1)


def test_an_output_of_several_subjects_is_listed_once(part: Part, editor: User) -> None:
    found = outputs_about([synthetic.measure_uid(1), synthetic.SECTION], part, editor)
    uids = [row.uid for row in found]
    assert len(uids) == len(set(uids)) == 5
    assert OutputType.PROPERTY_ASSIGNED in {row.output.type for row in found}


def test_the_page_asks_as_often_for_many_values_as_for_few(part: Part, editor: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            _page(synthetic_following.PLACES, editor)
        return len(found)

    few = queries()
    series = models.Series.objects.get(slug="serie-places")
    many = [Observation(when=When(edtf=str(1900 + n)), value=str(n)) for n in range(60)]
    actions.add_observations(
        series=series, observations=many, by=editor, expected_revision=series.revision, source_to_find=True
    )
    for number in range(5):
        fact = synthetic_following.places_series(key=f"places-{number}")
        actions.add_series(
            part=part, by=editor, slug=fact.slug, title=fact.title, producer=fact.producer, indicator="places",
            unit="places", family=fact.family, of_uid=uuid.UUID(synthetic_following.PLACES),
        )  # fmt: skip
    assert queries() == few


def test_of_two_series_of_one_body_a_formula_reads_what_was_said_last(part: Part, editor: User) -> None:
    share = models.Indicator.objects.get(uid=synthetic_following.SHARE)
    actions.edit_indicator(indicator=share, by=editor, expected_revision=1, formula="val(places) * 2")
    edition = synthetic_following.places_series(key="places-bis")
    second = actions.add_series(
        part=part, by=editor, slug=edition.slug, title=edition.title, producer=edition.producer, indicator="places",
        unit="places", family=edition.family, of_uid=uuid.UUID(synthetic_following.PLACES),
    )  # fmt: skip
    said = Observation(when=When(edtf="2020"), value="15", said=When(edtf="2025"))
    unsure = Observation(when=When(edtf="2019"), value="9", said=When(edtf="2020"))
    actions.add_observations(
        series=second, observations=[said, unsure], by=editor, expected_revision=second.revision, source_to_find=True
    )
    found = {one.when: one for one in _page(synthetic_following.SHARE, editor).computed}
    later = found["2020"].outcome
    assert isinstance(later, Computed) and later.number.value == 30
    assert found["2019"].unsettled == {"places": SEVERAL_VALUES}
