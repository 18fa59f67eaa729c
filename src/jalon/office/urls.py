"""Addresses of this room, under /bureau/. Each view bears its guard (`jalon.core.guards`)."""

from django.urls import URLPattern, path

from jalon.office.campaign_urls import campaign_patterns
from jalon.office.commitment_urls import commitment_patterns
from jalon.office.commitments_urls import ledger_patterns
from jalon.office.committee_urls import committee_patterns
from jalon.office.evaluating_urls import evaluating_patterns
from jalon.office.evaluation_table_urls import table_patterns
from jalon.office.my_urls import my_patterns
from jalon.office.views import (
    fiches,
    following,
    importing,
    opening,
    operation,
    others,
    parts,
    people,
    publishing,
    records,
    reports,
)

app_name = "office"

PART = "parties/<slug:slug>/"
RECORD = f"{PART}fiches/<slug:code>/<uuid:uid>/"

urlpatterns: list[URLPattern] = [
    path("", parts.home, name="home"),
    *my_patterns,
    path("plans/", parts.plans, name="plans"),
    path("sources/", opening.sources, name="sources"),
    path("organismes/", parts.organisations, name="organisations"),
    path("mon-compte/", people.account, name="account"),
    path("equipe/", people.people, name="people"),
    path("equipe/<slug:slug>/", people.team, name="team"),
    path("equipe/<slug:slug>/invitations/<uuid:uid>/annuler/", people.revoke, name="revoke"),
    path("equipe/<slug:slug>/roles/<uuid:uid>/terminer/", people.leave, name="leave"),
    path("exploitation/", operation.operation, name="operation"),
    path("exploitation/comptes/", operation.people, name="accounts"),
    path("exploitation/comptes/<uuid:uid>/", operation.close, name="close"),
    path("exploitation/organismes/", operation.bodies, name="operation_bodies"),
    path("exploitation/inviter/", operation.open_body, name="open_instance"),
    path("exploitation/inviter/<slug:slug>/", operation.open_body, name="open_body"),
    path("exploitation/lettres/<uuid:uid>/", operation.resend, name="resend"),
    path("parties/", parts.parts, name="parts"),
    path("parties/ouvrir/nouvelle/", opening.new_part, name="new_part"),
    path("parties/charger/paquet/", opening.load_package, name="load_package"),
    path(PART, parts.part, name="part"),
    path(f"{PART}paquet/", opening.export_part, name="export_part"),
    path(f"{PART}titre/", opening.edit_part, name="edit_part"),
    path(f"{PART}historique/", records.part_history, name="part_history"),
    path(f"{PART}plans/<slug:plan>/", parts.plan, name="plan"),
    path(f"{PART}plans/<slug:plan>/export/<slug:code>/", importing.export, name="export_plan"),
    path(f"{PART}rapports/", reports.reports, name="reports"),
    path(f"{PART}rapports/<uuid:uid>/", reports.report_run, name="report_run"),
    path(f"{PART}rapports/<uuid:uid>/fichier/", reports.report_file, name="report_file"),
    path(f"{PART}importer/", importing.imports, name="imports"),
    path(f"{PART}importer/<uuid:uid>/", importing.import_run, name="import_run"),
    path(f"{PART}observations/export/<slug:code>/", importing.export_observed, name="export_observed"),
    path(f"{PART}sujets/", parts.subjects, name="subjects"),
    path(f"{PART}sujets/<uuid:uid>/", parts.subject, name="subject"),
    path(f"{PART}sources/", opening.part_sources, name="part_sources"),
    path(f"{PART}sources/nouvelle/", opening.source, name="new_source"),
    path(f"{PART}sources/<uuid:uid>/", opening.source, name="edit_source"),
    path(f"{PART}sources/<uuid:uid>/supprimer/", opening.remove_source, name="remove_source"),
    path(f"{PART}fiches/<slug:code>/nouvelle/", fiches.add, name="add"),
    path(f"{PART}fiches/<slug:code>/nouvelle/<uuid:sur>/", fiches.add, name="add"),
    path(RECORD, fiches.edit, name="edit"),
    path(f"{RECORD}retirer/", records.end, name="end"),
    path(f"{RECORD}deplacer/", records.move, name="move"),
    path(f"{RECORD}historique/", records.history, name="history"),
    path(f"{PART}documents/<uuid:uid>/", records.file, name="file"),
    path(f"{PART}actes/", others.acts, name="acts"),
    path(f"{PART}series/", others.series_list, name="series_list"),
    path(f"{PART}series/<uuid:uid>/", others.series, name="series"),
    path(f"{PART}series/<uuid:uid>/observer/", others.observe, name="observe"),
    path(
        f"{PART}series/<uuid:uid>/observations/<int:order>/retirer/", following.end_observation, name="end_observation"
    ),
    path(f"{PART}indicateurs/", following.indicator_list, name="indicators"),
    path(f"{PART}indicateurs/<uuid:uid>/", following.indicator, name="indicator"),
    path(f"{PART}realisations/", following.output_list, name="outputs"),
    path(f"{PART}realisations/<uuid:uid>/", following.output, name="output"),
    path(f"{PART}organismes/", others.bodies, name="bodies"),
    path(f"{PART}organismes/nouveau/", others.new_body, name="new_body"),
    path(f"{PART}organismes/<uuid:uid>/", others.body, name="body"),
    path(f"{PART}organismes/<uuid:uid>/modifier/", others.edit_body, name="edit_body"),
    path(f"{PART}organismes/<uuid:uid>/noms/", others.body_names, name="body_names"),
    path(f"{PART}organismes/<uuid:uid>/postes/", others.body_offices, name="body_offices"),
    path(f"{PART}organismes/<uuid:uid>/predecesseurs/", others.body_predecessors, name="body_predecessors"),
    path(f"{PART}apercu/", publishing.preview, name="preview"),
    path(f"{PART}apercu/<path:rest>", publishing.preview, name="preview_page"),
    path(f"{PART}signer/", publishing.sign, name="sign"),
    path(f"{PART}signee/", publishing.signed, name="signed"),
    path(f"{PART}retrait/", publishing.withdraw, name="withdraw"),
    *campaign_patterns,
    *ledger_patterns,
    *commitment_patterns,
    *committee_patterns,
    *evaluating_patterns,
    *table_patterns,
]
