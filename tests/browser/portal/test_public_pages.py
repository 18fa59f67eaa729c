"""Every type of public page as people meet it: axe, narrow screens, other hosts refused, no JavaScript, keyboard, print."""

import pytest
from playwright.sync_api import Page

from jalon.publication.reader import Reader
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.portal.conftest import Visit

TYPES = {
    "overview": "/",
    "plan": "/plans/plan-2-2019-2021/",
    "plan filtered": "/plans/plan-3-2024-2027/?pilote=connu&etat=2024-12-31",
    "measure": "/plans/plan-2-2019-2021/mesures/16/",
    "item": "/plans/plan-3-2024-2027/elements/{item}/",
    "organisations": "/organismes/",
    "organisation": "/organismes/cncdh/",
    "calendar": "/calendrier/",
    "indicators": "/indicateurs/",
    "indicator": "/indicateurs/professionnels-formes-fictif/",
    "indicator computed": "/indicateurs/taille-fictif/?etat=2026-11-01",
    "indicator counted": "/indicateurs/participants-fictif/?etat=2026-11-01",
    "outputs": "/realisations/",
    "outputs filtered": "/realisations/?sorte=training&territoire=75",
    "output": "/realisations/{output}/",
    "states": "/etats/",
    "state": "/etats/seance-juillet-2026-fictif/",
    "plan with indicators": "/plans/plan-fictif/",
    "comparison": "/plans/plan-2-2019-2021/comparaison/",
    "comparison compact": "/plans/plan-3-2024-2027/comparaison/?vue=compacte&grouper=organisme&evaluations=dernieres",
    "lineage": "/plans/plan-3-2024-2027/filiation/plan-2-2019-2021/",
    "overlaps": "/recoupements/",
    "audit": "/plans/plan-3-2024-2027/audit/",
    "evaluations": "/evaluations/",
    "evaluation": "/evaluations/cncdh-2023-01-12-plan-2/",
    "evaluation not shared": "/evaluations/miprof-2022-plan-2/",
    "scales": "/echelles/",
    "statistics": "/statistiques/",
    "police": "/statistiques/famille/police-et-gendarmerie/",
    "surveys": "/statistiques/famille/enquetes/",
    "series": "/statistiques/{series}/",
    "estimation": "/statistiques/estimation/",
    "recommendations": "/recommandations/",
    "recommendations filtered": "/recommandations/?organisme=greta&plan=plan-2-2019-2021&couverture=no_link",
    "recommendation": "/recommandations/{recommendation}/",
    "coverage": "/recommandations/couverture/",
    "promises": "/engagements/",
    "promises filtered": "/engagements/?plan=plan-3-2024-2027&report=oui",
    "committees": "/comites/",
    "committee": "/comites/comite-de-coordination-plan-3/",
    "parliament": "/parlement/",
    "means": "/moyens/",
    "sources": "/sources/",
    "source": "/sources/{source}/",
    "search": "/recherche/?q=mecanisme",
    "nothing found": "/recherche/?q=zzzz",
    "releases": "/versions/",
    "release": "/versions/{release}/",
    "difference": "/versions/{release}/{release}/",
    "changes": "/changements/",
    "changes between two days": "/changements/?de=2020-01-01&a=2030-01-01&plan=plan-2-2019-2021",
    "data": "/donnees/",
    "about": "/a-propos/",
    "method": "/methode/",
    "accessibility": "/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/confidentialite/",
    "not found": "/plans/rien/",
    "bad value": "/plans/plan-2-2019-2021/?etat=hier",
}


def address(kind: str, reader: Reader) -> str:
    """The address of a page of this type."""
    plan = reader.plans()[2]
    item = next(m for m in reader.measures(plan.uid) if "Mécanisme" in m.titles[0].text.value)
    longest = max(reader.series(), key=lambda head: head.count)
    names = {
        "item": item.uid,
        "series": longest.slug,
        "source": reader.all_sources()[0].uid,
        "output": reader.outputs()[0].uid,
        "recommendation": reader.recommendation_answers()[0].recommendation,
        "release": reader.release.id[:12],
    }
    return TYPES[kind].format(**names)


