"""What may be said of a table: every method or its reason, the band, the table varied, and words that tell the truth."""

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jalon.methods.estimation import (
    Assessment,
    AssessSettings,
    CaptureTable,
    Estimate,
    EstimationError,
    NoEstimateError,
    SettingError,
    Stepwise,
    TableError,
    Thresholding,
    Wald,
    assess,
    estimate,
)
from jalon.methods.estimation import assess_methods as methods
from jalon.methods.estimation.assess_checks import one_person, predictions
from jalon.methods.estimation.assess_words import CRITICS, SENTENCES
from jalon.methods.estimation.cautions_fr import FRENCH, french
from tests.unit.methods.estimation.reference import table

QUICK = AssessSettings(
    methods=("main", "full", "stepwise", "averaged", "downhill", "dga", "bayesthresh"),
    replicates=100,
    thresholding=Thresholding(chains=8, draws=200, burn_in=100),
)
FAST = replace(QUICK, methods=("main", "full", "stepwise", "averaged"), replicates=0)
SOURCES = Path(methods.__file__).parent


@pytest.fixture(scope="module")
def uk() -> Assessment:
    return assess(table("UKdat_5"), QUICK)


def test_every_method_answers_or_says_why(uk: Assessment) -> None:
    assert {one.method for one in uk.answers} | {one.method for one in uk.failures} == set(QUICK.methods)


def test_each_answer_is_that_of_the_method_alone(uk: Assessment) -> None:
    alone = estimate(table("UKdat_5"), Stepwise(), QUICK.spread)
    assert next(one for one in uk.answers if one.method == "stepwise") == alone


def test_the_band_holds_every_estimate_and_every_interval(uk: Assessment) -> None:
    for one in uk.answers:
        assert one.interval is not None
        assert uk.band.low <= one.interval.low <= one.interval.high <= uk.band.high
        assert uk.band.lowest <= one.estimate <= uk.band.highest
    assert uk.band.methods == uk.band.limits == len(uk.answers)


def test_a_method_without_upper_limit_leaves_the_band_open() -> None:
    found = assess(table("Artificial_3"), replace(QUICK, methods=("main", "dga")))
    assert found.band.high == np.inf
    assert "nothing bounds the total from above" in found.paragraph("en")
    assert "rien ne borne" in found.paragraph("fr")
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["interval"]["high"] is None


def test_a_stuck_chain_is_a_failure_with_its_reason_and_not_a_figure() -> None:
    few = Thresholding(burn_in=0, draws=10, chains=2)
    found = assess(table("UKdat_5"), replace(FAST, methods=("main", "bayesthresh"), thresholding=few))
    assert [failure.method for failure in found.failures] == ["bayesthresh"]
    assert "effective draws" in found.failures[0].reason
    assert found.band.highest == found.answers[0].estimate


def test_too_many_lists_for_a_method_is_a_reason() -> None:
    found = assess(table("NewOrl_185"), replace(FAST, methods=("stepwise", "averaged", "dga")))
    assert {failure.method: failure.reason for failure in found.failures}.keys() == {"averaged", "dga"}
    assert "8 lists" in next(failure.reason for failure in found.failures if failure.method == "dga")


def test_no_method_at_all_is_refused_with_every_reason() -> None:
    apart = CaptureTable.from_people([["A"], ["B"], ["C"]])
    with pytest.raises(NoEstimateError) as refusal:
        assess(apart, replace(FAST, methods=("main", "full")))
    assert "main:" in str(refusal.value) and "full:" in str(refusal.value)


def test_two_lists_are_assessed_without_what_needs_three() -> None:
    found = assess(CaptureTable.from_csv("A,B,count\n1,0,40\n0,1,30\n1,1,12\n"), FAST)
    assert [variant.answer for variant in (*found.without_list, *found.merged)] == [None] * 3
    assert all("one list only" in variant.reason for variant in found.without_list)
    assert all(one.within is None for one in found.predictions)
    # Lincoln and Petersen: 52 * 42 / 12.
    assert found.answers[0].estimate == pytest.approx(52 * 42 / 12)


def test_without_a_list_is_the_table_without_it(uk: Assessment) -> None:
    for variant in uk.without_list:
        assert variant.answer == estimate(table("UKdat_5").drop(*variant.lists), Stepwise(), Wald())
    assert len(uk.merged) == 10


def test_one_person_fitted_at_once_is_one_person_fitted_alone() -> None:
    given = table("UKdat_5")
    nudges = one_person(given, Stepwise())
    assert len(nudges) == 31 + len(given.histories)
    for nudge in nudges[::7]:
        counts = given.full()
        counts[sum(1 << given.lists.index(name) for name in nudge.lists)] += nudge.change
        cells = np.flatnonzero(counts)
        alone = estimate(CaptureTable(given.lists, cells, counts[cells]), Stepwise(), Wald())
        assert nudge.estimate == pytest.approx(alone.estimate, rel=1e-9)


def test_a_prediction_is_made_from_the_people_of_the_list_alone() -> None:
    """Independent lists by construction: each list's size is found from the others'."""
    p, n = (0.3, 0.4, 0.5), 100_000
    cells = [n * np.prod([q if h >> j & 1 else 1 - q for j, q in enumerate(p)]) for h in range(1, 8)]
    exact = CaptureTable(("A", "B", "C"), np.arange(1, 8), np.array(cells).round().astype(np.int64))
    for found, share in zip(predictions(exact, Stepwise(), 0.95), p, strict=True):
        assert found.answer is not None and found.known == round(n * share)
        assert found.answer.estimate == pytest.approx(found.known, rel=1e-3) and found.within is True
        assert found.seen < found.known


