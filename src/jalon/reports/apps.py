"""The Django application of this room."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import datetime


class ReportsConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.reports"
    label = "reports"

    def ready(self) -> None:
        """Say which files are made of a Release, and clean what was made for people."""
        from datetime import timedelta

        from jalon.core import due
        from jalon.publication import derived
        from jalon.reports.offered import source

        derived.register(source())
        due.register(due.Job("reports", timedelta(minutes=2), _look_after))


def _look_after(now: "datetime") -> None:
    """Imported when it runs: no process but the tick and the worker makes reports for people."""
    from jalon.reports.runs import look_after

    look_after(now)
