"""The Django application of this room."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from datetime import datetime


class PlansConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.plans"
    label = "plans"

    def ready(self) -> None:
        """Say what this room holds of a part."""
        from datetime import timedelta

        from jalon.core import due
        from jalon.core.parts import Many, PartSource, register
        from jalon.plans.collecting import collect, reserved, statement_rows, statements
        from jalon.plans.loading import load
        from jalon.plans.selectors.checklist import unsourced

        many = {"statements": Many(statements, statement_rows)}
        register(PartSource("plans", collect, load, unsourced, reserved, many))
        due.register(due.Job("imports", timedelta(minutes=2), _resume_imports))


def _resume_imports(now: "datetime") -> None:
    """Imported when it runs: no process but the tick needs readers of workbooks at its start."""
    from jalon.plans.import_runs import resume

    resume(now)
