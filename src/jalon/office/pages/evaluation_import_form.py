"""What the form of a table of an evaluation says: columns, words, rows, what is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from jalon.exchange.assessment_numbers import number_key
from jalon.exchange.assessments_in import MeasureRef
from jalon.office.assessment_choices import TableChoices
from jalon.office.assessment_compare import Preview
from jalon.office.pages.evaluation_import import words_name
from jalon.ui.pieces import Problem


def chosen(shown: Preview, posted: Mapping[str, str]) -> tuple[TableChoices, tuple[Problem, ...]]:
    """The choices with what was posted over them; a number typed that the plan has not is told, and changes nothing."""
    before = shown.choices
    if (table := posted.get("table", "")).isdecimal() and int(table) != shown.table.place:
        return replace(before, table=int(table), columns={}, rows={}, row_levels={}, kept={}), ()
    columns = {str(one.index): posted[f"c{one.index}"] for one in shown.table.columns if f"c{one.index}" in posted}
    levels = dict(before.levels)
    for one in shown.found.levels:
        if words_name(one.key) in posted:
            levels[one.key] = posted[words_name(one.key)]
    rows, own, kept = dict(before.rows), dict(before.row_levels), dict(before.kept)
    problems = []
    for row in shown.found.rows:
        number = str(row.number)
        for name, into in ((f"r{number}", rows), (f"v{number}", own), (f"k{number}", kept)):
            if name in posted:
                into[number] = posted[name]
        if typed := posted.get(f"n{number}", "").strip():
            found = _by_number(shown.measures, typed)
            if found:
                rows[number] = found
            else:
                words = _("Ligne %(row)d\u00a0: le plan n’a pas de mesure «\u00a0%(typed)s\u00a0».")
                problems.append(Problem(f"n{number}", words % {"row": row.number, "typed": typed[:40]}))
    kept_columns = columns if columns else dict(before.columns)
    changed = replace(
        before,
        columns=kept_columns,
        levels=_filled(levels),
        rows=_filled(rows),
        row_levels=_filled(own),
        kept=_filled(kept),
    )
    return changed, tuple(problems)


def _filled(values: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}


def _by_number(measures: Iterable[MeasureRef], typed: str) -> str:
    """The uids of the measures whose numbers were typed, several with commas; empty when one is not there."""
    live = {number_key(one.number): one.uid for one in measures if one.number and not one.gone}
    found = [live.get(number_key(words)) for words in typed.split(",") if words.strip()]
    return "+".join(uid for uid in found if uid) if all(found) else ""
