"""Recommendations and questions from files: handed in, read, compared with the part, confirmed or not.

Nothing is kept between the two pages but the file itself: what was chosen is in the address, what is compared is now.
"""

import json
import uuid
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.commitments import imports
from jalon.commitments.mapping import ACT, RECOMMENDATION, Mapped
from jalon.core import storage
from jalon.core.errors import Conflict, Invalid, JalonError
from jalon.core.matrix import Permission
from jalon.core.models import Part, StoredFile
from jalon.exchange.problems import Refused
from jalon.exchange.questions_in import read_questions
from jalon.exchange.recommendations_in import Given
from jalon.exchange.when import read_when
from jalon.facts.part import PartKind
from jalon.office.doors import of_part
from jalon.office.frame import frame, user_of
from jalon.office.problems import field_problems

SHOWN = 100
"""Lines of each list on the page; the rest is counted."""
QUESTIONS = ".json.txt"
"""How the name of kept questions ends: those that were chosen, as they were published."""
COUNTED = {
    "rows": lazy("Lignes lues"),
    "headings": lazy("Lignes d’en-tête"),
    "themes": lazy("Lignes de thème"),
    "empty": lazy("Lignes vides"),
    "continued": lazy("Lignes qui continuent la précédente"),
    "elsewhere": lazy("Lignes sur un autre pays"),
    "recommendations": lazy("Recommandations"),
    "questions": lazy("Questions lues"),
    "answered": lazy("Questions avec réponse"),
    "new": lazy("Nouvelles"),
    "changed": lazy("Changées"),
    "unchanged": lazy("Déjà connues telles quelles"),
    "withdrawn": lazy("Retirées de la partie : elles le restent"),
}


class ChoicesForm(forms.Form):
    """What a file of recommendations does not say of itself."""

    body = forms.CharField(
        label=lazy("Organisme qui recommande"), required=False, max_length=200,
        help_text=lazy("Nécessaire pour une matrice Word\u00a0; un classeur de l’index le dit ligne par ligne."),
    )  # fmt: skip
    instrument = forms.CharField(label=lazy("Convention ou procédure"), required=False, max_length=200)
    report = forms.CharField(label=lazy("Titre du rapport"), required=False, max_length=300)
    cycle = forms.CharField(label=lazy("Cycle"), required=False, max_length=60)
    session = forms.CharField(label=lazy("Session"), required=False, max_length=60)
    symbol = forms.CharField(
        label=lazy("Cote du document"), required=False, max_length=100, help_text=lazy("Par exemple A/HRC/43/15.")
    )
    date = forms.CharField(
        label=lazy("Date du document"), required=False, max_length=60, help_text=lazy("2020-03-12, 2020-03 ou 2020.")
    )
    country = forms.CharField(
        label=lazy("Pays à garder"), required=False, max_length=100,
        help_text=lazy("Si le classeur parle de plusieurs pays, tel qu’il l’écrit\u00a0: France."),
    )  # fmt: skip

    def clean_date(self) -> str:
        """A date that can be read."""
        words = str(self.cleaned_data["date"]).strip()
        if words and read_when(words).value is None:
            raise forms.ValidationError(_("Cette date ne se lit pas\u00a0: écrivez 2020-03-12, 2020-03 ou 2020."))
        return words

    def given(self) -> Given:
        """As readers take it."""
        data = {name: value.strip() for name, value in self.cleaned_data.items() if name in Given.__dataclass_fields__}
        words = self.cleaned_data.get("date", "")
        return Given(**data, when=read_when(words).value if words else None)


class FileForm(ChoicesForm):
    """A file, what it holds."""

    what = forms.ChoiceField(
        label=lazy("Ce que contient le fichier"),
        choices=[
            ("recommendations", lazy("des recommandations (matrice .docx, classeur .xlsx ou .csv)")),
            (
                "questions",
                lazy("des questions parlementaires (.json, .xml ou .zip de l’Assemblée nationale, .csv du Sénat)"),
            ),
        ],
    )
    file = forms.FileField(
        label=lazy("Fichier"), help_text=lazy("Rien n’est écrit avant que vous ayez relu et confirmé.")
    )
    about = forms.CharField(
        label=lazy("Mots à retenir dans les questions"), required=False, max_length=300,
        help_text=lazy("Séparés par des virgules\u00a0: traite, proxénétisme, travail forcé. Les accents comptent. Vide\u00a0: toutes."),
    )  # fmt: skip
    field_order = ("what", "file", "about")


@of_part(Permission.EDIT)
def deposit(request: HttpRequest, part: Part) -> HttpResponse:
    """Hand in a file of recommendations or questions."""
    form = _file_form(request, part)
    if request.method == "POST" and form.is_valid():
        try:
            kept = _kept(request, part, form)
            chosen = {name: form.cleaned_data[name] for name in ChoicesForm.base_fields if form.cleaned_data.get(name)}
            address = reverse("office:commitment_import", args=(part.slug, kept.uid))
            return redirect(f"{address}?{urlencode(chosen)}" if chosen else address)
        except Refused as refused:
            form.add_error("file", refused.problem.words(_))
        except Invalid as refused_here:
            form.add_error("file", " ".join(refused_here.problems.values()))
        except JalonError as error:
            form.add_error("file", str(error))
    context = frame(request, part, _title(part))
    context |= {"form": form, "problems": field_problems(form)}
    return render(request, "office/commitment_imports.html", context, status=422 if form.errors else 200)


