"""The Django application of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.office"
    label = "office"
