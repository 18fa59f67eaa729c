"""The Django application of this room."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.publication"
    label = "publication"