@of_part(Permission.EDIT)
def preview(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """What a file would change; POST writes it, on the revision that was shown."""
    stored = StoredFile.objects.filter(part=part, uid=uid).first()
    kind = ACT if stored and stored.name.endswith(QUESTIONS) else RECOMMENDATION
    if stored is None or not _takes(part, kind):
        raise Http404
    form = ChoicesForm(request.GET)
    valid = form.is_valid()
    compared, refused = _compared(part, stored, form.given()) if valid else (None, "")
    problem = ""
    if request.method == "POST" and compared is not None:
        problem = _taken(request, compared)
        if not problem:
            messages.success(request, _("Importé. Relisez, puis signez quand tout est juste."))
            return redirect("office:part", part.slug)
    back = reverse("office:commitment_imports", args=(part.slug,))
    context = frame(request, part, _("Aperçu de l’import"), back_to=back, back_words=_title(part))
    context |= {"form": form, "file": stored, "refused": refused, "problem": problem, **_shown(compared)}
    context |= {"asks": kind is RECOMMENDATION, "problems": field_problems(form)}
    return render(request, "office/commitment_import.html", context, status=422 if problem or not valid else 200)


def _takes(part: Part, kind: Mapped) -> bool:
    return PartKind(part.kind) in imports.TAKERS[kind.attribute]


def _title(part: Part) -> str:
    if _takes(part, RECOMMENDATION):
        return _("Importer des recommandations ou des questions")
    return _("Importer des questions")


def _file_form(request: HttpRequest, part: Part) -> FileForm:
    """The form of what the part takes: one of parliamentary acts takes questions alone. 404 for a part that takes neither."""
    if not _takes(part, ACT):
        raise Http404
    form = FileForm(request.POST or None, request.FILES or None)
    if not _takes(part, RECOMMENDATION):
        for name in ("what", *ChoicesForm.base_fields):
            del form.fields[name]
    return form


def _kept(request: HttpRequest, part: Part, form: FileForm) -> StoredFile:
    """The file itself; of open data, the questions chosen: an archive holds thousands about something else."""
    given = form.cleaned_data["file"]
    if form.cleaned_data.get("what") == "recommendations":
        return storage.put(given.file, part=part, name=given.name, by=user_of(request))
    about = [words for words in form.cleaned_data["about"].split(",") if words.strip()]
    read = read_questions(given.read(), given.name, str(part.uid), about)
    if not read.kept:
        raise Invalid({"file": _("Aucune question de ce fichier n’est à retenir.")})
    content = json.dumps({"question": read.kept}, ensure_ascii=False).encode()
    return storage.put(BytesIO(content), part=part, name=f"{Path(given.name).stem}{QUESTIONS}", by=user_of(request))


def _compared(part: Part, stored: StoredFile, given: Given) -> tuple[imports.Compared | None, str]:
    with storage.open_content(stored.sha256, stored.size) as file:
        data = file.read()
    try:
        if stored.name.endswith(QUESTIONS):
            return imports.compare_questions(part, [(stored.name, data)])[0], ""
        return imports.compare_recommendations(part, data, stored.name, given), ""
    except Refused as refused:
        return None, refused.problem.words(_)


def _taken(request: HttpRequest, compared: imports.Compared) -> str:
    """Why nothing was written; empty when it was."""
    said = request.POST.get("revision", "")
    try:
        revision = int(said) if said.isdecimal() else -1
        imports.take(compared, by=user_of(request), expected_revision=revision)
    except Invalid as refused:
        return " ".join(refused.problems.values())
    except Conflict:
        return _(
            "La partie a changé depuis que vous avez ouvert cette page\u00a0: relisez ce qui serait écrit, puis confirmez."
        )
    return ""


def _shown(compared: imports.Compared | None) -> dict[str, Any]:
    if compared is None:
        return {"compared": None}
    report = compared.report(_)
    return {
        "compared": compared,
        "counts": [(label, report[name]) for name, label in COUNTED.items() if report.get(name)],
        "document": report.get("document"),
        "unread": compared.unread,
        "found": report["problems"][:SHOWN],
        "more_found": max(len(report["problems"]) - SHOWN, 0),
        "new": [_line(fact) for fact in compared.renewed.new[:SHOWN]],
        "changed": [_line(fact) for fact in compared.renewed.changed[:SHOWN]],
        "more": max(len(compared.renewed.written) - 2 * SHOWN, 0),
        "repeated": [
            (fact, fact.texts[0], earlier, earlier.texts[0] if earlier and earlier.texts else None)
            for fact, earlier in compared.repeated[:SHOWN]
        ],
        "is_act": compared.kind is ACT,
        "errors": len(compared.errors),
    }  # fmt: skip


def _line(fact: Any) -> tuple[str, Any]:
    """A recommendation by its paragraph and words, a question by its number and topic."""
    if hasattr(fact, "asked"):
        return f"{fact.kind_printed} {fact.number or ''}".strip(), fact.topic or next(iter(fact.asked), None)
    return " ".join(filter(None, (fact.body.name, fact.paragraph or fact.reference))), next(iter(fact.texts), None)
