"""What a part may refer to: what the other parts of a Release say."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from jalon.facts.directory import Vocabulary
from jalon.facts.evaluation import Evaluation, Scale
from jalon.facts.known import Known, codes_of


def known(
    rows: Callable[..., list[tuple[Any, ...]]], facts: Callable[..., tuple[Any, ...]], besides: Iterable[str]
) -> Known:
    """What the parts of an index say, but those of these uids. `rows` and `facts` ask the index: four queries."""
    left_out = tuple(besides)
    others = f"part NOT IN ({', '.join('?' * len(left_out))})"
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for kind, uid, plan in rows(f"SELECT kind, uid, plan FROM fact WHERE {others}", *left_out):
        found[kind][uid] = plan
    terms: dict[str, frozenset[str]] = defaultdict(frozenset)
    for vocabulary in facts(Vocabulary, others, *left_out):
        terms[vocabulary.slug] |= {term.code for term in vocabulary.terms}
    return Known(
        plans=frozenset(found["plan"]),
        sections=found["sections"],
        measures=frozenset(found["measure"]),
        statements=frozenset(found["statements"]),
        sources=frozenset(found["sources"]),
        organisations=frozenset(found["organisations"]),
        territories=frozenset(found["territories"]),
        indicators=frozenset(found["indicator"]),
        states=frozenset(found["state"]),
        outputs=frozenset(found["outputs"]),
        recommendations=frozenset(found["recommendation"]),
        promises=frozenset(found["promise"]),
        scales={scale.uid: codes_of(scale) for scale in facts(Scale, others, *left_out)},
        evaluations={item.uid: item.scale for item in facts(Evaluation, others, *left_out)},
        terms=dict(terms),
    )
