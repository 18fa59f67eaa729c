"""Opening a part, its title, its sources."""

import tempfile
import uuid
from typing import IO, Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jalon.core.actions import parts as part_actions
from jalon.core.actions import sources as source_actions
from jalon.core.errors import Conflict, Invalid, JalonError
from jalon.core.guards import needs_somewhere
from jalon.core.matrix import Permission, roles_with
from jalon.core.models import Citation, Organisation, Part, Source, User
from jalon.core.permissions import live_memberships, may_edit
from jalon.facts import rules
from jalon.facts.part import PartKind
from jalon.facts.problems import FactsError
from jalon.office import labels, places
from jalon.office.doors import of_part
from jalon.office.forms.base import PlainForm, set_choices
from jalon.office.forms.fields import NoneCharField
from jalon.office.frame import frame, name_of, user_of
from jalon.office.problems import field_problems
from jalon.office.writing import tell
from jalon.publication import packages
from jalon.publication.actions import import_package
from jalon.publication.parts import current_version
from jalon.publication.reader import default_store
from jalon.publication.selectors import facts_of_part
from jalon.ui.pieces import Problem


class PartForm(forms.Form):
    """A new part."""

    owner = forms.ChoiceField(label=lazy("Organisme qui la publie"))
    kind = forms.ChoiceField(
        label=lazy("Ce qu’elle contient"),
        widget=forms.RadioSelect,
        choices=[(k.value, words) for k, words in labels.PART.items()],
    )
    title = forms.CharField(label=lazy("Titre"), max_length=300)
    slug = forms.SlugField(
        label=lazy("Adresse"), max_length=120, help_text=lazy("Permanente : lettres, chiffres, tirets.")
    )


@needs_somewhere(Permission.EDIT)
def new_part(request: HttpRequest) -> HttpResponse:
    """Open a part of one of the person's bodies."""
    user = user_of(request)
    held = (
        live_memberships(user).filter(role__in=roles_with(Permission.EDIT), scope="organisation").values("organisation")
    )
    bodies = {str(body.uid): body for body in Organisation.objects.filter(pk__in=held)}
    form = PartForm(request.POST or None)
    set_choices(form, "owner", [(uid, name_of(body)) for uid, body in bodies.items()])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            part = part_actions.create(
                by=user,
                owner=bodies[data["owner"]],
                kind=PartKind(data["kind"]),
                slug=data["slug"],
                title=data["title"],
            )
            messages.success(request, _("Partie ouverte. Votre équipe seule la voit."))
            return redirect("office:part", part.slug)
        except Invalid as refused:
            tell(form, refused)
    return _plain(request, None, form, _("Ouvrir une partie"))


class PartTitleForm(PlainForm):
    """The title of a part."""

    title = forms.CharField(label=lazy("Titre"), max_length=300)


@of_part(Permission.EDIT)
def edit_part(request: HttpRequest, part: Part) -> HttpResponse:
    """Change the title of a part."""
    form = PartTitleForm(request.POST or None, initial={"title": part.title, "expected_revision": part.revision})
    if request.method == "POST" and form.is_valid():
        try:
            revision = form.cleaned_data["expected_revision"] or 0
            part_actions.change(
                by=user_of(request), part=part, expected_revision=revision, title=form.cleaned_data["title"]
            )
            return redirect("office:part", part.slug)
        except (Invalid, Conflict) as error:
            form.add_error(None, str(error))
    return _plain(request, part, form, _("Changer le titre de la partie"), back=places.part(part))


def _plain(request: HttpRequest, part: Part | None, form: forms.Form, title: str, **more: Any) -> HttpResponse:
    context = {"form": form, "heading": title, "problems": field_problems(form)} | more
    return render(
        request, "office/plain.html", frame(request, part, title) | context, status=422 if form.errors else 200
    )


