"""Coverage of 2,000 recommendations by 300 measures of three plans, in CPU time.

    python -m benchmarks.coverage

Drawn with a fixed seed: twenty bodies, fifteen themes, two links and half a review for each recommendation. Target: 150 ms.
"""

import random
from datetime import date
from statistics import median
from time import process_time

from jalon.facts.common import Link, OrgRef, Text, When
from jalon.facts.coverage import coverage
from jalon.facts.plan import Measure, MeasureKind, Plan, Title
from jalon.facts.recommendation import Recommendation, RecommendationAnswer, RecommendationReview, Relation
from jalon.facts.uids import stable_uid

RECOMMENDATIONS, MEASURES, ROUNDS = 2_000, 300, 9
MILLISECONDS = 150
RECORDED = "2026-01-01T00:00:00Z"


def main() -> int:
    """Prints the milliseconds; 1 over the target."""
    draw = random.Random(2026)
    plans = [_plan(rank) for rank in (1, 2, 3)]
    measures = [_measure(n, plans[n % 3].uid) for n in range(MEASURES)]
    asked = [_asked(n, draw) for n in range(RECOMMENDATIONS)]
    answers = [_answer(n, draw, asked, measures) for n in range(2 * RECOMMENDATIONS)]
    reviews = [_review(n, draw, asked) for n in range(RECOMMENDATIONS // 2)]
    took = []
    for _round in range(ROUNDS):
        start = process_time()
        found = coverage(asked, answers, reviews, plans, measures, date(2026, 11, 22))
        took.append(1000 * (process_time() - start))
    cells = len(found.cells)
    print(f"{RECOMMENDATIONS:,} recommendations x {MEASURES} measures, {cells:,} cells: {median(took):.0f} ms CPU, "
          f"first {took[0]:.0f} ms (target {MILLISECONDS})")  # fmt: skip
    return int(median(took) > MILLISECONDS)


def _plan(rank: int) -> Plan:
    uid = stable_uid(f"benchmark/plan/{rank}")
    period = When(edtf=f"{2011 + 5 * rank}/{2015 + 5 * rank}")
    return Plan(
        uid=uid, slug=f"plan-{rank}", rank=rank, titles=(_title(f"Plan {rank}"),), period=period, known_until="2026"
    )


def _measure(number: int, plan: str) -> Measure:
    uid = stable_uid(f"benchmark/measure/{number}")
    kind = MeasureKind.MEASURE if number % 10 else MeasureKind.ATTESTED_ITEM
    return Measure(uid=uid, plan=plan, order=number, kind=kind, number=str(number), titles=(_title("Mesure"),))


def _title(words: str) -> Title:
    return Title(text=Text(value=words))


def _asked(number: int, draw: random.Random) -> Recommendation:
    return Recommendation(
        uid=stable_uid(f"benchmark/recommendation/{number}"),
        body=OrgRef(name=f"Organe {draw.randrange(20)}"),
        recorded_at=RECORDED,
        texts=(Text(value="Recommandation"),),
        when=When(edtf=str(draw.randrange(2005, 2026))),
        themes=tuple(f"thème {draw.randrange(15)}" for _ in range(draw.randrange(3))),
        repeats=stable_uid(f"benchmark/recommendation/{number - 7}") if number > 7 and draw.random() < 0.2 else None,
    )


def _answer(
    number: int, draw: random.Random, asked: list[Recommendation], measures: list[Measure]
) -> RecommendationAnswer:
    link = draw.choice(list(Link))
    return RecommendationAnswer(
        uid=stable_uid(f"benchmark/answer/{number}"),
        recommendation=draw.choice(asked).uid,
        measure=draw.choice(measures).uid,
        recorded_at=RECORDED,
        relation=draw.choice(list(Relation)),
        link=link,
    )


def _review(number: int, draw: random.Random, asked: list[Recommendation]) -> RecommendationReview:
    uid = stable_uid(f"benchmark/review/{number}")
    return RecommendationReview(uid=uid, recommendation=draw.choice(asked).uid, recorded_at=RECORDED)


if __name__ == "__main__":
    raise SystemExit(main())
