"""Two invented bodies evaluate one plan, from preparation to publication, in a real browser: five accounts, two of them
judging unseen, one of a ministry that is asked and never replies; then the public reads both side by side."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from jalon.core.actions import sources
from jalon.core.enums import Role
from jalon.core.models import Organisation, Part, User
from jalon.evaluation.models import Evaluation
from jalon.facts.common import Text, Wording
from jalon.facts.standard_scales import DONE, ENGAGED
from jalon.facts.uids import stable_uid
from jalon.plans import actions
from jalon.plans.models import Measure, Plan
from jalon.publication import parts
from jalon.publication.actions import sign_off_part
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import PASSWORD, body, give_sources, person

pytestmark = pytest.mark.django_db(transaction=True)
MINISTRY = "Ministère fictif"
SECRETS = ("secret du premier", "secret de la seconde", "secret de l’équipe")
OFFICE = "/bureau/evaluations/"
Window = Callable[[User | None], Page]


@pytest.fixture
def windows(browser: Browser, sign_in: SignIn) -> Iterator[Window]:
    """A browser for each person; None is a visitor."""
    opened = []

    def window(user: User | None) -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        opened.append(context)
        page = context.new_page()
        if user is not None:
            sign_in(page, user)
        return page

    yield window
    for context in opened:
        context.close()


def press(page: Page, name: str) -> None:
    """A button of the form that is shown."""
    page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()


def wrong_with(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than a small screen."""
    found = violations(page)
    page.set_viewport_size({"width": 320, "height": 800})
    found += ["wider than 320 px"] if scrolls_sideways(page) else []
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url}: {one}" for one in found]


def measures(house: House) -> list[str]:
    """Five measures in the invented plan, which is published; gives their uids."""
    plan = Plan.objects.get(uid=synthetic.PLAN)
    for number in ("3", "4", "5"):
        title = Text(value=f"Mesure inventée {number}", wording=Wording.SUMMARY)
        actions.add_measure(plan=plan, by=house.editor, number=number, citations=synthetic.cited(), title=title)
    give_sources(house)
    house.part.refresh_from_db()
    digest = parts.frozen_hash(default_store(), facts_of_part(house.part, ""))
    sign_off_part(by=house.signatory, part=house.part, expected_revision=house.part.revision, expected_hash=digest)
    return [str(Measure.objects.get(plan=plan, number=str(number)).uid) for number in range(1, 6)]


def part_of(owner: Organisation, slug: str, title: str, by: User) -> Part:
    made: Part = Part.objects.create(slug=slug, kind="evaluation", title=title, owner=owner, synthetic=True)
    sources.add(by=by, part=made, address="Un rapport fictif")
    return made


def begin(page: Page, base: object, part: Part, title: str, evaluator: str, scale: str) -> str:
    """A new evaluation, from the list; gives its address."""
    page.goto(f"{base}{OFFICE}")
    follow(page, f"Nouvelle évaluation\u00a0: {part.title}")
    page.select_option("[name=plan_uid]", synthetic.PLAN)
    page.fill("[name=evaluator]", evaluator)
    page.fill("[name=title]", title)
    page.select_option("[name=scale_uid]", scale)
    press(page, "Enregistrer")
    assert page.get_by_role("heading", level=1).inner_text() == title  # one arrives where the work goes on
    return page.url


def go_to(page: Page, address: str, *stages: str) -> None:
    """Through stages, one after the other."""
    for stage in stages:
        page.goto(address)
        page.locator("main").get_by_role("link", name=f"Passer à\u00a0: {stage}").click()
        press(page, f"Passer à l’étape\u00a0: {stage}")


def give(page: Page, address: str, subject: str, level: str, words: str, note: str) -> None:
    """An opinion given unseen, for good."""
    page.goto(f"{address}avis/{subject}/")
    page.check(f"[name=level][value={level}]")
    page.fill("[name=text]", words)
    page.fill("[name=private_note]", note)
    page.check("[name=give]")
    press(page, "Enregistrer l’avis")


