"""The kinds of record that forms write: for each, its model, its form, and the actions that write it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from jalon.commitments import actions as acts
from jalon.commitments.models import Act
from jalon.facts.part import PartKind
from jalon.office.commitment_fiches import COMMITMENT_FICHES
from jalon.office.committee_fiches import COMMITTEE_FICHES
from jalon.office.fiche_kind import Add, Fiche, Where, in_part
from jalon.office.forms import indicator as indicator_forms
from jalon.office.forms import measure as measure_forms
from jalon.office.forms import other as other_forms
from jalon.office.forms import plan as plan_forms
from jalon.office.forms import statement as statement_forms
from jalon.office.forms.output import OutputForm
from jalon.plans import actions, models

__all__ = ["FICHES", "FOLLOWING", "Fiche", "Where", "fiche"]


def _title(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_title(owner=where.owner, **values, **sourced)


def _section(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    parent = _of_plan(models.Section, where.owner, values.pop("parent", ""))
    return actions.add_section(plan=where.owner, parent=parent, **values, **sourced)


def _measure(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    section = _of_plan(models.Section, where.owner, values.pop("section", ""))
    return actions.add_measure(plan=where.owner, section=section, **values, **sourced)


def _of_plan(model: type[Any], plan: Any, uid: str) -> Any:
    return model.objects.filter(plan=plan, uid=uid).first() if uid else None


def _statement(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.make_statement(part=where.part, subject=uuid.UUID(values.pop("subject")), **values, **sourced)


def _means(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_means(part=where.part, **_about(where.owner), **values, **sourced)


def _about(owner: Any) -> dict[str, Any]:
    """Means of a measure are also of its plan; without owner they are the country's."""
    if isinstance(owner, models.Measure):
        return {"plan_uid": owner.plan.uid, "measure_uid": owner.uid}
    return {"plan_uid": owner.uid} if owner is not None else {}


def _in_plan(add: Callable[..., Any]) -> Add:
    return lambda where, values, sourced: add(plan=where.owner, **values, **sourced)


def _document(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_document(owner=where.owner, **values, **sourced)


def _in_measure(add: Callable[..., Any]) -> Add:
    return lambda where, values, sourced: add(measure=where.owner, **values, **sourced)


def _series(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_series(part=where.part, by=sourced["by"], **values)


def _indicator(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.add_indicator(part=where.part, subject=uuid.UUID(values.pop("subject")), **values, **sourced)


def _answer(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
    return actions.answer_indicator(part=where.part, indicator=uuid.UUID(values.pop("indicator")), **values, **sourced)


SPEAKING = frozenset({PartKind.PLAN, PartKind.DECLARATIONS})
FOLLOWING = SPEAKING | {PartKind.INDICATORS}
"""Parts that propose indicators, answer them, observe them and tell what was carried out."""
SUBJECTS, INDICATORS = frozenset({"subjects"}), frozenset({"indicators"})
FICHES: dict[str, Fiche] = {
    fiche.code: fiche
    for fiche in (
        Fiche("plan", _("le plan"), _("Nouveau plan"), models.Plan, plan_forms.PlanForm, "plan",
              in_part(actions.create_plan), actions.edit_plan),
        Fiche("intitule-plan", _("l’intitulé du plan"), _("Nouvel intitulé du plan"), models.PlanTitle, plan_forms.TitleForm, "title",
              _title, actions.edit_title, (models.Plan,), "remove"),
        Fiche("intitule", _("l’intitulé"), _("Nouvel intitulé"), models.MeasureTitle, plan_forms.TitleForm, "title",
              _title, actions.edit_title, (models.Measure,), "remove"),
        Fiche("nombre", _("le nombre annoncé"), _("Nouveau nombre annoncé"), models.StatedNumber, plan_forms.StatedNumberForm, "number",
              _in_plan(actions.add_stated_number), actions.edit_stated_number, (models.Plan,), "remove"),
        Fiche("evenement", _("l’événement"), _("Nouvel événement"), models.PlanEvent, plan_forms.EventForm, "event",
              _in_plan(actions.add_event), actions.edit_event, (models.Plan,), "remove"),
        Fiche("recoupement", _("le recoupement"), _("Nouveau recoupement"), models.Overlap, plan_forms.OverlapForm, "overlap",
              _in_plan(actions.add_overlap), actions.edit_overlap, (models.Plan,), "remove"),
        Fiche("niveau", _("le niveau"), _("Nouveau niveau"), models.Section, plan_forms.SectionForm, "section",
              _section, actions.edit_section, (models.Plan,)),
        Fiche("mesure", _("la mesure"), _("Nouvelle mesure"), models.Measure, measure_forms.MeasureForm, "measure",
              _measure, actions.edit_measure, (models.Plan,)),
        Fiche("jalon", _("le jalon"), _("Nouveau jalon"), models.Step, measure_forms.StepForm, "step",
              _in_measure(actions.add_step), actions.edit_step, (models.Measure,)),
        Fiche("document", _("le document"), _("Nouveau document"), models.Document, measure_forms.DocumentForm, "document",
              _document, actions.edit_document, (models.Measure, models.Plan)),
        Fiche("moyens", _("la ligne de moyens"), _("Nouvelle ligne de moyens"), models.Means, measure_forms.MeansForm, "means",
              _means, actions.edit_means, (models.Measure, models.Plan), alone=True, kinds=SPEAKING),
        Fiche("declaration", _("la déclaration"), _("Nouvelle déclaration"), models.Statement, statement_forms.StatementForm, "statement",
              _statement, actions.supersede_statement, kinds=SPEAKING, about="subject", asks=SUBJECTS, once=SUBJECTS),
        Fiche("indicateur", _("l’indicateur"), _("Nouvel indicateur"), models.Indicator, indicator_forms.IndicatorForm, "indicator",
              _indicator, actions.edit_indicator, kinds=FOLLOWING, about="subject", asks=SUBJECTS, once=SUBJECTS),
        Fiche("reponse", _("la réponse"), _("Répondre à un indicateur"), models.IndicatorAnswer, indicator_forms.AnswerForm, "record",
              _answer, actions.change_answer, kinds=FOLLOWING, about="indicator", asks=INDICATORS, once=INDICATORS),
        Fiche("realisation", _("la réalisation"), _("Nouvelle réalisation"), models.Output, OutputForm, "output",
              in_part(actions.add_output), actions.edit_output, kinds=FOLLOWING, about="subjects",
              asks=SUBJECTS | {"territories"}),
        Fiche("acte", _("l’acte parlementaire"), _("Nouvel acte parlementaire"), Act, other_forms.ActForm, "act",
              in_part(acts.add_act), acts.edit_act, kinds=frozenset({PartKind.ACTS, PartKind.COMMITMENTS}), asks=SUBJECTS),
        Fiche("serie", _("la série"), _("Nouvelle série"), models.Series, other_forms.SeriesForm, "series",
              _series, actions.edit_series, cites=False, kinds=FOLLOWING | {PartKind.STATISTICS}, about="of_uid",
              asks=INDICATORS),
        *COMMITMENT_FICHES,
        *COMMITTEE_FICHES,
    )
}  # fmt: skip


def fiche(code: str) -> Fiche:
    """The kind of this code in addresses; 404 otherwise."""
    try:
        return FICHES[code]
    except KeyError:
        raise Http404 from None
