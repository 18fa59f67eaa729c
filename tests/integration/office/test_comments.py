"""Comments: read by the team alone, told to who is mentioned without a word of what they say, changed by their author."""

import re
import uuid
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jalon.core.actions import comments as actions
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.models import AuditEvent, Comment, Outbox, User
from jalon.publication import packages
from jalon.publication.selectors import facts_of_part
from tests import synthetic
from tests.integration.office.conftest import SLUG, House

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
ABOUT = uuid.UUID(synthetic.measure_uid(1))
PAGE = f"/bureau/parties/{SLUG}/commentaires/{ABOUT}/"
SECRET = "Le chiffre du ministère semble faux"


def said(house: House, by: User, *mentioned: User) -> Comment:
    return actions.add(by=by, part=house.part, subject=ABOUT, text=SECRET, mentioned=mentioned, path=PAGE)


def step(comment: Comment, code: str) -> str:
    return f"/bureau/parties/{SLUG}/commentaires/{comment.uid}/{code}/"


def text(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_comment_is_dated_signed_and_read_by_the_team(house: House, sign_in: SignIn) -> None:
    assert sign_in(house.reader).post(PAGE, {"text": SECRET}).status_code == 302
    page = text(sign_in(house.editor))
    assert SECRET in page and str(house.reader) in page
    [event] = AuditEvent.objects.filter(action="comment.add")
    assert SECRET not in str(event.changes) + event.subject


def test_nobody_else_learns_of_it(house: House, sign_in: SignIn) -> None:
    comment = said(house, house.editor)
    for who in (house.stranger, house.committee, house.operator, house.superuser):
        assert sign_in(who).get(PAGE).status_code in {403, 404}
        assert sign_in(who).post(PAGE, {"text": "x"}).status_code in {403, 404}
        assert sign_in(who).post(step(comment, "regler")).status_code in {403, 404}
    assert Client().get(PAGE).status_code == 302


def test_whoever_may_not_see_the_part_writes_nothing(house: House) -> None:
    comment = said(house, house.editor)
    revision = {"comment": comment, "expected_revision": comment.revision}
    calls: tuple[Callable[[object], object], ...] = (
        lambda by: actions.add(by=by, part=house.part, subject=ABOUT, text="x", path=PAGE),  # type: ignore[arg-type]
        lambda by: actions.change(by=by, text="x", **revision),  # type: ignore[arg-type]
        lambda by: actions.withdraw(by=by, **revision),  # type: ignore[arg-type]
        lambda by: actions.restore(by=by, **revision),  # type: ignore[arg-type]
        lambda by: actions.resolve(by=by, **revision),  # type: ignore[arg-type]
        lambda by: actions.reopen(by=by, **revision),  # type: ignore[arg-type]
    )
    for who in (house.stranger, house.committee, house.operator, house.superuser, AnonymousUser()):
        for call in calls:
            with pytest.raises(Forbidden):
                call(who)
    assert Comment.objects.get().revision == comment.revision


def test_only_who_sees_the_part_is_offered_or_can_be_mentioned(house: House, sign_in: SignIn) -> None:
    page = text(sign_in(house.editor))
    assert str(house.reader.uid) in page
    for other in (house.stranger, house.committee, house.operator):
        assert str(other.uid) not in page
        with pytest.raises(Invalid, match="ne voit pas cette partie"):
            said(house, house.editor, other)
        answer = sign_in(house.editor).post(PAGE, {"text": SECRET, "mentioned": [str(other.uid)]})
        assert answer.status_code == 422
    assert not Comment.objects.exists() and not Outbox.objects.exists()


def test_who_is_mentioned_gets_a_letter_with_the_address_alone_and_a_line_of_work(
    house: House, sign_in: SignIn
) -> None:
    sign_in(house.editor).post(PAGE, {"text": SECRET, "mentioned": [str(house.reader.uid)]})
    letter = Outbox.objects.get()
    assert letter.recipient == house.reader.email and PAGE in letter.body
    assert SECRET not in letter.body + letter.subject and house.part.title not in letter.body + letter.subject
    assert PAGE in text(sign_in(house.reader), "/bureau/")
    assert PAGE not in text(sign_in(house.editor), "/bureau/")
    comment = Comment.objects.get()
    actions.resolve(by=house.reader, comment=comment, expected_revision=comment.revision)
    assert PAGE not in text(sign_in(house.reader), "/bureau/")


def test_the_author_changes_and_takes_back_their_words_and_the_earlier_ones_are_kept(
    house: House, sign_in: SignIn
) -> None:
    comment, client = said(house, house.editor), sign_in(house.editor)
    old = {"expected_revision": comment.revision}
    assert client.post(step(comment, "modifier"), {**old, "text": "Vérifié : il est juste"}).status_code == 302
    assert [row.text for row in comment.history.order_by("history_id")] == [SECRET, "Vérifié : il est juste"]
    assert client.post(step(comment, "retirer"), {"expected_revision": 2}).status_code == 302
    assert "il est juste" not in text(client) and "Retiré par son auteur" in text(client)
    assert client.post(step(comment, "rendre"), {"expected_revision": 3}).status_code == 302
    assert "il est juste" in text(client)


def test_nobody_changes_the_words_of_another(house: House, sign_in: SignIn) -> None:
    comment = said(house, house.editor)
    for code in ("modifier", "retirer"):
        answer = sign_in(house.signatory).post(step(comment, code), {"expected_revision": 1, "text": "x"})
        assert answer.status_code == 403
    for change in (actions.withdraw, actions.restore):
        with pytest.raises(Forbidden, match="Seul l’auteur"):
            change(by=house.signatory, comment=comment, expected_revision=1)


def test_settling_can_be_undone_by_anybody_of_the_team(house: House, sign_in: SignIn) -> None:
    comment, client = said(house, house.editor), sign_in(house.reader)
    assert client.post(step(comment, "regler"), {"expected_revision": 1}).status_code == 302
    assert "Réglé le" in text(client)
    assert client.get(step(comment, "regler")).status_code == 404
    assert client.post(step(comment, "rouvrir"), {"expected_revision": 2}).status_code == 302
    assert "Réglé le" not in text(client)


@pytest.mark.parametrize("name", ["change", "withdraw", "restore", "resolve", "reopen"])
def test_an_older_revision_meets_a_conflict(house: House, name: str) -> None:
    comment = said(house, house.editor)
    more = {"text": "x"} if name == "change" else {}
    with pytest.raises(Conflict):
        getattr(actions, name)(by=house.editor, comment=comment, expected_revision=7, **more)
    assert Comment.objects.get().text == SECRET


def test_a_form_filled_on_an_older_text_shows_both_and_goes_through_when_sent_again(
    house: House, sign_in: SignIn
) -> None:
    comment, client = said(house, house.editor), sign_in(house.editor)
    actions.change(by=house.editor, comment=comment, text="Vérifié ailleurs", expected_revision=1)
    answer = client.post(step(comment, "modifier"), {"expected_revision": 1, "text": "Mon autre texte"})
    page = answer.content.decode()
    assert answer.status_code == 409 and 'class="versus"' in page
    assert "Mon autre texte" in page and re.search("<ins>Vérifié ?</ins>|<ins>Vérifié ailleurs</ins>", page)
    again = re.search(r'name="expected_revision" value="(\d+)"', page)
    assert again is not None
    client.post(step(comment, "modifier"), {"expected_revision": again[1], "text": "Mon autre texte"})
    texts = text(client, step(comment, "textes"))
    places = [texts.index(words) for words in (SECRET, "Vérifié ailleurs", "Mon autre texte")]
    assert places == sorted(places)


def test_somebody_who_settles_a_comment_meanwhile_costs_its_author_no_word(house: House, sign_in: SignIn) -> None:
    comment = said(house, house.editor)
    actions.resolve(by=house.reader, comment=comment, expected_revision=1)
    answer = sign_in(house.editor).post(step(comment, "modifier"), {"expected_revision": 1, "text": SECRET})
    assert answer.status_code == 409
    assert 'class="versus"' not in answer.content.decode() and SECRET in answer.content.decode()


def test_earlier_texts_are_those_of_the_team_until_the_comment_is_taken_back(house: House, sign_in: SignIn) -> None:
    comment = said(house, house.editor)
    actions.change(by=house.editor, comment=comment, text="Vérifié", expected_revision=1)
    where = step(comment, "textes")
    assert where in text(sign_in(house.reader))
    assert SECRET in text(sign_in(house.reader), where)
    assert sign_in(house.stranger).get(where).status_code == 404
    actions.withdraw(by=house.editor, comment=comment, expected_revision=2)
    assert sign_in(house.reader).get(where).status_code == 404
    assert SECRET in text(sign_in(house.editor), where)


@pytest.mark.parametrize("words", ["", "   ", "\0", "x" * 4001])
def test_an_empty_or_endless_comment_is_refused(house: House, sign_in: SignIn, words: str) -> None:
    assert sign_in(house.editor).post(PAGE, {"text": words}).status_code == 422
    assert not Comment.objects.exists()


def test_what_the_part_does_not_hold_has_no_comments(house: House, sign_in: SignIn) -> None:
    nowhere = f"/bureau/parties/{SLUG}/commentaires/{uuid.uuid4()}/"
    assert sign_in(house.editor).get(nowhere).status_code == 404
    assert sign_in(house.editor).post(nowhere, {"text": "x"}).status_code == 404


def test_no_document_package_or_version_of_the_part_holds_a_comment(house: House) -> None:
    said(house, house.editor, house.reader)
    facts = facts_of_part(house.part)
    assert SECRET not in repr(facts)
    with ZipFile(BytesIO(packages.unsigned([facts]))) as held:
        assert held.namelist()
        assert all(SECRET.encode() not in held.read(name) for name in held.namelist())


def test_a_comment_changes_nothing_that_is_to_be_signed(house: House) -> None:
    before = house.part.revision
    said(house, house.editor)
    house.part.refresh_from_db()
    assert house.part.revision == before


def test_the_page_asks_the_database_as_often_for_twenty_comments_as_for_two(house: House, sign_in: SignIn) -> None:
    client = sign_in(house.editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            text(client)
        return len(found)

    for _n in range(2):
        said(house, house.editor, house.reader)
    text(client)
    few = asked()
    for _n in range(18):
        said(house, house.reader, house.editor)
    assert asked() == few
