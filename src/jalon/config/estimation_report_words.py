"""Words and style of the report of an estimation."""

from jalon.methods.estimation.assess_words import Lang

STYLE = (
    ":root{color-scheme:light dark}body{font:1rem/1.5 system-ui,sans-serif;margin:0}main{max-width:46rem;margin:auto;"
    "padding:1rem}h1{font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}h2{font-size:1.2rem;margin-top:2rem}"
    "li{overflow-wrap:anywhere}.scroll{overflow-x:auto}table{border-collapse:collapse;margin:1rem 0}"
    "caption{text-align:start;font-weight:600}th,td{text-align:start;padding:.25rem 1rem .25rem 0;"
    "border-bottom:1px solid;vertical-align:top;font-variant-numeric:tabular-nums}"
    "tbody th{font-weight:400}svg{display:block;margin:1rem 0}@media print{section{break-inside:avoid}}"
)

WORDS: dict[Lang, dict[str, str]] = {
    "fr": {
        "title": "Estimation par recoupement de listes",
        "caution": "Une estimation n’est pas un compte. Elle ne se cite qu’avec son intervalle, sa méthode et ce qui suit.",
        "conclusion": "Ce que l’on peut conclure, et ce que l’on ne peut pas",
        "warnings": "À savoir avant de lire un chiffre",
        "no_warning": "Aucune alerte de la méthode. Les hypothèses, elles, demeurent\u00a0: les listes ne disent pas comment "
        "elles dépendent les unes des autres.",
        "methods": "Estimations",
        "by_method": "Total estimé et intervalle, par méthode",
        "sensitivity": "Sensibilité",
        "varied": "Estimation pas à pas sans une liste, ou deux listes réunies",
        "nothing_varied": "Le choix pas à pas n’a d’estimation sur aucune de ces variantes : rien à dessiner.",
        "without": "sans",
        "known": "Ce qui est connu est-il retrouvé\u00a0?",
        "known_says": "Pour chaque liste, la taille connue (entre parenthèses) et celle que les autres listes en prédisent.",
        "lists": "Les listes",
        "sizes": "Personnes par liste",
        "people": "Personnes",
        "sources": "Critiques de ces méthodes",
        "made": "Comment ce rapport a été fait",
        "strata": "Estimations par strate",
        "total": "total (n’est pas la somme des limites)",
        "seen": "{observed} personnes sont sur au moins une des listes\u00a0: {lists}.",
        "what": "Calcul",
        "estimate": "Estimation",
        "interval": "Intervalle",
        "none": "pas d’estimation",
        "no_interval": "pas d’intervalle",
    },
    "en": {
        "title": "Multiple systems estimation",
        "caution": "An estimate is not a count. It may be quoted only with its interval, its method and what follows.",
        "conclusion": "What may and may not be concluded",
        "warnings": "To know before reading a figure",
        "no_warning": "The method warns of nothing. Its assumptions remain: the lists do not say how they depend on each "
        "other.",
        "methods": "Estimates",
        "by_method": "Estimated total and interval, by method",
        "sensitivity": "Sensitivity",
        "varied": "Stepwise estimate without a list, or with two lists as one",
        "nothing_varied": "The stepwise choice has no estimate on any of these: nothing to draw.",
        "without": "without",
        "known": "Is what is known found again?",
        "known_says": "For each list, its known size (in brackets) and the one that the other lists predict.",
        "lists": "The lists",
        "sizes": "People by list",
        "people": "People",
        "sources": "Critics of these methods",
        "made": "How this report was made",
        "strata": "Estimates by stratum",
        "total": "total (not the sum of the limits)",
        "seen": "{observed} people are on at least one of the lists: {lists}.",
        "what": "Computation",
        "estimate": "Estimate",
        "interval": "Interval",
        "none": "no estimate",
        "no_interval": "no interval",
    },
}
