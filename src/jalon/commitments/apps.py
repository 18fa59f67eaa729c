"""The Django application of this room."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.commitments"
    label = "commitments"
