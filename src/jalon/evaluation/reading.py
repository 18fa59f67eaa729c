"""From records to facts. Private notes, shares and ratings have no way here: no function reads them."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from functools import cache
from typing import Any, get_type_hints

from jalon.core.citing import Citations
from jalon.core.records import same_columns
from jalon.evaluation import models
from jalon.facts import evaluation as facts

LINKS = {
    models.Crosswalk: {"from_scale": "from_uid", "to_scale": "to_uid"},
    models.Evaluation: {"plan": "plan_uid", "scale": "scale_uid", "follows": "follows_uid", "corrects": "corrects_uid"},
    models.Assessment: {"superseded_by": "superseded_uid"},
    models.Claim: {
        "plan": "plan_uid", "scale": "scale_uid", "evaluation": "evaluation_uid", "superseded_by": "superseded_uid",
    },
}  # fmt: skip
"""Record -> field of its fact that names another fact -> column that holds its uid."""


def scale_fact(row: models.Scale, citations: Citations = ()) -> facts.Scale:
    """A scale."""
    found: facts.Scale = _fact(row, citations)
    return found


def crosswalk_fact(row: models.Crosswalk, citations: Citations = ()) -> facts.Crosswalk:
    """A crosswalk."""
    found: facts.Crosswalk = _fact(row, citations)
    return found


def evaluation_fact(row: models.Evaluation, citations: Citations = ()) -> facts.Evaluation:
    """An evaluation, whatever its stage: who may read it is asked before."""
    found: facts.Evaluation = _fact(row, citations)
    return found


def assessment_fact(
    row: models.Assessment, evaluation: uuid.UUID, evidence: Sequence[facts.Evidence] = (), citations: Citations = ()
) -> facts.Assessment:
    """An assessment of the evaluation of this uid, with what it rests on."""
    found: facts.Assessment = _fact(row, citations, evaluation=str(evaluation), evidence=tuple(evidence))
    return found


def claim_fact(row: models.Claim, citations: Citations = ()) -> facts.Claim:
    """A claim."""
    found: facts.Claim = _fact(row, citations)
    return found


def columns_of(model: Any, fact: Any) -> dict[str, Any]:
    """The columns of a record from its fact, without its uid, its owner and its revision."""
    same = {name: getattr(fact, name) for name in same_columns(model)}
    links: Mapping[str, str] = LINKS.get(model, {})
    return same | {column: _uid(getattr(fact, name)) for name, column in links.items()}


def _fact(row: Any, citations: Citations, **more: Any) -> Any:
    model: Any = type(row)
    same = {name: getattr(row, name) for name in same_columns(model)}
    for name, enum in _enums(row.says).items():
        if same.get(name) is not None:
            same[name] = enum(same[name])
    links = {name: _text(getattr(row, column)) for name, column in LINKS.get(model, {}).items()}
    return row.says(uid=str(row.uid), citations=citations, **same, **links, **more)


@cache
def _enums(cls: Any) -> Mapping[str, type[StrEnum]]:
    """The fields of a fact that hold a code."""
    hints = get_type_hints(cls)
    found = {}
    for item in fields(cls):
        kinds = [hints[item.name], *getattr(hints[item.name], "__args__", ())]
        enum = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
        if enum is not None:
            found[item.name] = enum
    return found


def _uid(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _text(uid: uuid.UUID | None) -> str | None:
    return str(uid) if uid else None
