"""Labels for people of this room's codes."""

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
