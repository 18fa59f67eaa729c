"""What a row names that is no single measure: « section 2 », « groupe 3-5 », « thème : … », « lacune : … », the plan.

    read_object("Axe II")                   # Assessed.SECTION, key "2"
    read_object("3-5", "groupe")            # a column says what the row is of, another which
    placed_object(found, named, subjects)   # the row with its subjects, or asked, with what may be meant

Nothing is guessed: a section that the plan has not, a group of which a measure is missing, are asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jalon.exchange.assessment_numbers import number_key, read_number
from jalon.exchange.assessment_rows import ASIDE, GAP, GROUP, PLAN, THEME, AssessedRow, MeasureRef, Offer, Standing
from jalon.exchange.problems import Fault
from jalon.exchange.values import squeezed
from jalon.facts.evaluation import Assessed
from jalon.facts.problems import N_
from jalon.methods.text import fold

_NAMES = {
    Assessed.SECTION: "section|axe|chapitre|partie|priorite|objectif|volet|pilier|chapter|pillar|priority|part|objective|axis",
    Assessed.GROUP: "groupe|group",
    Assessed.THEME: "theme|thematique",
    Assessed.GAP: "lacune|manque|gap",
    Assessed.PLAN: "plan|le plan|the plan|ensemble du plan|l'ensemble du plan|plan entier|le plan dans son ensemble|whole plan|"
    "the whole plan|the plan as a whole",
    Assessed.MEASURE: "mesure|action|measure|engagement|commitment",
}
_WORDS = {kind: re.compile(rf"(?:{names})s?") for kind, names in _NAMES.items()}
_SECTION = re.compile(
    rf"(?:{_NAMES[Assessed.SECTION]})s?\s*(?:n[°o.]\s*)?(?P<key>\d+(?:\.\d+)*|[ivx]+|[a-h])(?=$|[\s.:)–—-])"
)
_GROUP = re.compile(rf"(?:{_NAMES[Assessed.GROUP]})s?(?:\s+(?:de|des|of))?[\s:]*(?P<rest>.+)", re.DOTALL)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MOST_OFFERED = 20


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a plan has besides its measures. The `number` of a section is its label, « Axe II »."""

    sections: Sequence[MeasureRef] = ()
    plan: str = ""


@dataclass(frozen=True, slots=True)
class ReadObject:
    """What is named. `key` is of a section, `keys` are the measures of a group, `topic` a theme, a gap, or a title.

    `unknown`: the column of objects says what an evaluation does not assess.
    """

    object: Assessed = Assessed.MEASURE
    key: str = ""
    keys: tuple[str, ...] = field(default=())
    topic: str = ""
    unknown: bool = False


def section_key(words: str) -> str:
    """« Axe II », « axe 2 » and « 2 » are one."""
    found = _SECTION.match(fold(words).strip())
    key = found["key"] if found else fold(words).strip(" .:")
    return str(_ROMAN.index(key) + 1) if key in _ROMAN else number_key(key)


def read_object(words: str, kind: str = "") -> ReadObject | None:
    """What is named by a cell, with what another column says it is of; None for a measure."""
    if kind.strip() and (said := _kind(kind)) is None:
        return read_object(kind) or ReadObject(unknown=True)
    if kind.strip():
        return None if said is Assessed.MEASURE else _said(said, words)
    head, colon, tail = words.partition(":")
    told = _kind(head)
    if colon and told in (Assessed.THEME, Assessed.GAP):
        return ReadObject(told, topic=squeezed(tail))
    low = fold(squeezed(words))
    if (found := _SECTION.match(low)) is not None:
        rest = squeezed(words)[found.end() :].strip(" .:)–—-") if len(low) == len(squeezed(words)) else ""
        return ReadObject(Assessed.SECTION, key=section_key(found[0]), topic=rest)
    if (group := _GROUP.fullmatch(fold(words.strip()))) is not None and len(read_number(group["rest"]).keys) > 1:
        return ReadObject(Assessed.GROUP, keys=read_number(group["rest"]).keys)
    return ReadObject(Assessed.PLAN) if _kind(words) is Assessed.PLAN else None


def _kind(words: str) -> Assessed | None:
    low = fold(squeezed(words)).strip(" .:").replace("’", "'")
    return next((kind for kind, known in _WORDS.items() if known.fullmatch(low)), None)


def _said(kind: Assessed | None, words: str) -> ReadObject:
    if kind is Assessed.SECTION:
        return read_object(words) or ReadObject(Assessed.SECTION, key=section_key(words))
    if kind is Assessed.GROUP:
        return ReadObject(Assessed.GROUP, keys=read_number(words).keys)
    _head, colon, tail = words.partition(":")
    return ReadObject(kind or Assessed.THEME, topic=squeezed(tail if colon else words))


