"""Labels for people of this room's codes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where the team is. Only what is at `publish` is in what the part says; the rest is seen by the team alone."""

    PREPARE = "prepare", _("préparation")
    COLLECT = "collect", _("collecte")
    DRAFT = "draft", _("rédaction")
    REPLY = "reply", _("droit de réponse")
    ADOPT = "adopt", _("adoption")
    CO_SIGN = "co_sign", _("cosignature")
    PUBLISH = "publish", _("publication")


class Assessed(models.TextChoices):
    """What an assessment speaks of."""

    PLAN = "plan", _("plan")
    SECTION = "section", _("section")
    MEASURE = "measure", _("mesure")
    GROUP = "group", _("groupe de mesures")
    THEME = "theme", _("thème")
    GAP = "gap", _("manque du plan")


class NoVerdict(models.TextChoices):
    """Why there is no verdict."""

    NOT_EXAMINED = "not_examined", _("pas examinée")
    ASKED_NOT_ANSWERED = "asked_not_answered", _("question posée, sans réponse")
    NOT_ENOUGH_INFORMATION = "not_enough_information", _("pas assez d’éléments")
    NOT_YET_DUE = "not_yet_due", _("échéance non atteinte")
    NO_LONGER_APPLICABLE = "no_longer_applicable", _("devenue sans objet")


class EvaluationKind(models.TextChoices):
    """When in the life of a plan."""

    EX_ANTE = "ex_ante", _("avant la mise en œuvre")
    STATE_OF_PLAY = "state_of_play", _("point d’étape")
    MID_TERM = "mid_term", _("à mi-parcours")
    FINAL = "final", _("finale")
    EX_POST = "ex_post", _("après coup")


class EvidenceKind(models.TextChoices):
    """What a verdict rests on."""

    FILE = "file", _("fichier")
    PAGE = "page", _("page internet")
    INDICATOR = "indicator", _("indicateur")
    OUTPUT = "output", _("réalisation")
    STATEMENT = "statement", _("déclaration")
    HEARING = "hearing", _("audition")
    QUESTIONNAIRE = "questionnaire", _("questionnaire")
    TESTIMONY = "testimony", _("témoignage")


class Signed(models.TextChoices):
    """What a body asked to co-sign did."""

    SIGNED = "signed", _("a signé")
    ABSTAINED = "abstained", _("s’est abstenu")
