"""Numbers returned observe an indicator in the body's own series, for the campaign's period, provisional until it says
more; a missing number keeps its reason, and no earlier figure is carried over."""

import uuid
from datetime import UTC, datetime

import pytest

from jalon.core.errors import Invalid
from jalon.facts.common import Text
from jalon.facts.state_changes import ChangeKind, StateChange
from jalon.plans.models import Indicator, Observation, Series
from jalon.reporting import actions, selectors
from jalon.reporting.columns import PROGRESS, observing, standard
from jalon.reporting.models import Campaign
from jalon.reporting.selectors.states import columns_named
from tests.integration.reporting.conftest import House, ask_of, edited, make_campaign, put, subjects
from tests.synthetic import measure_uid

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def indicator(house: House) -> Indicator:
    """How many people were trained, of the first measure."""
    made: Indicator = Indicator.objects.create(
        part=house.part, slug="personnes-formees", subject_uid=uuid.UUID(measure_uid(1)), unit="personnes",
        title=Text(value="Personnes formées"),
    )  # fmt: skip
    return made


@pytest.fixture
def asked(house: House, indicator: Indicator) -> Campaign:
    """An open campaign that asks body B for words and this number."""
    columns = (standard(PROGRESS), *observing([indicator.uid]))
    campaign = make_campaign(house, slug="avec-nombres", columns=columns)
    actions.add_ask(
        campaign=campaign, body=house.bodies["B"], subjects=subjects(1, 2), by=house.editor, contact="b@exemple.fr"
    )
    campaign.refresh_from_db()
    return actions.open_campaign(campaign=campaign, by=house.editor, expected_revision=campaign.revision)


def returned(house: House, campaign: Campaign, row: int, typed: object, choice: str = "") -> None:
    """Body B returns one number; what is asked is decided, then written."""
    key = campaign.columns[1].key
    data = edited(ask_of(campaign, "B"), lambda sheet: put(sheet, row, **{key: typed}))
    ret = actions.receive_workbook(campaign=campaign, data=data, name=f"{typed}.xlsx", by=house.editor, now=NOW)
    if choice:
        cell = ret.cells.exclude(choices=[]).get()
        actions.decide(ret=ret, decisions={cell.pk: choice}, by=house.editor, expected_revision=ret.revision)
    actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)


def live() -> list[Observation]:
    """Observations of the campaign's series."""
    return list(Observation.objects.filter(series__of_uid__isnull=False, withdrawn_at=None).order_by("id"))


def test_a_number_becomes_a_provisional_observation_of_that_body(house: House, asked: Campaign) -> None:
    returned(house, asked, 3, "1\u202f250")
    [seen] = live()
    assert (seen.value, seen.status, seen.when.edtf, seen.said and seen.said.edtf) == (
        "1250", "provisional", "2026", "2026-11-13",
    )  # fmt: skip
    assert seen.series.producer.name == "Organisme B" and seen.series.unit == "personnes"
    assert seen.source is not None and "Organisme B" in (seen.source.title or "")


@pytest.mark.parametrize(("choice", "reason"), [("not_applicable", "sans objet"), ("not_known", "non connu")])
def test_what_n_a_means_is_said_and_is_never_zero(house: House, asked: Campaign, choice: str, reason: str) -> None:
    returned(house, asked, 3, "N/A", choice)
    [seen] = live()
    assert (seen.value, seen.missing) == (None, reason)


def test_a_second_figure_of_the_period_is_asked_and_stands_beside_the_first(house: House, asked: Campaign) -> None:
    returned(house, asked, 3, 12)
    returned(house, asked, 3, 15, "returned")
    assert [seen.value for seen in live()] == ["12", "15"]
    assert Series.objects.filter(of_uid__isnull=False).count() == 1


def test_a_number_where_none_is_asked_is_left_aside(house: House, asked: Campaign) -> None:
    key = asked.columns[1].key
    data = edited(ask_of(asked, "B"), lambda sheet: put(sheet, 4, **{key: 7}))
    ret = actions.receive_workbook(campaign=asked, data=data, name="b.xlsx", by=house.editor, now=NOW)
    page = selectors.merge_page(str(ret.uid), house.editor)
    assert page.cells == () and [row.kind for row in page.accidents] == ["réponse non demandée"]


def test_undoing_takes_observations_back(house: House, asked: Campaign) -> None:
    returned(house, asked, 3, 12)
    ret = ask_of(asked, "B").returns.get()
    actions.undo_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    assert live() == [] and Observation.objects.filter(withdrawn_reason="Fusion défaite").count() == 1


def test_the_next_workbook_is_filled_with_the_figure_of_its_period_alone(house: House, asked: Campaign) -> None:
    returned(house, asked, 3, 12)
    for slug, period, written in (("meme-periode", "2026", ["12"]), ("autre-periode", "2027", [])):
        campaign = make_campaign(house, slug=slug, columns=asked.columns, period=asked.period.__class__(edtf=period))
        ask = actions.add_ask(
            campaign=campaign, body=house.bodies["B"], subjects=subjects(1), by=house.editor, contact="b@exemple.fr"
        )
        campaign.refresh_from_db()
        actions.open_campaign(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
        [line] = ask.lines.all()
        assert [entry.value.number for entry in line.before] == written


def test_the_frozen_state_holds_the_value_under_its_indicator(
    house: House, asked: Campaign, indicator: Indicator
) -> None:
    returned(house, asked, 3, 12)
    asked.refresh_from_db()
    state = actions.freeze_state(campaign=asked, by=house.editor, expected_revision=asked.revision, now=NOW).fact
    [said] = state.lines[0].replies[0].declared
    assert (said.value, said.indicator) == ("12", str(indicator.uid))


def test_what_is_computed_is_not_asked(house: House, indicator: Indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(formula="val(x)")
    with pytest.raises(Invalid, match="calculé"):
        observing([indicator.uid])
    with pytest.raises(Invalid, match="inconnu"):
        observing([uuid.uuid4()])


def test_a_change_of_an_indicator_that_is_asked_no_more_bears_its_title(indicator: Indicator) -> None:
    keys = (f"indicator:{indicator.uid}", PROGRESS, "question:1")
    changes = [StateChange(kind=ChangeKind.DECLARED, subject=measure_uid(1), key=key) for key in keys]
    found = {column.key: column.fr for column in columns_named(changes, (standard(PROGRESS),))}
    assert found == {f"indicator:{indicator.uid}": "Personnes formées"}
    assert [column.key for column in columns_named(changes, ())] == [PROGRESS, f"indicator:{indicator.uid}"]
