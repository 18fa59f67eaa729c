"""Bodies that the records name. Kinds are said only where the records let one see them; acronyms are spelt out here."""

from dataclasses import dataclass

from jalon.demo.france.dates import when
from jalon.demo.france.records import told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Confidence, OrgRef, When
from jalon.facts.directory import DatedName, Office, Organisation, OrganisationKind

K = OrganisationKind
OWNER_NAME = "Rédaction du registre (démonstration)"
OWNER_SLUG = "redaction-du-registre"


@dataclass(frozen=True, slots=True)
class _Body:
    """One line of the table: slug, kind, name, acronym, keys of the sources that name it, parent, other names."""

    slug: str
    kind: OrganisationKind
    name: str
    acronym: str | None
    keys: tuple[str, ...]
    parent: str | None = None
    also: tuple[str, ...] = ()


BODIES = (
    _Body(
        "miprof",
        K.MISSION,
        "Mission interministérielle pour la protection des femmes contre les violences "
        "et la lutte contre la traite des êtres humains",
        "MIPROF",
        ("dec2013",),
    ),
    _Body(
        "cncdh",
        K.RAPPORTEUR,
        "Commission nationale consultative des droits de l’homme",
        "CNCDH",
        ("cncdh_en",),
    ),
    _Body(
        "collectif-ensemble-contre-la-traite",
        K.COALITION,
        "Collectif « Ensemble contre la traite des êtres humains »",
        None,
        ("lanc2",),
        None,
        ("Collectif",),
    ),
    _Body(
        "greta",
        K.INTERNATIONAL,
        "Groupe d’experts sur la lutte contre la traite des êtres humains (Conseil de l’Europe)",
        "GRETA",
        ("greta3",),
    ),
    _Body(
        "comite-des-parties",
        K.INTERNATIONAL,
        "Comité des Parties (Conseil de l’Europe)",
        None,
        ("cp15",),
        None,
        ("Comité des Parties (Conseil de l'Europe)",),
    ),
    _Body(
        "osce",
        K.INTERNATIONAL,
        "Organisation pour la sécurité et la coopération en Europe",
        "OSCE",
        ("osce21",),
    ),
    _Body(
        "epu", K.INTERNATIONAL, "Examen périodique universel (Nations unies)", "EPU", ("upr",), None, ("EPU (Uruguay)",)
    ),
    _Body("crc", K.INTERNATIONAL, "Comité des droits de l’enfant (Nations unies)", "CRC", ("crc",)),
    _Body(
        "cedaw",
        K.INTERNATIONAL,
        "Comité pour l’élimination de la discrimination à l’égard des femmes (Nations unies)",
        "CEDAW",
        ("cedaw",),
    ),
    _Body(
        "oit-ceacr",
        K.INTERNATIONAL,
        "Commission d’experts pour l’application des conventions et recommandations "
        "(Organisation internationale du travail)",
        "CEACR",
        ("ceacr",),
        None,
        ("OIT (CEACR)",),
    ),
    _Body("hcr", K.INTERNATIONAL, "Haut-Commissariat des Nations unies pour les réfugiés", "HCR", ("suivi3",)),
    _Body(
        "etat-americain-tip",
        K.FOREIGN_STATE,
        "État américain (rapport TIP)",
        "TIP",
        ("tip20",),
        None,
        ("État américain (TIP)", "TIP (État américain, d'après autorités)"),
    ),
    _Body("gouvernement", K.OTHER, "Gouvernement", None, ("genetet", "suivi3"), None, ("Gouvernement (MIPROF)",)),
    _Body("assemblee-nationale", K.PARLIAMENT, "Assemblée nationale", "AN", ("anato",)),
    _Body("senat", K.PARLIAMENT, "Sénat", None, ("senat8",)),
    _Body(
        "senat-delegation-droits-des-femmes",
        K.PARLIAMENT,
        "Délégation aux droits des femmes du Sénat",
        None,
        ("senat8",),
        "senat",
        (
            "Sénat, délégation droits des femmes",
            "Sénat (délégation droits des femmes)",
            "délégation droits des femmes",
        ),
    ),
    _Body(
        "justice",
        K.MINISTRY,
        "Ministère de la Justice",
        None,
        ("genetet",),
        None,
        ("Justice", "Justice (groupe de travail)"),
    ),
    _Body(
        "sdse",
        K.STATISTICS,
        "Sous-direction de la statistique et des études (Justice)",
        "SDSE",
        ("statt",),
        "justice",
        ("SDSE (Justice)",),
    ),
    _Body(
        "ssmsi",
        K.STATISTICS,
        "Service statistique ministériel de la sécurité intérieure",
        "SSMSI",
        ("ssmsi20",),
        None,
        ("police-gendarmerie (SSMSI)",),
    ),
    _Body(
        "ondrp",
        K.STATISTICS,
        "Observatoire national de la délinquance et des réponses pénales",
        "ONDRP",
        ("ssmsi20",),
    ),
    _Body("dgt", K.SERVICE, "Direction générale du travail", "DGT", ("suivi3",)),
    _Body("oclti", K.SERVICE, "Office central de lutte contre le travail illégal", "OCLTI", ("suivi3",)),
    _Body("dgcs", K.SERVICE, "Direction générale de la cohésion sociale", "DGCS", ("suivi3",)),
    _Body("dgef", K.SERVICE, "Direction générale des étrangers en France", "DGEF", ("suivi3", "statt")),
    _Body("dinum", K.SERVICE, "Direction interministérielle du numérique", "DINUM", ("suivi3",)),
    _Body(
        "dnum-ministeres-sociaux",
        K.SERVICE,
        "Direction du numérique des ministères sociaux",
        "DNUM",
        ("suivi3",),
        None,
        ("DNUM ministères sociaux",),
    ),
    _Body(
        "agrasc",
        K.OTHER,
        "Agence de gestion et de recouvrement des avoirs saisis et confisqués",
        "AGRASC",
        ("infomie3", "agrasc"),
    ),
    _Body("enm", K.OTHER, "École nationale de la magistrature", "ENM", ("suivi3",)),
    _Body("alc", K.ASSOCIATION, "ALC", None, ("alc",)),
    _Body("ac-se", K.OTHER, "Réseau Ac.Sé", None, ("acse",), None, ("Ac.Sé",)),
    _Body(
        "cpdh",
        K.ASSOCIATION,
        "Comité protestant évangélique pour la dignité humaine",
        "CPDH",
        ("cpdh",),
        None,
        ("CPDH (association)",),
    ),
    _Body("ccem", K.OTHER, "Comité contre l’esclavage moderne", "CCEM", ("esc",)),
    _Body("infomie", K.OTHER, "infoMIE", None, ("infomie23",)),
    _Body("airbnb", K.COMPANY, "Airbnb", None, ("suivi3",)),
    _Body("gites-de-france", K.OTHER, "Gîtes de France", None, ("suivi3",)),
)


