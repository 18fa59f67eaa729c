"""Comments of a part's team on its records: said, changed and taken back by their author, resolved by anybody of the team.

Whoever sees the part's drafts may comment; only such people can be mentioned. A letter tells who is mentioned that there
is something to read, never what.
"""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jalon.core import audit, revisions
from jalon.core.acting import action
from jalon.core.errors import Forbidden, Invalid
from jalon.core.matrix import Permission
from jalon.core.models import Comment, Part, User
from jalon.core.outbox import post
from jalon.core.permissions import may_view_draft, require

LONGEST = 4000
"""Characters of a comment."""


@action(Permission.VIEW_DRAFT)
def add(
    *, by: User | None, part: Part, subject: uuid.UUID, text: str, path: str, mentioned: Iterable[User] = ()
) -> Comment:
    """Say something of a record of the part. `path` is the address, without the host, at which it is read."""
    require(by, Permission.VIEW_DRAFT, part)
    words, people = _checked(text), _who_may_see(part, mentioned)
    comment = Comment.objects.create(part=part, subject_uid=subject, author=by, text=words)
    comment.mentioned.set(people)
    for person in people:
        _tell(person, path)
    audit.record(action="comment.add", by=by, part=part, subject=comment, changes={"mentioned": len(people)})
    return comment


def _checked(text: str) -> str:
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        raise Invalid({"text": _("Écrivez votre commentaire.")})
    if len(words) > LONGEST:
        raise Invalid(
            {"text": _("Ce texte dépasse %(limit)d caractères\u00a0: raccourcissez-le.") % {"limit": LONGEST}}
        )
    return words


def _who_may_see(part: Part, mentioned: Iterable[User]) -> list[User]:
    people = list({person.pk: person for person in mentioned}.values())
    for person in people:
        if not may_view_draft(person, part):
            raise Invalid(
                {
                    "mentioned": _(
                        "%(person)s ne voit pas cette partie et ne peut pas y être mentionné\u00a0: choisissez dans la liste."
                    )
                    % {"person": person}
                }
            )
    return people


def _tell(person: User, path: str) -> None:
    """A letter with the address alone: mail is read by others than who it is for."""
    with translation.override(person.language):
        body = _("Vous êtes mentionné dans un commentaire. Connectez-vous pour le lire\u00a0:\n%(link)s")
        link = f"{settings.JALON.base_url}{path}"
        post(
            kind="comment.mention",
            to=person.email,
            subject=_("Un commentaire vous mentionne"),
            body=body % {"link": link},
        )


@action(Permission.VIEW_DRAFT)
def change(*, by: User | None, comment: Comment, text: str, expected_revision: int) -> Comment:
    """Change one's own words; the earlier ones are kept."""
    _require_author(by, comment)
    revisions.write(comment, expected_revision, text=_checked(text), edited_at=timezone.now())
    audit.record(action="comment.change", by=by, part=comment.part, subject=comment)
    return comment


@action(Permission.VIEW_DRAFT)
def withdraw(*, by: User | None, comment: Comment, expected_revision: int) -> Comment:
    """Take one's own comment back. It can be given back."""
    _require_author(by, comment)
    revisions.write(comment, expected_revision, withdrawn_at=timezone.now())
    audit.record(action="comment.withdraw", by=by, part=comment.part, subject=comment)
    return comment


@action(Permission.VIEW_DRAFT)
def restore(*, by: User | None, comment: Comment, expected_revision: int) -> Comment:
    """Give one's own withdrawn comment back."""
    _require_author(by, comment)
    revisions.write(comment, expected_revision, withdrawn_at=None)
    audit.record(action="comment.restore", by=by, part=comment.part, subject=comment)
    return comment


@action(Permission.VIEW_DRAFT)
def resolve(*, by: User | None, comment: Comment, expected_revision: int) -> Comment:
    """Mark what was said as settled."""
    require(by, Permission.VIEW_DRAFT, comment.part)
    revisions.write(comment, expected_revision, resolved_at=timezone.now(), resolved_by=by)
    audit.record(action="comment.resolve", by=by, part=comment.part, subject=comment)
    return comment


@action(Permission.VIEW_DRAFT)
def reopen(*, by: User | None, comment: Comment, expected_revision: int) -> Comment:
    """Take the mark back."""
    require(by, Permission.VIEW_DRAFT, comment.part)
    revisions.write(comment, expected_revision, resolved_at=None, resolved_by=None)
    audit.record(action="comment.reopen", by=by, part=comment.part, subject=comment)
    return comment


def _require_author(by: User | None, comment: Comment) -> None:
    """Whoever left the team changes nothing any more, their own words included."""
    require(by, Permission.VIEW_DRAFT, comment.part)
    if by is not None and comment.author_id != by.pk:
        raise Forbidden(_("Seul l’auteur d’un commentaire le change ou le retire."))
