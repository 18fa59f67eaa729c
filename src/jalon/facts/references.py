"""Whether the facts of a part hang together: uids used once and known, trees without cycles, numbers used once."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from jalon.facts import committing, evaluating, following
from jalon.facts.common import COUNTRY_SUBJECT, Citation, OrgRef
from jalon.facts.directory import Organisation
from jalon.facts.kinds import KINDS
from jalon.facts.known import FORMS, TARGET_GROUPS, Known
from jalon.facts.parliament import Act
from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, Measure, MeasureKind, Section
from jalon.facts.problems import N_, Problem, shown
from jalon.facts.steps import Steps
from jalon.facts.walking import leading


class Places:
    """Where each fact of a part stands: (document, JSON path)."""

    def __init__(self, docs: Sequence[tuple[str, Any]]) -> None:
        """`docs`: the documents of the part, with their paths."""
        self._docs = docs

    def of(self, fact: Any) -> tuple[str, str]:
        """The place of a fact that the part holds itself, not of its copy."""
        return self._places[id(fact)]

    @cached_property
    def _places(self) -> dict[int, tuple[str, str]]:
        """Only looked for when something is wrong: there are as many as facts."""
        places = {}
        for path, doc in self._docs:
            items = enumerate(doc) if isinstance(doc, tuple) else ((None, doc),)
            for index, fact in items:
                places[id(fact)] = (path, "$.facts" if index is None else f"$.facts[{index}]")
        return places


Say = Callable[..., Problem]


def references(facts: PartFacts, known: Known, places: Places) -> Iterator[Problem]:
    """The problems between facts. `known` includes the part's own."""

    def say(fact: Any, member: str, expected: str, remedy: str, found: str = "", **params: str) -> Problem:
        path, where = places.of(fact)
        return Problem(path, f"{where}.{member}", expected, remedy, shown(found) if found else "", params)

    yield from _used_once(facts, say)
    yield from _sections(facts.sections, known, say)
    yield from _measures(facts.measures, known, say)
    yield from _others(facts, known, say)
    yield from following.references(facts, known, say)
    yield from evaluating.references(facts, known, say)
    yield from committing.references(facts, known, say)
    yield from _trees(facts.organisations, say)
    yield from _named_and_cited(facts, known, say)


def _used_once(facts: PartFacts, say: Say) -> Iterator[Problem]:
    seen: set[str] = set()
    slugs: set[tuple[str, str]] = set()
    for kind in KINDS[1:]:
        for fact in getattr(facts, kind.attribute):
            if fact.uid in seen:
                yield say(
                    fact, "uid", N_("Cet identifiant sert déjà dans la partie."), N_("Donnez-en un autre."), fact.uid
                )
            seen.add(fact.uid)
            key = (kind.name, getattr(fact, "slug", ""))
            if key[1] and key in slugs:
                yield say(
                    fact, "slug", N_("Cette adresse sert déjà dans la partie."), N_("Donnez-en une autre."), key[1]
                )
            slugs.add(key)


# --- plans -----------------------------------------------------------------------------------------------------------

_UNKNOWN_PLAN = N_("Ce plan est inconnu.")
_UNKNOWN_SECTION = N_("Cette section n’existe pas dans ce plan.")
_UNKNOWN_MEASURE = N_("Cette mesure est inconnue.")
_POINT_TO_KNOWN = N_("Désignez-en un qui existe, dans cette partie ou dans une partie publiée.")


def _sections(sections: tuple[Section, ...], known: Known, say: Say) -> Iterator[Problem]:
    parents = {section.uid: section.parent for section in sections}
    for section in sections:
        if section.plan not in known.plans:
            yield say(section, "plan", _UNKNOWN_PLAN, _POINT_TO_KNOWN, section.plan)
        if section.parent and known.sections.get(section.parent) != section.plan:
            yield say(section, "parent", _UNKNOWN_SECTION, _POINT_TO_KNOWN, section.parent)
        elif loop := cycle(section.uid, parents):
            remedy = N_("Ôtez l’un de ces liens : une section ne peut pas être au-dessus d’elle-même.")
            yield say(section, "parent", N_("Ces sections tournent en rond : {loop}."), remedy, loop=" → ".join(loop))


def cycle(uid: str, parents: dict[str, str | None]) -> list[str]:
    """The way up from `uid` back to itself; empty when it leads to a root or into somebody else's cycle."""
    way, above = [uid], parents.get(uid)
    while above and above not in way:
        way.append(above)
        above = parents.get(above)
    return [*way, uid] if above == uid else []


def _measures(measures: tuple[Measure, ...], known: Known, say: Say) -> Iterator[Problem]:
    numbers: dict[tuple[str, str], str] = {}
    for measure in measures:
        if measure.plan not in known.plans:
            yield say(measure, "plan", _UNKNOWN_PLAN, _POINT_TO_KNOWN, measure.plan)
        if measure.section and known.sections.get(measure.section) != measure.plan:
            yield say(measure, "section", _UNKNOWN_SECTION, _POINT_TO_KNOWN, measure.section)
        if measure.number is not None and measure.kind is MeasureKind.MEASURE:
            other = numbers.setdefault((measure.plan, measure.number), measure.uid)
            if other != measure.uid:
                expected = N_("Deux mesures de ce plan portent le numéro {number} ; l’autre est {other}.")
                yield say(
                    measure, "number", expected, N_("Renumérotez l’une des deux."), number=measure.number, other=other
                )
        yield from _terms(measure, "forms", FORMS, known, say)
        yield from _terms(measure, "target_groups", TARGET_GROUPS, known, say)


