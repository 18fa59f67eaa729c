"""Facts of the directory: organisations, vocabularies, territories."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Text, When


class OrganisationKind(StrEnum):
    """What kind of body it is."""

    MISSION = "mission"
    MINISTRY = "ministry"
    SERVICE = "service"
    STATISTICS = "statistics"
    RAPPORTEUR = "rapporteur"
    PARLIAMENT = "parliament"
    ASSOCIATION = "association"
    COALITION = "coalition"
    INTERNATIONAL = "international"
    FOREIGN_STATE = "foreign_state"
    COMPANY = "company"
    JUDICIAL = "judicial"
    REGISTER = "register"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedName:
    """A name with the span in which it was borne; open ends are None."""

    value: str
    lang: str = "fr"
    acronym: str | None = None
    since: When | None = None
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office and who held it when; `holder` None with `vacant` True: said vacant; both unset: not known."""

    title: Text
    holder: str | None = None
    vacant: bool = False
    since: When | None = None
    until: When | None = None
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A body with its dated names, its place in the tree, predecessors and office-holders."""

    uid: str
    slug: str
    kind: OrganisationKind
    names: tuple[DatedName, ...]
    parent: str | None = None
    predecessors: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    note: Text | None = None
    fictional: bool = False
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term of a vocabulary, e.g. forms_of_exploitation / forced_labour."""

    code: str
    fr: str
    en: str
    broader: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A versioned vocabulary."""

    uid: str
    slug: str
    version: int
    fr: str
    en: str
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Territory:
    """A territory: country, region, département or overseas collectivity. `code` is INSEE's."""

    uid: str
    code: str
    level: str  # country | region | departement | overseas
    name: str
    parent: str | None = None
