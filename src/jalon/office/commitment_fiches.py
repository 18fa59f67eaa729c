"""The kinds of record of a part of commitments that forms write."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from jalon.commitments import actions, models
from jalon.facts.common import Link
from jalon.facts.part import PartKind
from jalon.office.fiche_kind import Fiche, Where, in_part
from jalon.office.forms import commitments as forms
from jalon.office.forms import commitments_links as links

COMMITMENTS = frozenset({PartKind.COMMITMENTS})
Values = dict[str, Any]


def _promise(where: Where, values: Values, sourced: Values) -> Any:
    """The promise, and the first date of its chain when one was said."""
    due = values.pop("due", None)
    row = actions.make_promise(part=where.part, subject=values.pop("subject_uid"), **values, **sourced)
    if due is not None:
        said: Values = {"said": values.get("made"), "said_by": values.get("said_by")}
        actions.add_due(promise=row, expected_revision=row.revision, due=due, **said, **sourced)
    return row


def _due(where: Where, values: Values, sourced: Values) -> Any:
    revision = values.pop("expected_revision") or 0
    return actions.add_due(promise=where.owner, expected_revision=revision, **values, **sourced)


def _view(where: Where, values: Values, sourced: Values) -> Any:
    return actions.view_promise(part=where.part, promise=values.pop("promise"), **values, **sourced)


def _answer(where: Where, values: Values, sourced: Values) -> Any:
    about: Values = {name: values.pop(name) for name in ("recommendation", "measure")}
    return actions.answer_recommendation(part=where.part, **about, **values, **sourced)


def _decided(**options: Any) -> Any:
    """Who writes how a measure answers decides on what was only proposed."""
    return actions.edit_answer(**options, link=Link.STATED)


def _review(where: Where, values: Values, sourced: Values) -> Any:
    about = values.pop("recommendation")
    return actions.review_recommendation(part=where.part, recommendation=about, **values, **sourced)


def _overlap(where: Where, values: Values, sourced: Values) -> Any:
    return actions.link_overlap(part=where.part, plan=values.pop("plan_uid"), **values, **sourced)


COMMITMENT_FICHES: tuple[Fiche, ...] = (
    Fiche("engagement", _("l’engagement"), _("Nouvel engagement"), models.Promise, forms.PromiseForm, "promise",
          _promise, actions.edit_promise, kinds=COMMITMENTS, about="subject_uid"),
    Fiche("echeance", _("l’échéance"), _("Nouvelle échéance"), models.DueDate, forms.DueForm, "record",
          _due, actions.cite, (models.Promise,), kinds=COMMITMENTS),
    Fiche("avis", _("l’avis sur un engagement"), _("Dire ce qu’il en est d’un engagement"), models.PromiseView,
          forms.ViewForm, "view", _view, actions.edit_view, kinds=COMMITMENTS, about="promise"),
    Fiche("recommandation", _("la recommandation"), _("Nouvelle recommandation ou obligation"), models.Recommendation,
          forms.RecommendationForm, "recommendation", in_part(actions.add_recommendation), actions.edit_recommendation,
          kinds=COMMITMENTS),
    Fiche("lien-mesure", _("le lien avec une mesure"), _("Dire comment une mesure répond"), models.RecommendationAnswer,
          forms.AnswerForm, "answer", _answer, _decided, kinds=COMMITMENTS, about="recommendation"),
    Fiche("examen", _("l’examen"), _("Dire qu’aucune mesure ne répond"), models.RecommendationReview, forms.ReviewForm,
          "review", _review, actions.edit_review, kinds=COMMITMENTS, about="recommendation"),
    Fiche("filiation", _("la filiation"), _("Dire ce que deviennent des mesures"), models.Lineage, links.LineageForm,
          "lineage", in_part(actions.link_measures), actions.edit_lineage, kinds=COMMITMENTS),
    Fiche("recoupement-plans", _("le recoupement"), _("Nouveau recoupement"), models.OverlapLink, links.OverlapForm,
          "overlap", _overlap, actions.edit_overlap, kinds=COMMITMENTS),
)  # fmt: skip
