"""What an evaluation says of one object: writing it beside what is known, its evidence, the team's private note."""

import uuid
from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jalon.core.errors import FieldConflict
from jalon.core.matrix import Permission
from jalon.core.models import User
from jalon.core.revisions import as_text
from jalon.evaluation import actions
from jalon.evaluation.models import Assessment, Evaluation, EvidenceItem
from jalon.evaluation.selectors import EvaluationPage, assessment_rows, evaluation_page, evidence_item_of
from jalon.facts.evaluation import Assessed, EvidenceKind
from jalon.office.around import around
from jalon.office.campaign_steps import attempt, revision_of
from jalon.office.evaluating_doors import assessment_in, of_evaluation
from jalon.office.evaluating_fiches import ASSESSMENT
from jalon.office.evaluating_steps import NAMES, address, form_page, page, standing
from jalon.office.fiche_kind import Fiche, Where
from jalon.office.forms.assessment import FOUND, AssessmentForm, EvidenceForm, NoteForm, evidence_values
from jalon.office.frame import user_of
from jalon.office.pages import evaluating as pages
from jalon.office.pages import known
from jalon.office.pages.evidence import proof_words
from jalon.office.pages.subject import SubjectPage
from jalon.office.views.fiches import edit_record, new_record
from jalon.portal.verdicts import CRITERION, EVIDENCE, OBJECT


