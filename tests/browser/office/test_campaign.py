"""A whole campaign in a real browser: one body answers by its account, one by its workbook, one stays silent; the mission
merges, freezes and signs; the public reads what each declared and who was silent."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page

from jalon.core.enums import Role
from jalon.core.models import Outbox, User
from jalon.facts.uids import stable_uid
from jalon.reporting.models import Ask, Campaign, FrozenState
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import PASSWORD, SLUG, body, give_sources, person
from tests.integration.reporting.conftest import put

pytestmark = pytest.mark.django_db(transaction=True)
PART = f"/bureau/parties/{SLUG}/"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def bodies() -> User:
    """Three invented bodies; gives the editor of the first."""
    made = [body(str(stable_uid(f"campaign/{letter}")), f"organisme-{letter}", f"Organisme {letter.upper()}") for letter in "abc"]  # fmt: skip
    return person("editrice-a", Role.EDITOR, made[0])


def wrong_with(page: Page) -> list[str]:
    """What axe finds, wide and narrow, and whether the page is wider than a small screen."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = violations(page) + (["wider than 320 px"] if scrolls_sideways(page) else [])
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url}: {one}" for one in [*found, *violations(page)]]


def press(page: Page, name: str) -> None:
    """A button of the page by its words."""
    page.get_by_role("button", name=name, exact=True).first.click()


def prepare(page: Page, base: str) -> Campaign:
    """A campaign of the invented plan."""
    page.goto(f"{base}/bureau/remontees/")
    page.get_by_role("link", name="Préparer une campagne").first.click()
    page.select_option("[name=plan]", synthetic.PLAN)
    page.fill("[name=title]", "Remontées fictives de décembre 2029")
    page.fill("[name=session]", "décembre 2029")
    page.fill("[name=period]", "2029")
    page.fill("[name=closes]", "25 11 2029")
    press(page, "Préparer la campagne")
    return Campaign.objects.get()


def ask(page: Page, base: str, campaign: Campaign, letter: str, way: str, *measures: str) -> None:
    """Add a body with its measures, by their numbers."""
    page.goto(f"{base}{PART}remontees/{campaign.slug}/organismes/ajouter/")
    page.get_by_role("link", name=f"Organisme {letter}").click()
    page.check(f"[name=way][value={way}]")
    page.fill("[name=contact]", f"referent-{letter.lower()}@exemple.fr")
    for number in measures:
        page.check(f"[name=mesure][value='{synthetic.measure_uid(int(number))}']")
    press(page, "Ajouter à la campagne")


