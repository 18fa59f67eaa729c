"""Undoing of what was changed in a record: the fields that the event changed, as the trace kept them, by the edit action."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.commitments import actions as commitments
from jalon.commitments import models as promised
from jalon.commitments.enums import MinutesState
from jalon.commitments.mapping import BY_MODEL
from jalon.core import keeping
from jalon.core.actions import parts, sources
from jalon.core.citing import cited
from jalon.core.models import Part, Source
from jalon.facts.common import Text, Visibility
from jalon.office.clashes import shown, sources_text
from jalon.office.undoing.reversal import Refused, Reversal, Shown, TwoTexts, Undo, before, exact, found
from jalon.plans import actions, models
from jalon.publication.words import label
from jalon.reporting import actions as reporting
from jalon.reporting.models import Ask, Campaign, ConsolidatedLine

Fields = Mapping[str, Any]
BACK = lazy("Remettre comme avant")


@dataclass(frozen=True, slots=True)
class Edit:
    """One way to write fields of a kind of record: its model, the edit action, the keyword of the record in it.

    `fields`: those that it writes (empty: all that an event can hold). `related`: what is read with the record.
    """

    model: Any
    name: str
    run: Callable[..., Any]
    fields: Collection[str] = ()
    related: tuple[str, ...] = ()


def _move(run: Callable[..., Any], name: str, parent: str) -> Callable[..., Any]:
    """A move names the place whole: what did not change of it stays."""

    def call(*, row: Any, by: Any, expected_revision: int, **fields: Any) -> Any:
        place = {parent: getattr(row, parent), "order": row.order} | fields
        return run(**{name: row}, by=by, expected_revision=expected_revision, **place)

    return call


def _minutes(*, session: Any, by: Any, expected_revision: int, **fields: Any) -> Any:
    """Minutes are written whole: what did not change of them stays."""
    said = {name: fields.get(column, getattr(session, column)) for column, name in MINUTES.items()}
    said["state"], said["visibility"] = MinutesState(said["state"]), Visibility(said["visibility"])
    return commitments.write_minutes(session=session, by=by, expected_revision=expected_revision, **said)


def _sentence(*, line: Any, by: Any, expected_revision: int, text: Any) -> Any:
    return reporting.consolidate(
        campaign=line.campaign, subject=line.subject_uid, text=text, by=by, expected_revision=expected_revision
    )


MINUTES = {
    "minutes": "minutes", "minutes_state": "state", "minutes_adopted": "adopted", "minutes_visibility": "visibility",
}  # fmt: skip
OF_CAMPAIGN, OF_ASK = ("part__owner",), ("campaign__part__owner", "body")
EDITS: dict[str, tuple[Edit, ...]] = {
    "plans.edit_plan": (Edit(models.Plan, "plan", actions.edit_plan),),
    "plans.edit_title": (
        Edit(models.PlanTitle, "title", actions.edit_title), Edit(models.MeasureTitle, "title", actions.edit_title),
    ),
    "plans.edit_stated_number": (Edit(models.StatedNumber, "number", actions.edit_stated_number),),
    "plans.edit_event": (Edit(models.PlanEvent, "event", actions.edit_event),),
    "plans.edit_overlap": (Edit(models.Overlap, "overlap", actions.edit_overlap),),
    "plans.edit_section": (Edit(models.Section, "section", actions.edit_section),),
    "plans.move_section": (Edit(models.Section, "row", _move(actions.move_section, "section", "parent")),),
    "plans.edit_measure": (Edit(models.Measure, "measure", actions.edit_measure),),
    "plans.move_measure": (Edit(models.Measure, "row", _move(actions.move_measure, "measure", "section")),),
    "plans.edit_step": (Edit(models.Step, "step", actions.edit_step),),
    "plans.edit_document": (Edit(models.Document, "document", actions.edit_document),),
    "plans.edit_means": (Edit(models.Means, "means", actions.edit_means),),
    "plans.edit_series": (Edit(models.Series, "series", actions.edit_series),),
    "plans.edit_indicator": (Edit(models.Indicator, "indicator", actions.edit_indicator),),
    "plans.change_answer": (Edit(models.IndicatorAnswer, "record", actions.change_answer),),
    "plans.edit_output": (Edit(models.Output, "output", actions.edit_output),),
    "plans.cite": tuple(
        Edit(model, "record", actions.cite, {keeping.CITATIONS})
        for model in (
            models.Plan, models.PlanTitle, models.StatedNumber, models.PlanEvent, models.Overlap, models.Section,
            models.Measure, models.MeasureTitle, models.Step, models.Document, models.Statement, models.Means,
            models.Indicator, models.IndicatorAnswer, models.Output,
        )
    ),
    "commitments.edit_act": (Edit(promised.Act, "act", commitments.edit_act),),
    "commitments.edit_recommendation": (
        Edit(promised.Recommendation, "recommendation", commitments.edit_recommendation),
    ),
    "commitments.edit_recommendationanswer": (Edit(promised.RecommendationAnswer, "answer", commitments.edit_answer),),
    "commitments.edit_recommendationreview": (Edit(promised.RecommendationReview, "review", commitments.edit_review),),
    "commitments.edit_promise": (Edit(promised.Promise, "promise", commitments.edit_promise),),
    "commitments.edit_promiseview": (Edit(promised.PromiseView, "view", commitments.edit_view),),
    "commitments.edit_committee": (Edit(promised.Committee, "committee", commitments.edit_committee),),
    "commitments.edit_session": (
        Edit(promised.Session, "session", _minutes, MINUTES),
        Edit(promised.Session, "session", commitments.edit_session),
    ),
    "commitments.edit_sessiondocument": (Edit(promised.SessionDocument, "document", commitments.edit_document),),
    "commitments.edit_decision": (
        Edit(promised.Decision, "decision", commitments.put_back_follow_ups, {"follow_ups"}),
        Edit(promised.Decision, "decision", commitments.edit_decision),
    ),
    "commitments.edit_lineage": (Edit(promised.Lineage, "lineage", commitments.edit_lineage),),
    "commitments.edit_overlaplink": (Edit(promised.OverlapLink, "overlap", commitments.edit_overlap),),
    "commitments.cite": tuple(
        Edit(model, "record", commitments.cite, {keeping.CITATIONS}) for model in BY_MODEL
    ),
    "reporting.edit_campaign": (Edit(Campaign, "campaign", reporting.edit_campaign, related=OF_CAMPAIGN),),
    "reporting.edit_ask": (Edit(Ask, "ask", reporting.edit_ask, related=OF_ASK),),
    "reporting.consolidate": (Edit(ConsolidatedLine, "line", _sentence, related=("campaign__part__owner",)),),
    "source.change": (Edit(Source, "source", sources.change),),
    "part.change": (Edit(Part, "part", parts.change),),
}  # fmt: skip


def _find(do: Undo) -> Any:
    """The record that the event changed."""
    for edit in EDITS[do.event.action]:
        row = _row(edit, do)
        if row is not None:
            return row
    return found(None)


def _row(edit: Edit, do: Undo) -> Any:
    if edit.model is Part:
        return do.part
    rows = edit.model.objects.filter(part=do.part) if edit.model is Source else edit.model.objects.of_part(do.part)
    rows = rows.filter(uid=do.subject)
    return (rows.select_related(*edit.related) if edit.related else rows).first()


def _back(do: Undo, row: Any) -> None:
    """The fields that the event changed, written again as they were."""
    said = kept_fields(do.event.changes, row)
    if said is None:
        said = _earlier(do, row)
    elif not stands(do.event.changes, row):
        raise Refused(_changed())
    edit = _way(do, row, said)
    more = {"source_to_find": not said[keeping.CITATIONS]} if keeping.CITATIONS in said else {}
    edit.run(**{edit.name: row}, **do.options, **said, **more)


def _way(do: Undo, row: Any, said: Fields) -> Edit:
    ways = (edit for edit in EDITS[do.event.action] if isinstance(row, edit.model))
    return next(edit for edit in ways if not edit.fields or set(said) <= set(edit.fields))


def kept_fields(changes: Fields, row: Any) -> dict[str, Any] | None:
    """What the trace kept of the fields that an event changed, as its edit action takes them; None: the event is older
    than this keeping. `Refused` says why nothing is kept."""
    if keeping.BEFORE not in changes:
        return None
    kept, people = changes[keeping.BEFORE], changes.get(keeping.PERSONAL, {})
    if kept is None:
        raise Refused(
            _("L’ancien état était trop long pour être gardé\u00a0: ouvrez la fiche et remettez ce qui y était.")
        )
    if people is None:
        raise Refused(_("Les noms et adresses d’avant ont été effacés\u00a0: ils ne se gardent que trente jours."))
    if not kept and not people:
        raise Refused(_("Ce geste n’a rien changé."))
    fields = {name: value for name, value in {**kept, **people}.items() if name != keeping.CITATIONS}
    cites = {keeping.CITATIONS: keeping.citations_read(kept[keeping.CITATIONS])} if keeping.CITATIONS in kept else {}
    try:
        return keeping.read(type(row), fields) | cites
    except keeping.Lost:
        raise Refused(_("Ce vers quoi la fiche renvoyait n’existe plus.")) from None


def stands(changes: Fields, row: Any) -> bool:
    """Whether the fields still say what the event left, whoever or whatever wrote since (a file taken in leaves no event
    for each record)."""
    names = [*changes[keeping.BEFORE], *(changes.get(keeping.PERSONAL) or {})]
    now = keeping.values(row, [name for name in names if name != keeping.CITATIONS])
    if keeping.CITATIONS in names:
        now[keeping.CITATIONS] = keeping.citations_kept(_cited(row))
    return keeping.mark(now) == changes.get(keeping.AFTER)


def _changed() -> str:
    return _(
        "Changé depuis\u00a0: défaites d’abord le geste suivant, ou ouvrez la fiche et choisissez entre les deux textes ci-dessous."
    )


def _cited(row: Any) -> Any:
    return cited(row.part, [row.uid]).get(row.uid, ())


def two_texts(do: Undo, row: Any) -> Shown:
    """What the record says now beside what undoing puts back; why not, when it was changed since or nothing was kept."""
    try:
        said = kept_fields(do.event.changes, row)
        fields = _earlier(do, row) if said is None else said
    except Refused as error:
        return Shown((), str(error))
    pairs = tuple(_pair(row, name, value) for name, value in fields.items())
    return Shown(pairs, _changed() if said is not None and not stands(do.event.changes, row) else "")


def _pair(row: Any, name: str, value: Any) -> TwoTexts:
    if name == keeping.CITATIONS:
        return TwoTexts(_("Sources"), sources_text(_cited(row)), sources_text(value))
    return TwoTexts(label(name.removesuffix("_uid")), shown(getattr(row, name)), shown(value))


def _earlier(do: Undo, row: Any) -> dict[str, Any]:
    """For an event older than this keeping: the record's history, or the texts of the trace where they are surely whole."""
    names = {name for name in do.event.changes if not name.startswith("_")}
    if isinstance(row, Source | Part):
        pairs = {name: do.event.changes[name] for name in names}
        return {name: None if pair[0] is None else exact(pair[0]) for name, pair in pairs.items()}
    if isinstance(row, ConsolidatedLine):
        words = before(do.event, "text")
        return {"text": Text(value=words) if words else None}
    versions = list(_versions(do, row)) if hasattr(row, "history") else []
    held = {field.name for field in versions[0]._meta.concrete_fields} if versions else set()
    if len(versions) < 2 or not names or not names <= held:
        raise Refused(_("L’ancien état n’a pas été gardé en entier\u00a0: ouvrez la fiche et remettez ce qui y était."))
    return {name: getattr(versions[1], name) for name in names}


def _versions(do: Undo, row: Any) -> Any:
    """The record as the event left it, and as it stood before."""
    return row.history.filter(history_date__lte=do.event.at).order_by("-history_date", "-history_id")[:2]


FAMILIES = {"source.change": "source", "part.change": "part", "reporting.consolidate": "sentence"}
REVERSALS: dict[str, Reversal] = {
    code: Reversal(BACK, FAMILIES.get(code, "edit"), _find, _back, shows=two_texts) for code in EDITS
}
