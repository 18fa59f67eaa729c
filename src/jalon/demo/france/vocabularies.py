"""Vocabularies, version 1: forms of exploitation, target groups, sectors, outputs."""

from jalon.demo.france.records import uid
from jalon.facts.directory import Term, Vocabulary

_PALERMO = "Palermo Protocol (2000), art. 3(a)"
_EU_2011 = "Directive 2011/36/EU, art. 2(3)"
_EU_2024 = "Directive 2011/36/EU, art. 2(3), as amended by Directive (EU) 2024/1712"
_ILO = "ILO Convention 29 (1930), art. 2(1)"
_ILO_189 = "ILO Convention 189 (2011), art. 1"
_ISIC = "ISIC Rev. 4"
_HOUSE = "Jalon"

FORMS = (
    Term(code="sexual_exploitation", fr="exploitation sexuelle", en="sexual exploitation", source=_PALERMO),
    Term(
        code="prostitution_of_others",
        fr="exploitation de la prostitution d’autrui",
        en="exploitation of the prostitution of others",
        broader="sexual_exploitation",
        source=_PALERMO,
    ),
    Term(code="forced_labour", fr="travail ou services forcés", en="forced labour or services", source=_ILO),
    Term(
        code="domestic_work",
        fr="exploitation dans le travail domestique",
        en="exploitation in domestic work",
        broader="forced_labour",
        source=_ILO_189,
    ),
    Term(code="forced_begging", fr="mendicité forcée", en="forced begging", broader="forced_labour", source=_EU_2011),
    Term(code="slavery", fr="esclavage", en="slavery", source=_PALERMO),
    Term(
        code="practices_similar_to_slavery",
        fr="pratiques analogues à l’esclavage",
        en="practices similar to slavery",
        source=_PALERMO,
    ),
    Term(code="servitude", fr="servitude", en="servitude", source=_PALERMO),
    Term(
        code="forced_criminality",
        fr="exploitation d’activités criminelles (contrainte à délinquer)",
        en="exploitation of criminal activities",
        source=_EU_2011,
    ),
    Term(code="organ_removal", fr="prélèvement d’organes", en="removal of organs", source=_PALERMO),
    Term(
        code="surrogacy",
        fr="exploitation de la gestation pour autrui",
        en="exploitation of surrogacy",
        source=_EU_2024,
    ),
    Term(code="forced_marriage", fr="mariage forcé", en="forced marriage", source=_EU_2024),
    Term(code="illegal_adoption", fr="adoption illégale", en="illegal adoption", source=_EU_2024),
    Term(code="other", fr="autre forme", en="other form", source=_HOUSE),
)

TARGET_GROUPS = (
    Term(code="victims", fr="victimes", en="victims", source=_HOUSE),
    Term(code="adults", fr="adultes", en="adults", source=_HOUSE),
    Term(code="women", fr="femmes", en="women", broader="adults", source=_HOUSE),
    Term(code="men", fr="hommes", en="men", broader="adults", source=_HOUSE),
    Term(
        code="children",
        fr="mineurs (moins de 18 ans)",
        en="children (under 18)",
        source="Directive 2011/36/EU, art. 2(6)",
    ),
    Term(
        code="unaccompanied_children",
        fr="mineurs non accompagnés",
        en="unaccompanied children",
        broader="children",
        source="Directive 2011/36/EU, art. 16",
    ),
    Term(code="migrants", fr="personnes migrantes", en="migrants", source=_HOUSE),
    Term(code="asylum_seekers", fr="demandeurs d’asile", en="asylum seekers", broader="migrants", source=_HOUSE),
    Term(code="persons_with_disabilities", fr="personnes handicapées", en="persons with disabilities", source=_HOUSE),
    Term(code="persons_in_prostitution", fr="personnes en prostitution", en="persons in prostitution", source=_HOUSE),
    Term(code="workers", fr="travailleurs", en="workers", source=_HOUSE),
    Term(code="professionals", fr="professionnels", en="professionals", source=_HOUSE),
    Term(code="employers", fr="employeurs et entreprises", en="employers and companies", source=_HOUSE),
    Term(code="general_public", fr="grand public", en="general public", source=_HOUSE),
)

SECTORS = (
    Term(code="agriculture", fr="agriculture et pêche", en="agriculture and fishing", source=f"{_ISIC}, section A"),
    Term(code="manufacturing", fr="industrie", en="manufacturing", source=f"{_ISIC}, section C"),
    Term(code="construction", fr="construction", en="construction", source=f"{_ISIC}, section F"),
    Term(code="trade", fr="commerce", en="trade", source=f"{_ISIC}, section G"),
    Term(code="transport", fr="transport et livraison", en="transport and delivery", source=f"{_ISIC}, section H"),
    Term(
        code="hospitality",
        fr="hébergement et restauration",
        en="accommodation and food service",
        source=f"{_ISIC}, section I",
    ),
    Term(
        code="support_services",
        fr="nettoyage, sécurité, intérim",
        en="cleaning, security, agency work",
        source=f"{_ISIC}, section N",
    ),
    Term(
        code="health_and_social",
        fr="santé et action sociale",
        en="health and social work",
        source=f"{_ISIC}, section Q",
    ),
    Term(
        code="personal_services",
        fr="services à la personne (beauté, bien-être)",
        en="personal services (beauty, wellness)",
        source=f"{_ISIC}, section S",
    ),
    Term(code="households", fr="emploi à domicile", en="households as employers", source=f"{_ISIC}, section T"),
    Term(code="other", fr="autre secteur", en="other sector", source=_HOUSE),
)

OUTPUTS = (
    Term(code="law", fr="loi", en="law", source=_HOUSE),
    Term(code="regulation", fr="décret, arrêté", en="regulation", source=_HOUSE),
    Term(code="circular", fr="circulaire, instruction", en="circular", source=_HOUSE),
    Term(code="agreement", fr="convention, protocole", en="agreement", source=_HOUSE),
    Term(code="training", fr="formation", en="training", source=_HOUSE),
    Term(code="campaign", fr="campagne", en="campaign", source=_HOUSE),
    Term(code="guide", fr="guide, outil", en="guide or tool", source=_HOUSE),
    Term(code="study", fr="étude, rapport", en="study or report", source=_HOUSE),
    Term(code="statistics", fr="statistiques", en="statistics", source=_HOUSE),
    Term(code="website", fr="site internet", en="website", source=_HOUSE),
    Term(code="service", fr="service, dispositif", en="service", source=_HOUSE),
    Term(code="places", fr="places d’hébergement", en="places of accommodation", source=_HOUSE),
    Term(code="funding_call", fr="appel à projets", en="call for proposals", source=_HOUSE),
    Term(code="meeting", fr="réunion, comité", en="meeting", source=_HOUSE),
    Term(code="other", fr="autre production", en="other output", source=_HOUSE),
)


def vocabularies() -> tuple[Vocabulary, ...]:
    """The four vocabularies of the directory."""
    return (
        _vocabulary("forms_of_exploitation", "Formes d’exploitation", "Forms of exploitation", FORMS),
        _vocabulary("target_groups", "Publics visés", "Target groups", TARGET_GROUPS),
        _vocabulary("sectors", "Secteurs", "Sectors", SECTORS),
        _vocabulary("outputs", "Productions", "Outputs", OUTPUTS),
    )


def _vocabulary(slug: str, fr: str, en: str, terms: tuple[Term, ...]) -> Vocabulary:
    return Vocabulary(uid=uid("vocabulary", slug), slug=slug, version=1, fr=fr, en=en, terms=terms)
