"""Comparison of evaluations, in CPU time: 500 measures, 20 evaluators, 10 rounds, 100,000 assessments.

    python -m benchmarks.comparison

Drawn with a fixed seed: three scales, a crosswalk between two of them, one assessment in ten without verdict, one in
twenty of a group. Checked: the counts of every column add up to the measures. Target: 1 s.
"""

import random
from dataclasses import replace
from time import process_time

from jalon.facts.common import OrgRef, Text, When
from jalon.facts.comparing import Comparison, compare
from jalon.facts.evaluation import Assessed, Assessment, Crosswalk, CrosswalkPair, Evaluation, NoVerdict
from jalon.facts.standard_scales import DONE, ENGAGED, OGP_COMPLETION

MEASURES, EVALUATORS, ROUNDS = 500, 20, 10
SECONDS = 1.0
SCALES = (DONE, ENGAGED, OGP_COMPLETION)
WHEN = "2026-11-22T00:00:00Z"


def main() -> int:
    """Prints the seconds; 1 over the target."""
    draw = random.Random(2026)
    measures = [f"measure-{number}" for number in range(MEASURES)]
    evaluations = [_evaluation(body, turn) for body in range(EVALUATORS) for turn in range(ROUNDS)]
    assessments = [_assessment(draw, item, measure) for item in evaluations for measure in measures]
    begin = process_time()
    found = compare(measures, evaluations, assessments, SCALES, [_crosswalk()])
    seconds = process_time() - begin
    _check(found)
    print(f"{len(assessments):,} assessments, {len(found.disagreements)} measures in disagreement: {seconds:.2f} s CPU")
    return int(seconds > SECONDS)


def _evaluation(body: int, turn: int) -> Evaluation:
    return Evaluation(
        uid=f"evaluation-{body}-{turn}",
        slug=f"evaluation-{body}-{turn}",
        plan="plan",
        evaluator=OrgRef(name=f"Evaluator {body}", uid=f"body-{body}"),
        title=Text(value="Benchmark"),
        recorded_at=WHEN,
        scale=SCALES[body % 3].uid,
        said=When(edtf=str(2010 + turn)),
    )


def _assessment(draw: random.Random, evaluation: Evaluation, measure: str) -> Assessment:
    scale = next(scale for scale in SCALES if scale.uid == evaluation.scale)
    made = Assessment(
        uid=f"{evaluation.uid}-{measure}",
        evaluation=evaluation.uid,
        object=Assessed.GROUP if draw.random() < 0.05 else Assessed.MEASURE,
        subjects=(measure,),
        recorded_at=WHEN,
    )
    if draw.random() < 0.1:
        return replace(made, no_verdict=draw.choice(list(NoVerdict)))
    return replace(made, level=draw.choice(scale.levels).code)


def _crosswalk() -> Crosswalk:
    why = Text(value="Drawn for the benchmark.")
    pairs = (CrosswalkPair(of="complete", to="done", reason=why), CrosswalkPair(of="limited", to="partial", reason=why))
    return Crosswalk(
        uid="crosswalk", slug="benchmark", from_scale=OGP_COMPLETION.uid, to_scale=DONE.uid,
        author=OrgRef(name="Benchmark"), when=When(edtf="2026"), pairs=pairs,
    )  # fmt: skip


def _check(found: Comparison) -> None:
    for column in found.columns:
        parts = (column.words, column.no_agreement, column.in_group, column.not_assessed)
        counted = sum(column.levels.values()) + sum(column.reasons.values()) + sum(parts)
        assert counted == MEASURES == column.total, column.evaluation.uid


if __name__ == "__main__":
    raise SystemExit(main())
