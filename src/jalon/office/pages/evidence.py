"""A piece of evidence in one line."""

from django.utils.translation import gettext as _

from jalon.facts.evaluation import Evidence
from jalon.portal.verdicts import EVIDENCE
from jalon.publication.words import date_words


def proof_words(one: Evidence) -> str:
    """What a piece of evidence is, on one line."""
    asked = one.inquiry
    became = ""
    if asked is not None:
        became = _("réponse le %s") % date_words(asked.answered) if asked.answered else _("sans réponse au %s") % date_words(asked.silent_until) if asked.silent_until else _("sans réponse connue")  # fmt: skip
    reminded = [_("relancé le %s") % date_words(when) for when in asked.reminded] if asked else []
    words = (
        str(EVIDENCE[one.kind]), one.name or one.url or "", one.reference or "", one.body.name if one.body else "",
        _("vue le %s") % date_words(one.seen) if one.seen else "", date_words(one.when),
        asked.to.name if asked and asked.to else "", date_words(asked.asked) if asked else "", *reminded, became,
        _("empreinte %s…") % one.sha256[:8] if one.sha256 else "",
    )  # fmt: skip
    return ", ".join(word for word in words if word)
