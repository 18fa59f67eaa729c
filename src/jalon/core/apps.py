"""The Django application of this room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.core"
    label = "core"
