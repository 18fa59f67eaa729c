"""How public pages are read: without JavaScript, by keyboard, on paper, from a note to its text, in the other language."""

from playwright.sync_api import Page

from jalon.publication.reader import Reader
from tests.browser.conftest import scrolls_sideways


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


def test_a_table_printed_on_a_large_sheet_takes_its_width(register: str, page: Page) -> None:
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1466, "height": 1000})  # A3, landscape, less its margins
    page.goto(register + "/plans/plan-2-2019-2021/comparaison/")
    assert page.evaluate("Math.max(...[...document.querySelectorAll('.page')].map(one => one.clientWidth))") > 1400


def test_the_language_link_keeps_the_page_and_its_times(register: str, page: Page) -> None:
    page.goto(register + "/plans/plan-2-2019-2021/?etat=2023-01-12")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/plans/plan-2-2019-2021/?etat=2023-01-12")
    assert page.locator("html").get_attribute("lang") == "en"