class SourceForm(PlainForm):
    """A source of the part."""

    address = forms.CharField(
        label=lazy("Adresse ou référence"),
        max_length=2000,
        help_text=lazy("Adresse web, ou comment trouver le document."),
    )
    title = NoneCharField(label=lazy("Titre"), required=False, max_length=500)
    note = NoneCharField(label=lazy("Remarque"), required=False, max_length=500)

    def values(self) -> dict[str, Any]:
        """What the action takes: the link is the address when it is one."""
        address = self.cleaned_data["address"].strip()
        url = address if not rules.url(address) else None
        return {"address": address, "url": url, "title": self.cleaned_data["title"], "note": self.cleaned_data["note"]}


@of_part(Permission.VIEW_DRAFT)
def part_sources(request: HttpRequest, part: Part) -> HttpResponse:
    """The sources of a part, with how many facts rest on each."""
    uses = (
        Citation.objects.filter(source=OuterRef("pk")).order_by().values("source").annotate(n=Count("pk")).values("n")
    )
    rows = Source.objects.filter(part=part).annotate(n=Subquery(uses)).order_by("key", "id")
    context = {
        "rows": tuple(rows.values("uid", "key", "title", "address", "url", "n")),
        "may_edit": may_edit(user_of(request), part),
    }
    return render(request, "office/sources.html", frame(request, part, _("Sources"), section="sources") | context)


@needs_somewhere(Permission.VIEW_DRAFT)
def sources(request: HttpRequest) -> HttpResponse:
    """The parts of the person's teams, to reach their sources."""
    rows = Part.objects.visible_to(user_of(request)).annotate(n=Count("sources")).values("slug", "title", "n")
    return render(
        request,
        "office/all_sources.html",
        frame(request, None, _("Sources"), section="sources") | {"rows": tuple(rows)},
    )


@of_part(Permission.EDIT)
def source(request: HttpRequest, part: Part, uid: uuid.UUID | None = None) -> HttpResponse:
    """Add a source, or correct one."""
    row = Source.objects.filter(part=part, uid=uid).first() if uid else None
    if uid and row is None:
        raise Http404
    initial = (
        {"address": row.address, "title": row.title, "note": row.note, "expected_revision": row.revision}
        if row
        else None
    )
    form = SourceForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _save_source(request, part, row, form)
            return redirect("office:part_sources", part.slug)
        except Invalid as refused:
            tell(form, refused)
        except Conflict as error:
            form.add_error(None, str(error))
    title = _("Modifier la source") if row else _("Nouvelle source")
    back = reverse("office:part_sources", args=(part.slug,))
    return _plain(request, part, form, title, back=back, extra_url=_removal(part, row), extra_words=_("Supprimer…"))


def _save_source(request: HttpRequest, part: Part, row: Source | None, form: SourceForm) -> None:
    user = user_of(request)
    if row is None:
        source_actions.add(by=user, part=part, **form.values())
    else:
        source_actions.change(
            by=user, source=row, expected_revision=form.cleaned_data["expected_revision"] or 0, **form.values()
        )
    messages.success(request, _("Enregistré."))


def _removal(part: Part, row: Source | None) -> str:
    return reverse("office:remove_source", args=(part.slug, row.uid)) if row else ""


@of_part(Permission.EDIT)
def remove_source(request: HttpRequest, part: Part, uid: uuid.UUID) -> HttpResponse:
    """Delete a source that nothing cites."""
    row = Source.objects.filter(part=part, uid=uid).first()
    if row is None:
        raise Http404
    form = PlainForm(request.POST or None, initial={"expected_revision": row.revision})
    if request.method == "POST" and form.is_valid():
        try:
            source_actions.remove(
                by=user_of(request), source=row, expected_revision=form.cleaned_data["expected_revision"] or 0
            )
            messages.success(request, _("Source supprimée."))
            return redirect("office:part_sources", part.slug)
        except (Invalid, Conflict) as error:
            form.add_error(None, " ".join(error.problems.values()) if isinstance(error, Invalid) else str(error))
    return _plain(request, part, form, _("Supprimer la source"), lede=str(row), button=_("Supprimer"))


