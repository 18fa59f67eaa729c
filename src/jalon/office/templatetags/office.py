"""Rows of long tables, written here and not in a template: a plan has sixty, and a template spends most of the time of
its page on looking up the same few names in each."""

from collections.abc import Iterable, Iterator
from string import ascii_uppercase
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jalon.office.pages.plan import Group, Line

register = template.Library()

GROUP = '<tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="6">{}</th></tr>\n'
LINE = (
    '<tr role="row"><th role="rowheader" scope="row" class="{{}}">{{}}</th>'
    '<td role="cell" data-label="{}"><div><a href="{}{{}}/"{{}}>{{}}</a></div></td>'
    '<td role="cell" data-label="{}"><div>{{}}</div></td><td role="cell" data-label="{}"><div>{{}}</div></td>'
    '<td role="cell" data-label="{}" class="n"><div>{{}}</div></td>'
    '<td role="cell" data-label="{}"><div>{{}}{{}}</div></td></tr>\n'
)
"""What is the same in every row (names of columns, what addresses begin with) is filled in once."""
GIST = mark_safe(' class="gist"')
NOTHING = SafeString("")
STEPS = "steps"


@register.simple_tag
def plan_rows(groups: Iterable[Group], base: str, level_base: str) -> SafeString:
    """The measures of a plan as rows of its table, by level. `base`, `level_base`: what the addresses of measures and of
    levels begin with; the last is empty for who may not change them."""
    columns = _("Intitulé"), base, _("Pilote"), _("Échéance"), _("Déclarations"), _("À faire")
    line = format_html(LINE, *columns)
    words = _words()
    return format_html_join(
        "", "{}{}", ((format_html(GROUP, _level(group, level_base)), format_html_join("", line, _cells(group.lines, words)))
                     for group in groups),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def step(context: template.Context) -> str:
    """The letter of the next step of a page: a step that is not shown takes none."""
    place: int = context.render_context.get(STEPS) or 0
    context.render_context[STEPS] = place + 1
    return ascii_uppercase[place]


def _level(group: Group, base: str) -> str:
    if not group.uid:
        return _("Place inconnue")
    words = f"{group.label} {group.title.value if group.title else _('non lu')}"
    return format_html('<a href="{}{}/">{}</a>', base, group.uid, words) if base else words


def _words() -> dict[str, Any]:
    return {
        "unread": _("non lu"),
        "unknown": format_html('<span class="unknown">{}</span>', _("non lu")),
        "no_number": _("sans n°"),
        "unsourced": format_html('<span class="late">{{}} {}</span> ', _("sans source")),
        "changed": _("modifiée depuis la signature"),
    }


def _cells(lines: Iterable[Line], words: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        yield (
            "num" if line.number else "num none", line.number or words["no_number"], line.uid,
            GIST if line.gist else NOTHING, line.title or words["unread"], line.lead or words["unknown"],
            line.due or words["unknown"], line.statements,
            format_html(words["unsourced"], line.unsourced) if line.unsourced else NOTHING,
            words["changed"] if line.changed else NOTHING,
        )  # fmt: skip
