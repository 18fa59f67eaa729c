"""Signing: what was read is what is signed, by whom can prove it; taking back what was published."""

from collections.abc import Callable

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from jalon.core.models import User
from jalon.facts.common import Text
from jalon.plans import actions
from jalon.plans.models import Measure
from jalon.publication.models import SignedVersion
from tests import synthetic
from tests.integration.office.conftest import PASSWORD, SLUG, House, give_sources
from tests.integration.office.test_journey import PART, sign
from tests.second_factor import shown

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User | None], Client]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def ready(client: Client, reason: str = "Première version.") -> dict[str, str]:
    """What the page of signature sends, but the proof."""
    page = client.get(f"{PART}signer/", {"raison": reason})
    hidden = {name: str(page.context["form"][name].value()) for name in ("revision", "digest", "looked_at", "reason")}
    return hidden | {"seen": "on", "nobody": "on"}


def write(house: House, words: str = "Une note du moment") -> None:
    """A colleague writes while the signatory reads."""
    row = Measure.objects.get(uid=synthetic.measure_uid(2))
    actions.edit_measure(measure=row, by=house.editor, expected_revision=row.revision, note=Text(value=words))


def test_a_save_meanwhile_refuses_the_signature_and_shows_what_was_written(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sent = ready(client)
    write(house)
    answer = client.post(f"{PART}signer/", sent | {"password": PASSWORD})
    assert answer.status_code == 409
    assert not SignedVersion.objects.exists()
    assert [who for _at, who, _what in answer.context["events"]] == [str(house.editor)]
    assert answer.context["digest"] != sent["digest"]


def test_the_hash_that_is_shown_is_the_hash_that_is_signed(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sent = ready(client)
    client.post(f"{PART}signer/", sent | {"password": PASSWORD})
    assert SignedVersion.objects.get().hash == sent["digest"]
    assert client.get(f"{PART}signee/").context["shown"].hash == sent["digest"]


def test_another_reason_than_the_one_that_was_read_is_refused(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    answer = client.post(f"{PART}signer/", ready(client) | {"password": PASSWORD, "reason": "Autre raison"})
    assert answer.status_code == 409


@pytest.mark.parametrize("missing", ["seen", "nobody", "password"])
def test_nothing_is_signed_without_both_confirmations_and_a_proof(house: House, sign_in: SignIn, missing: str) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sent = ready(client) | {"password": PASSWORD}
    del sent[missing]
    answer = client.post(f"{PART}signer/", sent)
    assert answer.status_code == 422
    assert [problem.field for problem in answer.context["problems"]] == [f"id_{missing}"]
    assert not SignedVersion.objects.exists()


def test_facts_without_source_are_listed_and_refuse_the_signature(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    page = client.get(f"{PART}signer/", {"raison": "Vite"})
    assert len(page.context["unsourced"]) == 10
    answer = client.post(f"{PART}signer/", ready(client) | {"password": PASSWORD})
    assert answer.status_code == 422
    assert not SignedVersion.objects.exists()


def test_a_code_of_the_application_signs_once(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    house.signatory.demo = False
    house.signatory.save()
    TOTP.activate(house.signatory, SECRET)
    code, sent = shown(SECRET), ready(client)
    assert client.post(f"{PART}signer/", sent | {"code": "000000"}).status_code == 422
    assert client.post(f"{PART}signer/", sent | {"code": code}).status_code == 302
    write(house)
    again = client.post(f"{PART}signer/", ready(client) | {"code": code})
    assert "code" in again.context["form"].errors


def test_a_recovery_code_signs(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    house.signatory.demo = False
    house.signatory.save()
    TOTP.activate(house.signatory, SECRET)
    code = RecoveryCodes.activate(house.signatory).get_unused_codes()[0]
    assert client.post(f"{PART}signer/", ready(client) | {"code": code}).status_code == 302


def test_what_changes_is_said_in_words(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sign(client)
    write(house, "Une note qui change tout")
    [change] = client.get(PART).context["page"].differences.changes
    assert change.name == "mesure 2"
    assert "Une note qui change tout" in " ".join(change.words)


def test_what_was_published_is_taken_back_with_its_reason(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sign(client)
    path = f"measures/{synthetic.measure_uid(2)}.json"
    sent = {
        "expected_revision": str(revision(house)),
        "reason": "privacy",
        "words": "Un nom y figurait.",
        "paths": [path],
        "password": PASSWORD,
    }
    assert client.post(f"{PART}retrait/", sent).status_code == 302
    gone = Client().get("/plans/plan-fictif-2/mesures/2/")
    assert gone.status_code in (404, 410)
    assert "Ouvrir des centres" not in gone.content.decode()


def test_what_is_taken_back_and_still_shown_says_that_it_is(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    sign(client)
    sent = {"expected_revision": str(revision(house)), "reason": "privacy", "words": "Un nom.", "password": PASSWORD}
    sent["paths"] = next(path for path, _name in client.get(f"{PART}retrait/").context["form"].fields["paths"].choices)
    monkeypatch.setattr("jalon.publication.releases.purge", _broken)
    words = client.post(f"{PART}retrait/", sent, follow=True).content.decode()
    assert "les pages publiques le montrent encore" in words
    assert "Retiré de toutes les versions" not in words


def revision(house: House) -> int:
    """The part's revision now."""
    house.part.refresh_from_db()
    return house.part.revision


def test_an_editor_of_the_same_body_does_not_take_back(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.editor).get(f"{PART}retrait/").status_code == 403


def test_the_preview_is_marked_and_never_indexed(house: House, sign_in: SignIn) -> None:
    answer = sign_in(house.reader).get(f"/bureau/parties/{SLUG}/apercu/plans/plan-fictif-2/")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "Bon à tirer" in answer.content.decode()
    assert f'href="/bureau/parties/{SLUG}/apercu/plans/plan-fictif-2/mesures/1/"' in answer.content.decode()


def test_the_english_preview_stays_in_english(house: House, sign_in: SignIn) -> None:
    html = sign_in(house.reader).get(f"/en/bureau/parties/{SLUG}/apercu/plans/plan-fictif-2/").content.decode()
    assert f'href="/en/bureau/parties/{SLUG}/apercu/plans/plan-fictif-2/mesures/1/"' in html


def test_what_is_signed_and_not_yet_published_says_that_it_will_be(
    house: House, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(house.signatory)
    give_sources(house)
    monkeypatch.setattr("jalon.publication.releases.build", _broken)
    sign(client)
    words = client.get(f"{PART}signee/").content.decode()
    assert "sera publiée dans la minute" in words and "version 1" in words
    assert "le public la lit dès maintenant" not in words


def _broken(*_arguments: object, **_named: object) -> None:
    raise OSError("no space left")