class PackageForm(forms.Form):
    """A package of parts."""

    package = forms.FileField(
        label=lazy("Paquet"),
        help_text=lazy("Un fichier .zip fait par Jalon. Rien n’est publié : vous relirez puis signerez."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def expected_revisions(self) -> dict[str, int]:
        """The revisions that the page was made on, by part; parts that are not here were not seen."""
        pairs = (pair.partition(":") for pair in self.cleaned_data["seen"].split())
        return {uid: int(revision) for uid, _colon, revision in pairs if revision.isascii() and revision.isdigit()}


def _seen(user: User) -> str:
    rows = Part.objects.visible_to(user).order_by("pk").values_list("uid", "revision")
    return " ".join(f"{uid}:{revision}" for uid, revision in rows)


@needs_somewhere(Permission.EDIT)
def load_package(request: HttpRequest) -> HttpResponse:
    """Replace the working state of the person's parts by what a package says; refused whole when anything is wrong."""
    user = user_of(request)
    form = PackageForm(request.POST or None, request.FILES or None, initial={"seen": _seen(user)})
    if request.method == "POST" and form.is_valid():
        try:
            package = _received(form.cleaned_data["package"])
            made = import_package(by=user, package=package, expected_revisions=form.expected_revisions())
            messages.success(request, _("Chargé : %(parts)s.") % {"parts": ", ".join(part.title for part in made)})
            return redirect("office:parts")
        except Invalid as refused:
            form.add_error("package", " ".join(refused.problems.values()))
        except Conflict:
            return _changed_meanwhile(request, user)
        except (JalonError, FactsError) as refused:
            form.add_error("package", str(refused)[:2000])
    return _plain(
        request, None, form, _("Charger un paquet"), back=reverse("office:parts"), button=_("Charger"), multipart=True
    )


def _changed_meanwhile(request: HttpRequest, user: User) -> HttpResponse:
    """Nothing was loaded. The new page knows the parts as they stand now: choosing the file again replaces them."""
    form = PackageForm(initial={"seen": _seen(user)})
    said = _(
        "Rien n’a été chargé : une partie de ce paquet a été modifiée depuis que cette page est ouverte. Relisez son historique ; pour la remplacer quand même, choisissez de nouveau le fichier."
    )
    answer = _plain(
        request, None, form, _("Charger un paquet"), back=reverse("office:parts"), button=_("Charger"), multipart=True,
        problems=(Problem(form["package"].id_for_label, said),),
    )  # fmt: skip
    answer.status_code = 409
    return answer


def _received(file: UploadedFile[Any]) -> packages.Package:
    limit = settings.JALON.max_upload_mb * 1024 * 1024
    if (file.size or 0) > limit:
        raise Invalid(
            {
                "package": _("Ce fichier dépasse la taille permise (%(limit)d Mo).")
                % {"limit": settings.JALON.max_upload_mb}
            }
        )
    return packages.read_file(
        cast("IO[bytes]", file.file)
    )  # on the disk if it is large: one document is read at a time


@of_part(Permission.VIEW_DRAFT)
def export_part(request: HttpRequest, part: Part) -> FileResponse:
    """The part as a package: the version signed last, or the draft as it stands when `?brouillon` is asked for.

    Written to a file without a name, sent from there: whatever it holds, little memory is taken.
    """
    version = current_version(default_store(), str(part.uid))
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed once it is sent
    if version is None or "brouillon" in request.GET:
        packages.unsigned_to(file, [facts_of_part(part)])
        name = f"{part.slug}-brouillon.zip"
    else:
        packages.export_to(file, default_store(), [version])
        name = f"{part.slug}-{version.number}.zip"
    file.seek(0)
    headers = {"Cache-Control": "private, no-store"}
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip", headers=headers)
