"""Codes of this room with their labels for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CampaignState(models.TextChoices):
    """Where a campaign stands. Each step can be undone until the part is signed."""

    DRAFT = "draft", _("en préparation")
    OPEN = "open", _("ouverte")
    CLOSED = "closed", _("close")
    FROZEN = "frozen", _("figée")


class Way(models.TextChoices):
    """How a body is asked to answer. Whatever it is, its personal link takes a workbook as well."""

    ACCOUNT = "account", _("compte")
    WORKBOOK = "workbook", _("classeur")
    LINK = "link", _("lien personnel")


class Format(models.TextChoices):
    """The workbook that a body is given."""

    XLSX = "xlsx", _("XLSX (Excel)")
    ODS = "ods", _("ODS (LibreOffice)")


class ReturnWay(models.TextChoices):
    """How a return came in."""

    FILE = "file", _("classeur déposé par la mission")
    LINK = "link", _("lien personnel")
    ACCOUNT = "account", _("compte")
    PHONE = "phone", _("téléphone")


class LetterKind(models.TextChoices):
    """Why a letter was written."""

    INVITATION = "invitation", _("demande")
    REMINDER = "reminder", _("relance")
    CLOSING = "closing", _("clôture")
    ASK_AGAIN = "ask_again", _("nouvelle question")


class AskState(models.TextChoices):
    """Where one body stands, as the list of bodies says it."""

    NOT_SENT = "not_sent", _("pas encore demandé")
    SILENT = "silent", _("silence")
    OPENED = "opened", _("ouvert, rien rendu")
    PARTIAL = "partial", _("en cours")
    RETURNED = "returned", _("rendu")
    VALIDATED = "validated", _("validé")


class LetterState(models.TextChoices):
    """What became of a letter: accepted by the server of whom it was sent to, waiting, tried again, or given up."""

    QUEUED = "queued", _("en file")
    SENT = "sent", _("envoyé")
    RETRYING = "retrying", _("non remis, nouvel essai prévu")
    DEAD = "dead", _("non remis")
