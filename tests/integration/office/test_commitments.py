"""Promises and recommendations through the forms of the office: what each says stands beside what others say."""

import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from jalon.commitments import actions, models
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.common import COUNTRY_SUBJECT, Link, OrgRef, Text, When, Wording
from jalon.facts.promise import Verdict
from jalon.facts.recommendation import Relation
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic
from tests.integration.office.conftest import House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
AT = "/bureau/parties/engagements-fictifs/"
SENT = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "source_to_find": "on", "faire": "enregistrer",
        "link": "stated", "confidence": "stated", "known": "given"}  # fmt: skip
MEASURE = synthetic.measure_uid(2)


@pytest.fixture
def part(house: House) -> Part:
    """A part of commitments of the invented mission."""
    made: Part = Part.objects.create(
        slug="engagements-fictifs", kind="commitments", title="Engagements fictifs", owner=house.part.owner
    )
    return made


@pytest.fixture
def plans(house: House) -> None:
    """The invented plans, published."""
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=())
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts, signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)


def promised(part: Part, **fields: Any) -> models.Promise:
    """A promise about a measure."""
    fields = {"text": Text(value="Créer un mécanisme", wording=Wording.VERBATIM), "made": When(edtf="2019-10")} | fields
    return actions.make_promise(part=part, subject=uuid.UUID(MEASURE), by=None, source_to_find=True, **fields)


def asked(part: Part, **fields: Any) -> models.Recommendation:
    """A recommendation in words near to those of a measure."""
    told = {"body": OrgRef(name="Comité fictif"), "texts": (Text(value="Ouvrir des centres d’hébergement sûrs"),)}
    return actions.add_recommendation(part=part, by=None, source_to_find=True, **(told | fields))  # type: ignore[arg-type]


