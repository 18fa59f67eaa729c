"""All that a part says in this room, as facts in canonical order. Drafts and the work of teams are no facts."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from jalon.core.citing import Cited, cited
from jalon.core.models import Part
from jalon.core.parts import Reserved, sources_in
from jalon.evaluation import models, reading
from jalon.evaluation.enums import Stage
from jalon.facts import evaluation as facts
from jalon.facts.kinds import COUNTRY


def collect(part: Part, cites: Cited) -> Mapping[str, tuple[Any, ...]]:
    """Fields of `PartFacts`: live scales, crosswalks and claims, and the evaluations that reached `publish`."""
    published = {row.pk: row for row in models.Evaluation.objects.of_part(part).live().filter(stage=Stage.PUBLISH)}
    evaluations = [reading.evaluation_fact(row, cites.get(row.uid, ())) for row in published.values()]
    drafts = models.Evaluation.objects.of_part(part).exclude(pk__in=published).values_list("uid", flat=True)
    return {
        "scales": _simple(models.Scale, reading.scale_fact, part, cites),
        "crosswalks": _simple(models.Crosswalk, reading.crosswalk_fact, part, cites),
        "evaluations": _ordered(evaluations),
        "assessments": _assessments(published, cites),
        "claims": _claims(part, set(drafts), cites),
    }


def reserved(part: Part) -> Reserved:
    """Drafts, what they say and the counts that stand in them, with the sources that they cite."""
    drafts = {row.pk: row for row in models.Evaluation.objects.of_part(part).exclude(stage=Stage.PUBLISH)}
    if not drafts:
        return Reserved()
    assessments = models.Assessment.objects.filter(evaluation__in=drafts)
    evidence = evidence_of(assessments)
    claims = models.Claim.objects.of_part(part).filter(evaluation_uid__in=[row.uid for row in drafts.values()])
    rows = [*drafts.values(), *assessments, *claims]
    cites = cited(part, [row.uid for row in rows])
    told: list[Any] = [reading.evaluation_fact(row) for row in drafts.values()]
    told += [
        reading.assessment_fact(row, drafts[row.evaluation_id].uid, evidence.get(row.pk, ())) for row in assessments
    ]
    sources = sources_in(told) | {one.source for citations in cites.values() for one in citations}
    return Reserved(frozenset(row.uid for row in rows), sources)


def _ordered(found: Any) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda fact: fact.uid))


def _simple(model: Any, fact: Any, part: Part, cites: Cited) -> tuple[Any, ...]:
    return _ordered(fact(row, cites.get(row.uid, ())) for row in model.objects.of_part(part).live())


def _assessments(published: Mapping[int, models.Evaluation], cites: Cited) -> tuple[facts.Assessment, ...]:
    rows = models.Assessment.objects.live().filter(evaluation__in=published)
    evidence = evidence_of(rows)
    found = (
        reading.assessment_fact(row, published[row.evaluation_id].uid, evidence.get(row.pk, ()), cites.get(row.uid, ()))
        for row in rows
    )
    return tuple(sorted(found, key=lambda fact: (fact.evaluation, fact.uid)))


def evidence_of(assessments: Any) -> Mapping[int, tuple[facts.Evidence, ...]]:
    """The live evidence of each of these assessments, by primary key, in order. One query."""
    found: dict[int, list[facts.Evidence]] = defaultdict(list)
    rows = models.EvidenceItem.objects.live().filter(assessment__in=assessments).order_by("order", "id")
    for key, fact in rows.values_list("assessment_id", "fact"):
        found[key].append(fact)
    return {key: tuple(items) for key, items in found.items()}


def _claims(part: Part, drafts: set[Any], cites: Cited) -> tuple[facts.Claim, ...]:
    """A claim that stands in a draft is seen with it, not before."""
    rows = models.Claim.objects.of_part(part).live()
    found = [reading.claim_fact(row, cites.get(row.uid, ())) for row in rows if row.evaluation_uid not in drafts]
    return tuple(sorted(found, key=lambda fact: (fact.plan or COUNTRY, fact.uid)))
