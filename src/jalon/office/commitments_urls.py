"""Addresses of promises, recommendations, lineage and overlaps of a part."""

from django.urls import URLPattern, path

from jalon.office.views import commitments, commitments_links

PART = "parties/<slug:slug>/"

ledger_patterns: list[URLPattern] = [
    path(f"{PART}engagements/", commitments.promises, name="promises"),
    path(f"{PART}engagements/<uuid:uid>/", commitments.promise, name="promise"),
    path(f"{PART}recommandations/", commitments.recommendations, name="recommendations"),
    path(f"{PART}recommandations/<uuid:uid>/", commitments.recommendation, name="recommendation"),
    path(f"{PART}recommandations/<uuid:uid>/mesures/", commitments.nearest, name="nearest_measures"),
    path(f"{PART}recommandations/<uuid:uid>/repetition/", commitments_links.repeats, name="repeats"),
    path(f"{PART}filiation/", commitments_links.lineages, name="lineages"),
    path(f"{PART}filiation/<uuid:uid>/decider/", commitments_links.decide, name="decide_lineage"),
    path(f"{PART}recoupements/", commitments_links.overlaps, name="overlaps"),
    path(f"{PART}recoupements/<uuid:uid>/confirmer/", commitments_links.confirm, name="confirm_overlap"),
]
