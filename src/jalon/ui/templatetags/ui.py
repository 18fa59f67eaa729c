"""Tags and filters that every page uses: markers, notes, signs, texts, dates, numbers, menus."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.urls import translate_url
from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime, now
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jalon.facts.common import Confidence, Text, When, Wording
from jalon.methods import dates
from jalon.ui import formats, navigation
from jalon.ui.markup import escaped
from jalon.ui.notes import Notebook, Notes, Ref
from jalon.ui.pieces import Cell, Column, Problem, Row, Table
from jalon.ui.qr import qr_svg
from jalon.ui.ruler import Tick

register = template.Library()
LONGEST_GRADE = 2
"""Letters of a grade that stands for a sign (« A » to « E »); names of drawn signs are longer."""


def tongue() -> str:
    """The interface language: `fr` or `en`."""
    return (get_language() or "fr")[:2]


# -- sources ---------------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def ref(context: Context, cited: Any) -> SafeString:
    """Markers of sources: `{% ref measure.citations %}`.

    Takes markers already numbered (anything with `number` and `label`), or citations, which the page's
    `source_notes` (a `jalon.ui.notes.Notebook` in the context) numbers in the order of the page.
    """
    markers = _markers(context, cited) if cited else ()
    if not markers:
        return SafeString("")
    # The outermost layer of the render context is the only one that all components of a page share.
    shared = cast(dict[str, Any], context.render_context.dicts[0])
    printed: dict[int, dict[Ref, str]] = shared.setdefault("ui_markers", {})
    return SafeString(f'<span class="ref">{" ".join([_marker(printed, marker) for marker in markers])}</span>')


@register.simple_tag(takes_context=True)
def turn_notes(context: Context) -> Notes:
    """The notes of the section that ends here, from the page's `source_notes`."""
    registry = context.get("source_notes")
    return registry.turn() if isinstance(registry, Notebook) else Notes()


def _markers(context: Context, cited: Any) -> tuple[Any, ...]:
    if type(cited) is not tuple:
        cited = tuple(cited) if isinstance(cited, Iterable) and not isinstance(cited, str) else ()
    found: tuple[Any, ...] = cited
    if not found or hasattr(found[0], "number"):
        return found
    registry = context.get("source_notes")
    if not isinstance(registry, Notebook):
        raise template.TemplateSyntaxError("{% ref %} of citations needs `source_notes` (Notebook) in the context")
    return registry.refs(found)


def _marker(printed: dict[int, dict[Ref, str]], marker: Ref) -> str:
    """The first marker of a source gets an id, so that its note can lead back to it; others are written once.

    `printed`: by number of the source, its markers as they are written again: a table may cite one in every cell.
    """
    number = int(marker.number)
    known = printed.get(number)
    again = known.get(marker) if known else None
    if again is None:
        again = f'<a href="#s{number}" aria-label="{escaped(marker.label)}">{number}</a>'
        printed.setdefault(number, {})[marker] = again
    return again if known else again.replace(" aria-label", f' id="r{number}" aria-label', 1)


# -- signs -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def mark(name: str, css: str = "") -> SafeString:
    """A sign of the sprite, or a grade of one letter or two; silent for screen readers: the words stand beside it."""
    if not name:
        return SafeString("")
    if len(name) <= LONGEST_GRADE:
        return format_html('<b class="mark grade {}" aria-hidden="true">{}</b>', css, name)
    return format_html('<svg class="mark {}" aria-hidden="true" focusable="false"><use href="#{}"/></svg>', css, name)


@register.simple_tag
def ruler_ticks(ticks: Iterable[Tick]) -> SafeString:
    """The ticks of a ruler with their labels, in one pass: every page has dozens."""
    return SafeString("".join([_ruler_tick(tick) for tick in ticks]))


def _ruler_tick(tick: Tick) -> str:
    line = f'<line x1="{tick.at}" x2="{tick.at}" y1="26" y2="30" class="axis"/>'
    if not tick.label:
        return line
    wide = ' class="wide-only"' if tick.wide_only else ""
    return f'{line}<text x="{tick.at}" y="44" text-anchor="{tick.anchor}"{wide}>{escaped(tick.label)}</text>'


# -- texts -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def unknown(words: str = "") -> SafeString:
    """What was not read, typeset as such: « non lu »."""
    return SafeString(f'<span class="unknown">{escaped(words or pgettext("valeur", "non lu"))}</span>')


@register.simple_tag
def text(value: Any, form: str = "") -> SafeString:
    """A text in its own language. A summary is in italics; only what was read word for word may be quoted.

    `value`: a `facts.common.Text`, or anything with `value`, `lang` and `summary`/`verbatim`. `form`: "" in running
    text, "quote" with quotation marks when (and only when) it is verbatim, "label" followed by how it was worded.
    """
    if value is None or not getattr(value, "value", value):
        return unknown()
    words = getattr(value, "value", value)
    summary, verbatim = _wording(value)
    tag = "q" if form == "quote" and verbatim else "span"
    css = ' class="gist"' if summary else ""
    said = SafeString(f"<{tag}{css}{_lang_attribute(getattr(value, 'lang', None))}>{escaped(words)}</{tag}>")
    return format_html('{} <span class="origin">{}</span>', said, origin(value)) if form == "label" else said


