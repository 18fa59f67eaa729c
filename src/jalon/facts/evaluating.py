"""Whether evaluations hang together: levels of their own scale, votes that add up, evidence that shows what it says,
crosswalks that contradict nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from jalon.facts import rules
from jalon.facts.common import COUNTRY_SUBJECT
from jalon.facts.crosswalks import contradictions
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    Assessment,
    Claim,
    Crosswalk,
    Evaluation,
    EvaluationState,
    Evidence,
    EvidenceKind,
    Inquiry,
    NoVerdict,
    Reliance,
    Scale,
    ScaleLevel,
)
from jalon.facts.known import Known, codes_of
from jalon.facts.part import PartFacts
from jalon.facts.problems import N_, Problem
from jalon.facts.standard_scales import STANDARD

Say = Callable[..., Problem]
Faults = Iterator[tuple[str, rules.Fault]]

_REFERENCE = re.compile(r"(?=.*\d)[A-Z0-9]{1,12}(-[A-Z0-9]{1,12}){0,3}")
_POINT_TO_KNOWN = N_("Désignez-en un qui existe, dans cette partie ou dans une partie publiée.")
_LEVELS_OF_OWN_SCALE = N_("Choisissez un niveau de l’échelle de l’évaluation, ou changez l’échelle de celle-ci.")
_NO_SUCH_LEVEL = N_("L’échelle de cette évaluation n’a pas de niveau « {level} » ; ses niveaux sont : {levels}.")

NEEDS: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.FILE: ("sha256", "name"),
    EvidenceKind.PAGE: ("url", "seen"),
    EvidenceKind.INDICATOR: ("of",),
    EvidenceKind.OUTPUT: ("of",),
    EvidenceKind.STATEMENT: ("of",),
    EvidenceKind.HEARING: ("body", "when"),
    EvidenceKind.QUESTIONNAIRE: ("inquiry",),
    EvidenceKind.TESTIMONY: ("reference",),
}
"""Kind of evidence -> what it must say."""

_EVERY = ("page", "quote", "text")
MAY: dict[EvidenceKind, tuple[str, ...]] = {
    EvidenceKind.FILE: ("media_type", "size", "url", "seen", *_EVERY),
    EvidenceKind.PAGE: ("name", *_EVERY),
    EvidenceKind.INDICATOR: _EVERY,
    EvidenceKind.OUTPUT: _EVERY,
    EvidenceKind.STATEMENT: _EVERY,
    EvidenceKind.HEARING: ("quote", "text"),
    EvidenceKind.QUESTIONNAIRE: ("quote", "text"),
    EvidenceKind.TESTIMONY: (),  # nothing by which a person could be known
}
"""Kind of evidence -> what it may say besides."""

MEMBERS = tuple(name for name in Evidence.__dataclass_fields__ if name != "kind")


# --- values that depend on one another -------------------------------------------------------------------------------


def scale_faults(item: Scale) -> Faults:
    """A scale has two levels or more, each code once."""
    codes = [level.code for level in item.levels]
    if len(codes) < 2:
        yield "levels", rules.Fault(N_("Une échelle a au moins deux niveaux."), N_("Ajoutez un niveau."))
    if len(set(codes)) < len(codes):
        yield "levels", rules.Fault(N_("Deux niveaux portent le même code."), N_("Donnez à chacun le sien."))
    if set(codes) & set(NoVerdict):
        expected = N_("Ce code est celui d’une absence de verdict, pas d’un niveau.")
        yield "levels", rules.Fault(expected, N_("Donnez un autre code à ce niveau."))


def level_faults(item: ScaleLevel) -> Faults:
    """A level has words in both languages; a sign is a name, or a letter or two."""
    if not (item.fr.strip() and item.en.strip()):
        expected = N_("Un niveau se nomme en français et en anglais : un signe seul ne se lit pas.")
        yield "fr", rules.Fault(expected, N_("Complétez les deux noms."))
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+|[A-Z0-9]{0,2}", item.mark):
        expected = N_("Un signe est un nom de dessin (sq-full) ou une ou deux lettres.")
        yield "mark", rules.Fault(expected, N_("Corrigez le signe, ou laissez-le vide."))


def crosswalk_faults(item: Crosswalk) -> Faults:
    """From one scale to another; each level of the first read once; every pair with its reason."""
    if item.from_scale == item.to_scale:
        expected = N_("Une correspondance va d’une échelle à une autre.")
        yield "to_scale", rules.Fault(expected, N_("Choisissez une autre échelle."))
    read = [pair.of for pair in item.pairs]
    if len(set(read)) < len(read):
        expected = N_("Un niveau n’a qu’un équivalent dans une correspondance.")
        yield "pairs", rules.Fault(expected, N_("Gardez l’un des deux, ou laissez ce niveau sans équivalent."))
    if not all(pair.reason.value.strip() for pair in item.pairs):
        expected = N_("Chaque équivalence, ou absence d’équivalence, donne sa raison.")
        yield "pairs", rules.Fault(expected, N_("Dites pourquoi."))


def adoption_faults(item: Adoption) -> Faults:
    """Votes that add up: none below zero, no text adopted by fewer than were against, parts equal to the whole."""
    parts = {"votes_for": item.votes_for, "votes_against": item.votes_against, "abstentions": item.abstentions}
    said = {name: value for name, value in parts.items() if value is not None}
    for name, value in (*said.items(), ("votes", item.votes if item.votes is not None else 0)):
        if value < 0:
            yield name, rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))
    total = sum(said.values())
    if item.votes is not None and (total > item.votes or (len(said) == len(parts) and total != item.votes)):
        expected = N_("Pour, contre et abstentions font {sum}, et le total dit {votes}.")
        remedy = N_("Corrigez les nombres, ou laissez vide celui qui n’est pas connu.")
        yield "votes", rules.Fault(expected, remedy, (("sum", str(total)), ("votes", str(item.votes))))
    if item.votes_for is not None and item.votes_against is not None and item.votes_against > item.votes_for:
        expected = N_("Un texte adopté n’a pas plus de voix contre que pour.")
        yield "votes_against", rules.Fault(expected, N_("Corrigez les voix."))


def inquiry_faults(item: Inquiry) -> Faults:
    """An answer or a silence, not both."""
    if item.answered is not None and item.silent_until is not None:
        expected = N_("Une question a reçu une réponse, ou n’en a pas reçu : pas les deux.")
        yield "silent_until", rules.Fault(expected, N_("Gardez l’une des deux dates."))
    if item.answer is not None and item.answered is None:
        yield "answered", rules.Fault(N_("Une réponse a une date."), N_("Donnez la date de la réponse."))


def reliance_faults(item: Reliance) -> Faults:
    """Another evaluation, or words."""
    if not item.evaluation and not (item.words or "").strip():
        expected = N_("Ce sur quoi l’évaluation repose : une autre évaluation, ou des mots.")
        yield "words", rules.Fault(expected, N_("Complétez."))


def evaluation_faults(item: Evaluation) -> Faults:
    """What nobody has read has no scale; no evaluation follows, corrects or rests on itself."""
    if item.state is EvaluationState.KNOWN_NOT_SHARED and (item.scale or item.adoption):
        expected = N_("D’une évaluation qui n’a pas été diffusée, on ne connaît ni l’échelle ni le vote.")
        yield "state", rules.Fault(expected, N_("Retirez-les, ou dites que l’évaluation est publiée."))
    for name, uids in (
        ("follows", (item.follows,)),
        ("corrects", (item.corrects,)),
        ("rests_on", tuple(one.evaluation for one in item.rests_on)),
    ):
        if item.uid in uids:
            expected = N_("Une évaluation ne peut pas renvoyer à elle-même.")
            yield name, rules.Fault(expected, N_("Désignez-en une autre."))


def assessment_faults(item: Assessment) -> Faults:
    """A level, a reason for none, or words; an object said by a uid or by words."""
    if item.level is not None and item.no_verdict is not None:
        expected = N_("Un niveau, ou la raison de son absence : pas les deux.")
        yield "no_verdict", rules.Fault(expected, N_("Gardez l’un des deux."))
    if item.no_agreement and (item.level is not None or item.no_verdict is not None):
        expected = N_("« Pas d’accord » ne va pas avec un niveau convenu.")
        yield "no_agreement", rules.Fault(expected, N_("Gardez l’un des deux."))
    if item.level is None and item.no_verdict is None and not item.no_agreement and item.text is None:
        expected = N_("Un niveau, la raison de son absence, ou un avis en mots est attendu.")
        yield "level", rules.Fault(expected, N_("Complétez l’un des trois."))
    if not item.subjects and not (item.topic or "").strip():
        expected = N_("Dites de quoi il est question : un objet du plan, ou les mots de l’évaluateur.")
        yield "subjects", rules.Fault(expected, N_("Complétez."))
    if item.object in {Assessed.PLAN, Assessed.MEASURE, Assessed.SECTION} and len(item.subjects) != 1:
        expected = N_("Une appréciation d’un plan, d’une section ou d’une mesure en désigne un seul.")
        yield "subjects", rules.Fault(expected, N_("Désignez-en un, ou parlez d’un groupe."))
    if len(set(item.subjects)) < len(item.subjects):
        yield "subjects", rules.Fault(N_("Chaque objet n’est désigné qu’une fois."), N_("Retirez le second."))


def evidence_faults(item: Evidence) -> Faults:
    """Each kind says what it must, and nothing that it may not; a testimony is a code."""
    said = {name for name in MEMBERS if getattr(item, name) is not None}
    if missing := [name for name in NEEDS[item.kind] if name not in said]:
        yield missing[0], rules.Fault(N_("Cette sorte de preuve ne va pas sans cela."), N_("Complétez-la."))
    if extra := sorted(said - {*NEEDS[item.kind], *MAY[item.kind]}):
        expected = N_("Cette sorte de preuve ne dit pas cela.")
        yield extra[0], rules.Fault(expected, N_("Videz ce champ, ou changez la sorte de preuve."))
    if item.reference is not None and not _REFERENCE.fullmatch(item.reference):
        expected = N_("Un renvoi à un témoignage est un code de majuscules et de chiffres (T-2026-014), jamais un nom.")
        yield "reference", rules.Fault(expected, N_("Donnez le code de votre dossier."))


def claim_faults(item: Claim) -> Faults:
    """Words or numbers; a whole that is not negative."""
    if item.text is None and not item.counts:
        yield "text", rules.Fault(N_("Les mots, ou les nombres, sont attendus."), N_("Complétez l’un des deux."))
    if item.total is not None and item.total < 0:
        yield "total", rules.Fault(N_("Un nombre positif ou nul est attendu."), N_("Corrigez le nombre."))


RULES: dict[tuple[type[Any], str], rules.Rule] = {
    **{(cls, "uid"): rules.uid for cls in (Scale, Crosswalk, Evaluation, Assessment, Claim)},
    **{(cls, "slug"): rules.slug for cls in (Scale, Crosswalk, Evaluation)},
    **{(cls, "recorded_at"): rules.time for cls in (Evaluation, Assessment, Claim)},
    (ScaleLevel, "code"): rules.slug,
    (Crosswalk, "from_scale"): rules.uid,
    (Crosswalk, "to_scale"): rules.uid,
    (Adoption, "body"): rules.filled,
    (Evaluation, "plan"): rules.uid,
    (Evaluation, "scale"): rules.uid,
    (Assessment, "evaluation"): rules.uid,
    (Evidence, "sha256"): rules.digest,
    (Evidence, "url"): rules.url,
    (Evidence, "of"): rules.uid,
    (Claim, "plan"): rules.uid,
    (Claim, "scale"): rules.uid,
    (Claim, "evaluation"): rules.uid,
}
"""What single values of evaluations must be; `facts.validation` reads them with those of every other fact."""

WHOLE: dict[type[Any], Callable[[Any], Faults]] = {
    Scale: scale_faults,
    ScaleLevel: level_faults,
    Crosswalk: crosswalk_faults,
    Adoption: adoption_faults,
    Inquiry: inquiry_faults,
    Reliance: reliance_faults,
    Evaluation: evaluation_faults,
    Assessment: assessment_faults,
    Evidence: evidence_faults,
    Claim: claim_faults,
}


# --- between facts ---------------------------------------------------------------------------------------------------


def references(facts: PartFacts, known: Known, say: Say) -> Iterator[Problem]:
    """The problems of evaluations: each plan, scale, level, subject and evaluation named must be known."""
    known = replace(known, scales={scale.uid: codes_of(scale) for scale in STANDARD} | known.scales)
    for evaluation in facts.evaluations:
        yield from _evaluation(evaluation, known, say)
    subjects = known.plans | known.sections.keys() | known.measures
    for assessment in facts.assessments:
        yield from _assessment(assessment, subjects, known, say)
    for claim in facts.claims:
        yield from _claim(claim, known, say)
    for crosswalk in facts.crosswalks:
        yield from _crosswalk(crosswalk, known, say)
    yield from _between_crosswalks(facts.crosswalks, say)


_UNKNOWN_SCALE = N_("Cette échelle est inconnue.")
_UNKNOWN_EVALUATION = N_("Cette évaluation est inconnue.")


def _evaluation(item: Evaluation, known: Known, say: Say) -> Iterator[Problem]:
    if item.plan not in known.plans:
        yield say(item, "plan", N_("Ce plan est inconnu."), _POINT_TO_KNOWN, item.plan)
    if item.scale and item.scale not in known.scales:
        yield say(item, "scale", _UNKNOWN_SCALE, _POINT_TO_KNOWN, item.scale)
    named = [("follows", item.follows), ("corrects", item.corrects)]
    named += [(f"rests_on[{index}].evaluation", one.evaluation) for index, one in enumerate(item.rests_on)]
    for member, uid in named:
        if uid and uid not in known.evaluations:
            yield say(item, member, _UNKNOWN_EVALUATION, _POINT_TO_KNOWN, uid)


def _assessment(item: Assessment, subjects: Any, known: Known, say: Say) -> Iterator[Problem]:
    if item.evaluation not in known.evaluations:
        yield say(item, "evaluation", _UNKNOWN_EVALUATION, _POINT_TO_KNOWN, item.evaluation)
        return
    for index, uid in enumerate(item.subjects):
        if uid not in subjects:
            expected = N_("Ce dont il est question n’est plus, ou n’est pas, dans le plan.")
            yield say(item, f"subjects[{index}]", expected, _POINT_TO_KNOWN, uid)
    if item.superseded_by and item.superseded_by not in known.statements:
        expected = N_("L’appréciation qui remplace celle-ci est inconnue.")
        yield say(item, "superseded_by", expected, _POINT_TO_KNOWN, item.superseded_by)
    codes = known.scales.get(known.evaluations[item.evaluation] or "", ())
    for member, level in _levels_of(item):
        if level not in codes and level not in set(NoVerdict):
            yield say(
                item, member, _NO_SUCH_LEVEL, _LEVELS_OF_OWN_SCALE, level, level=level, levels=", ".join(codes) or "—"
            )
    for index, one in enumerate(item.evidence):
        yield from _evidence(item, index, one, known, say)


def _levels_of(item: Assessment) -> Iterator[tuple[str, str]]:
    if item.level is not None:
        yield "level", item.level
    for index, level in enumerate(item.blind):
        yield f"blind[{index}]", level
    for index, dissent in enumerate(item.dissents):
        if dissent.level is not None:
            yield f"dissents[{index}].level", dissent.level


def _evidence(item: Assessment, index: int, one: Evidence, known: Known, say: Say) -> Iterator[Problem]:
    pools: dict[EvidenceKind, frozenset[str]] = {
        EvidenceKind.INDICATOR: known.indicators,
        EvidenceKind.OUTPUT: known.outputs,
        EvidenceKind.STATEMENT: known.statements,
    }
    if one.of and one.of not in pools.get(one.kind, frozenset()):
        expected = N_("Ce que cette preuve désigne est inconnu.")
        yield say(item, f"evidence[{index}].of", expected, _POINT_TO_KNOWN, one.of)


def _claim(item: Claim, known: Known, say: Say) -> Iterator[Problem]:
    if item.plan and item.plan not in known.plans and item.plan != COUNTRY_SUBJECT:
        yield say(item, "plan", N_("Ce plan est inconnu."), _POINT_TO_KNOWN, item.plan)
    if item.scale and item.scale not in known.scales:
        yield say(item, "scale", _UNKNOWN_SCALE, _POINT_TO_KNOWN, item.scale)
    if item.evaluation and item.evaluation not in known.evaluations:
        yield say(item, "evaluation", _UNKNOWN_EVALUATION, _POINT_TO_KNOWN, item.evaluation)
    if item.superseded_by and item.superseded_by not in known.statements:
        expected = N_("L’annonce qui remplace celle-ci est inconnue.")
        yield say(item, "superseded_by", expected, _POINT_TO_KNOWN, item.superseded_by)


def _crosswalk(item: Crosswalk, known: Known, say: Say) -> Iterator[Problem]:
    for member, uid in (("from_scale", item.from_scale), ("to_scale", item.to_scale)):
        if uid not in known.scales:
            yield say(item, member, _UNKNOWN_SCALE, _POINT_TO_KNOWN, uid)
            return
    before, after = known.scales[item.from_scale], known.scales[item.to_scale]
    for index, pair in enumerate(item.pairs):
        for member, code, codes in (("of", pair.of, before), ("to", pair.to, after)):
            if code is not None and code not in codes:
                expected = N_("L’échelle n’a pas de niveau « {level} » ; ses niveaux sont : {levels}.")
                where = f"pairs[{index}].{member}"
                yield say(item, where, expected, N_("Corrigez."), code, level=code, levels=", ".join(codes))
    if _turned(item, before, after):
        expected = N_("Cette correspondance renverse l’ordre des niveaux : un niveau meilleur y devient moins bon.")
        yield say(item, "pairs", expected, N_("Corrigez les équivalents."))


def _turned(item: Crosswalk, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    to = {pair.of: pair.to for pair in item.pairs}
    ranks = [after.index(found) for code in before if (found := to.get(code)) in after]
    return ranks != sorted(ranks)


def _between_crosswalks(items: tuple[Crosswalk, ...], say: Say) -> Iterator[Problem]:
    """No circle of scales, no two ways between two scales that disagree: of all those that one part publishes."""
    for item, expected, params in contradictions(items):
        yield say(item, "to_scale", expected, N_("Retirez ou corrigez l’une des correspondances."), **params)