def _terms(measure: Measure, member: str, slug: str, known: Known, say: Say) -> Iterator[Problem]:
    for index, code in enumerate(getattr(measure, member)):
        if code not in known.terms.get(slug, ()):
            expected = N_("Ce terme n’est pas dans le vocabulaire « {slug} ».")
            remedy = N_("Prenez un terme du vocabulaire, ou ajoutez-le à l’annuaire d’abord.")
            yield say(measure, f"{member}[{index}]", expected, remedy, code, slug=slug)


# --- statements, means, acts, bodies, sources ------------------------------------------------------------------------


def _others(facts: PartFacts, known: Known, say: Say) -> Iterator[Problem]:
    subjects = known.plans | known.sections.keys() | known.measures | {COUNTRY_SUBJECT}
    for statement in facts.statements:
        if statement.subject not in subjects:
            expected = N_("Cette déclaration parle d’un plan, d’une section ou d’une mesure inconnus.")
            yield say(statement, "subject", expected, _POINT_TO_KNOWN, statement.subject)
        if statement.superseded_by and statement.superseded_by not in known.statements:
            expected = N_("La déclaration qui remplace celle-ci est inconnue.")
            yield say(statement, "superseded_by", expected, _POINT_TO_KNOWN, statement.superseded_by)
    owned: tuple[Means | Act, ...] = (*facts.means, *facts.acts)
    for fact in owned:
        if fact.plan and fact.plan not in known.plans:
            yield say(fact, "plan", _UNKNOWN_PLAN, _POINT_TO_KNOWN, fact.plan)
    for means in facts.means:
        if means.measure and means.measure not in known.measures:
            yield say(means, "measure", _UNKNOWN_MEASURE, _POINT_TO_KNOWN, means.measure)
    for act in facts.acts:
        for index, uid in enumerate(act.measures):
            if uid not in known.measures:
                yield say(act, f"measures[{index}]", _UNKNOWN_MEASURE, _POINT_TO_KNOWN, uid)


def _trees(organisations: tuple[Organisation, ...], say: Say) -> Iterator[Problem]:
    parents = {organisation.uid: organisation.parent for organisation in organisations}
    for organisation in organisations:
        if loop := cycle(organisation.uid, parents):
            remedy = N_("Ôtez l’un de ces liens : un organisme ne peut pas dépendre de lui-même.")
            yield say(
                organisation, "parent", N_("Ces organismes tournent en rond : {loop}."), remedy, loop=" → ".join(loop)
            )


def _named_and_cited(facts: PartFacts, known: Known, say: Say) -> Iterator[Problem]:
    """Organisations and sources named anywhere must be known."""
    for kind in KINDS[1:]:
        for fact in getattr(facts, kind.attribute):
            if not _is_known(fact, known):
                for member, value in _found(fact, ""):
                    yield from _named(fact, member, value, known, say)
    for organisation in facts.organisations:
        for uid in (organisation.parent, *organisation.predecessors):
            if uid and uid not in known.organisations:
                yield say(organisation, "parent", _UNKNOWN_BODY, _POINT_TO_KNOWN, uid)


_UNKNOWN_BODY = N_("Cet organisme est inconnu.")


def _is_known(value: Any, known: Known) -> bool:
    """The same without saying where: nearly all are."""
    cls = value.__class__
    if cls is Citation:
        return value.source in known.sources
    if cls is OrgRef:
        return not value.uid or value.uid in known.organisations
    if cls is tuple:
        return all(_is_known(item, known) for item in value)
    if cls is Steps:
        return _is_known(value.said, known)
    inner = (getattr(value, name) for name in leading(cls, Citation, OrgRef))
    return all(_is_known(one, known) for one in inner if one)


def _named(fact: Any, member: str, value: OrgRef | Citation, known: Known, say: Say) -> Iterator[Problem]:
    if isinstance(value, Citation):
        if value.source not in known.sources:
            remedy = N_("Ajoutez la source à la partie, ou désignez-en une autre.")
            yield say(fact, f"{member}.source", N_("Cette source est inconnue."), remedy, value.source)
    elif value.uid and value.uid not in known.organisations:
        yield say(fact, f"{member}.uid", _UNKNOWN_BODY, N_("Désignez-le par son seul nom, ou ajoutez-le."), value.uid)


def _found(value: Any, place: str) -> list[tuple[str, Any]]:
    """Every OrgRef and Citation inside a fact, with the member it stands in."""
    found: list[tuple[str, Any]] = []
    _find(value, place, found)
    return found


def _find(value: Any, place: str, found: list[tuple[str, Any]]) -> None:
    if value.__class__ is Citation or value.__class__ is OrgRef:
        found.append((place, value))
    elif isinstance(value, tuple | Steps):
        for index, item in enumerate(value):
            _find(item, f"{place}[{index}]", found)
    else:
        for name in leading(value.__class__, Citation, OrgRef):
            inner = getattr(value, name)
            if inner:
                _find(inner, f"{place}.{name}" if place else name, found)
