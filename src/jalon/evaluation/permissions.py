"""Who sees a draft, and what of it. These narrow the house's table (`core.permissions`): they open nothing."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from jalon.core.enums import ScopeKind
from jalon.core.matrix import Permission, roles_with
from jalon.core.models import Part, User
from jalon.core.permissions import allowed, live_memberships
from jalon.core.records import Records
from jalon.evaluation.enums import Stage
from jalon.evaluation.models import Evaluation, Member


def visible_to(user: User | None) -> Records:
    """The evaluations that a person may read in the office; None: the instance itself. The team of the part sees what is
    published; a draft is seen by its own team, and by who will sign it. A draft for which no team is named yet is seen by
    whoever may see the part's drafts. One query more than the rows."""
    if user is None:
        everything: Records = Evaluation.objects.all()
        return everything
    rows: Records = Evaluation.objects.visible_to(user)
    return rows.filter(Q(stage=Stage.PUBLISH) | of_its_team(user))


def of_the_team(user: User, evaluation: Evaluation) -> bool:
    """Whether a person reads the team's own work: private notes, ratings, what stays with the team. Publishing what was
    adopted opens none of it. As for drafts, who signs is with the team, and without a team whoever reads the drafts."""
    rows: Records = Evaluation.objects.visible_to(user)
    return rows.filter(of_its_team(user), pk=evaluation.pk).exists()


def of_its_team(user: User) -> Q:
    """Evaluations whose team the person is of, or signs for, or that have none."""
    team = Member.objects.filter(evaluation=OuterRef("pk"), ended_at__isnull=True)
    return ~Exists(team) | Exists(team.filter(user=user)) | Q(part__in=signed_by(user))


def signed_by(user: User) -> QuerySet[Part]:
    """The parts that a person signs."""
    held = live_memberships(user).filter(role__in=roles_with(Permission.SIGN_OFF))
    whole = held.filter(scope=ScopeKind.ORGANISATION).values("organisation")
    single = held.filter(scope=ScopeKind.PART).values("scope_uid")
    return Part.objects.filter(Q(owner__in=whole) | Q(uid__in=single))


def may_lead(user: User, evaluation: Evaluation) -> bool:
    """Names the team, shares out, opens reconciliation: an editor of the part who is of the team."""
    return allowed(user, Permission.EDIT, evaluation.part) and of_the_team(user, evaluation)