@register.simple_tag
def origin(value: Any) -> str:
    """How a text stands to its source, in a word: « résumé », « lu », « traduction »."""
    summary, verbatim = _wording(value)
    if summary:
        return pgettext("texte", "résumé")
    return pgettext("texte", "texte lu") if verbatim else pgettext("texte", "traduction")


@register.simple_tag
def lang_attribute(value: Any) -> SafeString:
    """` lang="en"` when the text is not in the page's language."""
    return _lang_attribute(getattr(value, "lang", value))


@register.filter
def typography(value: Any) -> Any:
    """French no-break spaces in the page's language; HTML made by a tag is left alone."""
    return value if isinstance(value, SafeString) else formats.typography(str(value), tongue())


def _wording(value: Any) -> tuple[bool, bool]:
    if isinstance(value, Text):
        return value.wording is Wording.SUMMARY, value.wording is Wording.VERBATIM
    return bool(getattr(value, "summary", False)), bool(getattr(value, "verbatim", False))


def _lang_attribute(lang: str | None) -> SafeString:
    return SafeString(f' lang="{escaped(lang)}"') if lang and lang != tongue() else SafeString("")


# -- dates, numbers --------------------------------------------------------------------------------------------------


@register.filter
def when(value: Any, style: str = "long") -> SafeString:
    """A date in words inside `time`: of a `facts.common.When`, an EDTF string or a date; None is « non lu ».

    `style`: long « 18 octobre 2019 », short « 18 oct. 2019 », in_sentence « le 18 octobre 2019 ».
    """
    if isinstance(value, datetime | date):
        return _time(dates.from_date(_day(value)), dates.Style(style))
    said = When(edtf=value) if isinstance(value, str) else value
    if said is None or not (said.edtf or said.printed or said.recurrence):
        return unknown()
    return _inferred(_said(said, dates.Style(style)), said.confidence)


@register.filter
def moment(value: datetime) -> SafeString:
    """A time of the instance in local time: « 21 novembre 2026, 10 h 42 » (fr), “21 November 2026, 10:42” (en)."""
    local = localtime(value)
    words = dates.format_date(dates.from_date(local.date()), tongue())
    hour = f"{local.hour}{formats.NBSP}h{formats.NBSP}{local:%M}" if tongue() == "fr" else f"{local:%H:%M}"
    return format_html('<time datetime="{}">{}, {}</time>', local.isoformat(timespec="minutes"), words, hour)


@register.simple_tag
def right_now() -> SafeString:
    """The time at which the page was made."""
    return moment(now())


def _day(value: date | datetime) -> date:
    return localtime(value).date() if isinstance(value, datetime) else value


def _said(said: When, style: dates.Style) -> SafeString:
    try:
        found = dates.parse(said.edtf) if said.edtf else None
    except dates.DateError:
        found = None
    if found is not None:
        return _time(found, style)
    return conditional_escape(said.printed or dates.rhythm(said.recurrence, tongue()) or said.edtf or "")


def _time(found: dates.Edtf, style: dates.Style) -> SafeString:
    """HTML's `datetime` holds a plain year, month or day only; anything else is words alone."""
    words, code = dates.format_date(found, tongue(), style), str(found)
    plain = isinstance(found, dates.Moment) and code.replace("-", "").isdigit() and not _season(code)
    return format_html('<time datetime="{}">{}</time>', code, words) if plain else conditional_escape(words)


def _season(code: str) -> bool:
    return len(code) == len("2024-21") and int(code[5:7]) > 12


def _inferred(words: SafeString, confidence: Confidence) -> SafeString:
    if confidence is not Confidence.INFERRED:
        return words
    return format_html('<span class="infer">{}<span class="vh"> ({})</span></span>', words, _("déduit"))


@register.filter
def inferred(value: Any) -> SafeString:
    """A fact that the register's editor deduces: a dotted underline, and the word for those who do not see it."""
    return _inferred(conditional_escape(value), Confidence.INFERRED)


@register.filter
def number(value: Any) -> str:
    """A decimal string as people write it."""
    return formats.number(value, tongue())


@register.filter
def money(value: Any, currency: str = "EUR") -> str:
    """An amount (decimal string) with its currency."""
    return formats.money(value, currency or "EUR", tongue())


@register.filter
def percent(value: Any) -> str:
    """A percentage as printed by its source: "39" is « 39 % »."""
    return formats.percent(value, tongue())


@register.filter
def in_eights(value: Any) -> str:
    """A hash in groups of eight characters."""
    return formats.in_eights(str(value))


# -- tables ----------------------------------------------------------------------------------------------------------


