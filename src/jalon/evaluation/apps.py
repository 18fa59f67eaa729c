"""The Django application of this room."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Say what this room holds of a part."""
        from jalon.core.parts import PartSource, register
        from jalon.evaluation.collecting import collect, reserved
        from jalon.evaluation.loading import load
        from jalon.evaluation.selectors import unsourced

        register(PartSource("evaluation", collect, load, unsourced, reserved))
