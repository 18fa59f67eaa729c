"""The cautions in French, by code, with the places that their values fill. A test reads that no code is missing."""

from jalon.methods.estimation.results import Caution, Value

FRENCH: dict[str, str] = {
    "interval-forgets-choice": "L’intervalle tient pour connu d’avance un modèle choisi sur ces mêmes comptes : il est "
    "trop court. Le bootstrap refait le choix à chaque tirage.",
    "no-upper-limit": "Rien ne borne le total par le haut.",
    "no-overlap": "Le modèle fixe à moins l’infini l’interaction de listes sans personne en commun : {pairs}.",
    "bca-undefined": "La correction BCa n’a pas de sens ici : aucun intervalle n’est donné.",
    "bca-on-minimum": "La limite basse est le plus petit des {replicates} tirages : elle dépend du hasard et de leur "
    "nombre, pas du niveau.",
    "bca-on-maximum": "La limite haute est le plus grand des {replicates} tirages : elle dépend du hasard et de leur "
    "nombre, pas du niveau.",
    "estimate-off-centre": "Une part de {below} des tirages est sous l’estimation, et non la moitié : retirer et choisir à "
    "nouveau la déplace d’un côté, elle est sans doute décalée.",
    "replicates-without-estimate": "{without} tirages sur {replicates} n’ont pas d’estimation ; ils comptent comme "
    "infiniment grands.",
    "estimate-outside-interval": "L’estimation est hors de son propre intervalle : ne pas les citer ensemble.",
    "no_convergence": "Pas d’intervalle : les chaînes n’ont pas trouvé la loi a posteriori (R-chapeau {rhat}, {bulk_ess} "
    "tirages efficaces). Allonger les chaînes ou réunir des listes.",
    "weak_convergence": "Les chaînes s’accordent mal (R-chapeau {rhat}). Allonger les chaînes.",
    "classes_all_used": "Les {classes} classes latentes sont toutes occupées dans une part de {share} des tirages : il en "
    "faudrait peut-être davantage.",
    "close_call": "L’interaction de {pair} est tout près du seuil ({ratio} écarts-types) ; décidée dans l’autre sens, le "
    "total serait {other}.",
    "cap_dependent": "Pas d’intervalle : c’est le plafond mis au nombre de personnes non vues qui le ferait.",
    "order-of-lists": "Le modèle prend les listes pour des captures dans l’ordre des colonnes. Les listes d’un registre "
    "n’ont pas d’ordre dans le temps : un autre ordre donne un autre total.",
    "referrals": "Les organismes s’orientent des personnes les uns vers les autres : être sur une liste rend plus probable "
    "d’être sur une autre ; ou ils servent des personnes différentes, et c’est l’inverse. Aucune méthode ne peut dire, de "
    "ces seuls comptes, ce que cette dépendance cache.",
    "sparse-overlap": "{few} couples de listes sur {pairs} ont moins de {fewer_than} personnes en commun : l’estimation "
    "repose sur une poignée de personnes, et sur l’exactitude de chaque rapprochement.",
    "methods-disagree": "Des méthodes toutes défendables ne s’accordent pas sur l’ordre de grandeur.",
    "methods-without-answer": "Sans réponse sur ces comptes : {methods}. La bande ne porte que sur les autres.",
    "one-list-moves": "Sans une liste, le total pas à pas de {total} devient de {low} (sans {first}) à {high} (sans "
    "{last}), alors que les personnes à compter sont les mêmes.",
    "one-person-moves": "Une personne de plus ou de moins dans un croisement porte le total pas à pas de {total} à entre "
    "{low} et {high}.",
    "known-size-missed": "La taille connue de {lists} est hors de l’intervalle que les autres listes en donnent ({wrong} "
    "listes sur {tried}) : la même méthode peut se tromper de même sur le tout.",
    "strata-merged": "Trop clairsemées pour une estimation chacune, ces strates ont été réunies : {strata}.",
    "list-absent": "Dans {stratum}, il n’y avait pas de liste {lists} : l’estimation s’y fait avec les autres.",
    "covariate-unknown": "{unknown} personnes, vues seulement par des listes qui ne notent pas « {covariate} », sont "
    "réparties entre les strates comme le modèle le prévoit.",
}


def french(caution: Caution) -> str:
    """The caution in French, with the method or the stratum it is of."""
    values = {key: _shown(value) for key, value in caution.values.items()}
    place = next((values[key] for key in ("method", "stratum") if key in values and key not in _placed(caution)), "")
    return (f"{place}\u00a0: " if place else "") + FRENCH[caution.code].format(**values)


def _placed(caution: Caution) -> tuple[str, ...]:
    return tuple(key for key in caution.values if "{" + key + "}" in FRENCH[caution.code])


def _shown(value: Value) -> str:
    if value is None or value == float("inf"):
        return "sans borne"
    if isinstance(value, float):
        return (f"{value:,.0f}".replace(",", "\u202f")) if abs(value) >= 100 else f"{value:.2f}".replace(".", ",")
    return str(value)