@register.filter
def with_columns(row: Row, table: Table) -> Iterable[tuple[Column, Cell]]:
    """The cells of a row, each with its column; a row of another length than the table is an error."""
    return zip(table.columns, row.cells, strict=True)


@register.simple_tag(takes_context=True)
def table_rows(context: Context, table: Table) -> SafeString:
    """The rows of a table in one pass, each piece escaped once: tables of hundreds of cells are common."""
    labels = [strip_tags(escaped(column.label)) for column in table.columns]  # a label may mark a language
    return SafeString("".join(_table_row(context, row, table, labels) for row in table.rows))


def _table_row(context: Context, row: Row, table: Table, labels: list[str]) -> str:
    if row.group:
        head = f'<th role="rowheader" scope="rowgroup" colspan="{len(table.columns)}">{escaped(row.group)}</th>'
        return f'<tr role="row" class="group">{head}</tr>'
    pairs = list(with_columns(row, table))
    head, *others = [table_cell(context, cell, column) for column, cell in pairs]
    cells = "".join(
        [
            f'<td role="cell" data-label="{label}" class="{_cell_css(column, cell)}">{shown}</td>'
            for label, (column, cell), shown in zip(labels[1:], pairs[1:], others, strict=True)
        ]
    )
    return f'<tr role="row"><th role="rowheader" scope="row">{head}</th>{cells}</tr>'


def _cell_css(column: Column, cell: Cell) -> str:
    return ("n " if column.numeric else "") + ("nil" if cell.kind == "nil" else "")


@register.simple_tag(takes_context=True)
def table_cell(context: Context, cell: Cell, column: Column) -> SafeString:
    """What stands in a cell: a sign, words or a link, markers; in a column of figures markers hang outside."""
    markers: str = ref(context, cell.refs) if cell.refs else ""
    if column.numeric:
        markers = f'<span class="refs">{markers}</span>'
    sub = f'<span class="sub">{escaped(cell.sub)}</span>' if cell.sub else ""
    sign = mark(cell.mark) if cell.mark else ""
    return SafeString(f"<span>{sign}{_cell_words(cell)}{markers}{sub}</span>")


def _cell_words(cell: Cell) -> SafeString:
    if cell.kind == "unknown":
        return unknown(cell.words)
    if cell.kind == "nil":
        return format_html('<span class="dash">–</span><span class="vh"> {}</span>', cell.words or _("rien"))
    gist = mark_safe(' class="gist"') if cell.summary else ""
    if cell.url:
        return format_html('<a href="{}"{}{}>{}</a>', cell.url, gist, _lang_attribute(cell.lang), cell.words)
    if gist or cell.lang:
        return format_html("<span{}{}>{}</span>", gist, _lang_attribute(cell.lang), cell.words)
    return SafeString(escaped(cell.words))


# -- forms -----------------------------------------------------------------------------------------------------------


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is several radios or boxes, which take a legend instead of a label."""
    return isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple)


@register.simple_tag
def control(field: BoundField, hint: str = "", width: str = "", bare: str = "") -> SafeString:
    """The field's control, tied to its hint and its error. No placeholder: it vanishes when it is needed.

    `bare` leaves the field's own help text out.
    """
    described = [f"{field.auto_id}_aide"] if hint or (field.help_text and not bare) else []
    described += [f"{field.auto_id}_erreur"] if field.errors else []
    attributes: dict[str, str | bool] = {"placeholder": False, "class": width or False}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attributes)


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code drawn in SVG."""
    return qr_svg(text, label)


@register.filter
def problems(form: BaseForm) -> tuple[Problem, ...]:
    """The errors of a form for `<c-problems>`: those of the whole form first, then field by field."""
    whole = tuple(Problem("", str(error)) for error in form.non_field_errors())
    fields = (form[name] for name in form.errors if name != NON_FIELD_ERRORS)
    words = _("%(label)s : %(error)s")
    return whole + tuple(Problem(_anchor(f), words % {"label": f.label, "error": e}) for f in fields for e in f.errors)


def _anchor(field: BoundField) -> str:
    return str(field.auto_id if is_group(field) else field.id_for_label)


# -- menus -----------------------------------------------------------------------------------------------------------


@register.simple_tag
def menu(name: str, current: str = "") -> tuple[navigation.NavLink, ...]:
    """The links of a menu (`public`, `office`, `data`, `site`) that exist in this installation."""
    menus = {
        "public": navigation.PUBLIC,
        "office": navigation.OFFICE,
        "data": navigation.DATA,
        "site": navigation.SITE,
    }
    return navigation.menu(menus[name], current)


@register.simple_tag
def address(name: str) -> str:
    """The address of a page by its name; empty when this installation has no such page."""
    return navigation.address(name)


@register.simple_tag(takes_context=True)
def same_page(context: Context, lang: str) -> str:
    """The same page in another language: `other_language_url` of the context, or worked out from the request."""
    given = context.get("other_language_url")
    request = context.get("request")
    if given or request is None:
        return str(given or "")
    return translate_url(request.get_full_path(), lang)
