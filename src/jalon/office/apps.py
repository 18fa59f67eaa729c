"""The Django application of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """See docs/architecture.md."""

    name = "jalon.office"
    label = "office"

    def ready(self) -> None:
        """Who holds a personal link may send a workbook without a session."""
        from jalon.core import body_limit
        from jalon.office.answer_doors import may_send_much

        body_limit.ENTRUSTED.append(may_send_much)
