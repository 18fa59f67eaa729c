"""Addresses of the person's work lists, of the comments of their teams, and of what is asked of their bodies."""

from django.urls import URLPattern, path

from jalon.office.answer_doors import by_account
from jalon.office.views import answering, comments, undoable, work

ASK = "demandes/<uuid:uid>/"
PART = "parties/<slug:slug>/"

my_patterns: list[URLPattern] = [
    path("mes-mesures/", work.measures, name="my_measures"),
    path("mes-gestes/", undoable.mine, name="my_deeds"),
    path(f"{PART}defaire/", undoable.of_one, name="undoable"),
    path(f"{PART}defaire/<int:order>/", undoable.undo, name="undo"),
    path("echeances/", work.dates, name="my_dates"),
    path(ASK, by_account(answering.start), name="answer_start"),
    path(f"{ASK}reponses/", by_account(answering.form), name="answer_form"),
    path(f"{ASK}classeur/<slug:code>/", by_account(answering.workbook), name="answer_workbook"),
    path(f"{ASK}deposer/", by_account(answering.upload), name="answer_upload"),
    path(f"{ASK}recu/", by_account(answering.received), name="answer_receipt"),
    path(f"{ASK}valider/", by_account(answering.validate), name="answer_validate"),
    path(f"{PART}commentaires/<uuid:uid>/", comments.comments, name="comments"),
    path(f"{PART}commentaires/<uuid:uid>/textes/", comments.texts, name="comment_texts"),
    path(f"{PART}commentaires/<uuid:uid>/<slug:code>/", comments.step, name="comment_step"),
]
