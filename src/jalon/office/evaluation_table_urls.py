"""Addresses of tables and workbooks of evaluations, under /bureau/evaluations/."""

from django.urls import URLPattern, path

from jalon.office.views import evaluating_import, evaluating_workbooks

PART = "evaluations/parties/<slug:slug>/"

table_patterns: list[URLPattern] = [
    path(f"{PART}tableaux/", evaluating_import.tables, name="evaluation_tables"),
    path(f"{PART}tableaux/<uuid:uid>/", evaluating_import.table, name="evaluation_table"),
    path(f"{PART}<uuid:uid>/classeurs/", evaluating_workbooks.sheets, name="assessor_workbooks"),
    path(f"{PART}classeurs/<uuid:uid>/", evaluating_workbooks.workbook, name="assessor_workbook"),
    path(f"{PART}retours/<uuid:uid>/", evaluating_workbooks.returned, name="assessor_return"),
]
