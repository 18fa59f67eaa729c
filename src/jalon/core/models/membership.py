"""Who may do what for which body: user x organisation x role x scope; and the invitations that lead there."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jalon.core.enums import Role, ScopeKind
from jalon.core.models.base import Recorded
from jalon.core.models.organisation import Organisation

IN_NO_BODY = Q(role=Role.OPERATOR, scope=ScopeKind.INSTANCE, organisation__isnull=True, scope_uid__isnull=True)
IN_A_BODY = (
    ~Q(role=Role.OPERATOR)
    & Q(organisation__isnull=False)
    & (Q(scope=ScopeKind.ORGANISATION, scope_uid__isnull=True) | Q(scope=ScopeKind.PART, scope_uid__isnull=False))
)


class Membership(Recorded):
    """A role of a person in a body. `scope_uid` narrows it to one part when `scope` is PART.

    The operator's role belongs to the instance: it has no organisation. A role that has ended stays as history.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=20, choices=ScopeKind.choices, default=ScopeKind.ORGANISATION)
    scope_uid = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=IN_NO_BODY | IN_A_BODY, name="operators_are_in_no_body"),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(ended_at__isnull=True, organisation__isnull=True),
                name="one_live_role_in_the_instance",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True, scope_uid__isnull=True),
                name="one_live_role_in_a_body",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "scope_uid"],
                condition=Q(ended_at__isnull=True, scope_uid__isnull=False),
                name="one_live_role_in_a_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation or 'instance'}"


class Invitation(Recorded):
    """A role offered to an address. The link that was sent is signed and is not kept here; it serves once."""

    email = models.EmailField()
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(max_length=20, choices=Role.choices)
    scope = models.CharField(max_length=20, choices=ScopeKind.choices, default=ScopeKind.ORGANISATION)
    scope_uid = models.UUIDField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=IN_NO_BODY | IN_A_BODY, name="operators_are_invited_into_no_body"),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation or 'instance'}"
