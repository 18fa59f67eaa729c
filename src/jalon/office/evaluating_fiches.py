"""The records of evaluations that the common form of a record writes. They are no part of `fiches.FICHES`: a draft is its
team's, so each is found by a door of its own."""

import uuid
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jalon.core.models import Part
from jalon.evaluation import actions, models
from jalon.office.fiche_kind import Fiche, Where
from jalon.office.forms.assessment import AssessmentForm
from jalon.office.forms.evaluation import ClaimForm, CrosswalkForm, EvaluationForm, ScaleForm


def _evaluation(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_evaluation(
        part=where.part, slug=free_slug(where.part, values["title"].value), **values, **sourced
    )


def free_slug(part: Part, title: str) -> str:
    """An address made of a title, that no live evaluation of the part has."""
    wanted = slugify(title)[:100].strip("-") or f"evaluation-{uuid.uuid4().hex[:8]}"
    taken = set(models.Evaluation.objects.of_part(part).live().values_list("slug", flat=True))
    numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


def _assessment(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    raise LookupError("An assessment is of one evaluation: the view says which.")


def _claim(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_claim(part=where.part, **values, **sourced)


def _scale(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_scale(part=where.part, by=sourced["by"], citations=sourced["citations"], **values)


def _crosswalk(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_crosswalk(part=where.part, by=sourced["by"], citations=sourced["citations"], **values)


def _edit_scale(*, source_to_find: bool, **options: Any) -> Any:
    return actions.edit_scale(**options)


def _edit_crosswalk(*, source_to_find: bool, **options: Any) -> Any:
    return actions.edit_crosswalk(**options)


def _recorded(row: Any) -> bool:
    """What a team here says itself is its own source; what is recorded from elsewhere has one."""
    return not (row.evaluation if isinstance(row, models.Assessment) else row).own


def _never(row: Any) -> bool:
    """A scale or a crosswalk may be kept without a source."""
    return False


PLANS = frozenset({"subjects", "scales", "evaluations"})
EVALUATION = Fiche("evaluation", _("l’évaluation"), _("Nouvelle évaluation"), models.Evaluation, EvaluationForm, "evaluation",
                   _evaluation, actions.edit_evaluation, end="", traced=False, asks=PLANS, needs_source=_recorded)  # fmt: skip
CLAIM = Fiche("decompte", _("le décompte déclaré"), _("Nouveau décompte déclaré"), models.Claim, ClaimForm, "claim",
              _claim, actions.edit_claim, end="", traced=False, asks=PLANS)  # fmt: skip
SCALE = Fiche("echelle", _("l’échelle"), _("Nouvelle échelle"), models.Scale, ScaleForm, "scale",
              _scale, _edit_scale, end="", traced=False, needs_source=_never)  # fmt: skip
CROSSWALK = Fiche("correspondance", _("la correspondance"), _("Nouvelle correspondance d’échelles"), models.Crosswalk,
                  CrosswalkForm, "crosswalk", _crosswalk, _edit_crosswalk, end="", traced=False,
                  asks=frozenset({"scales"}), needs_source=_never)  # fmt: skip
ASSESSMENT = Fiche("appreciation", _("l’appréciation"), _("Nouvelle appréciation"), models.Assessment, AssessmentForm,
                   "assessment", _assessment, actions.edit_assessment, end="", traced=False,
                   needs_source=_recorded)  # fmt: skip
IN_PART = {kind.code: kind for kind in (CLAIM, SCALE, CROSSWALK)}
"""Records of a part that belong to no one evaluation, by their word in addresses."""
