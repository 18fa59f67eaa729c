"""What evaluators and the government said was done: evaluations with their assessments, and counts said of a whole.

One evaluation is what one evaluator said of one plan on one day. The records also hold what was asked for on such an
occasion, and what shows that something was done: these are statements of their own kinds (`said_beside`).
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from jalon.demo.france.dates import when
from jalon.demo.france.links import THEMES, About, about_measure, about_plan
from jalon.demo.france.organisations import body
from jalon.demo.france.records import RECORDED_AT, Record, joined, plan_uid, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.common import Citation, Confidence, Count, Known, Statement, StatementKind, When
from jalon.facts.evaluation import (
    Adoption,
    Assessed,
    Assessment,
    Claim,
    Criterion,
    Evaluation,
    EvaluationKind,
    EvaluationState,
    Finding,
    Reliance,
    Scale,
)
from jalon.facts.standard_scales import DONE, ENGAGED
from jalon.methods.text import fold

MEASURES = {
    "mesure 41": 41,
    "mesure 9": 9,
    "mesure 8": 8,
    "mécanisme de référence (mesure 16)": 16,
}
"""Scope -> number, for records without a number field of their own."""

BESIDE = {"recommendation": StatementKind.ASKED, "evidence": StatementKind.OUTCOME}
"""Role -> kind of statement; a record without a role judges."""

LABELS = {
    "realisee": "réalisée",
    "partielle": "partiellement réalisée",
    "non_realisee": "non réalisée",
    "engagee": "engagée",
}
"""Key of a count -> the evaluator's word, as in the scale."""

SCALES = {scale.printed: scale for scale in (DONE, ENGAGED)}
"""Scale as the records print it -> the scale; other words name a scale whose levels were not read."""

READ_LEVELS = {("fr-teh-2", "mesures mineurs"): "partial"}
"""(plan, scope) -> level read in the first words of a verdict on the scale, whose record gives no level."""

NOUNS = {
    ("fr-teh-2", "CNCDH", "2023-01-12"): "Évaluation",
    ("fr-teh-2", "CNCDH", "2019-11-19"): "Avis ex ante",
    ("fr-teh-2", "Collectif", "2022"): "Analyse mesure par mesure",
    ("fr-teh-2", "MIPROF", "2022"): "Évaluation interne",
}
"""(plan, evaluator, date) -> what the records call it; the others are only known by what they say."""

FINDINGS = {
    ("fr-teh-2", "CNCDH", "2019-11-19"): (Criterion.DEADLINE, Criterion.COST),
    ("fr-teh-3", "Collectif", "2024-01"): (Criterion.MEANS, Criterion.LEAD, Criterion.INDICATOR),
}
"""(plan, evaluator, date) -> what its words on the whole plan say to be absent: « sans calendrier ni budget », « ni moyens,
ni pilote par mesure, ni indicateurs »."""

RANKS = {"fr-teh-1": "1er plan", "fr-teh-2": "2e plan", "fr-teh-3": "3e plan"}
COALITION = ("fr-teh-2", "Collectif", "2022")
RESTED_ON = {"analyse du Collectif, 2022": COALITION}
"""Words of what an evaluation rests on -> the evaluation that they name."""

