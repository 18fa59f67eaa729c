"""The design pages: every component in every state, with invented data. No database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jalon.ui import samples, samples_office


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Components of the public pages."""
    return render(request, "ui/design.html", samples.public())


@require_safe
def design_office(request: HttpRequest) -> HttpResponse:
    """Components of the signed-in pages: forms, errors, conflicts, the proof sheet."""
    return render(request, "ui/design_office.html", samples_office.office())