def filled(campaign: Campaign, data: bytes) -> bytes:
    """The workbook as a person fills it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book["Réponses (fictif)"]
    put(sheet, 3, progress="Trois centres ouverts", deadline="mi-novembre 2029")
    put(sheet, 4, deadline="mi-mars 2030")
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_a_campaign_goes_from_its_first_page_to_the_public_state(
    live_server: object, house: House, page: Page, second_page: Page, sign_in: SignIn, heard: list[str], tmp_path: Path
) -> None:
    base, officer, wrong = str(live_server), bodies(), []
    quick = Client()
    quick.force_login(house.signatory, backend="jalon.core.accounts.adapter.Backend")
    give_sources(house)
    sign_in(page, house.signatory)
    campaign = prepare(page, base)
    home = f"{base}{PART}remontees/{campaign.slug}/"
    ask(page, base, campaign, "A", "account", "1", "2")
    ask(page, base, campaign, "B", "workbook", "1", "2")
    ask(page, base, campaign, "C", "link", "2")
    page.goto(f"{home}envoyer/")
    wrong += wrong_with(page)
    press(page, "Envoyer les 3 demandes")
    assert Outbox.objects.filter(kind="reporting.invitation").count() == 3
    # one answers by its account
    sign_in(second_page, officer)
    first = Ask.objects.get(body__slug="organisme-a")
    second_page.goto(f"{base}/bureau/demandes/{first.uid}/")
    press(second_page, "Commencer")
    second_page.locator("textarea").first.fill("Un réseau de référents est formé")
    second_page.locator("button[name=do][value=return]").click()
    # one by its workbook, received by mail
    second = Ask.objects.get(body__slug="organisme-b")
    data = quick.get(f"{PART}remontees/{campaign.slug}/organismes/{second.uid}/classeur/xlsx/").content
    sent = tmp_path / "retour organisme B v2 final.xlsx"
    sent.write_bytes(filled(campaign, data))
    page.goto(f"{home}depot/")
    wrong += wrong_with(page)
    page.set_input_files("[name=file]", sent)
    press(page, "Lire le classeur")
    assert page.get_by_role("heading", name="Il y a 2 problèmes").is_visible()
    wrong += wrong_with(page)
    page.locator("select[name^=tous-]").select_option("text_only")
    page.get_by_role("button", name="Écrire les 3 cellules").click()
    # the other is written as well; one stays silent
    mine = first.returns.get()
    page.goto(f"{home}retours/{mine.uid}/")
    page.locator("button[name=do][value=write]").click()
    page.goto(f"{home}?ouvrir={Ask.objects.get(body__slug='organisme-c').uid}")
    assert page.get_by_text("silence, 0 jour").first.is_visible()
    wrong += wrong_with(page)
    for more in (
        "matrice/",
        "consolidees/",
        "modifier/",
        f"organismes/{second.uid}/mesures/",
        f"organismes/{second.uid}/telephone/",
        "",
        "organismes/ajouter/",
        f"organismes/{second.uid}/",
        f"organismes/{second.uid}/lignes/",
        f"lignes/{second.lines.all()[0].uid}/1/",
        "realisations/",
        "../preparer/nouvelle/",
        "../../defaire/",
        "../../../../remontees/",
    ):
        page.goto(f"{home}{more}")
        wrong += wrong_with(page)
    page.goto(f"{home}organismes/{second.uid}/geste/valider/")
    page.fill("[name=name]", "Mme Exemple")
    page.fill("[name=function]", "cheffe de bureau")
    press(page, "Noter la validation par la hiérarchie")
    page.goto(f"{home}figer/")
    wrong += wrong_with(page)
    press(page, "Figer l’état")
    state = FrozenState.objects.get()
    sign(page, base)
    page.goto(f"{base}/etats/{state.slug}/")
    words = page.locator("main").inner_text()
    assert "Trois centres ouverts" in words
    assert "Un réseau de référents est formé" in words
    assert "Organisme C" in words
    assert "cheffe de bureau" in words
    assert "Mme Exemple" not in words
    assert wrong == []
    assert heard == []


def sign(page: Page, base: str) -> None:
    """The part with the frozen state is read again and signed."""
    page.goto(f"{base}{PART}signer/?raison=L%E2%80%99%C3%A9tat%20fig%C3%A9.")
    page.check("[name=seen]")
    page.check("[name=nobody]")
    cache.clear()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Signer et publier").click()
    assert page.get_by_role("heading", name="Publié").is_visible()


def test_the_merge_is_decided_and_written_without_javascript(
    live_server: object, house: House, page: Page, sign_in: SignIn
) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain, base = context.new_page(), str(live_server)
    bodies()
    sign_in(plain, house.editor)
    campaign = prepare(plain, base)
    ask(plain, base, campaign, "B", "workbook", "1", "2")
    plain.goto(f"{base}{PART}remontees/{campaign.slug}/matrice/")
    plain.check(f"[name=case][value='{Ask.objects.get().uid}.{synthetic.measure_uid(900)}']")
    press(plain, "Enregistrer qui est interrogé sur quoi")
    assert Ask.objects.get().lines.filter(withdrawn_at=None).count() == 3
    plain.goto(f"{base}{PART}remontees/{campaign.slug}/envoyer/")
    press(plain, "Envoyer la demande")
    quick = Client()
    quick.force_login(house.editor, backend="jalon.core.accounts.adapter.Backend")
    uid = Ask.objects.get().uid
    data = quick.get(f"{PART}remontees/{campaign.slug}/organismes/{uid}/classeur/xlsx/").content
    plain.goto(f"{base}{PART}remontees/{campaign.slug}/depot/")
    plain.set_input_files("[name=file]", {"name": "r.xlsx", "mimeType": XLSX, "buffer": filled(campaign, data)})
    press(plain, "Lire le classeur")
    plain.get_by_role("button", name="Écrire les 3 cellules").click()
    assert plain.title().startswith("Erreur")
    plain.get_by_role("link", name="Échéance").first.click()
    plain.locator("select[name^=tous-]").select_option("before")
    plain.get_by_role("button", name="Écrire les 3 cellules").click()
    assert plain.get_by_text("Écrit").first.is_visible()
    context.close()
