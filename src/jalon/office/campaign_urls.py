"""Addresses of the reporting campaigns of the asking body."""

from django.urls import URLPattern, path

from jalon.office.views import (
    campaign_asks,
    campaign_forms,
    campaign_lines,
    campaign_matrix,
    campaign_outputs,
    campaign_returns,
    campaign_state,
    campaigns,
)

CAMPAIGNS = "parties/<slug:slug>/remontees/"
ONE = f"{CAMPAIGNS}<slug:campaign>/"
BODY = f"{ONE}organismes/<uuid:uid>/"
RETURN = f"{ONE}retours/<uuid:uid>/"

campaign_patterns: list[URLPattern] = [
    path("remontees/", campaigns.campaigns, name="campaigns"),
    path(f"{CAMPAIGNS}preparer/nouvelle/", campaign_forms.new, name="new_campaign"),
    path(ONE, campaigns.campaign, name="campaign"),
    path(f"{ONE}modifier/", campaign_forms.edit, name="edit_campaign"),
    path(f"{ONE}matrice/", campaign_matrix.matrix, name="campaign_matrix"),
    path(f"{ONE}envoyer/", campaigns.send, name="send_campaign"),
    path(f"{ONE}geste/<slug:code>/", campaigns.step, name="campaign_step"),
    path(f"{ONE}relances/nouvelle/", campaign_forms.plan_reminder, name="plan_reminder"),
    path(f"{ONE}relances/<uuid:uid>/", campaign_forms.reminder, name="reminder"),
    path(f"{ONE}organismes/ajouter/", campaign_asks.choose, name="choose_body"),
    path(f"{ONE}organismes/ajouter/<uuid:uid>/", campaign_asks.add, name="add_ask"),
    path(BODY, campaign_asks.edit, name="edit_ask"),
    path(f"{BODY}mesures/", campaign_asks.subjects, name="ask_subjects"),
    path(f"{BODY}lettre/", campaign_asks.letter, name="ask_letter"),
    path(f"{BODY}classeur/<slug:code>/", campaign_asks.workbook, name="ask_workbook"),
    path(f"{BODY}geste/<slug:code>/", campaign_asks.step, name="ask_step"),
    path(f"{BODY}lignes/", campaign_lines.lines, name="ask_lines"),
    path(f"{ONE}lignes/<uuid:uid>/<int:order>/", campaign_lines.correct, name="correct_line"),
    path(f"{BODY}telephone/", campaign_asks.phone, name="ask_phone"),
    path(f"{ONE}depot/", campaign_returns.deposit, name="deposit"),
    path(RETURN, campaign_returns.merge, name="merge"),
    path(f"{RETURN}fichier/", campaign_returns.file, name="return_file"),
    path(f"{RETURN}geste/<slug:code>/", campaign_returns.step, name="return_step"),
    path(f"{ONE}realisations/", campaign_outputs.proposals, name="proposed_outputs"),
    path(f"{ONE}realisations/<int:order>/", campaign_outputs.take, name="take_output"),
    path(f"{ONE}realisations/<int:order>/ecarter/", campaign_outputs.dismiss, name="dismiss_output"),
    path(f"{ONE}realisations/<int:order>/proposer/", campaign_outputs.propose_again, name="propose_output"),
    path(f"{ONE}consolidees/", campaign_state.consolidated, name="consolidated"),
    path(f"{ONE}consolidees/<uuid:uid>/", campaign_state.consolidate, name="consolidate"),
    path(f"{ONE}figer/", campaign_state.freeze, name="freeze"),
    path(f"{ONE}figer/defaire/", campaign_state.unfreeze, name="unfreeze"),
]
