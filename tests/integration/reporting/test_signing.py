"""A part with a frozen state is signed and published like any other; then the freeze cannot be undone."""

from datetime import UTC, datetime

import pytest

from jalon.core.errors import Invalid
from jalon.core.models import Organisation, Part
from jalon.publication.reader import open_reader
from jalon.publication.selectors import problems_of_part
from jalon.reporting import actions
from tests.integration.publication.conftest import parts, sign, store
from tests.integration.reporting.conftest import House, edited, make_campaign, member, put, subjects
from tests.integration.reporting.conftest import body as new_body
from tests.synthetic import COALITION

__all__ = ["parts", "store"]
NOW = datetime(2026, 11, 13, 9, 0, tzinfo=UTC)


def test_a_state_is_published_and_then_stays(parts: dict[str, Part]) -> None:
    part, body = parts["plans"], Organisation.objects.get(uid=COALITION.uid)
    house = House(part, member(part.owner, "mission"), {"B": body}, {})
    campaign = make_campaign(house)
    actions.add_ask(campaign=campaign, body=body, subjects=subjects(1, 2), by=house.editor, contact="b@exemple.fr")
    unknown = new_body("Organisme que nul annuaire ne décrit")
    actions.add_ask(campaign=campaign, body=unknown, subjects=subjects(1), by=house.editor, contact="u@exemple.fr")
    campaign.refresh_from_db()
    actions.open_campaign(campaign=campaign, by=house.editor, expected_revision=campaign.revision)
    ask = campaign.asks.select_related("campaign__part__owner", "body").get(body=body)
    answers = {"phase": "en cours", "progress": "Douze formées", "deadline": "fin 2026"}
    data = edited(ask, lambda sheet: put(sheet, 3, **answers))
    ret = actions.receive_workbook(campaign=campaign, data=data, name="b.xlsx", by=house.editor, now=NOW)
    cell = ret.cells.get(decision="", column="deadline")
    actions.decide(ret=ret, decisions={cell.pk: "text_only"}, by=house.editor, expected_revision=ret.revision)
    campaign.refresh_from_db()
    state = actions.freeze_state(campaign=campaign, by=house.editor, expected_revision=campaign.revision, now=NOW)
    replies = {reply.body.name: reply.body.uid for line in state.fact.lines for reply in line.replies}
    assert replies == {COALITION.name: COALITION.uid, "Organisme que nul annuaire ne décrit": None}
    assert problems_of_part(part) == ()
    version = sign(part)
    assert f"states/{state.uid}.json" in version.manifest
    assert open_reader() is not None
    with pytest.raises(Invalid, match="signée"):
        actions.unfreeze_state(state=state, by=house.editor, expected_revision=state.revision)
