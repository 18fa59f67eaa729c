"""What was asked and promised, in a real browser: a matrix read and answered, a promise put off and seen in two ways, made public."""

import io
import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page

from jalon.commitments import actions, models
from jalon.core.models import Part
from jalon.facts.common import OrgRef, Text, When
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
PART = "/bureau/parties/engagements-fictifs/"
ASKED = "1.1 Ouvrir des centres d’hébergement sûrs pour les victimes (Pays fictif);"


@pytest.fixture
def part(house: House) -> Part:
    """A part of commitments beside the invented plan, which is published, with one promise."""
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=())
    facts = replace(
        facts, header=replace(facts.header, synthetic=False)
    )  # the public keeps what is marked as invented apart
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts, signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)
    made = Part.objects.create(
        slug="engagements-fictifs", kind="commitments", title="Engagements fictifs", owner=house.part.owner
    )
    actions.make_promise(
        part=made, subject=uuid.UUID(synthetic.measure_uid(2)), text=Text(value="Ouvrir un centre"), by=None,
        said_by=OrgRef(name="Ministre fictive"), made=When(edtf="2019-10"), source_to_find=True,
    )  # fmt: skip
    return made


def matrix() -> bytes:
    """One recommendation under a theme, in a Word table."""
    made, kept = Document(), io.BytesIO()
    rows = (
        ("Recommendation", "Position", "Full list of themes"),
        ("Theme: Trafficking", "", ""),
        (ASKED, "Supported", "Trafficking"),
    )
    table = made.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    made.save(kept)
    return kept.getvalue()


def wrong_with(page: Page) -> list[str]:
    """What axe finds on a small screen, and whether the page is wider than it."""
    page.set_viewport_size({"width": 320, "height": 800})
    found = violations(page) + (["wider than 320 px"] if scrolls_sideways(page) else [])
    page.set_viewport_size({"width": 1280, "height": 900})
    return [f"{page.url}: {one}" for one in found]


def save(page: Page) -> None:
    page.fill("[name=sources-0-new_address]", "https://exemple.fr/rapport")
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()


def test_what_was_asked_is_answered_and_what_was_promised_is_seen_in_two_ways(
    live_server: object, house: House, part: Part, page: Page, sign_in: SignIn, tmp_path: Path
) -> None:
    (tmp_path / "matrice.docx").write_bytes(matrix())
    sign_in(page, house.signatory)
    page.goto(f"{live_server}{PART}engagements/importer/")
    page.set_input_files("[name=file]", tmp_path / "matrice.docx")
    page.fill("[name=body]", "Comité fictif")
    page.fill("[name=date]", "2019-05")
    page.get_by_role("button", name="Lire le fichier").click()
    assert page.get_by_text("Ouvrir des centres d’hébergement sûrs").first.is_visible()
    assert not models.Recommendation.objects.exists()
    wrong = wrong_with(page)
    page.get_by_role("button", name="Importer", exact=True).click()
    page.goto(f"{live_server}{PART}recommandations/")
    wrong += wrong_with(page)
    page.get_by_role("link", name="Ouvrir des centres").click()
    page.get_by_role("link", name="Chercher les mesures qui répondent").click()
    wrong += wrong_with(page)
    page.get_by_role("link", name="Dire comment elle répond").first.click()
    page.check("[name=relation][value=in_part]")
    page.fill("[name=text]", "Peu de places")
    save(page)
    assert page.get_by_text("Peu de places").is_visible()
    wrong += wrong_with(page)

    page.goto(f"{live_server}{PART}engagements/")
    page.get_by_role("link", name="Ouvrir un centre").click()
    promise = page.url
    page.get_by_role("link", name="Ajouter une échéance").click()
    page.fill("[name=due]", "juin 2020")
    save(page)
    for who, verdict in (("Organisme A", "kept"), ("Organisme B", "not_kept")):
        page.goto(promise)
        page.get_by_role("link", name="Dire ce qu’il en est").click()
        page.fill("[name=said_by]", who)
        page.check(f"[name=verdict][value={verdict}]")
        save(page)
    wrong += wrong_with(page)
    page.get_by_role("link", name="Modifier l’engagement").click()
    save(page)
    assert not wrong

    page.goto(f"{live_server}{PART}signer/")
    page.fill("[name=raison]", "Première version.")
    page.click("main form button")
    page.check("[name=seen]")
    page.check("[name=nobody]")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Signer et publier").click()
    page.wait_for_url(f"{live_server}{PART}signee/")
    page.goto(f"{live_server}/recommandations/{models.Recommendation.objects.get().uid}/")
    shown = page.locator("main").inner_text()
    assert "Comité fictif" in shown and "Peu de places" in shown
    page.goto(f"{live_server}/recommandations/couverture/")
    assert "Comité fictif" in page.locator("main").inner_text()
    assert not violations(page)
    page.goto(f"{live_server}/engagements/")
    ledger = page.locator("main").inner_text()
    assert "juin 2020" in ledger and "Organisme A" in ledger and "Organisme B" in ledger
