"""Labels for people of this room's codes."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class ActKind(models.TextChoices):
    """What an act is."""

    QUESTION = "question", _("question")
    AMENDMENT = "amendment", _("amendement")
    REPORT = "report", _("rapport")
    LETTER = "letter", _("courrier")


class Chamber(models.TextChoices):
    """Which chamber."""

    ASSEMBLEE = "assemblee", _("Assemblée nationale")
    SENAT = "senat", _("Sénat")


class MinutesState(StrEnum):
    """Minutes are a draft until the committee has adopted them: a draft is never published."""

    DRAFT = "draft"
    ADOPTED = "adopted"


class DocumentKind(StrEnum):
    """What a document of a session is."""

    AGENDA = "agenda"
    THREAT = "threat"  # the state of the threat
    REPORT = "report"
    OTHER = "other"


class DocumentLabel(models.TextChoices):
    """The kinds of document for people."""

    AGENDA = DocumentKind.AGENDA.value, _("ordre du jour")
    THREAT = DocumentKind.THREAT.value, _("état de la menace")
    REPORT = DocumentKind.REPORT.value, _("rapport")
    OTHER = DocumentKind.OTHER.value, _("autre document")
