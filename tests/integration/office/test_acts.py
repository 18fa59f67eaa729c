"""Parliamentary acts through the forms of the office, in a part of commitments."""

from collections.abc import Callable

import pytest
from django.test import Client

from jalon.commitments.models import Act
from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.common import OrgRef, When
from tests.integration.office.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SignIn = Callable[[User | None], Client]
AT = "/bureau/parties/engagements-fictifs/"
SENT = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "source_to_find": "on", "faire": "enregistrer",
        "confidence": "stated"}  # fmt: skip


def test_an_act_of_each_kind_is_written_in_a_part_of_commitments_and_what_an_answer_says_keeps_its_uid(
    house: House, sign_in: SignIn
) -> None:
    part = Part.objects.create(slug="engagements-fictifs", kind="commitments", title="Fictifs", owner=house.part.owner)
    client = sign_in(house.editor)
    assert f"{AT}actes/" in client.get(AT).content.decode()
    question = SENT | {
        "kind": "question", "kind_printed": "question écrite", "chamber": "senat", "to": "Justice", "when": "2020-03-12",
        "statements_0_text": "Le centre ouvrira", "statements_1_text": "Le budget est prévu", "renewed_0_when": "2020-09",
    }  # fmt: skip
    amendment = SENT | {"kind": "amendment", "kind_printed": "amendement", "fate": "rejeté", "fate_lang": "fr"}
    letter = SENT | {"kind": "letter", "kind_printed": "courrier", "to": "Ministre fictive"}
    report = SENT | {"kind": "report", "kind_printed": "rapport d’information", "body": "Délégation fictive"}
    for sent in (question, amendment, letter, report):
        assert client.post(f"{AT}fiches/acte/nouvelle/", sent).status_code == 302
    acts = {act.kind: act for act in collect(part)["acts"]}
    assert acts["amendment"].fate.value == "rejeté" and acts["letter"].to == (OrgRef(name="Ministre fictive"),)
    assert acts["question"].renewed == (When(edtf="2020-09"),) and acts["report"].body.name == "Délégation fictive"
    said = acts["question"].statements
    row = Act.objects.get(uid=acts["question"].uid)
    later = question | {"expected_revision": str(row.revision), "statements_0_text": "Le centre ouvrira en juin"}
    assert client.post(f"{AT}fiches/acte/{row.uid}/", later).status_code == 302
    again = next(act for act in collect(part)["acts"] if act.kind == "question").statements
    assert [one.uid for one in again] == [one.uid for one in said] and again[
        0
    ].text.value == "Le centre ouvrira en juin"
    wrong = client.post(f"{AT}fiches/acte/nouvelle/", question | {"kind": "loi", "renewed_0_when": "31/13/2020"})
    assert wrong.status_code == 422 and {"kind", "renewed"} <= set(wrong.context["form"].errors)
