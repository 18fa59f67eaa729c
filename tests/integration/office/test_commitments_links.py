"""Lineage and overlaps in the office: likeness proposes, a person decides with a reason, a double count waits."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from jalon.commitments import actions, models
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.common import Link, Text
from jalon.facts.lineage import LineageKind, OtherPlan, OverlapNature
from jalon.facts.uids import stable_uid
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic, synthetic_commitments
from tests.integration.office.conftest import House
from tests.integration.office.test_commitments import AT, SENT, part, plans

__all__ = ["part", "plans"]
pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
MEASURE = synthetic.measure_uid(2)


def proposed(part: Part) -> models.Lineage:
    """A lineage that nobody decided on."""
    return actions.link_measures(
        part=part, by=None, kind=LineageKind.NEW, earlier_plan_uid=uuid.UUID(synthetic.OLDER),
        later_plan_uid=uuid.UUID(synthetic.PLAN), later=(MEASURE,), link=Link.PROPOSED, source_to_find=True,
    )  # fmt: skip


def double_count(part: Part) -> models.OverlapLink:
    """The same money in two plans, perhaps."""
    return actions.link_overlap(
        part=part, plan=uuid.UUID(synthetic.PLAN), by=None, other=OtherPlan(title=Text(value="Plan voisin")),
        natures=(OverlapNature.SAME_MONEY,), link=Link.PROPOSED, source_to_find=True,
    )  # fmt: skip


def test_a_lineage_is_written_from_the_address_of_a_proposal(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    assert client.get(f"{AT}filiation/?avant={synthetic.OLDER}&apres={synthetic.PLAN}").status_code == 200
    address = f"{AT}fiches/filiation/nouvelle/?kind=new&later={MEASURE}&later_plan_uid={synthetic.PLAN}"
    assert f'value="{MEASURE}" selected' in client.get(address).content.decode()
    sent = SENT | {"kind": "new", "earlier_plan_uid": synthetic.OLDER, "later_plan_uid": synthetic.PLAN,
                   "later": [MEASURE], "said_by": "Mission fictive"}  # fmt: skip
    assert client.post(address, sent).status_code == 422, "a reason is asked for"
    assert client.post(address, sent | {"text": "Rien avant"}).status_code == 302
    [said] = collect(part)["lineages"]
    assert (said.link, said.later, said.text.value) == (Link.STATED, (MEASURE,), "Rien avant")


def test_a_person_decides_on_a_proposal_with_a_reason(part: Part, plans: None, house: House, sign_in: SignIn) -> None:
    row, client = proposed(part), sign_in(house.editor)
    address = f"{AT}filiation/{row.uid}/decider/"
    html = client.get(f"{AT}filiation/").content.decode()
    assert address in html and "Ouvrir des centres" in html
    sent = {"expected_revision": str(row.revision), "kind": "new", "said_by": "Mission fictive"}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"reason": "Lu dans les deux plans"}).status_code == 302
    row.refresh_from_db()
    assert (row.link, row.text.value) == ("stated", "Lu dans les deux plans")


def test_a_decision_on_an_older_text_is_refused_and_shows_what_was_written(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    row, client = proposed(part), sign_in(house.editor)
    sent = {"expected_revision": str(row.revision), "kind": "new", "said_by": "Mission fictive", "reason": "La mienne"}
    actions.edit_lineage(lineage=row, by=None, expected_revision=row.revision, text=Text(value="Celle de l’autre"))
    answer = client.post(f"{AT}filiation/{row.uid}/decider/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422 and "La mienne" in html and "Celle de l’autre" in html
    row.refresh_from_db()
    assert row.link == "proposed"


def test_a_possible_double_count_is_the_teams_alone_until_a_person_confirms_it(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    row, client = double_count(part), sign_in(house.editor)
    assert collect(part)["overlap_links"] == ()
    assert "double compte possible" in sign_in(house.reader).get(f"{AT}recoupements/").content.decode()
    assert sign_in(house.stranger).get(f"{AT}recoupements/").status_code == 404
    sent = {"expected_revision": str(row.revision), "said_by": "Mission fictive", "reason": "Même ligne budgétaire"}
    assert sign_in(house.reader).post(f"{AT}recoupements/{row.uid}/confirmer/", sent).status_code == 403
    assert client.post(f"{AT}recoupements/{row.uid}/confirmer/", sent).status_code == 302
    [said] = collect(part)["overlap_links"]
    assert (said.link, said.text.value) == (Link.STATED, "Même ligne budgétaire")


def test_a_new_overlap_waits_and_one_that_becomes_the_same_money_waits_again(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    sent = SENT | {"plan_uid": synthetic.PLAN, "other_0_title": "Plan voisin", "natures": ["same_action"]}
    assert client.post(f"{AT}fiches/recoupement-plans/nouvelle/", sent).status_code == 302
    row = models.OverlapLink.objects.get()
    assert (row.link, row.other.title.value) == ("proposed", "Plan voisin")
    actions.edit_overlap(overlap=row, by=None, expected_revision=row.revision, link=Link.STATED)
    row.refresh_from_db()
    more = sent | {"expected_revision": str(row.revision), "natures": ["same_action", "same_money"]}
    assert client.post(f"{AT}fiches/recoupement-plans/{row.uid}/", more).status_code == 302
    row.refresh_from_db()
    assert row.link == "proposed" and collect(part)["overlap_links"] == ()


def test_what_another_body_published_can_be_answered_and_viewed_but_not_edited(
    part: Part, house: House, sign_in: SignIn
) -> None:
    facts = replace(synthetic_commitments.commitments(), organisations=(), vocabularies=(), territories=())
    facts = replace(facts, header=replace(facts.header, uid=stable_uid("another body's part"), slug="autres-fictifs"))
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts, signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)
    client = sign_in(house.editor)
    asked = client.get(f"{AT}recommandations/{synthetic_commitments.ASKED}/").content.decode()
    assert "répond en partie" in asked and "/fiches/lien-mesure/nouvelle/" in asked
    assert f"/fiches/recommandation/{synthetic_commitments.ASKED}/" not in asked
    promise = client.get(f"{AT}engagements/{synthetic_commitments.PROMISE}/").content.decode()
    assert "non tenu" in promise and "/fiches/avis/nouvelle/" in promise and "/fiches/echeance/" not in promise
    listed = client.get(f"{AT}engagements/?de=autres&annee=2019&avis=ici").content.decode()
    assert (
        f"/engagements/{synthetic_commitments.PROMISE}/" in listed
        and "tenu par" in listed
        and "/fiches/avis/" in listed
    )
    sent = SENT | {"promise": synthetic_commitments.PROMISE, "verdict": "in_part"}
    assert client.post(f"{AT}fiches/avis/nouvelle/{synthetic_commitments.PROMISE}/", sent).status_code == 302
    address = f"{AT}engagements/?de=autres"
    assert [found(client, f"{address}{more}") for more in ("&avis=ici", "&avis=in_part", "&q=CENTRE", "&annee=1999")] == [
        [], [synthetic_commitments.PROMISE], [synthetic_commitments.PROMISE], [],
    ]  # fmt: skip
    address = f"{AT}recommandations/?de=autres"
    both = [synthetic_commitments.AGAIN, synthetic_commitments.ASKED]  # the latest first
    assert [found(client, f"{address}{more}") for more in ("", "&annee=2015", "&theme=hébergement")] == [
        both,
        both[1:],
        both[1:],
    ]
    assert found(client, f"{AT}recommandations/") == []


def found(client: Client, address: str) -> list[str]:
    return [row.uid for row in client.get(address).context["found"].rows]