@pytest.mark.parametrize("kind", TYPES)
def test_each_type_of_page_is_accessible_narrow_and_alone(
    register: str, reader: Reader, visit: Visit, kind: str
) -> None:
    page = visit.page
    visit.others.clear()
    for prefix, theme in (("", "light"), ("/en", "dark")):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{register}{prefix}{address(kind, reader)}")
        assert violations(page) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert not scrolls_sideways(page)
    assert visit.others == []


def test_the_policy_refuses_nothing_and_nothing_is_missing(
    register: str, reader: Reader, page: Page, heard: list[str]
) -> None:
    for kind in ("overview", "plan", "measure", "police", "calendar", "search"):
        page.goto(register + address(kind, reader), wait_until="networkidle")
    assert [line for line in heard if "favicon" not in line] == []


def test_everything_is_read_without_javascript(register: str, bare: Page) -> None:
    bare.goto(register + "/plans/plan-2-2019-2021/")
    bare.select_option("select[name=genre]", "mesure")
    bare.select_option("select[name=juge]", "cncdh")
    bare.locator("form.filter button").click()
    assert bare.locator(".entry").count() == 7
    bare.locator(".entry h3 a", has_text="Mécanisme national").click()
    assert bare.locator("h1").inner_text().startswith("Mécanisme national")
    bare.fill("#etat", "2020-06-01")
    bare.locator(".asof button").click()
    assert "Date à venir." in bare.locator("main").inner_text()
    bare.get_by_text("Revenir au dernier état").click()
    assert "etat=" not in bare.url


def test_a_search_is_typed_and_sent_with_the_keyboard(register: str, page: Page) -> None:
    page.goto(register + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.focus("#recherche")
    page.keyboard.type("mécanisme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recherche/**")
    assert page.locator("mark").count() > 5


def test_the_whole_plan_page_is_walked_by_tab_with_a_visible_focus(register: str, page: Page) -> None:
    page.goto(register + "/plans/plan-2-2019-2021/")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]"
        ".filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})).length"
    )
    seen, invisible = 0, 0
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body") and seen < wanted + 50:
        seen += 1
        invisible += page.evaluate(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 ? 1 : 0 })()"
        )
        page.keyboard.press("Tab")
    assert seen >= wanted - 12, (seen, wanted)  # date fields take several stops, folded notes none
    assert invisible == 0


def test_a_marker_leads_to_its_note_and_back(register: str, page: Page) -> None:
    page.goto(register + "/plans/plan-2-2019-2021/mesures/16/")
    page.locator(".ref a").first.click()
    note = page.url.rpartition("#")[2]
    assert page.locator(f"#{note}").is_visible()
    page.locator(f"#{note} > a").click()
    assert page.url.endswith("#r" + note[1:])


def test_a_permanent_address_lands_on_the_statement(register: str, reader: Reader, page: Page) -> None:
    plan = reader.plans()[1]
    sixteen = reader.measure_by_number(plan.uid, "16")
    assert sixteen is not None
    judged = next(s for s in reader.statements([sixteen.uid])[sixteen.uid] if s.kind == "judged")
    page.goto(f"{register}/id/{judged.uid}/")
    assert page.locator(f"#d-{judged.uid}").is_visible()


def test_print_drops_the_forms_and_keeps_the_sources(register: str, page: Page) -> None:
    page.goto(register + "/plans/plan-2-2019-2021/")
    page.emulate_media(media="print")
    for hidden in (".asof form", "form.search", "form.filter", ".skip"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".strip").is_visible()
    assert page.locator("aside.notes li").first.is_visible()
    page.set_viewport_size({"width": 718, "height": 1000})  # A4 less its margins
    assert not scrolls_sideways(page)


def test_the_language_link_keeps_the_page_and_its_times(register: str, page: Page) -> None:
    page.goto(register + "/plans/plan-2-2019-2021/?etat=2023-01-12")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/plans/plan-2-2019-2021/?etat=2023-01-12")
    assert page.locator("html").get_attribute("lang") == "en"
