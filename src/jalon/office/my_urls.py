"""Addresses of the person's work lists and of what is asked of their bodies."""

from django.urls import URLPattern, path

from jalon.office.answer_doors import by_account
from jalon.office.views import answering, work

ASK = "demandes/<uuid:uid>/"

my_patterns: list[URLPattern] = [
    path("mes-mesures/", work.measures, name="my_measures"),
    path("echeances/", work.dates, name="my_dates"),
    path(ASK, by_account(answering.start), name="answer_start"),
    path(f"{ASK}reponses/", by_account(answering.form), name="answer_form"),
    path(f"{ASK}classeur/<slug:code>/", by_account(answering.workbook), name="answer_workbook"),
    path(f"{ASK}deposer/", by_account(answering.upload), name="answer_upload"),
    path(f"{ASK}recu/", by_account(answering.received), name="answer_receipt"),
    path(f"{ASK}valider/", by_account(answering.validate), name="answer_validate"),
]
