from datetime import UTC, datetime

from jalon.plans.models import Statement
from jalon.reporting import actions, selectors
from jalon.reporting.merging.model import form_line
from jalon.reporting.models import Campaign
from tests.integration.reporting.conftest import House, ask_of, edited, put

NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def test_a_campaign_of_three_bodies_from_the_letters_to_the_frozen_state(house: House, campaign: Campaign) -> None:
    b = ask_of(campaign, "B")
    data = edited(
        b,
        lambda sheet: put(sheet, 3, phase="en cours", progress="Douze personnes formées", deadline="mi-novembre 2026"),
    )
    ret = actions.receive_workbook(campaign=campaign, data=data, name="retour B.xlsx", by=house.editor, now=NOW)
    page = selectors.merge_page(str(ret.uid), house.editor)
    cell = next(row for row in page.cells if row.undecided)
    ret = actions.decide(ret=ret, decisions={cell.id: "text_only"}, by=house.editor, expected_revision=ret.revision)
    ret = actions.write_return(ret=ret, by=house.editor, expected_revision=ret.revision)
    said = Statement.objects.filter(recorded_at__gt="2026-06")
    print([(s.kind, s.text, s.due, s.said) for s in said])
    a = ask_of(campaign, "A")
    line = a.lines.first()
    draft = actions.save_draft(
        ask=a, answers=[form_line(line.key, {"progress": "x"})], by=house.editors["A"], expected_revision=0
    )
    actions.return_answers(ask=a, by=house.editors["A"], expected_revision=draft.revision, now=NOW)
    print(selectors.campaign_page(campaign.slug, house.editor, NOW))
    print(selectors.freeze_page(campaign.slug, house.editor, NOW))
    campaign.refresh_from_db()
    state = actions.freeze_state(campaign=campaign, by=house.editor, expected_revision=campaign.revision, now=NOW)
    print(state.fact)
