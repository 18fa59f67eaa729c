"""Rows of the tables of a campaign that grow with its length: written here, where names are looked up once."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jalon.office.pages.campaign import letter_words as of_letter
from jalon.office.pages.campaign import return_words as of_return
from jalon.office.pages.campaign_matrix import CASE, Box, Matrix, MatrixRow
from jalon.office.pages.merging import UNDECIDE, DifferenceRow, MergeView
from jalon.reporting.letters import LetterLine
from jalon.reporting.selectors.pages import MergePage, ReturnRow
from jalon.ui.pieces import Option, Segment
from jalon.ui.templatetags.ui import mark, when
from jalon.ui.templatetags.ui import text as fact_text

register = template.Library()
EMPTY = SafeString("")
DASH = mark_safe('<span class="dash">–</span>')


@register.simple_tag
def day(value: datetime | None) -> SafeString:
    """A short date; a dash when there is none."""
    return when(value, "short") if value else DASH


@register.simple_tag
def letter_words(letter: LetterLine) -> str:
    """A letter and what became of it."""
    return of_letter(letter)


@register.simple_tag
def return_words(row: ReturnRow) -> str:
    """A return by its way and file."""
    return of_return(row)


# --- bodies by measures ----------------------------------------------------------------------------------------------


@register.simple_tag
def matrix_rows(table: Matrix, editable: bool) -> SafeString:
    """The elements of the plan, one a row, with a box for each body where the table can be changed."""
    unread, whole = _("n° non lu"), _("le plan entier")
    signs = {sign: mark(sign) for sign in ("sq-full", "sq-half", "sq-none", "sq-unk")}
    rows = (
        (_matrix_head(row, whole if row.whole else unread), _matrix_boxes(row, signs, editable)) for row in table.rows
    )
    return format_html_join("\n", '<tr role="row">{}{}</tr>', rows)


def _matrix_head(row: MatrixRow, unread: str) -> SafeString:
    number = format_html("<b>{}</b>", row.number) if row.number else format_html('<span class="sub">{}</span>', unread)
    title = fact_text(row.title)
    return format_html('<th role="rowheader" scope="row"><div>{} {}</div></th>', number, title)


def _matrix_boxes(row: MatrixRow, signs: dict[str, SafeString], editable: bool) -> SafeString:
    about = row.number or row.title.value[:60]
    found = ((_matrix_cell(one, about, signs) if editable else _matrix_words(one, signs)) for one in row.boxes)
    return format_html_join("", "{}", ((cell,) for cell in found))


def _matrix_words(one: Box, signs: dict[str, SafeString]) -> SafeString:
    if not one.words:
        return format_html(
            '<td role="cell" data-label="{}" class="nil"><div class="verdict">{}</div></td>', one.body, DASH
        )
    cell = '<td role="cell" data-label="{}"><div class="verdict">{}<span>{}</span></div></td>'
    return format_html(cell, one.body, signs[one.mark], one.words)


def _matrix_cell(one: Box, about: str, signs: dict[str, SafeString]) -> SafeString:
    """A box that says what it is about to who does not see its row and column. One that stays is ticked and closed."""
    state = mark_safe(" checked" if one.asked else "") + mark_safe(" disabled" if one.kept else "")
    notes = [_("déjà rendue\u00a0: elle reste")] if one.kept else []
    subs = format_html_join("", '<span class="sub">{}</span>', ((note,) for note in filter(None, (*notes, one.note))))
    hidden = format_html('<span class="vh">{}, {}</span> ', one.body, about)
    return format_html(
        '<td role="cell" data-label="{}"><div><label class="opt case"><input type="checkbox" name="{}" value="{}"{}>'
        "<span>{}{}{}{}</span></label></div></td>",
        one.body, CASE, one.value, state, hidden, signs[one.mark] if one.mark else EMPTY, f" {one.words}" if one.words else "", subs,
    )  # fmt: skip


# --- differences -----------------------------------------------------------------------------------------------------


@register.simple_tag
def difference_table(page: MergePage, view: MergeView) -> SafeString:
    """The differences, one a row, each with what may be kept."""
    heads = (_("Cellule"), _("Élément du plan"), _("Avant"), _("Rendu"), _("Garder"))
    columns = format_html_join("", '<th role="columnheader" scope="col">{}</th>', ((head,) for head in heads))
    caption = ngettext("%(n)d différence", "%(n)d différences", page.changed) % {"n": page.changed}
    note = _("Souligné\u00a0: ajouté. Barré\u00a0: retiré. «\u00a0Avant\u00a0»\u00a0: la valeur à l’envoi.")
    rows = SafeString("\n".join(_difference(row, page, heads) for row in view.rows))
    return format_html(
        '<table role="table" class="data tight fold cmp"><caption>{}<small>{}</small></caption><thead role="rowgroup">'
        '<tr role="row">{}</tr></thead><tbody role="rowgroup">{}</tbody></table>', caption, note, columns, rows,
    )  # fmt: skip


def _difference(row: DifferenceRow, page: MergePage, heads: tuple[str, ...]) -> SafeString:
    cell = row.cell
    title = format_html("{} {}", cell.number, fact_text(cell.title))
    head = format_html("<b>{}</b><span class=\"sub\">{}</span>", cell.address, cell.column_label) if cell.address else cell.column_label  # fmt: skip
    anchor = EMPTY if row.below else format_html(' id="d-{}"', cell.id)
    keep = _below(row) if row.below else difference_choices(row, page)
    values = (title, _before(row), _returned(row), keep)
    cells = format_html_join(
        "", '<td role="cell" data-label="{}"><div>{}</div></td>', zip(heads[1:], values, strict=True)
    )
    return format_html('<tr role="row"{}><th role="rowheader" scope="row">{}</th>{}</tr>', anchor, head, cells)


def _below(row: DifferenceRow) -> SafeString:
    return format_html('<a href="#d-{}">{}</a>', row.cell.id, _("Trancher sous le tableau"))


def _before(row: DifferenceRow) -> SafeString | str:
    return row.before or format_html('<span class="unknown">{}</span>', _("non renseigné"))


def _returned(row: DifferenceRow) -> SafeString:
    words = segments(row.returned) or format_html('<span class="unknown">{}</span>', _("vide"))
    notes = [note for note in (row.note, row.meanwhile) if note]
    here = [_("écrit ici depuis l’envoi\u00a0: %(words)s") % {"words": row.here}] if row.here else []
    subs = format_html_join("", '<span class="sub">{}</span>', ((note,) for note in (*notes, *here)))
    return format_html("{}{}", words, subs)


def segments(runs: Iterable[Segment]) -> SafeString:
    """Runs of a text, what is new underlined, what is gone struck."""
    return format_html_join("", "{}", ((_segment(run),) for run in runs))


def _segment(run: Segment) -> SafeString | str:
    if run.change == "ins":
        return format_html("<ins>{}</ins>", run.text)
    return format_html("<del>{}</del>", run.text) if run.change == "del" else run.text


@register.simple_tag
def difference_choices(row: DifferenceRow, page: MergePage) -> SafeString:
    """What may be kept of a difference; what was kept, once it is written."""
    if page.written_at is not None or page.set_aside or row.cell.written or not page.may_edit:
        kept = [option.label for option in row.options if option.selected]
        return format_html("{}", ", ".join(kept) or _("non tranché"))
    label = f"{row.cell.address or row.cell.column_label}, {_('garder')}"
    error = format_html('<p class="error" id="{}-erreur">{} {}</p>', row.name, _("Erreur\u00a0:"), row.error) if row.error else EMPTY  # fmt: skip
    described = format_html(' aria-describedby="{}-erreur"', row.name) if row.error else EMPTY
    picks = format_html_join("", "{}", ((one,) for one in _radios(row, described)))
    body = format_html(
        '{}<div class="pick row" role="radiogroup" aria-label="{}">{}</div>{}', error, label, picks, _take_back(row)
    )
    return format_html('<div class="bad">{}</div>', body) if row.error else body


def _take_back(row: DifferenceRow) -> SafeString:
    """Only what a person decided is taken back; the machine's own choices are changed by another one."""
    if row.cell.decision is None or row.cell.preselected:
        return EMPTY
    hidden = format_html('<span class="vh"> {}</span>', row.cell.address or row.cell.column_label)
    words = _("Reprendre ce choix")
    return format_html(
        '<p><button class="two" name="do" value="{}{}">{}{}</button></p>', UNDECIDE, row.cell.id, words, hidden
    )


def _radios(row: DifferenceRow, described: SafeString) -> Iterator[SafeString]:
    for option in row.options:
        yield format_html(
            '<label class="opt"><input type="radio" name="{}" id="{}-{}" value="{}"{}{}><span>{}</span></label>',
            row.name, row.name, option.value, option.value, _checked(option), described, option.label,
        )  # fmt: skip


def _checked(option: Option) -> SafeString:
    return mark_safe(" checked") if option.selected else EMPTY
