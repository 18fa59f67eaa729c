"""Addresses of follow-up committees: what a committee shares lies under its own address, its steps under the part's."""

from django.urls import URLPattern, path

from jalon.office.views import committees

PART = "parties/<slug:slug>/"
ONE = "comites/<slug:slug>/"
SESSION = f"{ONE}seances/<uuid:uid>/"

committee_patterns: list[URLPattern] = [
    path("comites/", committees.mine, name="committees"),
    path(ONE, committees.committee, name="committee"),
    path(SESSION, committees.session, name="committee_session"),
    path(f"{SESSION}dossier/<slug:code>/", committees.briefing, name="briefing"),
    path(f"{ONE}documents/<uuid:uid>/", committees.file, name="session_file"),
    path(f"{PART}comites/", committees.of_one_part, name="part_committees"),
    path(f"{PART}seances/<uuid:uid>/suites/<uuid:sur>/", committees.follow_up, name="follow_up"),
]
