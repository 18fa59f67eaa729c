"""Django's admin for the technical operator: read-only, a few tables of accounts and service, no part of any body."""

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _

from jalon.core.guards import needs
from jalon.core.keeping import public
from jalon.core.matrix import Permission
from jalon.core.models import AuditEvent, DueJob, Invitation, Membership, Organisation, Outbox, User
from jalon.core.permissions import allowed

LEFT_OUT = frozenset({"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"})


class OperatorSite(admin.AdminSite):
    """Opened by the operator's role and second factor: `is_staff` counts for nothing."""

    site_header = site_title = _("Jalon, exploitation")
    index_title = _("Tables en lecture seule")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Who runs the instance."""
        return request.user.is_authenticated and allowed(request.user, Permission.SEE_INSTANCE)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Each page under the guard that the rest of the office uses."""
        return needs(Permission.SEE_INSTANCE)(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Without the pages of sign-in, which are those of the accounts."""
        return [one for one in super().get_urls() if getattr(one, "name", None) not in LEFT_OUT]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The base's context, without links to pages that are not served here."""
        return super().each_context(request) | {
            "has_permission": False,
            "site_url": "/",
            "is_nav_sidebar_enabled": False,
        }


class ReadOnly(admin.ModelAdmin[Model]):
    """Looks, never writes."""

    list_per_page = 50
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Shown to who opens the site."""
        return True

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """None: `?body__startswith=` would spell out letters, links that open accounts and hashes, column by column."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shown to who opens the site."""
        return allowed(request.user, Permission.SEE_INSTANCE)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


class Accounts(ReadOnly):
    """Accounts, without what proves who one is."""

    list_display = ("email", "display_name", "is_active", "demo", "last_login")
    search_fields = ("email", "display_name")
    fields = ("uid", "email", "display_name", "language", "is_active", "demo", "date_joined", "last_login")
    readonly_fields = ("uid",)


class Memberships(ReadOnly):
    """Roles; the part that a role is narrowed to is not shown: its existence is its body's affair."""

    list_display = ("user", "organisation", "role", "scope", "created_at", "ended_at")
    fields = ("user", "organisation", "role", "scope", "created_at", "ended_at")
    readonly_fields = ("created_at",)


class Invitations(ReadOnly):
    """Offers of roles."""

    list_display = ("email", "organisation", "role", "expires_at", "accepted_at", "revoked_at")
    fields = list_display


class Letters(ReadOnly):
    """Letters, without their text."""

    list_display = ("kind", "recipient", "due_at", "attempts", "sent_at", "dead_at", "last_error")
    fields = list_display


class Jobs(ReadOnly):
    """Jobs that return."""

    list_display = ("name", "due_at", "started_at", "finished_at", "failures", "last_error")
    fields = list_display


class Bodies(ReadOnly):
    """Bodies that the instance knows by itself or that have accounts; what a directory part drafts is not here."""

    list_display = ("slug", "kind", "fictional")
    fields: ClassVar[tuple[str, ...]] = ("slug", "kind", "fictional")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Bodies of no part, and those with accounts."""
        rows = super().get_queryset(request)
        return (rows.filter(part__isnull=True) | rows.filter(memberships__isnull=False)).distinct()


class Trace(ReadOnly):
    """The instance's own trace: that of bodies and parts is theirs."""

    list_display = ("at", "actor", "action", "subject")
    fields = ("at", "actor", "action", "subject", "told", "request_id")
    readonly_fields = fields

    @admin.display(description=_("Changements"))
    def told(self, event: AuditEvent) -> str:
        """What changed, without what is kept for undoing."""
        return json.dumps(public(event.changes), ensure_ascii=False)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Events of no body and no part."""
        return super().get_queryset(request).filter(organisation_uid__isnull=True, part_uid__isnull=True)


site = OperatorSite(name="admin")
site.register(User, Accounts)
site.register(Membership, Memberships)
site.register(Invitation, Invitations)
site.register(Outbox, Letters)
site.register(DueJob, Jobs)
site.register(Organisation, Bodies)
site.register(AuditEvent, Trace)
