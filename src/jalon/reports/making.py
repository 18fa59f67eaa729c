"""From what is asked for to the bytes of a file: a Release, or a part's working state, told by one kind of report."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jalon.portal.errors import NotFound
from jalon.publication.reader import Reader, default_store
from jalon.publication.store import Store
from jalon.reports import changes
from jalon.reports.builders.front import Ground
from jalon.reports.builders.reports import built
from jalon.reports.context import paper_context
from jalon.reports.document import Document, Section
from jalon.reports.errors import ReportError
from jalon.reports.kinds import LANGUAGES, Format, Kind, Request

Progress = Callable[[int, int], None]
STEPS = 3
"""Reading and composing; setting; done."""


def _silent(_done: int, _total: int) -> None:
    return None


def made(request: Request, reader: Reader, *, draft: str = "", now: datetime | None = None, store: Store | None = None, progress: Progress = _silent, template: bytes = b"") -> bytes:  # fmt: skip
    """The file. `draft`: the title of the part whose working state `reader` shows, printed at `now`; for a Release the only
    time in the file is the Release's: the same Release gives the same bytes. `template`: a DOCX whose look a DOCX takes.
    ReportError says what is wrong."""
    checked(request, draft)
    with translation.override(request.lang):
        progress(0, STEPS)
        document = composed(request, reader, draft=draft, now=now, store=store)
        progress(1, STEPS)
        data = rendered(document, request.format, template)
    progress(STEPS, STEPS)
    return data


def checked(request: Request, draft: str = "") -> None:
    """Whether what is asked for hangs together. ReportError in the active language."""
    if request.lang not in LANGUAGES:
        raise ReportError(_("Un rapport est en français (fr) ou en anglais (en)."), "lang")
    if request.kind is Kind.MEASURE and not request.measure:
        raise ReportError(_("De quelle mesure ? Donnez son numéro, ou l’identifiant d’un élément attesté."), "measure")
    if request.kind is Kind.CHANGES and not request.since:
        raise ReportError(_("Depuis quand ? Donnez une version, un jour (2026-01-31) ou une séance."), "since")
    if request.since and draft:
        raise ReportError(_("Ce qui a changé se dit entre deux versions publiées, pas d’un état de travail."), "since")


def composed(request: Request, reader: Reader, *, draft: str = "", now: datetime | None = None, store: Store | None = None) -> Document:  # fmt: skip
    """The document, in the language of the request, which is active. ReportError for a plan or measure that is not there."""
    made_at = now if draft and now else datetime.fromisoformat(reader.release.created_at)
    ctx = paper_context(reader, request.lang, request.at)
    more: tuple[Section, ...] = ()
    if request.since:
        found = changes.between(store or default_store(), request.since, reader.release.id, request.plan)
        more = tuple(changes.sections(found, request.lang))
    ground = Ground(made_at.astimezone(UTC), "" if draft else reader.release.id, draft, _address(request))
    try:
        return built(request, ctx, ground, more)
    except NotFound as error:
        raise ReportError(_missing(request, reader)) from error


def _missing(request: Request, reader: Reader) -> str:
    plans = {plan.slug: plan for plan in reader.plans()}
    if request.plan not in plans:
        text = _("Aucun plan ne s’appelle « %(plan)s » ici ; il y a : %(plans)s.")
        return text % {"plan": request.plan[:80], "plans": ", ".join(plans) or "–"}
    numbers = [m.number for m in reader.measures(plans[request.plan].uid) if m.number]
    text = _("Ce plan n’a pas de mesure « %(measure)s » ; mesures connues par leur numéro : %(numbers)s.")
    return text % {"measure": request.measure[:80], "numbers": ", ".join(numbers) or "–"}


def _address(request: Request) -> str:
    """Where the plan is read online."""
    from jalon.portal.links import Links

    base: str = settings.JALON.base_url
    return base + Links().to("plan", request.plan) if base else ""


def rendered(document: Document, form: Format, template: bytes = b"") -> bytes:
    """The bytes of the document. Each renderer is imported when it is needed."""
    if form is Format.PDF:
        from jalon.reports.pdf import pdf

        return pdf(document)
    if form is Format.DOCX:
        from jalon.reports.docx import docx

        return docx(document, template)
    from jalon.reports.xlsx import xlsx

    return xlsx(document)
