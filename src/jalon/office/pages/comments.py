"""Comments of a team: on what, by whom, who can be mentioned, and those that mention a person."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.models import Comment, Membership, Part, User
from jalon.core.querysets import TEAM_ROLES
from jalon.office.clashes import runs
from jalon.office.pages.naming import named
from jalon.plans.models import Indicator, Measure, Plan, Section
from jalon.reporting.bodies import body_name
from jalon.reporting.models import Ask, Return
from jalon.ui.pieces import Segment


@dataclass(frozen=True, slots=True)
class About:
    """The record of a part that comments are on: its name, and where it is read."""

    uid: uuid.UUID
    name: str
    url: str


def about(part: Part, uid: uuid.UUID) -> About | None:
    """What the part holds under this uid that can be commented; None: nothing."""
    return _of_plan(part, uid) or _indicator(part, uid) or _ask(part, uid) or _return(part, uid)


def _of_plan(part: Part, uid: uuid.UUID) -> About | None:
    held = (Measure.objects, Section.objects, Plan.objects)
    if not any(rows.of_part(part).filter(uid=uid).exists() for rows in held):
        return None
    return About(
        uid, named([str(uid)], None, drafts=[part.pk])[str(uid)], reverse("office:subject", args=(part.slug, uid))
    )


def _indicator(part: Part, uid: uuid.UUID) -> About | None:
    row = Indicator.objects.of_part(part).filter(uid=uid).first()
    return About(uid, row.title.value, reverse("office:indicator", args=(part.slug, uid))) if row else None


def _ask(part: Part, uid: uuid.UUID) -> About | None:
    row = Ask.objects.of_part(part).filter(uid=uid).select_related("campaign", "body").first()
    if row is None:
        return None
    words = {"body": body_name(row.body), "campaign": row.campaign.title.value}
    url = reverse("office:campaign", args=(part.slug, row.campaign.slug)) + f"?ouvrir={uid}#o-{uid}"
    return About(uid, _("demande à %(body)s, %(campaign)s") % words, url)


def _return(part: Part, uid: uuid.UUID) -> About | None:
    row = Return.objects.of_part(part).filter(uid=uid).select_related("ask__campaign", "ask__body").first()
    if row is None:
        return None
    words = {"body": body_name(row.ask.body), "campaign": row.ask.campaign.title.value}
    url = reverse("office:merge", args=(part.slug, row.ask.campaign.slug, uid))
    return About(uid, _("retour de %(body)s, %(campaign)s") % words, url)


def address(part: Part, uid: uuid.UUID) -> str:
    """Where the comments on a record are read."""
    return reverse("office:comments", args=(part.slug, uid))


def comments_on(part: Part, uid: uuid.UUID) -> QuerySet[Comment]:
    """The comments on a record, withdrawn ones too, in the order in which they were made."""
    rows = Comment.objects.filter(part=part, subject_uid=uid).select_related("author", "resolved_by")
    return rows.prefetch_related("mentioned").order_by("created_at", "id")


def team(part: Part) -> dict[str, User]:
    """Who sees the part's drafts now, by uid: those who can be mentioned."""
    reach = Q(scope_uid=None) | Q(scope_uid=part.uid)
    held = Membership.objects.filter(reach, organisation=part.owner, ended_at=None, role__in=TEAM_ROLES)
    people = User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("display_name", "pk")
    return {str(person.uid): person for person in people}


@dataclass(frozen=True, slots=True)
class Said:
    """A comment in its own words of a time. `at`: when they were written."""

    at: datetime
    text: str


def texts_of(comment: Comment) -> tuple[Said, ...]:
    """What a comment said, the first words first; writes that left the words as they were are left out. One query."""
    found: list[Said] = []
    for row in comment.history.order_by("history_date", "history_id"):
        if not found or found[-1].text != row.text:
            found.append(Said(row.history_date, row.text))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class TwoTexts:
    """A comment that was changed while its form was open: both texts, what differs marked in each."""

    mine: tuple[Segment, ...]
    theirs: tuple[Segment, ...]


def two_texts(mine: str, theirs: str) -> TwoTexts | None:
    """Both texts side by side; None: they are the same, something else of the comment changed."""
    if mine == theirs:
        return None
    return TwoTexts(runs(theirs, mine, "ins"), runs(mine, theirs, "ins"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A comment that waits for the person whom it mentions."""

    author: str
    part: str
    url: str
    comment: Comment


def mentions(user: User) -> tuple[Mention, ...]:
    """The comments that mention a person and that nobody settled, in parts that they still see. One query."""
    rows = Comment.objects.filter(mentioned=user, withdrawn_at=None, resolved_at=None)
    rows = rows.filter(part__in=Part.objects.visible_to(user)).select_related("author", "part").order_by("-created_at")
    return tuple(
        Mention(str(row.author or ""), row.part.title, address(row.part, row.subject_uid) + f"#c-{row.uid}", row)
        for row in rows[:50]
    )
