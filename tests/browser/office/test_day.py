"""A day in the office, in a real browser: sign in with a code, write, meet a colleague, sign, see the public page."""

import pytest
from playwright.sync_api import Browser, Page

from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn, code, give_totp
from tests.integration.office.conftest import PASSWORD, give_sources

pytestmark = pytest.mark.django_db(transaction=True)
PART = "/bureau/parties/plans-fictifs/"
PAGES = {
    "home": "/bureau/", "parts": "/bureau/parties/", "part": PART, "plan": f"{PART}plans/plan-fictif-2/",
    "measure": f"{PART}sujets/{synthetic.measure_uid(1)}/", "statement": f"{PART}fiches/declaration/nouvelle/{synthetic.measure_uid(2)}/",
    "edit": f"{PART}fiches/mesure/{synthetic.measure_uid(1)}/", "sign": f"{PART}signer/?raison=Une%20phrase",
    "history": f"{PART}historique/", "sources": f"{PART}sources/", "team": "/bureau/equipe/mission-fictive/", "account": "/bureau/mon-compte/",
}  # fmt: skip


def test_a_signatory_signs_in_with_a_code_writes_signs_and_sees_the_public_page(
    live_server: object, house: House, page: Page
) -> None:
    give_sources(house)
    give_totp(house.signatory)
    page.goto(f"{live_server}/bureau/")
    page.fill("[name=login]", house.signatory.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form:not(#mfa_login) button")
    page.fill("[name=code]", code())
    page.click("main form button")
    page.wait_for_url(f"{live_server}/bureau/**")
    page.goto(f"{live_server}{PAGES['statement']}")
    page.check("[name=kind][value=progress]")
    page.fill("[name=text]", "Trois centres ouverts à Nantes")
    page.fill("[name=said]", "12 mars 2021")
    page.select_option("[name=sources-0-source]", synthetic.SOURCE)
    page.fill("[name=sources-0-locator]", "p. 40")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.get_by_text("Trois centres ouverts à Nantes").first.is_visible()
    page.goto(f"{live_server}{PART}signer/")
    page.fill("[name=raison]", "Une déclaration de plus.")
    page.click("main form button")
    page.check("[name=seen]")
    page.check("[name=nobody]")
    from django.core.cache import cache

    cache.clear()  # the code that signed in is spent for half a minute: the next one would be waited for
    page.fill("[name=code]", code())
    page.get_by_role("button", name="Signer et publier").click()
    page.wait_for_url(f"{live_server}{PART}signee/")  # the Release is made meanwhile
    assert page.get_by_role("heading", name="Publié").is_visible()
    page.goto(f"{live_server}/plans/plan-fictif-2/mesures/2/")
    assert "Trois centres ouverts à Nantes" in page.content()


def test_two_windows_one_title_nothing_is_lost(
    live_server: object, house: House, page: Page, second_page: Page, sign_in: SignIn
) -> None:
    from jalon.plans.models import MeasureTitle

    title = MeasureTitle.objects.get(measure__uid=synthetic.measure_uid(2))
    address = f"{live_server}{PART}fiches/intitule/{title.uid}/"
    sign_in(page, house.editor)
    sign_in(second_page, house.second_editor)
    for one in (page, second_page):
        one.goto(address)
    second_page.fill("[name=text]", "Ouvrir trois centres")
    second_page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    page.fill("[name=text]", "Ouvrir des centres partout")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.get_by_role("heading", name="Deux textes pour cette fiche").is_visible()
    assert page.locator(".versus").inner_text().count("Ouvrir") == 2
    assert violations(page) == []
    page.check("[name=garder_text][value=mien]")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    title.refresh_from_db()
    assert title.text.value == "Ouvrir des centres partout"
    assert [version.text.value for version in title.history.all()][1] == "Ouvrir trois centres"


def test_every_page_passes_axe_and_fits_a_small_screen(
    live_server: object, house: House, page: Page, sign_in: SignIn, heard: list[str]
) -> None:
    sign_in(page, house.signatory)
    wrong = {}
    for name, address in PAGES.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server}{address}")
        found = violations(page)
        page.set_viewport_size({"width": 320, "height": 800})
        found += ["wider than 320 px"] if scrolls_sideways(page) else []
        if found:
            wrong[name] = found
    assert wrong == {}
    assert heard == []


def test_a_statement_is_written_and_errors_are_shown_without_javascript(
    live_server: object, house: House, browser: Browser, sign_in: SignIn
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, house.editor)
    page.goto(f"{live_server}{PAGES['statement']}")
    page.check("[name=kind][value=progress]")
    page.fill("[name=said]", "un de ces jours")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.title().startswith("Erreur")
    page.get_by_role("link", name="Dit le").click()
    assert page.url.endswith("#id_said")
    page.fill("[name=said]", "juin 2021")
    page.fill("[name=text]", "Écrit sans JavaScript")
    page.check("[name=source_to_find]")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()
    assert page.get_by_text("Écrit sans JavaScript").first.is_visible()
    context.close()


def test_the_preview_links_stay_inside_the_preview(
    live_server: object, house: House, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, house.reader)
    page.goto(f"{live_server}{PART}apercu/plans/plan-fictif-2/")
    page.get_by_role("link", name="Ouvrir des centres").first.click()
    assert f"{PART}apercu/plans/plan-fictif-2/mesures/2/" in page.url
    assert page.get_by_text("Bon à tirer, pas encore publié.").is_visible()
    page.get_by_role("link", name="Revenir à la partie").click()
    assert page.url == f"{live_server}{PART}"
