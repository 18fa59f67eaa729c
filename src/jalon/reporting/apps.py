"""The Django application of this room."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Say what this room holds of a part, and which jobs return."""
        from jalon.core.parts import PartSource, register
        from jalon.reporting import forgetting, reminders
        from jalon.reporting.records import collect, load

        register(PartSource("reporting", collect, load))
        reminders.register_jobs()
        forgetting.register_jobs()
