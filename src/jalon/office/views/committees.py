"""Follow-up committees: what a committee shares, for its members and the team that keeps it; the steps are the team's."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.commitments import models
from jalon.commitments.permissions import may_see
from jalon.commitments.selectors.committee import committee_of, committee_page, document_of
from jalon.core import storage
from jalon.core.errors import Forbidden
from jalon.core.guards import signed_in_view
from jalon.core.matrix import Permission
from jalon.core.models import Part, StoredFile
from jalon.core.permissions import may_edit, may_view_draft
from jalon.facts.common import Visibility
from jalon.facts.part import PartKind
from jalon.office import committee_fiches
from jalon.office.briefings import book_for
from jalon.office.doors import of_part
from jalon.office.frame import frame, user_of
from jalon.office.pages import committee_session, committees
from jalon.office.views.fiches import edit_record
from jalon.publication.errors import NoRelease
from jalon.reports.errors import ReportError
from jalon.reports.kinds import MEDIA, Format
from jalon.ui.pieces import Crumb

BOOKS = (Format.DOCX, Format.PDF)
View = Callable[..., HttpResponseBase]


def of_committee(view: View) -> View:
    """A view about a committee: `view(request, row, ...)`, for its members and the team that keeps it; 404 for all others."""

    @wraps(view)
    def entered(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        try:
            row = committee_of(slug, user_of(request))
        except models.Committee.DoesNotExist:
            raise Http404 from None
        return view(request, row, **kwargs)

    return signed_in_view(entered)


def around(request: HttpRequest, row: models.Committee, title: str, *, under: bool = False) -> dict[str, Any]:
    """The frame of a page of a committee. A member of another body learns nothing of the part that keeps it."""
    own = Crumb(row.title.value, reverse("office:committee", args=(row.slug,)) if under else "")
    crumbs: tuple[Crumb, ...] = (Crumb(_("Comités de suivi"), reverse("office:committees")), own)
    shown = {"visibility": Visibility.COMMITTEE.value, "synthetic": row.part.synthetic, "part": None}
    if may_view_draft(user_of(request), row.part):
        shown |= {"part": row.part}
    crumbs = (*crumbs, Crumb(title)) if under else crumbs
    return frame(request, None, title) | shown | {"crumbs": crumbs, "may_edit": may_edit(user_of(request), row.part)}


@signed_in_view
def mine(request: HttpRequest) -> HttpResponse:
    """The committees of which the person sees the papers."""
    title = _("Comités de suivi")
    context = {"rows": committees.lines(user_of(request)), "heading": title}
    return render(request, "office/committee/list.html", frame(request, None, title) | context)


@of_part(Permission.VIEW_DRAFT)
def of_one_part(request: HttpRequest, part: Part) -> HttpResponse:
    """The committees that a part keeps."""
    if PartKind(part.kind) not in committee_fiches.KEEPING:
        raise Http404
    title, user = _("Comités de suivi"), user_of(request)
    rows = committees.lines(user, part)
    context = {"rows": rows, "heading": title, "may_edit": may_edit(user, part), "gone": committees.gone_of(part)}
    return render(request, "office/committee/list.html", frame(request, part, title) | context)


@of_committee
def committee(request: HttpRequest, row: models.Committee) -> HttpResponse:
    """Who sits, the sessions, what is open, who came over time."""
    page = committees.committee(committee_page(row.slug, user_of(request)), row)
    return render(
        request, "office/committee/committee.html", around(request, row, row.title.value) | {"page": page}
    )  # fmt: skip


@of_committee
def session(request: HttpRequest, row: models.Committee, uid: uuid.UUID) -> HttpResponse:
    """A session: its agenda, who came, its papers, what was decided, what became of what was decided before."""
    found = committee_page(row.slug, user_of(request))
    one = next((one for one in found.sessions if one.uid == str(uid)), None)
    if one is None:
        raise Http404
    record = models.Session.objects.select_related("committee").get(uid=uid)
    page = committee_session.session(found, one, record)
    context = {"page": page, "committee": row, "books": [form.value for form in BOOKS]}
    shown = around(request, row, page.name, under=True)
    return render(request, "office/committee/session.html", shown | context)


@of_committee
def briefing(request: HttpRequest, row: models.Committee, uid: uuid.UUID, code: str) -> HttpResponse:
    """The briefing book of a session, made anew; kept by nobody on the way. `?brouillon`: on the working state, for the team."""
    if code not in {form.value for form in BOOKS}:
        raise Http404
    lang = (get_language() or "fr")[:2]
    try:
        made = book_for(str(uid), user_of(request), lang, draft="brouillon" in request.GET)
        data = made.file(Format(code))
    except (models.Session.DoesNotExist, Forbidden):
        raise Http404 from None
    except NoRelease:
        return _refused(request, row, uid, _("Rien n’est encore publié\u00a0: le dossier se fait de ce qui l’est."))
    except ReportError as refused:
        return _refused(request, row, uid, str(refused))
    headers = {
        "Content-Disposition": f'attachment; filename="{made.name}.{code}"',
        "Cache-Control": "private, no-store",
        "X-Robots-Tag": "noindex",
    }
    return HttpResponse(data, content_type=MEDIA[Format(code)], headers=headers)


def _refused(request: HttpRequest, row: models.Committee, uid: uuid.UUID, words: str) -> HttpResponse:
    title = _("Dossier de séance")
    back = reverse("office:committee_session", args=(row.slug, uid))
    context = {"heading": title, "words": words, "back": back}
    return render(
        request, "office/committee/refused.html", around(request, row, title, under=True) | context, status=422
    )


@of_committee
def file(request: HttpRequest, row: models.Committee, uid: uuid.UUID) -> HttpResponseBase:
    """The file of a document of a session, for whom the committee shares it with."""
    try:
        document = document_of(str(uid), user_of(request))
    except models.SessionDocument.DoesNotExist:
        raise Http404 from None
    if document.session.committee != row or not may_see(user_of(request), row, Visibility(document.visibility)):
        raise Http404
    stored = StoredFile.objects.filter(part=row.part, sha256=document.sha256 or "").first()
    if stored is None:
        raise Http404
    content = storage.open_content(stored.sha256, stored.size)
    response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.media_type)
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@of_part(Permission.EDIT)
def follow_up(request: HttpRequest, part: Part, uid: uuid.UUID, sur: uuid.UUID) -> HttpResponse:
    """What is said at a session of a decision of an earlier one."""
    live = {"withdrawn_at__isnull": True}
    here = models.Session.objects.of_part(part).filter(uid=uid, **live).select_related("committee__part").first()
    rows = models.Decision.objects.of_part(part).filter(uid=sur, **live).select_related("session__committee__part")
    decision = rows.first()
    if (
        here is None
        or decision is None
        or decision.session.committee_id != here.committee_id
        or decision.session == here
    ):
        raise Http404
    back = reverse("office:committee_session", args=(here.committee.slug, uid)) + f"#d-{sur}"
    more = {"decision": decision.text}
    kind = committee_fiches.FOLLOW_UP
    return edit_record(
        request, kind, part, committee_fiches.Following(decision, here), back=back,
        template="office/committee/follow_up.html", more=more,
    )  # fmt: skip
