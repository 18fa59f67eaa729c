"""Which plan, measure or item a record is about, where it does not say so by a number: reviewed by hand, one by one.

A link that the record itself states is STATED; one that the register proposes is PROPOSED, with its reason.
"""

from dataclasses import dataclass

from jalon.demo.france.records import item_uid, measure_uid, plan_uid
from jalon.facts.common import COUNTRY_SUBJECT, Link

PLAN_1, PLAN_2, PLAN_3 = "fr-teh-1", "fr-teh-2", "fr-teh-3"


@dataclass(frozen=True, slots=True)
class About:
    """What a statement is about. `plan` is the plan whose part holds it, None for the country's."""

    plan: str | None
    subject: str
    link: Link = Link.STATED
    reason: str | None = None


def about_plan(plan: str | None, link: Link = Link.STATED, reason: str | None = None) -> About:
    """The plan as a whole, or the country when there is no plan."""
    return About(plan, plan_uid(plan) if plan else COUNTRY_SUBJECT, link, reason)


def about_measure(plan: str, number: int, reason: str | None = None) -> About:
    """A numbered measure: stated, or proposed when a reason is given."""
    return About(plan, measure_uid(plan, number), Link.PROPOSED if reason else Link.STATED, reason)


def about_item(plan: str, title: str, reason: str) -> About:
    """An attested item, which no record names by a number: always a proposal."""
    return About(plan, item_uid(plan, title), Link.PROPOSED, reason)


_SAME = "rattachement proposé par la rédaction : "
MECHANISM_2 = about_measure(PLAN_2, 16, _SAME + "le texte nomme le mécanisme national, objet de la mesure 16")
MECHANISM_3 = about_item(
    PLAN_3,
    "Mécanisme national d'identification, orientation, protection",
    _SAME + "le texte nomme le mécanisme national, attesté dans le 3e plan",
)
MEDIATORS = about_item(
    PLAN_1, "Créer 50 postes de médiateurs culturels", _SAME + "le texte nomme les 50 médiateurs prévus par le plan"
)

THEMES: dict[tuple[str, str], About] = {
    (PLAN_1, "50 médiateurs"): MEDIATORS,
    (PLAN_2, "mécanisme national"): MECHANISM_2,
    (PLAN_3, "mécanisme national"): MECHANISM_3,
}
"""(plan, scope of an evaluation) -> measure. Every other theme stays with its plan, its words kept as topic."""

RECOMMENDATIONS: dict[tuple[str, int, str], About] = {
    ("GRETA", 2013, "Créer un mécanisme national d'orientation couvrant tout le territoire"): MECHANISM_2,
    ("CNCDH", 2019, "Mécanisme national au cœur de la stratégie"): MECHANISM_2,
    ("CNCDH", 2020, "Mécanisme national : identification préalable, formelle, accompagnement global"): MECHANISM_2,
    ("État américain (TIP)", 2020, "Mécanisme d'orientation, outre-mer compris"): MECHANISM_2,
    ("OSCE", 2021, "Mécanisme d'orientation clair"): MECHANISM_2,
    ("GRETA", 2022, "Instaurer un mécanisme national d'identification et d'orientation"): MECHANISM_2,
    ("Collectif", 2022, "Mécanisme de référence à indicateurs partagés"): MECHANISM_2,
    ("CNCDH", 2023, "Élaborer le mécanisme national avec les acteurs"): MECHANISM_2,
    ("OSCE", 2024, "Mécanisme national doté, aide sans condition de coopération"): MECHANISM_3,
    ("Sénat (délégation droits des femmes)", 2016, "Créer les 50 médiateurs"): MEDIATORS,
    ("CNCDH", 2019, "Réunir vite le comité de coordination"): about_item(
        PLAN_2, "Réunir un comité de coordination", _SAME + "même avis, même objet"
    ),
    ("Sénat (délégation droits des femmes)", 2016, "Garantir les moyens des 23 mesures"): about_plan(PLAN_1),
    ("État américain (TIP)", 2020, "Plan 2 avec calendrier et budget"): about_plan(PLAN_2),
    (
        "CNCDH",
        2024,
        "Contrainte à délinquer : protéger au lieu de punir, renforcer les moyens du 3e plan",
    ): about_plan(PLAN_3),
}
"""(body, year, text) -> subject. A mechanism asked for before the 3rd plan (December 2023) goes to measure 16."""

IN_FORCE = {2014: PLAN_1, 2015: PLAN_1, 2016: PLAN_1, 2019: PLAN_2, 2020: PLAN_2, 2021: PLAN_2} | dict.fromkeys(
    range(2024, 2028), PLAN_3
)
"""Year -> plan in force."""

COMMITMENTS: dict[tuple[str, str], About] = {
    (PLAN_1, "Créer 50 médiateurs culturels"): MEDIATORS,
    (PLAN_2, "Publier chaque année données administratives (mesure 9)"): about_measure(PLAN_2, 9),
    (PLAN_2, "Mécanisme national par circulaire (mesure 16)"): about_measure(PLAN_2, 16),
    (PLAN_3, "Réunion sur le mécanisme national"): MECHANISM_3,
    (PLAN_3, "Enquête numérique sur le mécanisme (DINUM)"): MECHANISM_3,
    (PLAN_3, "Mécanisme national opérationnel"): MECHANISM_3,
    (PLAN_3, "Formation ENM à Bordeaux"): about_item(
        PLAN_3,
        "Cycle de formation avec l'École de la magistrature",
        _SAME + "même session, Bordeaux, 29 janvier 2025",
    ),
    (PLAN_3, "Plan national de formation déployé"): about_item(
        PLAN_3,
        "Plan national de formation des professionnels",
        _SAME + "même objet, même source",
    ),
    (PLAN_3, "Bilan à mi-parcours public"): about_item(
        PLAN_3,
        "Suivi par comité et bilan public à mi-parcours",
        _SAME + "même objet, même source",
    ),
    (PLAN_3, "Transposer la directive 2024/1712"): about_item(
        PLAN_3,
        "Action européenne et transposition de la directive",
        _SAME + "même directive, même échéance",
    ),
}
"""(plan, commitment) -> measure or item that it names; every other commitment is the plan's."""

MEANS_PLANS = {
    "Plan 2 : chaque ministère finance, plus une ligne principale": PLAN_2,
    "Plan 3 : moyens non indiqués": PLAN_3,
}
"""Item of a budget line -> plan that it names."""

MEANS_MEASURES = {
    "Appel à projets DGCS, enfants exploités, 3 ans": About(
        PLAN_3,
        item_uid(PLAN_3, "Soutien associatif contre l'exploitation sexuelle des enfants"),
        Link.PROPOSED,
        _SAME + "même source, même organisme, même montant",
    ),
}
"""Item of a budget line -> item of the plan that it pays."""

ACTS: dict[str, tuple[str, tuple[int, ...]]] = {
    "mesures 16 et 19 du 2e plan": (PLAN_2, (16, 19)),
    "moyens et calendrier du 2e plan": (PLAN_2, (41,)),  # the answer names measure 41
    "retard du 2e plan et réponses dues au GRETA": (PLAN_2, ()),
    "contenu du futur plan, mécanisme de référence": (PLAN_2, ()),  # 2018: the next one was the 2nd
    "traite, femmes et mineurs ; recommandations sur le 1er plan": (PLAN_1, ()),
}
"""Topic of an act -> plan, and numbers of the measures that it names."""