def _by_name() -> dict[str, str]:
    pairs = [(name, body.slug) for body in BODIES for name in (body.name, body.acronym, *body.also) if name]
    return dict(pairs)


SLUGS = _by_name()
"""Name as printed in the records -> slug of the directory's body."""


def body(name: str) -> OrgRef:
    """The body as the record names it, with the directory's uid when it is one of its bodies.

    Groups (« associations », « employeurs ») and several bodies in one breath have no uid.
    """
    slug = SLUGS.get(name)
    return OrgRef(name=name, uid=uid("organisation", slug) if slug else None)


def owner() -> OrgRef:
    """The fictional body that signs the demonstration's parts."""
    return OrgRef(name=OWNER_NAME, uid=uid("organisation", OWNER_SLUG))


def organisations(sources: Sources) -> tuple[Organisation, ...]:
    """The directory: the register's own desk, then every body of the table."""
    desk = Organisation(
        uid=uid("organisation", OWNER_SLUG),
        slug=OWNER_SLUG,
        kind=OrganisationKind.REGISTER,
        names=(DatedName(value=OWNER_NAME),),
        fictional=True,
    )
    return (desk, *(_organisation(line, sources) for line in BODIES))


def _organisation(line: _Body, sources: Sources) -> Organisation:
    taken_over = line.slug == "ssmsi"
    return Organisation(
        uid=uid("organisation", line.slug),
        slug=line.slug,
        kind=line.kind,
        names=(DatedName(value=line.name, acronym=line.acronym, since=_since(line.slug)),),
        parent=uid("organisation", line.parent) if line.parent else None,
        predecessors=(uid("organisation", "ondrp"),) if taken_over else (),
        offices=_offices(sources) if line.slug == "miprof" else (),
        note=told("Reprend le 1er janvier 2021 les activités de l’ONDRP (arrêté du 17 décembre 2020).")
        if taken_over
        else None,
        citations=sources.cite_keys(*line.keys),
    )


def _since(slug: str) -> When | None:
    return when("2013-01-03") if slug == "miprof" else None


def _offices(sources: Sources) -> tuple[Office, ...]:
    """The post of secretary general: said vacant for about six months, then held by a person not named here."""
    title, taken = told("Secrétaire générale"), when("2023-03-08")
    vacancy = Office(
        title=title,
        vacant=True,
        since=when("2022-09~", Confidence.INFERRED),
        until=taken,
        citations=sources.cite_keys("oct22", "plan3c"),
    )
    return (vacancy, Office(title=title, since=taken, citations=sources.cite_keys("plan3c")))