@of_evaluation(Permission.EDIT)
def assess(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Assess a measure for the first time; one that is assessed leads to what is said of it."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    said = next((row for row in found.assessments if row.assessment.object is Assessed.MEASURE and row.assessment.subject == str(sur)), None)  # fmt: skip
    if said is not None:
        return redirect(address("assessment", evaluation, said.assessment.uid))
    subjects = {one.uid for one in pages.subjects_of(found.row.evaluation.plan, user)}
    if str(sur) not in subjects:
        raise Http404
    fixed = {"object": Assessed.MEASURE, "subjects": (str(sur),)}
    kind = _kind(user, evaluation, found, measure=True, fixed=fixed)
    title = known.subject(found.row.evaluation.plan, str(sur), user)
    more = {
        "known": known.facts(str(sur), evaluation.part, user),
        "label": evaluation.title.value,
        "blind": str(sur) in found.blind,
    } | standing(request, evaluation.part, evaluation, title)
    back = address("evaluation", evaluation) + "#mesures"
    return new_record(request, kind, Where(evaluation.part), {}, title=title, back=back, template=TEMPLATE, more=more, stay=True)  # fmt: skip


TEMPLATE = "office/evaluation/assess.html"


@of_evaluation(Permission.EDIT)
def new_assessment(request: HttpRequest, evaluation: Evaluation) -> HttpResponse:
    """Say something of the plan, of a section, a group, a theme, or of what the plan lacks."""
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    kind = _kind(user, evaluation, found, fixed={})
    back = address("evaluation", evaluation)
    more = {"label": evaluation.title.value} | standing(request, evaluation.part, evaluation, ASSESSMENT.new)
    return new_record(request, kind, Where(evaluation.part), {}, back=back, template=TEMPLATE, more=more, stay=True)


@of_evaluation(Permission.EDIT)
def edit_assessment(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Change what is said: who saved meanwhile loses nothing, both texts are shown."""
    user = user_of(request)
    row = assessment_in(request, evaluation, sur)
    found = evaluation_page(str(evaluation.uid), user)
    kind = _kind(user, evaluation, found, measure=row.object == Assessed.MEASURE)
    more = {"known": known.facts(row.subjects[0], evaluation.part, user) if len(row.subjects) == 1 else None, "label": evaluation.title.value}  # fmt: skip
    more |= standing(request, evaluation.part, evaluation, _("Modifier %(what)s") % {"what": ASSESSMENT.label})
    return edit_record(request, kind, evaluation.part, row, back=address("assessment", evaluation, sur), template=TEMPLATE, more=more)  # fmt: skip


def _kind(user: User, evaluation: Evaluation, found: EvaluationPage, *, measure: bool = False, fixed: dict[str, Any] | None = None) -> Fiche:  # fmt: skip
    """The form of this evaluation's scale. What a team here says is its own source: it cites evidence, not sources."""
    levels = [(one.code, *pages.level(one.code, found.scale)) for one in found.scale.levels] if found.scale else []
    subjects = around(evaluation.part, user, asks=frozenset({"subjects"})).subjects if not measure and fixed is not None else ()  # fmt: skip
    own_plan = [(name, held) for name, held in subjects if held and not isinstance(held, str) and held[0][0] == str(evaluation.plan_uid)]  # fmt: skip

    def add(where: Where, values: dict[str, Any], sourced: dict[str, Any]) -> Any:
        values = {"level": None} | values | (fixed or {})
        values["object"] = Assessed(values["object"])
        return actions.assess(evaluation=evaluation, **values, **sourced)

    form: Any = partial(AssessmentForm, levels=levels, subjects=own_plan, measure=measure)
    return replace(ASSESSMENT, form=form, add=add, cites=not evaluation.own)


# --- one assessment --------------------------------------------------------------------------------------------------


@of_evaluation(Permission.VIEW_DRAFT)
def assessment(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """What is said of one object, what it rests on, and the note that stays with the team."""
    row = assessment_in(request, evaluation, sur)
    user = user_of(request)
    found = evaluation_page(str(evaluation.uid), user)
    said = assessment_rows(Assessment.objects.filter(pk=row.pk).select_related("evaluation"), notes=found.of_team)[0]
    sign, words = pages.verdict(said.assessment, found.scale)
    heading = known.subject(found.row.evaluation.plan, row.subjects[0], user) if row.object == Assessed.MEASURE else row.topic or str(OBJECT[said.assessment.object])  # fmt: skip
    context = {
        "said": said, "of_team": found.of_team, "sign": sign, "words": words, "heading": heading, "may_edit": found.may_edit,
        "proofs": tuple((chr(97 + n % 26), one, proof_words(one.evidence)) for n, one in enumerate(said.evidence)),
        "kinds": tuple((kind.value, EVIDENCE[kind]) for kind in EvidenceKind),
        "team": len(found.members), "following": pages.following(found, row.subjects, user) if found.may_edit else None,
        "findings": tuple((CRITERION[one.criterion], FOUND.get(one.known, one.known)) for one in said.assessment.findings),
    }  # fmt: skip
    return page(request, evaluation, heading, "assessment", context)


@of_evaluation(Permission.EDIT, team=True)
def note(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Write the team's private note: it is read in the office by the team, and goes nowhere else."""
    row = assessment_in(request, evaluation, sur)
    said = assessment_rows(Assessment.objects.filter(pk=row.pk).select_related("evaluation"), notes=True)[0]
    form = NoteForm(request.POST or None, initial={"expected_revision": said.note_revision, "text": said.note})
    tried = None
    back = address("assessment", evaluation, sur)
    if request.method == "POST" and form.is_valid():
        run = lambda: actions.write_note(assessment=row, text=form.cleaned_data["text"], by=user_of(request), expected_revision=revision_of(form))  # fmt: skip
        tried = attempt(form, run, {**NAMES, "topic": "text"})
        if tried.done:
            messages.success(request, _("Note gardée pour l’équipe."))
            return redirect(back)
    context = {"heading": _("Note privée"), "button": _("Enregistrer la note"), "back": back}
    return form_page(request, evaluation, form, tried, context, "note")


@of_evaluation(Permission.EDIT)
def evidence(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID, code: str) -> HttpResponse:
    """Add one thing that the assessment rests on."""
    if code not in set(EvidenceKind):
        raise Http404
    kind = EvidenceKind(code)
    row = assessment_in(request, evaluation, sur)
    user = user_of(request)
    surroundings = around(evaluation.part, user)
    form = EvidenceForm(
        request.POST or None, request.FILES or None, around=surroundings, kind=kind,
        initial={"expected_revision": row.revision}, things=_things(row, kind, evaluation, request),
    )  # fmt: skip
    tried = None
    back = address("assessment", evaluation, sur)
    if request.method == "POST" and form.is_valid():
        run = lambda: actions.add_evidence(assessment=row, evidence=form.evidence(), by=user, content=form.cleaned_data.get("file"))  # fmt: skip
        tried = attempt(form, run, {**NAMES, "media_type": "file", "fact": ""})
        if tried.done:
            messages.success(request, _("Preuve ajoutée."))
            return redirect(back)
    heading = _("Ajouter une preuve : %s") % EVIDENCE[kind]
    context = {"heading": heading, "button": _("Ajouter la preuve"), "back": back, "names": surroundings.names}
    return form_page(request, evaluation, form, tried, context)


@of_evaluation(Permission.EDIT)
def edit_evidence(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> HttpResponse:
    """Say otherwise what an assessment rests on: its file stays, another file is another piece of evidence."""
    item = _item(request, evaluation, sur)
    kind, user = EvidenceKind(item.kind), user_of(request)
    surroundings = around(evaluation.part, user)
    form = EvidenceForm(
        request.POST or None, around=surroundings, kind=kind, before=item.fact, initial={"expected_revision": item.revision},
        things=_things(item.assessment, kind, evaluation, request),
    )  # fmt: skip
    tried = None
    back = address("assessment", evaluation, item.assessment.uid)
    if request.method == "POST" and form.is_valid():
        run = lambda: actions.edit_evidence(item=item, evidence=form.evidence(), by=user, expected_revision=revision_of(form))  # fmt: skip
        tried = attempt(form, run, {**NAMES, "media_type": "", "fact": ""})
        if tried.done:
            messages.success(request, _("Enregistré. L’ancien texte reste dans l’historique."))
            return redirect(back)
        if tried.met:
            tried.clash = _both(item, form)
    heading = _("Modifier la preuve : %s") % EVIDENCE[kind]
    lede = _("Le fichier « %(name)s » reste, avec son empreinte : pour un autre fichier, ajoutez une preuve.") % {"name": item.fact.name} if kind is EvidenceKind.FILE else ""  # fmt: skip
    context = {"heading": heading, "lede": lede, "button": _("Enregistrer"), "back": back, "names": surroundings.names}
    return form_page(request, evaluation, form, tried, context)


def _both(item: EvidenceItem, form: EvidenceForm) -> tuple[FieldConflict, ...]:
    """What stands now beside what the form brings, field by field."""
    item.refresh_from_db()
    now, mine = evidence_values(item.fact), evidence_values(form.evidence())
    pairs = ((name, as_text(now.get(name)), as_text(mine.get(name))) for name in form.fields)
    return tuple(FieldConflict(*pair) for pair in pairs if pair[1] != pair[2])


def _item(request: HttpRequest, evaluation: Evaluation, sur: uuid.UUID) -> EvidenceItem:
    try:
        item = evidence_item_of(str(sur), user_of(request))
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    if item.assessment.evaluation_id != evaluation.pk:
        raise Http404
    return item


def _things(row: Assessment, kind: EvidenceKind, evaluation: Evaluation, request: HttpRequest) -> list[tuple[str, str]]:
    """Indicators, outputs or statements about the subject of the assessment."""
    if kind not in (EvidenceKind.INDICATOR, EvidenceKind.OUTPUT, EvidenceKind.STATEMENT) or len(row.subjects) != 1:
        return []
    about: SubjectPage | None = known.facts(row.subjects[0], evaluation.part, user_of(request)).page
    return known.things(about, kind) if about else []
