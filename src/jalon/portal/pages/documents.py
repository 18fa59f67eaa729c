"""Documents of a plan or measure as pages list them, with the address of the file when the register holds it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jalon.facts.plan import Document
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.context import Context
from jalon.portal.pieces import Day, Notebook, Phrase, Ref, day, phrase

TYPES: dict[str, words.Label] = {
    "application/pdf": "PDF",
    "image/png": lazy("image PNG"),
    "image/jpeg": lazy("image JPEG"),
    "image/webp": lazy("image WebP"),
    "text/plain": lazy("texte"),
    "text/csv": "CSV",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PPTX",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.oasis.opendocument.spreadsheet": "ODS",
    "application/vnd.oasis.opendocument.presentation": "ODP",
}
KILO, MEGA = 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A public document. `url` is empty when the register does not hold its file."""

    uid: str
    title: Phrase | None
    day: Day | None
    type: str
    size: str
    url: str
    refs: tuple[Ref, ...]


def rows(documents: Iterable[Document], ctx: Context, book: Notebook) -> tuple[DocumentRow, ...]:
    """The documents that were there on the day of the page, in the order in which they are told: one query."""
    shown = [document for document in documents if happened(document.when, ctx.asof.state)]
    urls = addresses(shown, ctx)
    return tuple(
        DocumentRow(
            uid=document.uid,
            title=phrase(document.title, ctx.lang),
            day=day(document.when, ctx.lang),
            type=words.label(TYPES, document.media_type),
            size="" if document.size is None else size_words(document.size),
            url=urls.get(key(document), ""),
            refs=book.refs(document.citations),
        )
        for document in shown
    )


Key = tuple[str | None, str]


def key(document: Document) -> Key:
    """The hash and title of a document: two that name one file differ by their title, and so does the file's name."""
    return document.sha256, document.title.value


def addresses(documents: Iterable[Document], ctx: Context) -> dict[Key, str]:
    """Where the file of each document that is held here is taken."""
    held = ctx.reader.files(document.sha256 for document in documents if document.sha256)
    return {(file.sha256, file.title): ctx.links.to("file", file.sha256, file.name) for file in held}


def size_words(size: int) -> str:
    """« 812 octets », « 4,2 ko », « 1,3 Mo »: decimal units (SI)."""
    if size < KILO:
        return ngettext("%(n)s octet", "%(n)s octets", size) % {"n": words.number(size)}
    unit, template = (KILO, _("%(n)s ko")) if size < MEGA - KILO // 20 else (MEGA, _("%(n)s Mo"))
    tenths = (Decimal(size) / unit).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return template % {"n": words.number(str(tenths).removesuffix(".0"))}