def test_a_promise_is_written_with_its_first_date_as_said(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    sent = SENT | {"text": "Créer un mécanisme", "text_wording": "verbatim", "said_by": "Ministre fictive", "to": "Parlement",
                   "made": "12 décembre 2024", "due": "dans les six mois = 2025-06~", "subject_uid": MEASURE}  # fmt: skip
    answer = sign_in(house.editor).post(f"{AT}fiches/engagement/nouvelle/", sent)
    [said] = collect(part)["promises"]
    assert answer.headers["Location"] == f"{AT}engagements/{said.uid}/"
    assert (said.text.wording, said.subject, said.to) == (Wording.VERBATIM, MEASURE, (OrgRef(name="Parlement"),))
    assert [due.due for due in said.dues] == [When(edtf="2025-06~", printed="dans les six mois")]


def test_a_new_date_leaves_the_old_one_and_is_refused_when_somebody_wrote_meanwhile(
    part: Part, house: House, sign_in: SignIn
) -> None:
    row, client = promised(part), sign_in(house.editor)
    actions.add_due(promise=row, by=None, expected_revision=row.revision, due=When(edtf="2020-06"), source_to_find=True)
    row.refresh_from_db()
    address = f"{AT}fiches/echeance/nouvelle/{row.uid}/"
    late = client.post(address, SENT | {"expected_revision": str(row.revision - 1), "due": "2021"})
    assert late.context["form"].errors and row.dues.count() == 1
    assert client.post(address, SENT | {"expected_revision": str(row.revision), "due": ""}).status_code == 302
    html = client.get(f"{AT}engagements/{row.uid}/").content.decode()
    assert "juin 2020" in html and "reporté sans nouvelle date" in html
    assert row.dues.count() == 2


def test_views_of_a_promise_stand_side_by_side_according_to_whom(part: Part, house: House, sign_in: SignIn) -> None:
    row, client = promised(part), sign_in(house.editor)
    for who, verdict in (("Organisme A", "kept"), ("Organisme B", "not_kept")):
        sent = SENT | {"promise": str(row.uid), "said_by": who, "verdict": verdict}
        assert client.post(f"{AT}fiches/avis/nouvelle/{row.uid}/", sent).status_code == 302
    assert {one.verdict for one in collect(part)["promise_views"]} == {Verdict.KEPT, Verdict.NOT_KEPT}
    for address in (f"{AT}engagements/", f"{AT}engagements/{row.uid}/"):
        html = client.get(address).content.decode()
        assert "Organisme A" in html and "Organisme B" in html and "non tenu" in html
    assert "Créer un mécanisme" not in client.get(f"{AT}engagements/?avis=sans").content.decode()


def test_a_date_of_keeping_belongs_to_what_was_kept(part: Part, house: House, sign_in: SignIn) -> None:
    row = promised(part)
    sent = SENT | {"promise": str(row.uid), "verdict": "dropped", "done": "2024"}
    answer = sign_in(house.editor).post(f"{AT}fiches/avis/nouvelle/{row.uid}/", sent)
    assert answer.status_code == 422 and "done" in answer.context["form"].errors
    assert not models.PromiseView.objects.exists()


def test_two_people_who_write_one_promise_see_both_texts(part: Part, house: House, sign_in: SignIn) -> None:
    row, client = promised(part), sign_in(house.editor)
    address = f"{AT}fiches/engagement/{row.uid}/"
    page = client.get(address)
    actions.edit_promise(promise=row, by=None, expected_revision=row.revision, text=Text(value="Le texte de l’autre"))
    sent = SENT | {
        "expected_revision": str(page.context["form"]["expected_revision"].value()), "text": "Mon texte", "made": "2019-10",
        "subject_uid": MEASURE, "depart": page.context["carried"],
    }  # fmt: skip
    answer = client.post(address, sent)
    assert answer.status_code == 409
    [clash] = [one for one in answer.context["clashes"] if one.field == "text"]
    mine, theirs = ("".join(run.text for run in runs) for runs in (clash.mine, clash.theirs))
    assert mine.startswith("Mon texte") and theirs.startswith("Le texte de l’autre")
    row.refresh_from_db()
    assert row.text.value == "Le texte de l’autre"


def test_an_obligation_is_written_with_its_deadline_and_found_by_the_filter(
    part: Part, house: House, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    sent = SENT | {"kind": "obligation", "body": "Union fictive", "texts_0": "Transposer", "texts_0_lang": "fr",
                   "report": "Directive fictive", "deadline": "15 juillet 2026", "subject_uid": COUNTRY_SUBJECT}  # fmt: skip
    assert client.post(f"{AT}fiches/recommandation/nouvelle/", sent).status_code == 302
    asked(part)
    [said] = [one for one in collect(part)["recommendations"] if one.deadline]
    assert (said.deadline.edtf, said.kind) == ("2026-07-15", "obligation")
    found = client.get(f"{AT}recommandations/?organe=Union fictive").content.decode()
    assert "Transposer" in found and "hébergement sûrs" not in found and "aucun lien enregistré" in found


def test_near_measures_are_proposed_with_both_texts_and_none_is_decided(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    row = asked(part)
    answer = sign_in(house.editor).get(f"{AT}recommandations/{row.uid}/mesures/")
    html = answer.content.decode()
    assert answer.context["rows"][0].uid == MEASURE
    assert html.count("Ouvrir des centres d’hébergement sûrs") >= 2
    assert f"/fiches/lien-mesure/nouvelle/{row.uid}/?measure={MEASURE}" in html
    assert not models.RecommendationAnswer.objects.exists()


def test_a_person_says_how_a_measure_answers_and_why(part: Part, plans: None, house: House, sign_in: SignIn) -> None:
    row, client = asked(part), sign_in(house.editor)
    address = f"{AT}fiches/lien-mesure/nouvelle/{row.uid}/?measure={MEASURE}"
    assert f'value="{MEASURE}" selected' in client.get(address).content.decode()
    sent = SENT | {"recommendation": str(row.uid), "measure": MEASURE, "relation": "in_part", "said": "2020"}
    assert client.post(address, sent).status_code == 422, "a reason is asked for"
    assert (
        client.post(address, sent | {"text": "Peu de places"}).headers["Location"] == f"{AT}recommandations/{row.uid}/"
    )
    [said] = collect(part)["recommendation_answers"]
    assert (said.relation, said.link, said.text.value) == (Relation.IN_PART, Link.STATED, "Peu de places")


def test_a_proposed_link_is_decided_by_whoever_writes_it(
    part: Part, plans: None, house: House, sign_in: SignIn
) -> None:
    row, client = asked(part), sign_in(house.editor)
    link = actions.answer_recommendation(part=part, recommendation=row.uid, measure=uuid.UUID(MEASURE), by=None,
                                         link=Link.PROPOSED, source_to_find=True)  # fmt: skip
    assert "lien proposé, non décidé" in client.get(f"{AT}recommandations/{row.uid}/").content.decode()
    sent = SENT | {"expected_revision": str(link.revision), "relation": "unrelated", "text": "Autre public"}
    assert client.post(f"{AT}fiches/lien-mesure/{link.uid}/", sent).status_code == 302
    link.refresh_from_db()
    assert (link.link, link.relation) == ("stated", "unrelated")


def test_who_found_no_measure_says_so_and_the_list_says_it_too(part: Part, house: House, sign_in: SignIn) -> None:
    row, client = asked(part), sign_in(house.editor)
    sent = SENT | {"recommendation": str(row.uid), "said_by": "Organisme A", "text": "Rien n’en parle"}
    assert client.post(f"{AT}fiches/examen/nouvelle/{row.uid}/", sent).status_code == 302
    assert "examinée : aucune mesure ne répond" in client.get(f"{AT}recommandations/").content.decode()


def test_a_record_is_withdrawn_and_given_back(part: Part, house: House, sign_in: SignIn) -> None:
    row, client = promised(part), sign_in(house.editor)
    address = f"{AT}fiches/engagement/{row.uid}/retirer/"
    client.post(address, {"expected_revision": str(row.revision), "reason": "doublon"})
    assert collect(part)["promises"] == ()
    row.refresh_from_db()
    client.post(address, {"expected_revision": str(row.revision)})
    assert len(collect(part)["promises"]) == 1


@pytest.mark.parametrize("where", ["engagements/", "recommandations/"])
def test_a_stranger_learns_nothing_and_a_reader_writes_nothing(
    part: Part, house: House, sign_in: SignIn, where: str
) -> None:
    row = promised(part) if where == "engagements/" else asked(part)
    assert sign_in(house.stranger).get(f"{AT}{where}{row.uid}/").status_code == 404
    html = sign_in(house.reader).get(f"{AT}{where}{row.uid}/").content.decode()
    assert "/nouvelle/" not in html
    assert sign_in(house.reader).post(f"{AT}fiches/engagement/nouvelle/", SENT).status_code == 403


def picked(page: Any) -> list[str]:
    """The radio buttons that are checked."""
    return re.findall(r'name="repeats_uid" id="[^"]*" value="([^"]*)" checked', page.content.decode())


def test_a_conflict_over_what_is_repeated_keeps_the_line_chosen_and_shows_what_was_written(
    part: Part, house: House, sign_in: SignIn
) -> None:
    one, other, newer = asked(part, when=When(edtf="2013")), asked(part, when=When(edtf="2015")), asked(part)
    client, address = sign_in(house.editor), f"{AT}recommandations/{newer.uid}/repetition/"
    started = newer.revision
    actions.edit_recommendation(
        recommendation=newer, by=house.second_editor, expected_revision=started, repeats_uid=other.uid
    )
    refused = client.post(address, {"repeats_uid": str(one.uid), "expected_revision": str(started)})
    assert refused.status_code == 422 and picked(refused) == [str(one.uid)]
    written = refused.content.decode().partition(f'value="{other.uid}"')[2].partition("</div>")[0]
    assert "C’est ce qui est enregistré depuis." in written
    again = refused.content.decode().partition('name="expected_revision" value="')[2].partition('"')[0]
    assert client.post(address, {"repeats_uid": str(one.uid), "expected_revision": again}).status_code == 302
    newer.refresh_from_db()
    assert newer.repeats_uid == one.uid


def test_a_person_says_which_older_text_a_recommendation_repeats(part: Part, house: House, sign_in: SignIn) -> None:
    older, newer = asked(part, when=When(edtf="2013")), asked(part, when=When(edtf="2017"))
    client, address = sign_in(house.editor), f"{AT}recommandations/{newer.uid}/repetition/"
    [proposed] = client.get(address).context["rows"]
    assert (proposed.uid, proposed.same, proposed.chosen) == (str(older.uid), True, False)
    sent = {"repeats_uid": str(older.uid), "expected_revision": str(newer.revision)}
    assert client.post(address, sent | {"repeats_uid": str(newer.uid)}).status_code == 422, "it was not proposed"
    assert client.post(address, sent).headers["Location"] == f"{AT}recommandations/{newer.uid}/"
    assert f"/recommandations/{older.uid}/" in client.get(f"{AT}recommandations/{newer.uid}/").content.decode()
    assert client.post(address, sent | {"repeats_uid": ""}).status_code == 422, "somebody wrote meanwhile"
    assert picked(client.post(address, sent | {"repeats_uid": ""})) == [""], "what was chosen stays chosen"
    assert [one.repeats for one in collect(part)["recommendations"] if one.uid == str(newer.uid)] == [str(older.uid)]