def say(page: Page, address: str, subject: str, level: str, words: str) -> None:
    """An assessment of a measure."""
    page.goto(f"{address}apprecier/{subject}/")
    page.check(f"[name=level][value={level}]")
    page.fill("[name=text]", words)
    press(page, "Enregistrer")


def publish(page: Page, base: object, part: Part) -> None:
    """Sign the part by the form."""
    page.goto(f"{base}/bureau/parties/{part.slug}/signer/")
    page.fill("[name=raison]", "Une évaluation fictive.")
    press(page, "Continuer vers la signature")
    page.check("[name=seen]")
    page.check("[name=nobody]")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Signer et publier").click()
    page.wait_for_url("**/signee/")


def test_two_bodies_evaluate_a_plan_to_publication_and_one_that_is_asked_never_replies(
    live_server: object, house: House, windows: Window
) -> None:
    coalition, lead = house.other_part.owner, house.stranger
    first, second = (person(name, Role.EDITOR, coalition) for name in ("premier", "seconde"))
    ministry = person("ministere", Role.EDITOR, body(str(stable_uid("two/ministry")), "ministere-fictif", MINISTRY))
    uids = measures(house)
    theirs = part_of(coalition, "evaluations-du-collectif", "Évaluations du collectif", lead)
    ours = part_of(house.part.owner, "evaluations-de-la-mission", "Évaluations de la mission", house.signatory)
    leading, one, two, asked, mission = (windows(user) for user in (lead, first, second, ministry, house.signatory))

    # The coalition prepares: a team, two measures judged unseen by two, one given to one.
    address = begin(leading, live_server, theirs, "Analyse du collectif", "Collectif fictif", DONE.uid)
    for user in (first, second):
        leading.goto(address)
        follow(leading, "Ajouter une personne")
        leading.select_option("[name=people]", str(user.uid))
        press(leading, "Ajouter")
    for chosen, people, blind in ((uids[:2], (first, second), True), (uids[2:3], (first,), False)):
        follow(leading, "Répartir les mesures")
        for uid in chosen:
            leading.check(f"[name=subjects][value='{uid}']")
        for user in people:
            leading.check(f"[name=people][value='{user.uid}']")
        leading.set_checked("[name=blind]", blind)
        press(leading, "Répartir")
    go_to(leading, address, "collecte")
    for stranger in (asked, mission, windows(None)):  # drafts are their team's alone
        stranger.goto(f"{live_server}{OFFICE}")
        assert "Analyse du collectif" not in stranger.content()
        stranger.goto(address)
        assert "Analyse du collectif" not in stranger.content()

    # Two judge unseen: neither reads the other before both have given their opinion, and reconciliation is open.
    give(one, address, uids[0], "done", "Phrase du premier", SECRETS[0])
    for path in ("", "concilier/", f"avis/{uids[0]}/", f"concilier/{uids[0]}/"):
        two.goto(f"{address}{path}")
        assert "Phrase du premier" not in two.content()
    leading.goto(f"{address}concilier/")
    assert "1 avis rendu sur 2" in leading.inner_text("main")
    assert leading.get_by_role("button", name="Ouvrir la conciliation").count() == 0
    give(one, address, uids[1], "done", "Deuxième phrase du premier", "")
    give(two, address, uids[0], "partial", "Phrase de la seconde", SECRETS[1])
    give(two, address, uids[1], "done", "Deuxième phrase de la seconde", "")
    leading.reload()
    for uid in uids[:2]:
        leading.check(f"[name=subjects][value='{uid}']")
    press(leading, "Ouvrir la conciliation")
    two.goto(f"{address}concilier/{uids[0]}/")
    assert "Phrase du premier" in two.inner_text("main")
    assert SECRETS[0] not in two.content()
    faults = wrong_with(two)
    leading.goto(f"{address}concilier/{uids[0]}/")
    leading.check("[name=level][value=partial]")
    leading.fill("[name=text]", "La formation a commencé.")
    leading.fill("[name=changed_minds]", "Le nombre de personnes formées")
    leading.select_option("[name=dissents_0_level]", "done")
    leading.fill("[name=dissents_0_text]", "Elle est faite.")
    press(leading, "Arrêter le résultat")
    leading.goto(f"{address}concilier/{uids[1]}/")
    leading.check("[name=level][value=done]")
    press(leading, "Arrêter le résultat")

    # One measure is assessed alone, with evidence and a note that stays with the team.
    say(one, address, uids[2], "not_done", "Rien n’a paru.")
    follow(one, "page internet")
    one.fill("[name=url]", "https://exemple.invalid/page")
    one.fill("[name=seen]", "3 janvier 2026")
    press(one, "Ajouter la preuve")
    follow(one, "Écrire la note privée")
    one.fill("[name=text]", SECRETS[2])
    press(one, "Enregistrer la note")
    assert SECRETS[2] in one.inner_text("main")
    faults += wrong_with(one)

    # The ministry is asked, and never replies: the time closes by itself and blocks nothing.
    go_to(leading, address, "rédaction", "droit de réponse")
    leading.goto(address)
    follow(leading, "Ouvrir le droit de réponse")
    leading.fill("[name=opened]", "1er janvier 2026")
    leading.fill("[name=closes]", "31 janvier 2026")
    leading.fill("[name=invited]", MINISTRY)
    press(leading, "Enregistrer")
    assert "silence" in leading.inner_text("main")
    assert leading.get_by_role("link", name="Consigner une réponse").count() == 0
    go_to(leading, address, "adoption")
    follow(leading, "Consigner l’adoption")
    for name, value in {"body": "Assemblée plénière", "when": "2 février 2026", "votes_for": "7", "votes_against": "1", "abstentions": "2", "votes": "11"}.items():  # fmt: skip
        leading.fill(f"[name={name}]", value)
    press(leading, "Enregistrer")
    assert leading.title().startswith("Erreur")  # seven, one and two are not eleven
    leading.fill("[name=votes]", "10")
    press(leading, "Enregistrer")
    follow(leading, "Consigner une cosignature")
    leading.fill("[name=body]", "Association fictive")
    leading.check("[name=choice][value=signed]")
    press(leading, "Enregistrer")
    go_to(leading, address, "publication")
    publish(leading, live_server, theirs)

    # The mission publishes its own, in its own words.
    own = begin(mission, live_server, ours, "État des lieux de la mission", "Mission fictive", ENGAGED.uid)
    for uid in uids[:2]:
        say(mission, own, uid, "engaged", "Mesure lancée.")
    go_to(mission, own, "collecte", "rédaction", "adoption", "publication")
    publish(mission, live_server, ours)

    # The public reads both.
    public = windows(None)
    public.goto(f"{live_server}/plans/plan-fictif-2/comparaison/")
    words = public.locator("main").inner_text()
    for said in ("partiellement réalisée", "non réalisée", "engagée", "Collectif fictif", "Mission fictive"):
        assert said in words, said
    faults += wrong_with(public)
    pages = [public.content()]
    for row in Evaluation.objects.order_by("id"):
        public.goto(f"{live_server}/evaluations/{row.slug}/")
        pages.append(public.content())
    assert "invité, n’a pas répondu" in pages[1]
    assert "Dissidence" in pages[1]
    assert "Avis donnés en aveugle" in pages[1]
    for number in range(1, 4):
        public.goto(f"{live_server}/plans/plan-fictif-2/mesures/{number}/")
        pages.append(public.content())
    for unsaid in (*SECRETS, "Phrase du premier", "Phrase de la seconde"):
        assert not [page for page in pages if unsaid in page], unsaid
    assert faults == []
