"""Choices of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in a body. OPERATOR belongs to the instance: it keeps accounts and reads no body's drafts."""

    OPERATOR = "operator", _("exploitant technique")
    SIGNATORY = "signatory", _("signataire")
    EDITOR = "editor", _("rédacteur")
    READER = "reader", _("lecteur de l’équipe")
    COMMITTEE = "committee", _("membre du comité de suivi")


class ScopeKind(models.TextChoices):
    """How far a role reaches."""

    INSTANCE = "instance", _("toute l’instance")
    ORGANISATION = "organisation", _("tout l’organisme")
    PART = "part", _("une partie")
