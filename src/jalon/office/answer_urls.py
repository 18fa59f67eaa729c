"""Addresses behind a personal link, under /retour/: open to whoever holds one."""

from django.urls import URLPattern, path

from jalon.office.answer_doors import by_link
from jalon.office.views import answering

app_name = "answer"

urlpatterns: list[URLPattern] = [
    path("<str:token>/", by_link(answering.start), name="start"),
    path("<str:token>/reponses/", by_link(answering.form), name="form"),
    path("<str:token>/classeur/<slug:code>/", by_link(answering.workbook), name="workbook"),
    path("<str:token>/deposer/", by_link(answering.upload), name="upload"),
    path("<str:token>/recu/", by_link(answering.received), name="receipt"),
    path("<str:token>/valider/", by_link(answering.validate), name="validate"),
]
