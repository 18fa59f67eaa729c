"""Who may do what for which body: user x organisation x role x scope."""

from django.conf import settings
from django.db import models

from jalon.core.enums import Role, ScopeKind
from jalon.core.models.base import Recorded
from jalon.core.models.organisation import Organisation


class Membership(Recorded):
    """A role of a person in a body. `scope_uid` narrows it to one part when `scope` is PART."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=20, choices=ScopeKind.choices, default=ScopeKind.ORGANISATION)
    scope_uid = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "scope", "scope_uid"],
                nulls_distinct=False,
                name="one_membership_per_role_and_scope",
            )
        ]
