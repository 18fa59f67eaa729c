"""Public addresses: permanent, French words, English by the prefix /en/."""

from django.urls import URLPattern, path, register_converter
from django.views.decorators.csrf import csrf_exempt

from jalon.portal import committed_views, views
from jalon.portal.downloads import (
    atom_file,
    calendar_file,
    changes_file,
    document_file,
    package_file,
    report_file,
    schema_file,
    sitemap_file,
    table_file,
)
from jalon.portal.downloads.sessions import committee_calendar


class Prefix:
    """The beginning of a Release's id: 7 to 64 hexadecimal digits."""

    regex = "[0-9a-fA-F]{7,64}"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value


class Hash:
    """A SHA-256 in lower-case hexadecimal."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Prefix, "release")
register_converter(Hash, "sha256")

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.overview_page, name="overview"),
    path("plans/<slug:slug>/", views.plan_page, name="plan"),
    path("plans/<slug:slug>/comparaison/", views.comparison_page, name="comparison"),
    path("plans/<slug:slug>/audit/", views.audit_page, name="audit"),
    path("plans/<slug:slug>/filiation/<slug:before>/", committed_views.lineage_page, name="lineage"),
    path("plans/<slug:slug>/mesures/<str:number>/", views.measure_page, name="measure"),
    path("plans/<slug:slug>/elements/<str:uid>/", views.item_page, name="item"),
    path("plans/<slug:slug>/rapports/<slug:code>.<slug:form>", report_file, name="report"),
    path("documents/<sha256:sha256>/<str:name>", document_file, name="file"),
    path("organismes/", views.organisations_page, name="organisations"),
    path("organismes/<slug:slug>/", views.organisation_page, name="organisation"),
    path("calendrier/", views.calendar_page, name="calendar"),
    path("calendrier.ics", calendar_file, name="ics"),
    path("statistiques/", views.statistics_page, name="statistics"),
    path("statistiques/famille/<slug:slug>/", views.family_page, name="family"),
    path("statistiques/estimation/", views.estimation_page, name="estimation"),
    path("statistiques/<slug:slug>/", views.series_page, name="series"),
    path("indicateurs/", views.indicators_page, name="indicators"),
    path("indicateurs/<slug:slug>/", views.indicator_page, name="indicator"),
    path("realisations/", views.outputs_page, name="outputs"),
    path("realisations/<str:uid>/", views.output_page, name="output"),
    path("evaluations/", views.evaluations_page, name="evaluations"),
    path("evaluations/<slug:slug>/", views.evaluation_page, name="evaluation"),
    path("echelles/", views.scales_page, name="scales"),
    path("etats/", views.states_page, name="states"),
    path("etats/<slug:slug>/", views.state_page, name="state"),
    path("recommandations/", committed_views.recommendations_page, name="recommendations"),
    path("recommandations/couverture/", committed_views.coverage_page, name="coverage"),
    path("recommandations/<str:uid>/", committed_views.recommendation_page, name="recommendation"),
    path("engagements/", committed_views.promises_page, name="promises"),
    path("recoupements/", committed_views.overlaps_page, name="overlaps"),
    path("comites/", committed_views.committees_page, name="committees"),
    path("comites/<slug:slug>/", committed_views.committee_page, name="committee"),
    path("comites/<slug:slug>/seances.ics", committee_calendar, name="committee_ics"),
    path("parlement/", views.parliament_page, name="parliament"),
    path("moyens/", views.means_page, name="means"),
    path("sources/", views.sources_page, name="sources"),
    path("sources/<str:uid>/", views.source_page, name="source"),
    path("recherche/", views.search_page, name="search"),
    path("versions/", views.releases_page, name="releases"),
    path("versions/<release:prefix>/", views.release_page, name="release"),
    path("versions/<release:first>/<release:second>/", views.difference_page, name="difference"),
    path("changements/", views.changes_page, name="changes"),
    path("changements.json", changes_file, name="changes_json"),
    path("donnees/", views.data_page, name="data"),
    path("donnees/jalon.zip", package_file, name="package"),
    path("donnees/schemas/<slug:of>/<slug:name>.json", schema_file, name="schema"),
    path("donnees/<slug:name>.<str:form>", table_file, name="table"),
    path("a-propos/", views.text_page, {"name": "about"}, name="about"),
    path("methode/", views.text_page, {"name": "method"}, name="method"),
    path("accessibilite/", views.text_page, {"name": "accessibility"}, name="accessibility"),
    path("mentions-legales/", views.text_page, {"name": "legal"}, name="legal"),
    path("confidentialite/", views.text_page, {"name": "privacy"}, name="privacy"),
    path("atom.xml", atom_file, name="atom"),
    path("sitemap.xml", sitemap_file, name="sitemap"),
    path("id/<str:uid>/", views.permanent, name="permanent"),
]
for pattern in urlpatterns:  # read only: another method is answered 405 by the view, not 403 by the forgery guard
    pattern.callback = csrf_exempt(pattern.callback)
