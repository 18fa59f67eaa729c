"""An officer without account answers by a personal link, in a real browser without JavaScript: every page, every mistake."""

import re
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from jalon.core.actions import comments
from jalon.core.models import Outbox
from jalon.facts.common import When
from jalon.facts.uids import stable_uid
from jalon.reporting import actions
from jalon.reporting.columns import DEADLINE, PHASE, PROGRESS, standard
from jalon.reporting.models import Return
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import SLUG, body

pytestmark = pytest.mark.django_db(transaction=True)


def link(house: House, base: str) -> str:
    """The link in a letter of the invented mission to an invented body."""
    campaign = actions.create_campaign(
        part=house.part, plan=uuid.UUID(synthetic.PLAN), slug="remontees", by=None, title=synthetic.text("Remontées"),
        session=When(edtf="2029-12"), period=When(edtf="2029"), closes=timezone.localdate() + timedelta(days=9),
        columns=tuple(standard(key) for key in (PHASE, PROGRESS, DEADLINE)), validation=True,
    )  # fmt: skip
    asked = body(str(stable_uid("answering/body")), "organisme-d", "Organisme D")
    about = [uuid.UUID(synthetic.measure_uid(number)) for number in (1, 2)]
    actions.add_ask(campaign=campaign, body=asked, subjects=about, by=None, contact="d@exemple.fr")
    actions.open_campaign(campaign=campaign, by=None, expected_revision=campaign.revision)
    found = re.search(r"/retour/[\w-]+/", Outbox.objects.get(recipient="d@exemple.fr").body)
    assert found
    return base + found[0]


def wrong_with(page: Page) -> list[str]:
    """What axe finds, wide and narrow, and whether the page is wider than a small screen."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = violations(page) + (["wider than 320 px"] if scrolls_sideways(page) else [])
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url}: {one}" for one in [*found, *violations(page)]]


def press(page: Page, name: str) -> None:
    """A button of the page by its words."""
    page.get_by_role("button", name=name, exact=True).first.click()


def test_an_officer_answers_by_the_link_without_javascript(live_server: object, house: House, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    address = link(house, str(live_server))
    page.goto(address)
    press(page, "Commencer")
    page.fill("#r1c2", "Trois centres ouverts")
    page.fill("#r1c3", "quand les crédits seront là")
    press(page, "Enregistrer le brouillon")
    assert page.get_by_text("Il n’est pas rendu").is_visible()
    assert page.get_by_text("Ce n’est pas lu comme une date sûre").is_visible()
    page.goto(address + "reponses/")
    assert page.input_value("#r1c2") == "Trois centres ouverts"
    press(page, "Rendre la réponse")
    assert page.get_by_text("Votre réponse est arrivée le").is_visible()
    assert Return.objects.get().lines.filter(answered=True).count() == 1
    page.get_by_role("link", name="Valider").click()
    press(page, "Valider")
    assert page.title().startswith("Erreur")
    page.fill("[name=name]", "Mme Exemple")
    page.fill("[name=function]", "directrice")
    press(page, "Valider")
    assert page.get_by_text("(directrice)").first.is_visible()
    context.close()


def test_every_page_behind_the_link_passes_axe_in_both_languages_and_fits_a_small_screen(
    live_server: object, house: House, page: Page, second_page: Page, heard: list[str]
) -> None:
    address, wrong = link(house, str(live_server)), []
    for path in ("", "reponses/", "deposer/"):
        for language in ("", "/en"):
            page.goto((address + path).replace("/retour/", f"{language}/retour/"))
            wrong += wrong_with(page)
    page.goto(address + "reponses/")
    page.fill("#r1c2", "De l’une")
    second_page.goto(address + "reponses/")
    second_page.fill("#r1c2", "De l’autre")
    press(second_page, "Enregistrer le brouillon")
    press(page, "Enregistrer le brouillon")
    assert page.locator(".versus").count() == 1
    wrong += wrong_with(page)
    page.check("[name=autre]")
    press(page, "Rendre la réponse")
    assert page.get_by_text("De l’autre").is_visible()
    for path in ("recu/", "valider/"):
        page.goto(address + path)
        wrong += wrong_with(page)
    page.goto(f"{live_server}/retour/R7rien/")
    wrong += wrong_with(page)
    assert wrong == []


def test_work_lists_and_comments_pass_axe_and_fit_a_small_screen(
    live_server: object, house: House, page: Page, sign_in: SignIn
) -> None:
    about = uuid.UUID(synthetic.measure_uid(1))
    where = f"/bureau/parties/{SLUG}/commentaires/{about}/"
    said = {"part": house.part, "subject": about, "text": "À vérifier", "path": where}
    comment = comments.add(by=house.reader, mentioned=[house.editor], **said)
    comments.change(by=house.reader, comment=comment, text="À vérifier au bureau", expected_revision=1)
    texts = f"/bureau/parties/{SLUG}/commentaires/{comment.uid}/textes/"
    sign_in(page, house.editor)
    wrong = []
    for path in (
        "/bureau/", "/bureau/mes-mesures/", "/bureau/echeances/?jours=365", "/bureau/mes-gestes/", texts, where,
    ):  # fmt: skip
        page.goto(f"{live_server}{path}")
        wrong += wrong_with(page)
    assert page.get_by_text("À vérifier").is_visible()
    assert wrong == []
