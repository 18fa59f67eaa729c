"""Addresses of commitments under a part."""

from django.urls import URLPattern, path

from jalon.office.views import commitment_imports

IMPORTS = "parties/<slug:slug>/engagements/importer/"

commitment_patterns: list[URLPattern] = [
    path(IMPORTS, commitment_imports.deposit, name="commitment_imports"),
    path(f"{IMPORTS}<uuid:uid>/", commitment_imports.preview, name="commitment_import"),
]