def placed_object(
    found: AssessedRow, named: ReadObject, subjects: Subjects, by_number: Mapping[str, Sequence[MeasureRef]]
) -> AssessedRow:
    """The row beside what it names, or asked."""
    if named.unknown:
        expected = N_(
            "Une évaluation parle du plan, d’une section, d’une mesure, d’un groupe, d’un thème ou d’une lacune."
        )
        return _asked(found, Fault(expected, N_("Dites de quoi parle cette ligne.")), _others(subjects))
    if named.object is Assessed.SECTION:
        return _section(replace(found, title=found.title or named.topic), named, subjects)
    if named.object is Assessed.GROUP:
        return _group(found, named.keys, by_number)
    if named.object is Assessed.PLAN:
        return _whole(found, subjects)
    topic = named.topic or found.title
    if not topic:
        expected = N_("Le thème ou la lacune n’est pas nommé.")
        return _asked(found, Fault(expected, N_("Écrivez-le dans le tableau, ou gardez la ligne de côté.")))
    offer = Offer(GAP if named.object is Assessed.GAP else THEME)
    return replace(found, standing=Standing.MATCHED, object=named.object, title=topic, options=(offer,))


def _section(found: AssessedRow, named: ReadObject, subjects: Subjects) -> AssessedRow:
    known = [one for one in subjects.sections if not one.gone and section_key(one.number) == named.key]
    title = fold(squeezed(found.title))
    known = known or [one for one in subjects.sections if title and not one.gone and fold(one.title) == title]
    if not (found.level_words or found.text or found.note):
        expected = N_("Un titre : la ligne ne dit rien de la section.")
        return replace(found, standing=Standing.ASIDE, why=Fault(expected, ""), options=(Offer(ASIDE), *_offers(known)))
    if len(known) == 1:
        uids = (known[0].uid,)
        return replace(
            found, standing=Standing.MATCHED, object=Assessed.SECTION, subjects=uids, options=tuple(_offers(known))
        )
    params = (("number", (found.named or named.key)[:60]),)
    if known:
        expected = N_("Plusieurs sections du plan s’appellent « {number} ».")
        return _asked(found, Fault(expected, N_("Choisissez."), params), tuple(_offers(known)))
    expected = N_("Le plan n’a pas de section « {number} ».")
    fault = Fault(expected, N_("Choisissez une section, ou gardez la ligne de côté."), params)
    return _asked(found, fault, _others(subjects))


def _group(found: AssessedRow, keys: tuple[str, ...], by_number: Mapping[str, Sequence[MeasureRef]]) -> AssessedRow:
    known = [one for key in keys for one in by_number.get(key, ()) if not one.gone]
    offers = (group_of(known),) if len(known) > 1 else ()
    if len(known) == len(keys) > 1:
        uids = tuple(one.uid for one in known)
        return replace(found, standing=Standing.MATCHED, object=Assessed.GROUP, subjects=uids, options=offers)
    missing = [key for key in keys if all(one.gone for one in by_number.get(key, ()))]
    expected = N_(
        "Un groupe dont des mesures ne sont pas dans le plan, ou sont plusieurs à porter le numéro : {missing}."
    )
    fault = Fault(expected, N_("Choisissez."), (("missing", ", ".join((missing or list(keys))[:10]) or "—"),))
    return _asked(found, fault, offers)


def _whole(found: AssessedRow, subjects: Subjects) -> AssessedRow:
    if not subjects.plan:
        return _asked(found, Fault(N_("Le plan n’est pas connu ici."), N_("Gardez la ligne de côté.")))
    return replace(
        found, standing=Standing.MATCHED, object=Assessed.PLAN, subjects=(subjects.plan,), options=(Offer(PLAN),)
    )


def group_of(measures: Sequence[MeasureRef]) -> Offer:
    """One assessment of these measures together."""
    return Offer(GROUP + "+".join(one.uid for one in measures), tuple(measures))


def _offers(measures: Sequence[MeasureRef]) -> list[Offer]:
    return [Offer(one.uid, (one,)) for one in measures]


def _others(subjects: Subjects) -> tuple[Offer, ...]:
    sections = [one for one in subjects.sections if not one.gone][:MOST_OFFERED]
    return (*_offers(sections), *((Offer(PLAN),) if subjects.plan else ()), Offer(GAP))


def _asked(found: AssessedRow, why: Fault, offers: Sequence[Offer] = ()) -> AssessedRow:
    return replace(found, standing=Standing.ASKED, why=why, options=(*offers, Offer(THEME), Offer(ASIDE)))


def decided_object(
    found: AssessedRow, value: str, subjects: Subjects, measures: Mapping[str, MeasureRef]
) -> AssessedRow | None:
    """What a person said of a row that is of no single measure; None when that is not what was said."""
    named = found.title or found.named
    if value in (THEME, GAP) and named:
        kind = Assessed.GAP if value == GAP else Assessed.THEME
        return replace(found, standing=Standing.MATCHED, object=kind, subjects=(), why=None)
    if value == PLAN and subjects.plan:
        uids = (subjects.plan,)
        return replace(found, standing=Standing.MATCHED, object=Assessed.PLAN, subjects=uids, why=None)
    section = next((one for one in subjects.sections if one.uid == value and not one.gone), None)
    if section is not None:
        return replace(found, standing=Standing.MATCHED, object=Assessed.SECTION, subjects=(value,), why=None)
    if value.startswith(GROUP):
        chosen = tuple(dict.fromkeys(value.removeprefix(GROUP).split("+")))
        if len(chosen) > 1 and all(uid in measures and not measures[uid].gone for uid in chosen):
            return replace(found, standing=Standing.MATCHED, object=Assessed.GROUP, subjects=chosen, why=None)
    return None
