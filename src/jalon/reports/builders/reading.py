"""How to read a report: what stands at its end."""

from django.utils.translation import gettext as _

from jalon.portal import words
from jalon.reports.builders.pieces import say
from jalon.reports.document import Points, Section


def reading(looked: str, *, identified: bool = True) -> Section:
    """The conventions that every report keeps to. `looked`: until when somebody looked, in words. `identified`: measures are
    all that is counted, and only those with a number."""
    counted = _(
        "« n sur N » ne compte que les mesures identifiées par leur numéro. Deux échelles ne se comparent jamais."
    )
    if not identified:
        counted = _(
            "« n sur N » compte ce que la phrase nomme, parmi ce qui a été lu. Deux échelles ne se comparent jamais."
        )
    items = (
        _("« non lu » : personne n’a lu cette information. Ce n’est ni « non », ni zéro."),
        _(
            "En italique, un résumé : les mots sont ceux du registre, pas ceux de la source. Entre guillemets, ce qui y a été lu."
        ),
        _("« déduit » : le rédacteur du registre le conclut de la source, qui ne le dit pas elle-même."),
        counted,
        _("Après la date du dernier regard (%(date)s), rien n’est dit en retard.") % {"date": looked or words.NOT_READ},
        _("Chaque note renvoie à un endroit d’une source ; la liste des sources est à la fin."),
    )
    return Section(say(_("Comment lire ce rapport")), (Points(tuple(say(item) for item in items)),))
