"""Addresses of promises and recommendations of a part."""

from django.urls import URLPattern, path

from jalon.office.views import commitments

PART = "parties/<slug:slug>/"

ledger_patterns: list[URLPattern] = [
    path(f"{PART}engagements/", commitments.promises, name="promises"),
    path(f"{PART}engagements/<uuid:uid>/", commitments.promise, name="promise"),
    path(f"{PART}recommandations/", commitments.recommendations, name="recommendations"),
    path(f"{PART}recommandations/<uuid:uid>/", commitments.recommendation, name="recommendation"),
    path(f"{PART}recommandations/<uuid:uid>/mesures/", commitments.nearest, name="nearest_measures"),
]
