"""Two people write one record: both texts are shown, nothing is lost, one chooses or merges."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from jalon.core.models import User
from jalon.facts.common import Text, Wording
from jalon.plans import actions
from jalon.plans.models import Measure, MeasureTitle
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


@pytest.fixture
def title(house: House) -> MeasureTitle:
    """The title of the second measure."""
    return MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2))


def address(title: MeasureTitle) -> str:
    """Its form."""
    return f"/bureau/parties/{SLUG}/fiches/intitule/{title.uid}/"


def filled(page: Any, **values: str) -> dict[str, str]:
    """The form as it came, with what was typed."""
    form = page.context["form"]
    sent = {
        "expected_revision": str(form["expected_revision"].value()), "text": form.initial["text"].value, "text_lang": "fr",
        "text_wording": form.initial["text"].wording.value, "depart": page.context["carried"], "faire": "enregistrer",
    }  # fmt: skip
    return sent | sources_of(page) | values


def sources_of(page: Any) -> dict[str, str]:
    """The rows of sources as they came."""
    rows = page.context["cites"]
    sent = {"sources-TOTAL_FORMS": str(len(rows.forms)), "sources-INITIAL_FORMS": str(rows.initial_form_count())}
    names = ("source", "locator", "quote", "confidence", "field")
    for place, row in enumerate(rows.forms):
        sent |= {f"sources-{place}-{name}": str(row.initial.get(name, "")) for name in names}
    return sent


def meanwhile(title: MeasureTitle, words: str, by: User) -> None:
    """A colleague writes the title."""
    text = Text(value=words, wording=Wording.VERBATIM)
    actions.edit_title(title=MeasureTitle.objects.get(pk=title.pk), by=by, expected_revision=title.revision, text=text)


def test_both_texts_and_the_starting_one_are_shown_and_nothing_is_saved(
    house: House, title: MeasureTitle, sign_in: SignIn
) -> None:
    client = sign_in(house.editor)
    page = client.get(address(title))
    meanwhile(title, "Ouvrir trois centres", house.second_editor)
    answer = client.post(address(title), filled(page, text="Ouvrir des centres partout"))
    assert answer.status_code == 409
    [clash] = answer.context["clashes"]
    assert "".join(run.text for run in clash.mine).startswith("Ouvrir des centres partout")
    assert "".join(run.text for run in clash.theirs).startswith("Ouvrir trois centres")
    assert clash.start.startswith("Ouvrir des centres d’hébergement sûrs")
    assert answer.context["form"]["text"].value() == Text(value="Ouvrir des centres partout", wording=Wording.VERBATIM)
    title.refresh_from_db()
    assert title.text.value == "Ouvrir trois centres"


def test_no_choice_is_an_error_that_leads_to_the_choice(house: House, title: MeasureTitle, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    page = client.get(address(title))
    meanwhile(title, "Ouvrir trois centres", house.second_editor)
    sent = filled(page, text="Ouvrir des centres partout", conflits="text", expected_revision=str(title.revision + 1))
    answer = client.post(address(title), sent)
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["problems"]] == ["garder_text"]


def test_my_text_is_saved_over_theirs_when_i_choose_it(house: House, title: MeasureTitle, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    page = client.get(address(title))
    meanwhile(title, "Ouvrir trois centres", house.second_editor)
    sent = filled(
        page,
        text="Ouvrir trois centres, partout",
        conflits="text",
        garder_text="mien",
        expected_revision=str(title.revision + 1),
    )
    assert client.post(address(title), sent).status_code == 302
    title.refresh_from_db()
    assert title.text.value == "Ouvrir trois centres, partout"
    assert "Ouvrir trois centres" in [version.text.value for version in title.history.all()]


def test_their_text_stays_when_i_choose_it(house: House, title: MeasureTitle, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    page = client.get(address(title))
    meanwhile(title, "Ouvrir trois centres", house.second_editor)
    sent = filled(
        page, text="Autre chose", conflits="text", garder_text="autre", expected_revision=str(title.revision + 1)
    )
    assert client.post(address(title), sent).status_code == 302
    title.refresh_from_db()
    assert title.text.value == "Ouvrir trois centres"


def test_a_field_that_only_they_changed_is_theirs_by_default(house: House, sign_in: SignIn) -> None:
    measure = Measure.objects.get(uid=synthetic.measure_uid(2))
    client = sign_in(house.editor)
    where = f"/bureau/parties/{SLUG}/fiches/mesure/{measure.uid}/"
    page = client.get(where)
    actions.edit_measure(measure=measure, by=house.second_editor, expected_revision=1, note=Text(value="Une note"))
    said = {
        "kind": "measure",
        "number": "22",
        "section_confidence": "stated",
        "confidence": "stated",
        "expected_revision": "1",
    }
    sent = said | sources_of(page) | {"depart": page.context["carried"]}
    answer = client.post(where, sent)
    assert answer.status_code == 409, answer.context["problems"]
    clashes = {clash.field: clash for clash in answer.context["clashes"]}
    chosen = {name: [option.value for option in clash.options if option.selected] for name, clash in clashes.items()}
    assert chosen["note"] == ["autre"]
    assert chosen["number"] == ["mien"]


def test_a_tampered_start_is_taken_for_none(house: House, title: MeasureTitle, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    page = client.get(address(title))
    meanwhile(title, "Ouvrir trois centres", house.second_editor)
    answer = client.post(address(title), filled(page, text="Autre", depart="[[["))
    assert answer.status_code == 409
    assert answer.context["clashes"][0].start == ""
