"""The Django application of this room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.portal"
    label = "portal"
