"""The Django application of this room."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.core"
    label = "core"

    def ready(self) -> None:
        """Joins the registry of parts, the due jobs and the signals of sign-in."""
        from jalon.core import directory, housekeeping, parts
        from jalon.core.accounts import audit

        parts.register(parts.PartSource(room="core", collect=directory.collect, load=directory.load))
        housekeeping.register_jobs()
        audit.connect()
