"""From the code of an event to its undoing, or to the reason why there is none."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from jalon.office.undoing import campaigns, edits, evaluations, imports, records
from jalon.office.undoing.reversal import Reversal

SENT = lazy("Un message parti ne se rappelle pas.")
FOREVER = lazy(
    "Ce qui est signé reste dit\u00a0: on le corrige par une nouvelle signature, ou on le retire de la publication."
)
PEOPLE = lazy("Les rôles et les invitations se changent sur la page de l’équipe.")
READ = lazy("Rien n’y est écrit\u00a0: quelqu’un a ouvert une page.")
WHY_NOT: Mapping[str, str | Promise] = {
    "reporting.open_campaign": SENT,
    "reporting.send_ask": SENT,
    "reporting.remind": SENT,
    "reporting.revoke_links": lazy("Un lien révoqué reste fermé\u00a0: le prochain message en portera un nouveau."),
    "reporting.open": READ,
    "reporting.save_draft": lazy("Un brouillon est à l’organisme qui l’écrit, jusqu’à ce qu’il le rende."),
    "part.load": lazy("Un paquet remplace la partie entière\u00a0: chargez à nouveau le paquet d’avant."),
    "part.create": lazy("Une partie ouverte reste ouverte\u00a0: vide, personne ne la voit hors de l’équipe."),
    "part.sign_off": FOREVER,
    "part.withdraw": lazy("Signez la partie à nouveau pour la publier."),
    "file.put": lazy("Un fichier déposé reste\u00a0: retirez le document qui le montre."),
    **evaluations.WHY_NOT,
}
ROOMS: Mapping[str, str | Promise] = {
    "membership": PEOPLE,
    "invitation": PEOPLE,
    "account": lazy("Cela se règle dans « Mon compte »."),
    "organisation": lazy("Les anciens noms et postes sont datés\u00a0: corrigez-les sur la page de l’organisme."),
}
UNKNOWN = lazy("Aucun geste ne le défait.")


def reversal_of(code: str) -> Reversal | None:
    """How events of this code are undone; None: they are not."""
    if code in WHY_NOT:
        return None
    rooms = (campaigns.REVERSALS, edits.REVERSALS, evaluations.REVERSALS, imports.REVERSALS)
    return next((found[code] for found in rooms if code in found), None) or records.reversal(code)


def why_not(code: str) -> str:
    """Why events of this code cannot be undone."""
    return str(WHY_NOT.get(code) or ROOMS.get(code.partition(".")[0], UNKNOWN))