NOT_SHARED = "exists_not_shared"
_ONE_ABSTENTION = "une abstention"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The evaluations of one plan with what they say."""

    scales: tuple[Scale, ...]
    evaluations: tuple[Evaluation, ...]
    assessments: tuple[Assessment, ...]
    claims: tuple[Claim, ...]


def evaluations(plan: str, sources: Sources) -> Evaluated:
    """Everything that was judged of one plan, its measures and its themes."""
    made = tuple(_evaluation(records, sources) for records in _grouped(plan))
    judged = tuple(record for records in _grouped(plan) for record in records)
    return Evaluated(
        scales=_scales(judged, sources),
        evaluations=made,
        assessments=tuple(_assessment(r, sources) for r in judged if not _is_claim(r) and not _is_withheld(r)),
        claims=tuple(_claim(record, sources) for record in judged if _is_claim(record)),
    )


def said_beside(plan: str, sources: Sources) -> tuple[Statement, ...]:
    """What was asked of one plan, or shown as done, without judging."""
    return tuple(_statement(r, sources) for r in raw("evaluations") if r["plan"] == plan and r.get("role"))


@cache
def _grouped(plan: str) -> tuple[tuple[Record, ...], ...]:
    """The judging records of each evaluation of a plan, in the order of the records."""
    judged = [record for record in raw("evaluations") if record["plan"] == plan and not record.get("role")]
    first = {_key(record): place for place, record in reversed(list(enumerate(judged)))}
    ordered = sorted(judged, key=lambda record: first[_key(record)])
    return tuple(tuple(records) for _key_of, records in groupby(ordered, _key))


def _key(record: Record) -> tuple[str, str, str]:
    return record["plan"], record["evaluator"], record["date"]


def _is_claim(record: Record) -> bool:
    return bool(record.get("counts"))


def _is_withheld(record: Record) -> bool:
    return record.get("state") == NOT_SHARED


# --- evaluations -----------------------------------------------------------------------------------------------------


def _evaluation(records: tuple[Record, ...], sources: Sources) -> Evaluation:
    first = records[0]
    withheld, printed = _is_withheld(first), next((r["scale"] for r in records if r["scale"]), None)
    return Evaluation(
        uid=_uid(first) if withheld else evaluation_uid(*_key(first)),
        slug=_slug(first),
        plan=plan_uid(first["plan"]),
        evaluator=body(first["evaluator"]),
        title=told(f"{NOUNS.get(_key(first), 'Appréciation')} du {RANKS[first['plan']]}, {first['evaluator']}"),
        recorded_at=RECORDED_AT,
        state=EvaluationState.KNOWN_NOT_SHARED if withheld else EvaluationState.PUBLISHED,
        kind=EvaluationKind.EX_ANTE if first.get("kind") == "avis ex ante" else None,
        kind_printed=first.get("kind"),
        scale=SCALES[printed].uid if printed in SCALES else None,
        scale_printed=None if printed in SCALES else printed,
        said=_said_of(records),
        adoption=_adoption(first, _cited(records, sources)),
        rests_on=tuple(_reliance(words) for words in first.get("rests_on") or ()),
        note=summary(first["verdict_fr"]) if withheld else None,
        citations=_cited(records, sources),
    )


def evaluation_uid(plan: str, evaluator: str, date: str) -> str:
    """The uid of what an evaluator said of a plan on a day."""
    return uid("evaluation-of", plan, evaluator, date)


def _slug(record: Record) -> str:
    words = f"{fold(record['evaluator'])} {record['date']} plan {record['plan'][-1]}"
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")


def _said_of(records: tuple[Record, ...]) -> When:
    """A date that is a page's, not the evaluation's, is an inference."""
    inferred = any(record.get("date_note") for record in records)
    return when(records[0]["date"], Confidence.INFERRED if inferred else Confidence.STATED)


def _adoption(record: Record, cited: tuple[Citation, ...]) -> Adoption | None:
    adopted = record.get("adopted")
    if not adopted:
        return None
    vote = adopted["vote"]
    return Adoption(
        body=adopted["body"],
        votes_against=0 if "unanimité" in vote else None,
        abstentions=1 if _ONE_ABSTENTION in vote else None,
        printed=vote,
        citations=cited,
    )


def _reliance(words: str) -> Reliance:
    named = RESTED_ON.get(words)
    return Reliance(words=words, evaluation=evaluation_uid(*named) if named else None)


def _cited(records: tuple[Record, ...], sources: Sources) -> tuple[Citation, ...]:
    cited = [citation for record in records for citation in sources.cite_all(record["source"])]
    return tuple({citation.source: citation for citation in cited}.values())


def _scales(records: tuple[Record, ...], sources: Sources) -> tuple[Scale, ...]:
    """The scales that were used, each with its owner in the directory and the pages that print it."""
    found = []
    for printed, scale in SCALES.items():
        used = tuple(record for record in records if record["scale"] == printed)
        if used:
            cited = _cited(used, sources)
            levels = tuple(replace(level, citations=cited) for level in scale.levels)
            found.append(replace(scale, owner=body(scale.owner.name), levels=levels, citations=cited))
    return tuple(found)


# --- what they say ---------------------------------------------------------------------------------------------------


def _assessment(record: Record, sources: Sources) -> Assessment:
    about, page = _about(record), record.get("page")
    level = READ_LEVELS.get((record["plan"], record["scope"]))
    own, whole = _said(record), next(_said_of(records) for records in _grouped(record["plan"]) if record in records)
    return Assessment(
        uid=_uid(record),
        evaluation=evaluation_uid(*_key(record)),
        object=Assessed(record["object"]),
        recorded_at=RECORDED_AT,
        subjects=() if _is_unplaced(record) else (about.subject,),
        topic=None if record["scope"] == "total" else record["scope"],
        findings=_findings(record),
        level=record.get("level") or level,
        text=summary(record["verdict_fr"]),
        page=str(page) if page else None,
        said=None if own == whole else own,
        link=about.link,
        confidence=Confidence.INFERRED if level else Confidence.STATED,
        note=joined(about.reason, record.get("date_note")),
        citations=sources.cite_all(record["source"], locator=f"p. {page}" if page else None),
    )


def _findings(record: Record) -> tuple[Finding, ...]:
    said = FINDINGS.get(_key(record), ()) if record["scope"] == "total" else ()
    return tuple(Finding(criterion=criterion) for criterion in said)


def _claim(record: Record, sources: Sources) -> Claim:
    counts = dict(record["counts"])
    total = counts.pop("total", None)
    engaged = SCALES[record["scale"]] is ENGAGED
    return Claim(
        uid=_uid(record),
        plan=plan_uid(record["plan"]),
        said_by=body(record["evaluator"]),
        recorded_at=RECORDED_AT,
        text=summary(record["verdict_fr"]),
        counts=tuple(Count(label=LABELS[key], value=value) for key, value in counts.items()),
        total=total,
        scale=SCALES[record["scale"]].uid,
        definition_known=Known.NOT_FOUND if engaged else Known.NOT_LOOKED_AT,
        evaluation=evaluation_uid(*_key(record)),
        note=joined(record.get("conflict"), record.get("date_note")),
        citations=sources.cite_all(record["source"]),
    )


def _statement(record: Record, sources: Sources) -> Statement:
    about = _about(record)
    return Statement(
        uid=_uid(record),
        kind=BESIDE[record["role"]],
        subject=about.subject,
        recorded_at=RECORDED_AT,
        said_by=body(record["evaluator"]),
        text=summary(record["verdict_fr"]),
        said=_said(record),
        outcome="evidence" if record["role"] == "evidence" else None,
        link=about.link,
        note=joined(record.get("kind"), about.reason),
        topic=None if record["scope"] == "total" else record["scope"],
        citations=sources.cite_all(record["source"]),
    )


def _uid(record: Record) -> str:
    return uid("evaluation", record["plan"], record["evaluator"], record["date"], record["scope"], record["verdict_fr"])


def _about(record: Record) -> About:
    plan, scope = record["plan"], record["scope"]
    if record["object"] == "measure":
        return about_measure(plan, record.get("measure") or MEASURES[scope], _reason(record))
    return THEMES.get((plan, scope)) or about_plan(plan)


def _is_unplaced(record: Record) -> bool:
    """A theme that names no measure stays with its words: it is about the plan, and in no cell of a measure."""
    return record["object"] == "theme" and (record["plan"], record["scope"]) not in THEMES


def _reason(record: Record) -> str | None:
    """The link to measure 16 is the register's, and the record says so."""
    note = record.get("note")
    return note if note and "rapproché par nous" in note else None


def _said(record: Record) -> When:
    return when(record["date"], Confidence.INFERRED if record.get("date_note") else Confidence.STATED)
