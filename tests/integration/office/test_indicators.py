"""Indicators, answers, observations and outputs through the forms: what was typed is what is said."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from jalon.core.models import Part, User
from jalon.core.parts import collect
from jalon.facts.common import When
from jalon.facts.indicator import Baseline, Direction, Expected, Level, ValueKind
from jalon.facts.output import Amount, Counted, OutputType, Quantity
from jalon.facts.series import ObservationStatus, Precision
from jalon.plans import actions, models
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
PART = f"/bureau/parties/{SLUG}/"
MEASURE = synthetic.measure_uid(1)
SENT = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0", "source_to_find": "on", "faire": "enregistrer"}
INDICATOR = SENT | {
    "subject": MEASURE, "title": "Enquêteurs formés", "unit": "personnes", "value_kind": "number", "kind": "process",
    "level": "output", "direction": "increase", "accumulation": "cumulative", "confidence": "stated", "code": "formes",
    "baseline_0_when": "2018", "baseline_0_value": "1 200,5", "baseline_0_missing": "", "baseline_0_precision": "rounded",
    "expected_0_when": "juin 2020", "expected_0_value": "100", "expected_1_when": "2021-12-31", "expected_1_value": "0",
    "expected_1_final": "1", "expected_2_when": "", "expected_2_value": "",
    "counted_0_type": "training", "counted_0_quantity": "participants", "counted_0_professions": "enquêteurs, magistrats",
}  # fmt: skip
OUTPUT = SENT | {
    "type": "training", "title": "Module de Lyon", "when": "5 novembre 2019", "subjects": [MEASURE, synthetic.PLAN],
    "amounts_0_quantity": "participants", "amounts_0_value": "1 012", "amounts_0_precision": "at_least",
    "professions": "enquêteurs\nmagistrats", "languages": "fr", "currency": "EUR", "confidence": "stated", "place": "Lyon",
}  # fmt: skip


def add(client: Client, code: str, sent: dict[str, Any], part: str = PART) -> HttpResponse:
    """Send the form of a new record."""
    answer: Any = client.post(f"{part}fiches/{code}/nouvelle/", sent)
    return answer  # type: ignore[no-any-return]


def page(client: Client, address: str) -> str:
    """The words of a page."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_indicator_is_said_as_it_was_typed(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    answer = add(client, "indicateur", INDICATOR)
    (said,) = collect(house.part)["indicators"]
    assert answer.headers["Location"] == f"{PART}indicateurs/{said.uid}/"
    assert (said.slug, said.code, said.direction, said.subject) == (
        "enqueteurs-formes",
        "formes",
        Direction.INCREASE,
        MEASURE,
    )
    assert said.baseline == Baseline(when=When(edtf="2018"), value="1200.5", precision=Precision.ROUNDED)
    assert said.expected == (
        Expected(when=When(edtf="2020-06", printed="juin 2020"), value="100"),
        Expected(when=When(edtf="2021-12-31"), value="0", final=True),
    )
    assert said.counted == Counted(
        type=OutputType.TRAINING, quantity=Quantity.PARTICIPANTS, professions=("enquêteurs", "magistrats")
    )
    html = page(client, f"{PART}indicateurs/{said.uid}/")
    assert "Enquêteurs formés" in html and "Départ, 2018" in html and "aucune ne dit la quantité" in html


