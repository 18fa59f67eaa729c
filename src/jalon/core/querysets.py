"""What a person may see."""

from typing import TYPE_CHECKING

from django.db import models

from jalon.core.enums import ScopeKind
from jalon.core.matrix import Permission, roles_with

if TYPE_CHECKING:
    from jalon.core.models import Part, User  # noqa: F401  # Part is the parameter of the query set below

TEAM_ROLES = roles_with(Permission.VIEW_DRAFT)
"""The owner's team: the roles that see a part before it is published."""


class PartQuerySet(models.QuerySet["Part"]):
    """Parts."""

    def visible_to(self, user: "User") -> "PartQuerySet":
        """The working state is the owner's team's alone: no other body, no operator."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        mine = user.memberships.filter(role__in=TEAM_ROLES, ended_at__isnull=True)
        whole = mine.filter(scope=ScopeKind.ORGANISATION).values("organisation")
        single = mine.filter(scope=ScopeKind.PART)
        return self.filter(
            models.Q(owner__in=whole)
            | models.Q(uid__in=single.values("scope_uid"), owner__in=single.values("organisation"))
        )
