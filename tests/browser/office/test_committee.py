"""A session of a follow-up committee, in a real browser: prepared, held, decided, followed, signed; the public sees its share."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from jalon.commitments import actions, models
from jalon.core.models import Part
from jalon.facts.committee import Group, Member, SessionState
from jalon.facts.common import Text, Visibility, When
from jalon.publication import parts as versions
from jalon.publication import releases
from jalon.publication.reader import default_store
from jalon.publication.selectors import own_key
from tests import synthetic
from tests.browser.conftest import scrolls_sideways, violations
from tests.browser.office.conftest import House, SignIn
from tests.integration.office.conftest import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
PART, COMMITTEE = "/bureau/parties/engagements-fictifs/", "/bureau/comites/comite-fictif/"


@pytest.fixture
def committee(house: House) -> models.Committee:
    """A committee of the invented plan, which is published; its source is the plan's own."""
    facts = replace(synthetic.plan_part(), organisations=(), vocabularies=(), territories=())
    now, key = datetime.now(UTC), own_key()
    versions.sign_off(default_store(), facts, signer="Mission", at=now, key=key)
    releases.build(default_store(), key=key, at=now)
    part = Part.objects.create(
        slug="engagements-fictifs", kind="commitments", title="Engagements fictifs", owner=house.part.owner
    )
    return actions.add_committee(
        part=part, slug="comite-fictif", title=Text(value="Comité fictif"), plan_uid=uuid.UUID(synthetic.PLAN), by=None,
        members=(Member(body=synthetic.MISSION, group=Group.ADMINISTRATION),), source_to_find=True,
    )  # fmt: skip


def save(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).last.click()


def give_a_source(page: Page) -> None:
    page.fill("[name=sources-0-new_address]", "https://exemple.fr/comite")


def test_a_session_from_its_agenda_to_what_the_public_sees(
    live_server: object, house: House, committee: models.Committee, page: Page, sign_in: SignIn, heard: list[str],
    tmp_path: Path,
) -> None:  # fmt: skip
    sign_in(page, house.signatory)
    page.goto(f"{live_server}{COMMITTEE}")
    page.get_by_role("link", name="Modifier le comité et ses membres").click()
    give_a_source(page)
    save(page)
    page.get_by_role("link", name="Préparer une séance").click()
    page.fill("[name=when]", "2 mars 2024")
    page.fill("[name=agenda_0_title]", "Hébergement")
    page.fill("[name=agenda_0_measures]", "2")
    page.check("[name=visibility][value=public]")
    give_a_source(page)
    save(page)
    here = page.url
    page.get_by_role("link", name="Elle s’est tenue").click()
    save(page)
    page.get_by_role("link", name="Noter les présences").click()
    page.select_option("[name=attendance_0_presence]", "present")
    save(page)
    page.get_by_role("link", name="Ajouter une décision").click()
    page.fill("[name=text]", "Chercher un local")
    page.fill("[name=owner]", synthetic.MISSION.name)
    page.check("[name=visibility][value=public]")
    give_a_source(page)
    save(page)
    page.goto(here)
    page.get_by_role("link", name="Déposer un état de la menace").click()
    page.fill("[name=title]", "Menace réservée")
    page.set_input_files("[name=file]", {"name": "menace.txt", "mimeType": "text/plain", "buffer": b"Pour le comite"})
    save(page)
    page.set_viewport_size({"width": 320, "height": 800})
    for address in (here, f"{live_server}{COMMITTEE}", f"{live_server}/bureau/"):
        page.goto(address)
        assert violations(page) == [] and not scrolls_sideways(page), address
    page.set_viewport_size({"width": 1280, "height": 900})
    later = actions.add_session(committee=committee, by=None, state=SessionState.HELD, when=When(edtf="2024-09"),
                                visibility=Visibility.COMMITTEE)  # fmt: skip
    page.goto(f"{live_server}{COMMITTEE}seances/{later.uid}/")
    page.get_by_role("link", name="Dire ce qu’il en est à cette séance").click()
    page.check("[name=state][value=under_way]")
    page.fill("[name=words]", "Deux visites")
    save(page)
    assert page.get_by_text("En cours (septembre 2024)").is_visible()
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Dossier de séance (DOCX)").click()
    downloading.value.save_as(tmp_path / "dossier.docx")
    assert (tmp_path / "dossier.docx").read_bytes().startswith(b"PK")
    page.goto(f"{live_server}{PART}signer/")
    page.fill("[name=raison]", "La séance de mars.")
    page.click("main form button")
    page.check("[name=seen]")
    page.check("[name=nobody]")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Signer et publier").click()
    page.wait_for_url(f"{live_server}{PART}signee/")
    page.goto(f"{live_server}/comites/comite-fictif/")
    shown = page.content()
    assert "Chercher un local" in shown and "2 mars 2024" in shown
    assert "Menace réservée" not in shown and "Deux visites" not in shown
    assert heard == []
