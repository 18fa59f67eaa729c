"""The Django application of this room."""

from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.commitments"
    label = "commitments"

    def ready(self) -> None:
        """Say what this room holds of a part."""
        from jalon.commitments.collecting import collect, reserved
        from jalon.commitments.loading import load
        from jalon.commitments.selectors import unsourced
        from jalon.core.parts import PartSource, register

        register(PartSource("commitments", collect, load, unsourced, reserved))