def test_saving_a_form_unchanged_changes_nothing(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    add(client, "indicateur", INDICATOR)
    row = models.Indicator.objects.get()
    models.Indicator.objects.filter(pk=row.pk).update(
        expected=(Expected(when=When(edtf="2020-06", printed="mi-parcours"), value="100", note=synthetic.text("Note")),)
    )
    before = collect(house.part)["indicators"]
    sent = form_of(page(client, f"{PART}fiches/indicateur/{row.uid}/"))
    answer = client.post(f"{PART}fiches/indicateur/{row.uid}/", sent | {"faire": "enregistrer"})
    assert answer.status_code == 302
    assert collect(house.part)["indicators"] == before


def form_of(html: str) -> dict[str, Any]:
    """What the page's form would send."""
    from html import unescape

    body = html[
        html.index('<form method="post" novalidate') : html.index(
            "</form>", html.index('<form method="post" novalidate')
        )
    ]
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", body):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attrs.get("type") not in {"checkbox", "radio"} or " checked" in tag:
            found[attrs.get("name", "")] = unescape(attrs.get("value", "on" if attrs.get("type") == "checkbox" else ""))
    for name, inner in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', body, re.DOTALL):
        found[name] = unescape(inner)
    for name, inner in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL):
        offered = re.findall(r'<option value="([^"]*)"( selected)?', inner)
        found[name] = unescape(next((code for code, chosen in offered if chosen), offered[0][0]))
    return found


WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "a date that is none": ({"expected_0_when": "un jour"}, "id_expected", "Ligne 1"),
    "a value that is none": ({"expected_0_value": "cent"}, "id_expected", "écrivez un nombre"),
    "a date without a value": ({"expected_0_value": ""}, "id_expected", "une date et une valeur"),
    "a baseline without value or reason": ({"baseline_0_value": ""}, "id_baseline", "pourquoi elle manque"),
    "a scale without levels": ({"value_kind": "ordinal"}, "id_levels", "du plus bas au plus haut"),
    "a formula that cannot be read": ({"counted_0_type": "", "counted_0_quantity": "", "counted_0_professions": "",
                                       "formula": "val(a"}, "id_formula", "signe"),
    "a formula over nothing": ({"counted_0_type": "", "counted_0_quantity": "", "counted_0_professions": "",
                                "formula": "val(absent)"}, "id_formula", "absent"),
    "a quantity that the sort has not": ({"counted_0_quantity": "places"}, "id_counted", "ne se compte pas"),
    "an address that is none": ({"slug": "à côté"}, "id_slug", ""),
}  # fmt: skip


