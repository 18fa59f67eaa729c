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
        whole, single = models.Q(scope=ScopeKind.ORGANISATION), models.Q(scope=ScopeKind.PART)
        mine = user.memberships.filter(
            role__in=TEAM_ROLES, ended_at__isnull=True, organisation=models.OuterRef("owner")
        )
        return self.filter(models.Exists(mine.filter(whole | single & models.Q(scope_uid=models.OuterRef("uid")))))
