"""Addresses of tables and workbooks of evaluations, under /bureau/evaluations/."""

from django.urls import URLPattern, path

from jalon.office.views import evaluating_import

PART = "evaluations/parties/<slug:slug>/"

table_patterns: list[URLPattern] = [
    path(f"{PART}tableaux/", evaluating_import.tables, name="evaluation_tables"),
    path(f"{PART}tableaux/<uuid:uid>/", evaluating_import.table, name="evaluation_table"),
]
