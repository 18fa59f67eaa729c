"""Primary and foreign keys of the tables (Table Schema 1.0), for the Data Package."""

from typing import Any

PRIMARY: dict[str, tuple[str, ...]] = {
    "titres": ("uid", "order"),
    "nombres": ("plan", "order"),
    "recoupements": ("plan", "order"),
    "noms": ("uid", "order"),
    "observations": (),
    "citations": (),
    "attendus": ("indicator", "order"),
    "quantites": ("output", "quantity"),
    "reponses": (),
    "declare": (),
    "preuves": ("assessment", "order"),
    "echelles": ("uid", "order"),
    "correspondances": ("uid", "order"),
    "membres-des-comites": ("committee", "order"),
    "presences": ("session", "order"),
    "suites-des-decisions": ("decision", "order"),
}
"""Tables that are not told apart by `uid` alone. Values and citations have no key: a source may say a thing twice."""

_PLAN = ("plan", "plans", "slug")

FOREIGN: dict[str, tuple[tuple[str, str, str], ...]] = {
    "sections": (_PLAN, ("parent", "sections", "uid")),
    "mesures": (_PLAN, ("section", "sections", "uid")),
    "declarations": (_PLAN,),
    "moyens": (_PLAN, ("measure", "mesures", "uid")),
    "actes": (_PLAN,),
    "evenements": (_PLAN,),
    "observations": (("series", "series", "slug"),),
    "organismes": (("parent", "organismes", "uid"),),
    "documents": (_PLAN, ("measure", "mesures", "uid")),
    "titres": (_PLAN,),
    "nombres": (_PLAN,),
    "recoupements": (_PLAN, ("measure", "mesures", "uid")),
    "noms": (("uid", "organismes", "uid"),),
    "citations": (("source", "sources", "uid"),),
    "series": (("of", "indicateurs", "uid"),),
    "indicateurs": (_PLAN,),
    "attendus": (("indicator", "indicateurs", "uid"),),
    "reponses-aux-indicateurs": (("indicator", "indicateurs", "uid"),),
    "realisations": (),
    "quantites": (("output", "realisations", "uid"),),
    "etats": (_PLAN, ("previous", "etats", "uid")),
    "reponses": (("state", "etats", "slug"),),
    "declare": (("state", "etats", "slug"), ("indicator", "indicateurs", "uid")),
    "evaluations": (_PLAN, ("follows", "evaluations", "uid"), ("corrects", "evaluations", "uid")),
    "appreciations": (_PLAN, ("evaluation", "evaluations", "slug")),
    "preuves": (("assessment", "appreciations", "uid"),),
    "recommandations": (_PLAN, ("repeats", "recommandations", "uid")),
    "reponses-aux-recommandations": (("recommendation", "recommandations", "uid"), ("measure", "mesures", "uid")),
    "recommandations-examinees": (("recommendation", "recommandations", "uid"),),
    "engagements": (_PLAN,),
    "echeances-des-engagements": (("promise", "engagements", "uid"),),
    "constats-sur-les-engagements": (("promise", "engagements", "uid"),),
    "comites": (_PLAN,),
    "membres-des-comites": (("committee", "comites", "uid"),),
    "seances": (("committee", "comites", "uid"),),
    "presences": (("session", "seances", "uid"),),
    "decisions": (("session", "seances", "uid"),),
    "suites-des-decisions": (("decision", "decisions", "uid"), ("session", "seances", "uid")),
    "affirmations": (("act", "actes", "uid"),),
    "filiations": (("earlier_plan", "plans", "slug"), ("later_plan", "plans", "slug")),
    "recoupements-entre-plans": (_PLAN, ("measure", "mesures", "uid"), ("other_plan", "plans", "slug")),
    "comptes-declares": (_PLAN, ("evaluation", "evaluations", "slug")),
}
"""(column, table, its column). Columns that hold lists, or the uid of one of several kinds of facts, are none."""


def keys_of(name: str, *, withdrawn: bool = False) -> dict[str, Any]:
    """What the schema of a table says of its keys.

    `withdrawn`: something was taken out of the Release, which what remains may still name by its uid. Addresses
    (slug) are only written for what is there: those keys always hold.
    """
    primary = PRIMARY.get(name, ("uid",))
    foreign = [_foreign(name, *key) for key in FOREIGN.get(name, ()) if not withdrawn or key[2] == "slug"]
    return ({"primaryKey": list(primary)} if primary else {}) | ({"foreignKeys": foreign} if foreign else {})


def _foreign(name: str, column: str, table: str, other: str) -> dict[str, Any]:
    """The empty name is the table itself."""
    return {"fields": [column], "reference": {"resource": "" if table == name else table, "fields": [other]}}
