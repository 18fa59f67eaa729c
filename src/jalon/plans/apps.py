"""The Django application of this room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.plans"
    label = "plans"