@pytest.mark.parametrize(("change", "field", "said"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(
    house: House, sign_in: SignIn, change: dict[str, str], field: str, said: str
) -> None:
    answer = add(sign_in(house.editor), "indicateur", INDICATOR | change)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in html and said in html
    assert "Enquêteurs formés" in html and "2021-12-31" in html
    assert not models.Indicator.objects.exists()


def test_levels_of_a_scale_are_named_not_counted(house: House, sign_in: SignIn) -> None:
    change = {
        "value_kind": "ordinal", "levels_0_fr": "absent", "levels_0_en": "none", "levels_1_fr": "complet", "levels_1_en": "full",
        "baseline_0_value": "Absent", "expected_0_value": "complet", "expected_1_when": "", "expected_1_value": "",
        "counted_0_type": "", "counted_0_quantity": "", "counted_0_professions": "",
    }  # fmt: skip
    add(sign_in(house.editor), "indicateur", {k: v for k, v in (INDICATOR | change).items() if k != "expected_1_final"})
    (said,) = collect(house.part)["indicators"]
    assert said.levels == (Level(fr="absent", en="none"), Level(fr="complet", en="full"))
    assert (said.value_kind, said.baseline.value, said.expected[0].value) == (ValueKind.ORDINAL, "0", "1")


def indicator(house: House, **given: Any) -> models.Indicator:
    """An indicator of the mission."""
    fields = {"slug": "places", "title": synthetic.text("Places sûres"), "unit": "places", **given}
    return actions.add_indicator(part=house.part, subject=uuid.UUID(MEASURE), by=None, source_to_find=True, **fields)


def test_a_series_of_an_indicator_starts_from_what_the_indicator_says(house: House, sign_in: SignIn) -> None:
    row, client = indicator(house, value_kind=ValueKind.YES_NO), sign_in(house.editor)
    sent = form_of(page(client, f"{PART}fiches/serie/nouvelle/{row.uid}/"))
    assert (sent["of_uid"], sent["unit"], sent["family"]) == (str(row.uid), "places", "follow_up")
    answer = add(client, "serie", sent | {"faire": "enregistrer"})
    assert answer.status_code == 302
    series = models.Series.objects.get(of_uid=row.uid)
    observed = SENT | {"expected_revision": "1", "when": "2020", "value": "oui", "precision": "exact", "status": "provisional",
                       "said": "2021-01"}  # fmt: skip
    assert client.post(f"{PART}series/{series.uid}/observer/", observed).status_code == 302
    again = observed | {"expected_revision": "2", "value": "non", "status": "revised", "said": "2021-06"}
    client.post(f"{PART}series/{series.uid}/observer/", again)
    one, two = next(s for s in collect(house.part)["series"] if s.of).observations
    assert (one.value, one.status, two.value, two.said) == (
        "1",
        ObservationStatus.PROVISIONAL,
        "0",
        When(edtf="2021-06"),
    )
    html = page(client, f"{PART}indicateurs/{row.uid}/")
    assert "non" in html and "remplace oui" in html


def test_an_observation_written_by_mistake_is_taken_back_and_given_back(house: House, sign_in: SignIn) -> None:
    client, series = sign_in(house.editor), models.Series.objects.get(slug="victimes-fictives")
    where = f"{PART}series/{series.uid}/observations/0/retirer/"
    assert client.post(where, {"expected_revision": series.revision, "reason": ""}).status_code == 422
    assert client.post(where, {"expected_revision": series.revision, "reason": "faute de frappe"}).status_code == 302
    assert len(collect(house.part)["series"][0].observations) == 1
    assert "retirée" in page(client, f"{PART}series/{series.uid}/")
    series.refresh_from_db()
    assert client.post(where, {"expected_revision": series.revision - 1}).status_code == 422
    client.post(where, {"expected_revision": series.revision})
    assert len(collect(house.part)["series"][0].observations) == 2


def test_an_output_is_said_as_it_was_typed(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)
    answer = add(client, "realisation", OUTPUT)
    (said,) = collect(house.part)["outputs"]
    assert answer.headers["Location"] == f"{PART}realisations/{said.uid}/"
    assert (said.type, said.subjects, said.place) == (OutputType.TRAINING, (MEASURE, synthetic.PLAN), "Lyon")
    assert said.amounts == (Amount(quantity=Quantity.PARTICIPANTS, value="1012", precision=Precision.AT_LEAST),)
    assert said.professions == ("enquêteurs", "magistrats")
    for address in (f"{PART}realisations/{said.uid}/", f"{PART}realisations/", f"{PART}sujets/{MEASURE}/"):
        assert "Module de Lyon" in page(client, address)
    assert "Module de Lyon" not in page(client, f"{PART}sujets/{synthetic.measure_uid(2)}/")


def test_a_law_has_no_participants(house: House, sign_in: SignIn) -> None:
    answer = add(sign_in(house.editor), "realisation", OUTPUT | {"type": "law"})
    assert answer.status_code == 422
    assert "ne se compte pas" in answer.content.decode()
    assert not models.Output.objects.exists()


def test_two_writers_of_one_indicator_meet_both_texts(house: House, sign_in: SignIn) -> None:
    row, client = indicator(house), sign_in(house.editor)
    sent = form_of(page(client, f"{PART}fiches/indicateur/{row.uid}/"))
    actions.edit_indicator(
        indicator=row, by=None, expected_revision=1, expected=(Expected(when=When(edtf="2025"), value="50"),)
    )
    mine = sent | {"expected_0_when": "2025", "expected_0_value": "60", "faire": "enregistrer"}
    answer = client.post(f"{PART}fiches/indicateur/{row.uid}/", mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "50" in html and "60" in html and "Lequel enregistrer" in html


def test_an_indicator_is_withdrawn_and_given_back(house: House, sign_in: SignIn) -> None:
    row, client = indicator(house), sign_in(house.editor)
    where = f"{PART}fiches/indicateur/{row.uid}/retirer/"
    assert client.post(where, {"expected_revision": "1", "reason": "doublon"}).headers["Location"] == PART
    assert client.get(f"{PART}indicateurs/{row.uid}/").status_code == 404
    assert "Places sûres" in page(client, PART)
    client.post(where, {"expected_revision": "2"})
    assert "Places sûres" in page(client, f"{PART}indicateurs/{row.uid}/")
    assert "rendu" in page(client, f"{PART}fiches/indicateur/{row.uid}/historique/")


def test_a_list_is_filtered_and_paged(house: House, sign_in: SignIn) -> None:
    for number in range(53):
        indicator(house, slug=f"i-{number:02}", title=synthetic.text(f"Indicateur {number:02}"), code=f"c{number}")
    client = sign_in(house.editor)
    assert page(client, f"{PART}indicateurs/").count("Indicateur 0") == 10
    assert "Indicateur 09" not in page(client, f"{PART}indicateurs/?page=2") and 'rel="prev"' in page(
        client, f"{PART}indicateurs/?page=2"
    )
    assert "Indicateur 33" in page(client, f"{PART}indicateurs/?q=C33")
    assert "1 indicateur<" in page(client, f"{PART}indicateurs/?q=indicateur 33")
    for odd in ("?page=999999", "?page=x", "?sorte=x&sur=y", "?sur=%00", "?q=%00"):
        page(client, f"{PART}indicateurs/{odd}")
        page(client, f"{PART}realisations/{odd}")


def test_the_other_body_answers_in_its_own_part_what_was_published(house: House, sign_in: SignIn) -> None:
    row = indicator(house)
    client, base = sign_in(house.stranger), "/bureau/parties/collectif/"
    assert client.get(f"{base}indicateurs/{row.uid}/").status_code == 404, "a draft is not there for another body"
    answer = SENT | {"indicator": str(row.uid), "answer": "adopted", "said_by": synthetic.COALITION.name, "text": "Oui"}
    assert add(client, "reponse", answer, base).status_code == 422, "nor can it be chosen"
    assert not models.IndicatorAnswer.objects.exists()
    publish(house.part)
    assert "Places sûres" in page(client, f"{base}sujets/{MEASURE}/")
    assert "Répondre" in page(client, f"{base}indicateurs/{row.uid}/")
    assert add(client, "reponse", answer, base).status_code == 302
    assert "repris" in page(client, f"{base}indicateurs/{row.uid}/")
    assert "repris" not in page(sign_in(house.editor), f"{PART}indicateurs/{row.uid}/"), "not before it is signed"


def test_outputs_that_another_body_published_are_shown_with_its_name_and_lead_to_the_register(
    house: House, sign_in: SignIn
) -> None:
    publish(house.part)
    add(sign_in(house.editor), "realisation", OUTPUT)
    (said,) = collect(house.part)["outputs"]
    client, address = sign_in(house.stranger), f"/bureau/parties/collectif/sujets/{MEASURE}/"
    assert "Module de Lyon" not in page(client, address), "a draft is not there for another body"
    publish(house.part)
    html = page(client, address)
    assert "Module de Lyon" in html
    assert f"publié par {synthetic.MISSION.name}" in html
    assert f'href="/realisations/{said.uid}/"' in html and client.get(f"/realisations/{said.uid}/").status_code == 200
    assert page(sign_in(house.editor), f"{PART}sujets/{MEASURE}/").count("Module de Lyon") == 1, (
        "its own is listed once"
    )


def publish(part: Part) -> None:
    """Sign the part as it stands, sources aside."""
    from datetime import UTC, datetime

    from jalon.publication import parts as versions
    from jalon.publication import releases
    from jalon.publication.reader import default_store
    from jalon.publication.selectors import facts_of_part, own_key

    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts_of_part(part), signer="Signataire", at=now, key=key)
    releases.build(default_store(), key=key, at=now)
