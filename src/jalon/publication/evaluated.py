"""What a Release says of evaluations: scales, crosswalks, evaluations, assessments, claims; and the same as statements.

Two verdicts are compared by `facts.comparing`, which takes what is read here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TypeVar

from jalon.facts import codec
from jalon.facts.common import Statement
from jalon.facts.evaluation import Assessment, Claim, Crosswalk, Evaluation, Scale
from jalon.facts.said import of_assessment, of_claim, of_evaluation
from jalon.facts.standard_scales import STANDARD
from jalon.publication.following import Following

T = TypeVar("T")

ASSESSMENTS_FIND_THEIR_PLAN = """
UPDATE fact SET plan = (SELECT e.plan FROM fact e WHERE e.uid = json_extract(fact.body, '$.evaluation')
    AND e.kind = 'evaluation') WHERE kind = 'assessments'
"""
BATCH = 500
"""Facts that are held in memory at once while an index is built."""


class Evaluated(Following):
    """Look-ups of evaluations, one query each."""

    def scales(self) -> tuple[Scale, ...]:
        """All scales, by address, then the standard ones that evaluations name and no part carries."""
        said = self._facts(Scale, "1 ORDER BY slug, uid")
        return (*said, *_standard({scale.uid for scale in said}))

    def scale(self, uid: str) -> Scale | None:
        """The scale of this uid."""
        found = self._facts(Scale, "uid = ? ORDER BY id", uid)
        return next(iter((*found, *(scale for scale in STANDARD if scale.uid == uid))), None)

    def crosswalks(self) -> tuple[Crosswalk, ...]:
        """All crosswalks, by date."""
        return self._facts(Crosswalk, "1 ORDER BY sort, uid")

    def evaluations(self) -> tuple[Evaluation, ...]:
        """All evaluations, by date."""
        return self._facts(Evaluation, "1 ORDER BY sort, uid")

    def evaluations_of_plan(self, plan_uid: str) -> tuple[Evaluation, ...]:
        """The evaluations of a plan, by date, those known and not shared included."""
        return self._facts(Evaluation, "plan = ? ORDER BY sort, uid", plan_uid)

    def evaluation(self, slug: str) -> Evaluation | None:
        """The evaluation of this address."""
        return next(iter(self._facts(Evaluation, "slug = ?", slug)), None)

    def evaluation_by_uid(self, uid: str) -> Evaluation | None:
        """The evaluation of this uid."""
        return next(iter(self._facts(Evaluation, "uid = ? ORDER BY id", uid)), None)

    def assessments_of_plan(self, plan_uid: str) -> tuple[Assessment, ...]:
        """Every assessment made of a plan, its sections, its measures and what it lacks."""
        return self._facts(Assessment, "plan = ? ORDER BY sort, uid", plan_uid)

    def assessments_of(self, subjects: Iterable[str]) -> tuple[Assessment, ...]:
        """The assessments that concern any of these plans, sections and measures, each once."""
        return self._of(Assessment, subjects)

    def assessments_in(self, evaluation_uid: str) -> tuple[Assessment, ...]:
        """The assessments of one evaluation."""
        return self._of(Assessment, (evaluation_uid,))

    def assessments_all(self) -> tuple[Assessment, ...]:
        """All assessments of the Release (large: for downloads)."""
        return self._facts(Assessment, "1 ORDER BY plan, sort, uid")

    def claims(self) -> tuple[Claim, ...]:
        """All counts said of a whole, by date."""
        return self._facts(Claim, "1 ORDER BY sort, uid")

    def claims_of_plan(self, plan_uid: str) -> tuple[Claim, ...]:
        """The counts said of a plan, by date: conflicting ones side by side."""
        return self._facts(Claim, "plan = ? ORDER BY sort, uid", plan_uid)

    def _of(self, cls: type[T], uids: Iterable[str]) -> tuple[T, ...]:
        wanted = tuple(sorted(set(uids)))
        marks = ", ".join("?" * len(wanted))
        where = f"id IN (SELECT fact FROM concerns WHERE subject IN ({marks})) ORDER BY sort, uid"
        return self._facts(cls, where, *wanted)


def _standard(known: set[str]) -> tuple[Scale, ...]:
    return tuple(scale for scale in STANDARD if scale.uid not in known)


# --- while an index is built -----------------------------------------------------------------------------------------


def judged(connection: sqlite3.Connection) -> Iterator[tuple[str, Statement]]:
    """(part, statement) of everything that evaluations of an index say; the assessments learn which plan is theirs."""
    connection.execute(ASSESSMENTS_FIND_THEIR_PLAN)
    scales = {scale.uid: scale for scale in STANDARD}
    scales |= {scale.uid: scale for _part, scale in _read(connection, "scale", Scale)}
    evaluations: dict[str, Evaluation] = {}
    for part, evaluation in _read(connection, "evaluation", Evaluation):
        evaluations[evaluation.uid] = evaluation
        yield from ((part, said) for said in of_evaluation(evaluation))
    for part, assessment in _read(connection, "assessments", Assessment):
        if found := evaluations.get(assessment.evaluation):
            yield from ((part, said) for said in of_assessment(assessment, found, scales))
    for part, claim in _read(connection, "claims", Claim):
        yield from ((part, said) for said in of_claim(claim, evaluations, scales))


def _read(connection: sqlite3.Connection, kind: str, cls: type[T]) -> Iterator[tuple[str, T]]:
    """(part, fact) of a kind, a batch at a time: statements are written between two."""
    query = "SELECT id, part, body FROM fact WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
    rows = connection.execute(query, (kind, 0, BATCH)).fetchall()
    while rows:
        facts = codec.decode_bodies(cls, (body for _id, _part, body in rows))
        yield from ((part, fact) for (_id, part, _body), fact in zip(rows, facts, strict=True))
        rows = connection.execute(query, (kind, rows[-1][0], BATCH)).fetchall()
