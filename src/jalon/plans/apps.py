"""The Django application of this room."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.plans"
    label = "plans"

    def ready(self) -> None:
        """Say what this room holds of a part."""
        from jalon.core.parts import PartSource, register
        from jalon.plans.collecting import collect
        from jalon.plans.loading import load
        from jalon.plans.selectors.checklist import unsourced

        register(PartSource("plans", collect, load, unsourced))
