"""Cells of a comparison of evaluations in one pass, each piece escaped once: there are hundreds."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.portal.pages.auditing import AuditCell, AuditPage, AuditRow
from jalon.portal.pages.comparison_model import Cell, ColumnHead, ComparisonPage, MatrixGroup, MatrixRow, Slice, Verdict
from jalon.ui.markup import escaped
from jalon.ui.templatetags.ui import mark, ref, text, unknown

register = template.Library()


@register.simple_tag(takes_context=True)
def matrix_rows(context: template.Context, page: ComparisonPage) -> SafeString:
    """The body of the matrix: groups, rows, cells."""
    labels = [escaped(column.label) for column in page.columns]
    nil = f"· <span>{escaped(_('rien n’a été lu'))}</span>"
    hidden = f'<span class="vh">{escaped(_("évaluation non diffusée"))}</span>'
    made: dict[int, str] = {}
    parts = []
    for group in page.groups:
        parts.append(_group(group, len(page.columns) + 2))
        parts += [_row(context, row, labels, (nil, hidden), made) for row in group.rows]
    return SafeString("".join(parts))


def _group(group: MatrixGroup, columns: int) -> str:
    lang = f' lang="{escaped(group.lang)}"' if group.lang else ""
    head = f'<th role="rowheader" scope="rowgroup" colspan="{columns}"{lang}>{escaped(group.title)}</th>'
    return f'<tr role="row" class="group">{head}</tr>'


def _row(
    context: template.Context, row: MatrixRow, labels: list[str], empty: tuple[str, str], made: dict[int, str]
) -> str:
    number = escaped(row.number) if row.number else escaped(_("n° non lu")) if row.attested else ""
    css = "num" if row.number else "num none"
    title = text(row.title)
    named = f'<a href="{escaped(row.url)}">{title}</a>' if row.url else title
    apart = "".join(f'<p class="apart"><b aria-hidden="true">≠</b> {escaped(said)}</p>' for said in row.apart)
    cells = "".join([_cell(context, cell, label, empty, made) for cell, label in zip(row.cells, labels, strict=True)])
    head = f'<td role="cell" class="{css}">{number}</td><th role="rowheader" scope="row">{named}{apart}</th>'
    return f'<tr role="row"{" class=clash-row" if row.apart else ""}>{head}{cells}</tr>'


def _cell(context: template.Context, cell: Cell, label: str, empty: tuple[str, str], made: dict[int, str]) -> str:
    if cell.verdicts:
        shown = "".join([_verdict(context, verdict, made) for verdict in cell.verdicts])
        return f'<td role="cell" data-label="{label}">{shown}</td>'
    if cell.kept_back:
        return f'<td role="cell" class="nil kept-back" data-label="{label}">{empty[1]}</td>'
    return f'<td role="cell" class="nil" data-label="{label}">{empty[0]}</td>'


def _verdict(context: template.Context, verdict: Verdict, made: dict[int, str]) -> str:
    """A verdict in words: the level, then the evaluator's sentence when it says more, why there is none, what to know."""
    markers = ref(context, verdict.refs) if verdict.refs else ""
    known = made.get(id(verdict))
    if known is None:
        known = made[id(verdict)] = _words(verdict)
    return f'<div class="verdict">{mark(verdict.mark)}<span>{known}{markers}{_flags(verdict)}</span></div>'


def _words(verdict: Verdict) -> str:
    parts = [f"<b>{escaped(verdict.level)}</b>"] if verdict.level and verdict.text else []
    parts += [escaped(verdict.level)] if verdict.level and not verdict.text else []
    parts += [text(verdict.text, "quote")] if verdict.text else []
    parts += [unknown(verdict.reason)] if verdict.reason else []
    return " ".join(parts) or unknown()


def _flags(verdict: Verdict) -> str:
    said = [*verdict.flags, *([_("déduit")] if verdict.inferred else [])]
    return "".join(f'<span class="sub">{escaped(flag)}</span>' for flag in said)


@register.simple_tag
def matrix_heads(columns: Iterable[ColumnHead]) -> SafeString:
    """The heads of the columns: who, when, on which scale."""
    return SafeString("".join(_column(column) for column in columns))


def _column(column: ColumnHead) -> str:
    said = escaped(column.day.words) if column.day else unknown()
    link = f'<a href="{escaped(column.url)}">{escaped(column.name)}</a>'
    css = ' class="kept-back"' if column.kept_back else ""
    return f'<th role="columnheader" scope="col"{css}>{link}<small>{said}<br>{escaped(column.about)}</small></th>'


@register.simple_tag
def bar_slices(slices: Iterable[Slice]) -> SafeString:
    """The slices of a bar of counts."""
    drawn = (f'<rect x="{one.x}" y="1" width="{one.width}" height="10" class="{one.fill}"/>' for one in slices)
    return SafeString("".join(drawn))


@register.simple_tag
def audit_rows(page: AuditPage) -> SafeString:
    """The measures of an audit, each criterion with its sign and words."""
    absent = escaped(_("n° non lu"))
    return SafeString("".join([_audited(row, absent) for row in page.rows]))


def _audited(row: AuditRow, absent: str) -> str:
    cells = "".join([_criterion(cell) for cell in row.cells])
    number = f'<td role="cell" class="num{"" if row.number else " none"}">{escaped(row.number) or absent}</td>'
    title = f'<th role="rowheader" scope="row"><a href="{escaped(row.url)}">{text(row.title)}</a></th>'
    return f'<tr role="row">{number}{title}{cells}</tr>'


def _criterion(cell: AuditCell) -> str:
    more = f' <span class="sub">{escaped(cell.more)}</span>' if cell.more else ""
    apart = '<b class="mark grade" aria-hidden="true">≠</b>' if cell.denied else ""
    shown = f'<div class="verdict">{mark(cell.mark)}{apart}<span>{escaped(cell.words)}{more}</span></div>'
    return f'<td role="cell" data-label="{escaped(cell.label)}">{shown}</td>'