def test_dependence_between_the_others_shows_as_a_known_size_that_is_missed() -> None:
    """Everybody on A: B and C hold the same 50 people of 1,000 twice over, so that A looks far smaller than it is."""
    rows = "A,B,C,count\n1,0,0,900\n1,1,1,48\n1,1,0,26\n1,0,1,26\n0,1,0,30\n0,0,1,30\n0,1,1,5\n"
    found = assess(CaptureTable.from_csv(rows), replace(FAST, methods=("main", "stepwise")))
    by_name = {one.name: one for one in found.predictions}
    assert by_name["A"].known == 1000 and by_name["A"].within is False
    caution = next(caution for caution in found.warnings if caution.code == "known-size-missed")
    assert "A" in caution.text and "A" in french(caution)


@pytest.mark.parametrize("name", ["UKdat_5", "NewOrl_185"])
def test_what_must_be_said_is_said(name: str) -> None:
    found = assess(table(name), FAST)
    codes = {caution.code for caution in found.warnings}
    assert {"referrals", "sparse-overlap"} <= codes
    assert ("one-person-moves" in codes) is (name == "NewOrl_185")


def test_a_limit_on_the_bootstrap_minimum_is_forwarded_with_its_method() -> None:
    found = assess(table("UKdat"), replace(QUICK, methods=("stepwise",)))
    caution = next(caution for caution in found.warnings if caution.code == "bca-on-minimum")
    assert caution.values["method"] == "stepwise" and caution.text.startswith("stepwise: ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_paragraph_says_seen_band_limits_and_critics(uk: Assessment, lang: str) -> None:
    text = uk.paragraph("fr" if lang == "fr" else "en")
    space = "\u202f" if lang == "fr" else ","
    assert f"2{space}744" in text and "Whitehead" in text and "Binette" in text
    assert f"{uk.band.low:,.0f}".replace(",", space) in text and f"{uk.band.high:,.0f}".replace(",", space) in text
    assert ("On ne peut" if lang == "fr" else "One may not") in text
    assert "{" not in text


def test_a_narrow_band_may_be_an_order_of_magnitude_and_a_wide_one_may_not(uk: Assessment) -> None:
    narrow = replace(uk, band=replace(uk.band, low=10_000, high=19_000))
    assert "of the order of the whole band" in narrow.paragraph("en")
    assert uk.band.ratio > 2 and "is not established" in uk.paragraph("en")


def test_both_languages_have_every_sentence_with_the_same_places() -> None:
    for sentences in SENTENCES.values():
        places = [sorted(re.findall(r"{(\w+)}", sentences[lang])) for lang in ("fr", "en")]
        assert places[0] == places[1]
    assert all(year in cited for year, cited in zip(("2021", "2022"), CRITICS, strict=True))


def test_every_caution_of_the_package_has_its_french() -> None:
    codes = {
        code
        for source in SOURCES.rglob("*.py")
        for code in re.findall(r'Caution\(\s*"([a-z_-]+)"', source.read_text(encoding="utf-8"))
    } | {"bca-on-minimum", "bca-on-maximum"}
    assert len(codes) > 15 and codes == set(FRENCH)


def test_french_cautions_fill_every_place(uk: Assessment) -> None:
    for found in (uk, assess(table("NewOrl_185"), FAST), assess(table("Artificial_3"), QUICK)):
        for caution in found.warnings:
            assert "{" not in french(caution)


def test_json_has_what_every_answer_has_and_no_nan(uk: Assessment) -> None:
    kept = json.loads(json.dumps(uk.as_dict(), allow_nan=False))
    assert kept.keys() >= estimate(table("UKdat_5")).as_dict().keys() - {"model", "details"}
    assert kept["estimate_is"].startswith("median of the methods") and len(kept["methods"]) == len(uk.answers)
    assert kept["conclusion"]["fr"] == uk.paragraph("fr")


def test_linkage_draws_widen_the_band() -> None:
    one, other = table("NewOrl_5"), table("NewOrl_5_185")
    quick = replace(FAST, methods=("stepwise",))
    found = assess(one, quick, draws=[other])
    assert isinstance(found.over_draws, Estimate) and found.over_draws.details["lowest_observed"] == 185
    assert found.band.methods == 2 and found.band.high >= assess(one, quick).band.high
    with pytest.raises(TableError, match="draw 2"):
        assess(one, quick, draws=[table("UKdat_5")])


def test_progress_counts_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    assess(table("Artificial_3"), FAST, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(n, 8) for n in range(1, 9)]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"methods": ("main", "magic")}, "magic"),
        ({"methods": ()}, "no method"),
        ({"level": 1.5}, "level 1.5"),
        ({"replicates": -1}, "-1 replicates"),
    ],
)
def test_settings_out_of_range_are_refused(changed: dict[str, object], said: str) -> None:
    with pytest.raises(SettingError, match=re.escape(said)):
        replace(AssessSettings(), **changed)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 12), min_size=7, max_size=7).filter(lambda counts: sum(counts) > 0))
@settings(max_examples=15, deadline=None)
def test_tiny_tables_are_assessed_or_refused_but_never_nan(counts: list[int]) -> None:
    cells = [n for n, count in enumerate(counts, start=1) if count]
    tiny = CaptureTable(("A", "B", "C"), np.array(cells), np.array([counts[n - 1] for n in cells]))
    try:
        found = assess(tiny, replace(FAST, methods=("main", "full", "stepwise", "averaged", "dga")))
    except EstimationError as refusal:
        assert refusal.advice
        return
    json.dumps(found.as_dict(), allow_nan=False)
    assert found.band.low >= found.observed - 1e-9
