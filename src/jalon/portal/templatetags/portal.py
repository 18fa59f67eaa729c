"""Tags for the pieces of page models: dates, links, phrases, running text with markers."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jalon.methods.charts import CourseLine, Doubt
from jalon.portal import words
from jalon.portal.pages.indicator_model import Chart, DrawnPoint
from jalon.portal.pieces import Day, Link, Phrase
from jalon.ui import formats
from jalon.ui.markup import escaped
from jalon.ui.templatetags.ui import lang_attribute, ref, text, tongue, unknown

register = template.Library()


@register.simple_tag
def day(value: Day | None) -> SafeString:
    """A date of a page model inside `time`; None is « non lu »."""
    if not value:
        return unknown()
    words = (
        SafeString(f'<time datetime="{escaped(value.iso)}">{escaped(value.words)}</time>')
        if value.iso
        else conditional_escape(value.words)
    )
    return _inferred(words) if value.inferred else words


@register.simple_tag
def link(value: Link | None) -> SafeString:
    """A link, or its words alone when it leads nowhere."""
    if value is None:
        return SafeString("")
    lang, words = lang_attribute(value), escaped(value.words)
    if not value.url:
        return SafeString(f"<span{lang}>{words}</span>" if lang else words)
    return SafeString(f'<a href="{escaped(value.url)}"{lang}>{words}</a>')


@register.simple_tag(takes_context=True)
def phrase(context: template.Context, value: Phrase | None, form: str = "") -> SafeString:
    """A phrase with its markers; a deduced one is dotted."""
    if not value:
        return unknown()
    words = text(value, form)
    shown = _inferred(words) if value.inferred else words
    return SafeString(f"{shown}{ref(context, value.refs)}")


@register.simple_tag(takes_context=True)
def phrases(context: template.Context, values: tuple[Phrase, ...]) -> SafeString:
    """Several phrases, with what stands between clauses."""
    return format_html_join(words.semicolon(), "{}", ((phrase(context, value),) for value in values))


@register.simple_tag
def course_points(chart: Chart) -> SafeString:
    """The points of a chart in time, with their signs, doubts and values: one pass, as they may be hundreds."""
    return SafeString("".join(_course_point(point) for point in chart.points))


_DOUBTS = {Doubt.UP: (0, -14), Doubt.BOTH: (11, -11)}


def _course_point(point: DrawnPoint) -> str:
    at, x = point.at, str(point.at.x)
    accent = ' class="acc"' if at.run in ("expected", "target") else ""
    ends = _DOUBTS.get(at.doubt) if at.doubt else None
    line = f'<line x1="0" x2="0" y1="{ends[0]}" y2="{ends[1]}" class="s-ink"/>' if ends else ""
    sign = f'<use href="#{escaped(point.sign)}" x="-6" y="-6" width="12" height="12"{accent}/>'
    drawn = f'<svg x="{x}" y="{at.y}" overflow="visible">{line}{sign}</svg>'
    if at.label_y is None:
        return drawn
    wide = "" if at.narrow else " wide-only"
    label = f'<text x="{x}" y="{at.label_y}" text-anchor="middle" class="t-num{wide}">{escaped(at.label)}</text>'
    return drawn + label


@register.simple_tag
def course_axes(chart: Chart) -> SafeString:
    """The ticks of the values with their grid, and the years below."""
    drawing, lang = chart.drawing, tongue()
    drawn = [
        f'<line x1="0" x2="100%" y1="{tick.y}" y2="{tick.y}" class="{"axis" if tick.y == drawing.zero_y else "grid"}"/>'
        f'<text x="0" y="{tick.label_y}">{escaped(formats.number(tick.value, lang))}</text>'
        for tick in drawing.ticks
    ]
    drawn += [
        f'<text x="{year.x}" y="{drawing.year_y}" text-anchor="{year.anchor}"'
        f"{'' if year.narrow else _WIDE_ONLY}>{escaped(year.label)}</text>"
        for year in drawing.years
        if year.label
    ]
    return SafeString("".join(drawn))


_WIDE_ONLY = ' class="wide-only"'


@register.simple_tag
def course_lines(lines: Iterable[CourseLine], css: str) -> SafeString:
    """Lines of a chart in time."""
    name = escaped(css)
    drawn = (f'<line x1="{l.x0}" y1="{l.y0}" x2="{l.x1}" y2="{l.y1}" class="{name}"/>' for l in lines)
    return SafeString("".join(drawn))


@register.simple_tag
def colon() -> str:
    """What stands between a name and what is said of it, as the page's language sets it."""
    return words.colon()


@register.simple_tag
def semicolon() -> str:
    """What stands between two clauses, as the page's language sets it."""
    return words.semicolon()


@register.simple_tag
def inferred_words() -> SafeString:
    """« déduit », dotted."""
    return _inferred(SafeString(conditional_escape(_("déduit"))), said=False)


@register.simple_tag
def segments(values: Any) -> SafeString:
    """Pieces of text, those that were searched inside `mark`."""
    return format_html_join("", "{}", ((_segment(value),) for value in values))


def _segment(value: Any) -> SafeString:
    return format_html("<mark>{}</mark>", value.text) if value.marked else conditional_escape(value.text)


def _inferred(words: SafeString, *, said: bool = True) -> SafeString:
    aloud = format_html('<span class="vh"> ({})</span>', _("déduit")) if said else SafeString("")
    return format_html('<span class="infer">{}{}</span>', words, aloud)
