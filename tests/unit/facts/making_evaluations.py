"""Invented evaluations for tests: short names, stable uids."""

from typing import Any

from jalon.facts.common import OrgRef, Text, When
from jalon.facts.evaluation import Assessed, Assessment, Claim, Crosswalk, CrosswalkPair, Evaluation, Scale
from jalon.facts.standard_scales import DONE
from jalon.facts.uids import stable_uid

AT = "2026-11-22T00:00:00Z"
PLAN = stable_uid("test/plan")


def uid(name: str) -> str:
    return stable_uid(f"test/{name}")


def evaluation(name: str, scale: Scale | None = DONE, year: str = "2023", **more: Any) -> Evaluation:
    body = more.pop("body", name)
    fields: dict[str, Any] = {
        "uid": uid(name),
        "slug": name,
        "plan": PLAN,
        "evaluator": OrgRef(name=body),
        "title": Text(value=f"Essai {name}"),
        "recorded_at": AT,
        "scale": scale.uid if scale else None,
        "said": When(edtf=year),
    }
    return Evaluation(**(fields | more))


def assessment(of: Evaluation, measure: str, level: str | None = None, **more: Any) -> Assessment:
    fields: dict[str, Any] = {
        "uid": uid(f"{of.uid}/{measure}"),
        "evaluation": of.uid,
        "object": Assessed.MEASURE,
        "subjects": (uid(measure),),
        "recorded_at": AT,
        "level": level,
    }
    return Assessment(**(fields | more))


def claim(**more: Any) -> Claim:
    fields: dict[str, Any] = {"uid": uid("claim"), "said_by": OrgRef(name="A"), "recorded_at": AT, "plan": PLAN}
    return Claim(**(fields | more))


def crosswalk(name: str, one: Scale, other: Scale, pairs: dict[str, str | None], author: str = "A") -> Crosswalk:
    made = tuple(CrosswalkPair(of=of, to=to, reason=Text(value="essai")) for of, to in pairs.items())
    return Crosswalk(
        uid=uid(name), slug=name, from_scale=one.uid, to_scale=other.uid, author=OrgRef(name=author),
        when=When(edtf="2026"), pairs=made,
    )  # fmt: skip
