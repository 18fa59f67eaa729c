"""The Django application of this room."""

from datetime import datetime, timedelta

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.publication"
    label = "publication"

    def ready(self) -> None:
        """Joins the due jobs."""
        from jalon.core.due import Job, register

        register(Job("publication.settle", timedelta(minutes=1), _settle))


def _settle(now: datetime) -> None:
    """What was signed or withdrawn when the process died is published, or gone, within a minute."""
    from jalon.publication import releases
    from jalon.publication.finishing import finish_signed
    from jalon.publication.reader import default_store
    from jalon.publication.selectors import own_key

    finish_signed()
    releases.settle(default_store(), key=own_key(), at=now)
