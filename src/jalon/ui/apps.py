"""The Django application of this room."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.ui"
    label = "ui"
