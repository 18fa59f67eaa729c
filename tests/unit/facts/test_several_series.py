"""What a formula reads of an indicator that several series observe: one body, what it said last, or the reason why not."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jalon.demo.fictional.indicators import of_mission
from jalon.demo.fictional.makings import on
from jalon.facts import computing
from jalon.facts.common import OrgRef
from jalon.facts.computing import SEVERAL_BODIES, SEVERAL_UNITS, SEVERAL_VALUES, Values
from jalon.facts.series import Family, Observation, Series
from jalon.methods.formula import NoValue, NoValueReason
from jalon.methods.quantities import Missing, number

TRAINED = of_mission()[0]
OWNER, OTHER, THIRD = (OrgRef(name=name, uid=name) for name in ("owner", "other", "third"))
YEAR = "2025"


def seen(value: str | None, said: str | None = None, when: str = YEAR) -> Observation:
    missing = None if value else "non compté"
    return Observation(when=on(when), value=value, missing=missing, said=on(said) if said else None)


def series(*observations: Observation, producer: OrgRef = OWNER, unit: str = "personnes") -> Series:
    given: dict[str, object] = {"family": Family.FOLLOW_UP, "indicator": "x", "unit": unit, "of": TRAINED.uid}
    title = TRAINED.title
    return Series(uid="u", slug="s", title=title, producer=producer, observations=observations, **given)  # type: ignore[arg-type]


def read(*found: Series, owner: str | None = "owner") -> dict[str, object]:
    return dict(computing.observed(TRAINED, found, owner))


def test_the_body_that_proposes_it_is_read_before_others() -> None:
    assert read(series(seen("5"), producer=OTHER), series(seen("3"))) == {YEAR: number("3")}


def test_the_only_body_that_observes_it_is_read() -> None:
    assert read(series(seen("5"), producer=OTHER)) == {YEAR: number("5")}
    assert read(series(seen("5"), producer=OTHER), series()) == {YEAR: number("5")}


def test_nobody_chooses_between_two_other_bodies() -> None:
    pair = series(seen("5"), producer=OTHER), series(seen("5"), producer=THIRD)
    assert read(*pair) == {YEAR: SEVERAL_BODIES}
    assert read(*pair, owner=None) == {YEAR: SEVERAL_BODIES}


def test_two_units_are_not_mixed() -> None:
    assert read(series(seen("5")), series(seen("5"), unit="%")) == {YEAR: SEVERAL_UNITS}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (seen("5", "2026-01"), seen("7", "2026-03"), number("7")),
        (seen("5"), seen("7", "2026-03"), number("7")),
        (seen("5", "2026-01"), seen("5", "2026-01"), number("5")),
        (seen("5", "2026"), seen("7", "2026-03"), SEVERAL_VALUES),
        (seen("5"), seen("7"), SEVERAL_VALUES),
        (seen("5", "2026-01"), seen(None, "2026-03"), Missing("non compté")),
        (seen("0", "2026-03"), seen("7", "2026-01"), number("0")),
    ],
)
def test_of_two_series_of_one_body_what_was_surely_said_last_stands(
    first: Observation, second: Observation, expected: object
) -> None:
    assert read(series(first), series(second)) == {YEAR: expected}
    assert read(series(second), series(first)) == {YEAR: expected}


def test_series_of_different_years_complete_one_another() -> None:
    found = read(series(seen("1", when="2023"), seen("2", when="2024")), series(seen("3", when="2025")))
    assert found == {"2023": number("1"), "2024": number("2"), "2025": number("3")}


@given(st.permutations([seen("1", "2024"), seen("2", "2025"), seen("3", "2026-02"), seen("4")]))
def test_the_order_of_series_changes_nothing(observations: list[Observation]) -> None:
    assert read(*(series(one) for one in observations)) == {YEAR: number("3")}


def test_a_formula_says_why_what_it_lacks_could_not_be_chosen() -> None:
    share = replace(TRAINED, uid="share", code="share", formula="val(participants) * 2", counted=None)
    trained = replace(TRAINED, code="participants", counted=None, formula=None)
    chain = computing.chain(share, [trained])
    values: Values = {"participants": {YEAR: SEVERAL_VALUES, "2024": Missing("non compté")}}
    outcome = computing.outcome(chain, values, YEAR)
    assert outcome == NoValue(NoValueReason.MISSING, ("participants",))
    assert computing.unsettled(values, YEAR, outcome) == {"participants": SEVERAL_VALUES}
    assert computing.unsettled(values, "2024", computing.outcome(chain, values, "2024")) == {}
