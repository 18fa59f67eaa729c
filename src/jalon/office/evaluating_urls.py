"""Addresses of evaluations, of what they say, and of what stands beside them."""

from django.urls import URLPattern, path

from jalon.office.views import evaluating, evaluating_assess, evaluating_course, evaluating_records, evaluating_team

EVALUATIONS = "evaluations/parties/<slug:slug>/"
ONE = f"{EVALUATIONS}<uuid:uid>/"
SAID = f"{ONE}appreciations/<uuid:sur>/"

evaluating_patterns: list[URLPattern] = [
    path("evaluations/", evaluating.evaluations, name="evaluations"),
    path(EVALUATIONS, evaluating.part_evaluations, name="part_evaluations"),
    path(f"{EVALUATIONS}nouvelle/", evaluating.new, name="new_evaluation"),
    path(f"{EVALUATIONS}fiches/<slug:code>/nouvelle/", evaluating.new_in_part, name="new_in_part"),
    path(f"{EVALUATIONS}fiches/<slug:code>/<uuid:uid>/", evaluating.edit_in_part, name="edit_in_part"),
    path(f"{EVALUATIONS}fiches/<slug:code>/<uuid:uid>/retirer/", evaluating_records.end, name="end_evaluated"),
    path(
        f"{EVALUATIONS}fiches/<slug:code>/<uuid:uid>/historique/", evaluating_records.history, name="evaluated_history"
    ),
    path(ONE, evaluating.evaluation, name="evaluation"),
    path(f"{ONE}modifier/", evaluating.edit, name="edit_evaluation"),
    path(f"{ONE}etape/<slug:code>/", evaluating.stage, name="evaluation_stage"),
    path(f"{ONE}apprecier/", evaluating_assess.new_assessment, name="new_assessment"),
    path(f"{ONE}apprecier/<uuid:sur>/", evaluating_assess.assess, name="assess"),
    path(SAID, evaluating_assess.assessment, name="assessment"),
    path(f"{SAID}modifier/", evaluating_assess.edit_assessment, name="edit_assessment"),
    path(f"{SAID}note/", evaluating_assess.note, name="assessment_note"),
    path(f"{SAID}preuves/<slug:code>/", evaluating_assess.evidence, name="add_evidence"),
    path(f"{ONE}preuves/<uuid:sur>/modifier/", evaluating_assess.edit_evidence, name="edit_evidence"),
    path(f"{ONE}equipe/ajouter/", evaluating_team.add_member, name="add_member"),
    path(f"{ONE}equipe/<uuid:sur>/terminer/", evaluating_team.end_member, name="end_member"),
    path(f"{ONE}repartir/", evaluating_team.share, name="share_out"),
    path(f"{ONE}avis/<uuid:sur>/", evaluating_team.rate, name="rate"),
    path(f"{ONE}concilier/", evaluating_team.open_reconciliation, name="reconciliations"),
    path(f"{ONE}concilier/<uuid:sur>/", evaluating_team.reconcile, name="reconcile"),
    path(f"{ONE}cours/<slug:code>/", evaluating_course.step, name="course_step"),
    path(f"{ONE}demandes/<int:order>/", evaluating_course.inquiry, name="edit_inquiry"),
]
