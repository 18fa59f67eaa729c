"""Who sees a draft, and what of it. These narrow the house's table (`core.permissions`): they open nothing."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from jalon.core.enums import ScopeKind
from jalon.core.matrix import Permission, roles_with
from jalon.core.models import Part, User
from jalon.core.permissions import allowed, live_memberships
from jalon.core.records import Records
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation, Member


def may_see(user: User, evaluation: Evaluation) -> bool:
    """The team of the part sees what is published; a draft is seen by its own team, and by who will sign it.

    A draft for which no team is named yet is seen by whoever may see the part's drafts.
    """
    return visible_to(user).filter(pk=evaluation.pk).exists()


def visible_to(user: User | None) -> Records:
    """The evaluations that a person may read in the office. One query more than the rows. None: the instance itself."""
    if user is None:
        everything: Records = Evaluation.objects.all()
        return everything
    team = Member.objects.filter(evaluation=OuterRef("pk"), ended_at__isnull=True)
    named = Exists(team)
    mine = Exists(team.filter(user=user))
    rows: Records = Evaluation.objects.visible_to(user)
    return rows.filter(Q(stage=Stage.PUBLISH) | ~named | mine | Q(part__in=_signed_by(user)))


def _signed_by(user: User) -> QuerySet[Part]:
    """The parts that a person signs."""
    held = live_memberships(user).filter(role__in=roles_with(Permission.SIGN_OFF))
    whole = held.filter(scope=ScopeKind.ORGANISATION).values("organisation")
    single = held.filter(scope=ScopeKind.PART).values("scope_uid")
    return Part.objects.filter(Q(owner__in=whole) | Q(uid__in=single))


def may_lead(user: User, evaluation: Evaluation) -> bool:
    """Names the team, shares out, opens reconciliation: an editor of the part who sees the draft."""
    return allowed(user, Permission.EDIT, evaluation.part) and may_see(user, evaluation)
