"""The workbook that a body is given: its lines, what it declared last, hidden keys, drop-downs, directions in its language."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book, OutColumn, OutSheet, OutValue
from jalon.exchange.writing import ColumnKind as OutKind
from jalon.facts.common import When
from jalon.methods.dates import DateError, Moment, Precision, parse
from jalon.reporting.bodies import body_name
from jalon.reporting.deadlines import due_of
from jalon.reporting.enums import Format
from jalon.reporting.merging.cells import certain
from jalon.reporting.merging.comparing import value_at
from jalon.reporting.merging.layout import IDENTITY, KEY, LOCKED, MARK, NOT_ASKED, NOTHING_COLUMN, NOTHING_WORDS, TITLE
from jalon.reporting.merging.model import NOTHING, Column, ColumnKind, Line, Template
from jalon.reporting.merging.saying import date_words, said_in
from jalon.reporting.models import Ask
from jalon.reporting.templates import template_of

MEDIA = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.ODS: "application/vnd.oasis.opendocument.spreadsheet",
}
_KINDS = {ColumnKind.NUMBER: OutKind.NUMBER, ColumnKind.DATE: OutKind.DATE}
_WIDTHS = {KEY: 12, "number": 8, TITLE: 48, NOTHING: 16}


def file_name(ask: Ask, form: str) -> str:
    """The name under which the workbook is given."""
    return f"{ask.campaign.slug}-{ask.body.slug}.{form}"


def workbook_bytes(ask: Ask, form: str = "", now: datetime | None = None, filled: Template | None = None) -> bytes:
    """The workbook of an ask as XLSX or ODS. `now` is written into the file as its time of making.

    `filled`: the same lines with other values written in than those that were sent, as a body would.
    """
    chosen = Format(form or ask.format)
    with translation.override(ask.language):
        book = _book(ask, filled or template_of(ask), now or ask.asked_at or ask.created_at)
    return write_ods(book) if chosen is Format.ODS else write_xlsx(book)


def _book(ask: Ask, template: Template, made: datetime) -> Book:
    campaign = ask.campaign
    answers = OutSheet(
        _sheet_name(ask), tuple(_columns(template, ask.language)), list(_rows(template, ask.language)),
        protected=True, code_row=True,
    )  # fmt: skip
    identity = {
        "campaign": template.campaign, "ask": template.ask, "template": str(template.version), "language": ask.language
    }  # fmt: skip
    hidden = OutSheet(
        IDENTITY, (OutColumn("name", "jalon"), OutColumn("value", "")),
        [(f"{MARK}{name}", value) for name, value in identity.items()], hidden=True,
    )  # fmt: skip
    return Book(
        title=campaign.title.value, sheets=(answers, hidden), made=made, author=body_name(campaign.part.owner, ask.language),
        instructions=tuple(_instructions(ask)), lang=ask.language,
    )  # fmt: skip


def _sheet_name(ask: Ask) -> str:
    return _("Réponses (fictif)") if ask.campaign.part.synthetic else _("Réponses")


def _instructions(ask: Ask) -> Iterator[str]:
    campaign = ask.campaign
    yield campaign.title.value
    if campaign.part.synthetic:
        yield _("Données fictives\u00a0: rien dans ce classeur n’est réel.")
    words = {
        "session": _when(campaign.session, ask.language), "due": date_words(due_of(ask).isoformat(), ask.language)
    }  # fmt: skip
    yield _("Session\u00a0: %(session)s. Réponses attendues le %(due)s au plus tard.") % words
    if campaign.instructions is not None:
        yield from campaign.instructions.value.splitlines()
    yield _("Remplissez les cellules blanches de la feuille des réponses. Celles qui sont grisées ne se changent pas.")
    yield _("Ce que votre organisme a déclaré la dernière fois est déjà écrit\u00a0: corrigez-le, ou laissez-le.")
    yield _(
        "Une ligne laissée telle quelle compte comme sans réponse. S’il n’y a rien de nouveau, choisissez «\u00a0oui\u00a0» dans la colonne «\u00a0Rien à signaler\u00a0»."
    )
    yield _(
        "Un nombre inconnu se laisse vide, ou s’écrit «\u00a0n.c.\u00a0»\u00a0: jamais 0. Une date peut s’écrire en toutes lettres."
    )
    yield _(
        "Vous pouvez trier, masquer ou élargir\u00a0: chaque ligne et chaque colonne porte une clé cachée. N’effacez pas la première ligne, qui est masquée."
    )
    yield _("N’écrivez dans ce classeur aucun nom ni aucune information sur une personne.")


def _when(when: When, lang: str) -> str:
    """A date that the campaign says: in the language of the workbook, unless its printed words say more than it."""
    said = when.printed or ""
    return date_words(when.edtf, lang) if when.edtf and certain(said or when.edtf, when.edtf) else said


def _columns(template: Template, lang: str) -> Iterator[OutColumn]:
    for column in LOCKED:
        yield OutColumn(
            f"{MARK}{column.key}", column.label(lang), width=_WIDTHS[column.key], locked=True, hidden=column.key == KEY
        )
    for column in (*template.columns, NOTHING_COLUMN):
        yield _column(column, lang)


def _column(column: Column, lang: str) -> OutColumn:
    choices = tuple(option.label(lang) for option in column.options)
    if column.key == NOTHING:
        choices = (NOTHING_WORDS.get(lang, NOTHING_WORDS["fr"]),)
    return OutColumn(
        f"{MARK}{column.key}", column.heading(lang), _KINDS.get(column.kind, OutKind.TEXT), _WIDTHS.get(column.key, 30),
        choices=choices,
    )  # fmt: skip


def _rows(template: Template, lang: str) -> Iterator[tuple[OutValue, ...]]:
    for line in template.lines:
        yield (line.key, line.number, line.label, *(_cell(line, column, lang) for column in template.columns), None)


def _cell(line: Line, column: Column, lang: str) -> OutValue:
    if not column.asked_of(line):
        return NOT_ASKED
    value = value_at(line.before, column.key)
    if value is None:
        return None
    if value.number is not None:
        return Decimal(value.number)
    return _day(value.edtf) or said_in(column, value, lang).text


def _day(edtf: str | None) -> date | None:
    """A whole, certain day: only that may be written as a date of the spreadsheet."""
    try:
        read = parse(edtf) if edtf else None
    except DateError:
        return None
    certain = isinstance(read, Moment) and read.precision is Precision.DAY and not (read.approximate or read.uncertain)
    return read.earliest if certain and isinstance(read, Moment) else None
