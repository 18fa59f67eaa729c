"""The page of a table of an evaluation: what each column gives, what words mean, which rows are asked, what is written."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.exchange.assessment_fields import ASSESSMENT_FIELDS
from jalon.exchange.assessment_levels import WORDS_ONLY, ReadLevel
from jalon.exchange.assessment_rows import ASIDE, GAP, GROUP, PLAN, THEME
from jalon.exchange.assessments_in import AssessedRow, LevelWords, MeasureRef, Offer, Standing
from jalon.exchange.problems import Fault
from jalon.exchange.values import squeezed
from jalon.facts.common import Text
from jalon.facts.evaluation import Assessed, Scale
from jalon.facts.problems import spaced
from jalon.office.assessment_compare import HERE, PRIVATE, TABLE, Meant, Preview
from jalon.portal.verdicts import NO_VERDICT
from jalon.ui.pieces import Option, Problem

SHOWN = 150
"""Rows of each sort that bear controls; the rest is counted, and corrected once these are decided."""


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """A column: its title, its first cells, the fields to choose from. `loose`: it holds words, and nothing reads it."""

    name: str
    title: str
    letters: str
    cells: str
    options: tuple[Option, ...]
    loose: bool


@dataclass(frozen=True, slots=True)
class WordsRow:
    """Words of the column of levels, on how many rows, and what they may mean. `locked`: of another scale."""

    name: str
    words: str
    count: int
    options: tuple[Option, ...]
    why: str
    locked: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A row to be decided, or to be corrected. `name` is that of its choice, `other` of a number typed instead."""

    number: int
    name: str
    words: str
    why: str
    notes: tuple[str, ...]
    options: tuple[Option, ...]
    other: str
    typed: str
    level_name: str
    levels: tuple[Option, ...]
    level_why: str
    subject: str
    level: str
    page: str
    text: str
    effect: str


@dataclass(frozen=True, slots=True)
class ClashView:
    """A row that says otherwise than the evaluation: what each says, and which is kept."""

    number: int
    name: str
    subject: str
    table: str
    here: str
    options: tuple[Option, ...]
    undecided: bool


@dataclass(frozen=True, slots=True)
class ImportView:
    """The whole page."""

    tables: tuple[Option, ...]
    columns: tuple[ColumnRow, ...]
    words: tuple[WordsRow, ...]
    open: tuple[RowView, ...]
    ready: tuple[RowView, ...]
    clashes: tuple[ClashView, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    counts: tuple[tuple[str, int, int | None], ...]
    unspoken: str
    writes: int
    waiting: int
    more: int
    measures: tuple[tuple[str, str], ...]


def words_name(key: str) -> str:
    """The name of the choice of what words mean."""
    return f"l-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def build(shown: Preview) -> ImportView:
    """The page of a preview."""
    found = shown.found
    open_rows = [row for row in found.rows if not row.ready]
    clashes = [one for one in shown.meant if one.clash]
    effects = {one.row.number: _effect(one) for one in shown.meant}
    views = tuple(_row(row, shown, "") for row in open_rows[:SHOWN])
    ready = tuple(_row(row, shown, effects.get(row.number, "")) for row in found.ready[:SHOWN])
    columns, words = tuple(_columns(shown)), tuple(_words(shown))
    return ImportView(
        tables=_tables(shown), columns=columns, words=words, open=views, ready=ready,
        clashes=tuple(_clash(one, shown) for one in clashes[:SHOWN]),
        problems=tuple(_problems(columns, words, views, clashes)), notes=tuple(_said_notes(shown)),
        counts=_counts(shown), unspoken=_unspoken(found.unspoken), writes=len(shown.to_write),
        waiting=shown.waiting,
        more=max(len(open_rows) - SHOWN, 0) + max(len(found.ready) - SHOWN, 0),
        measures=tuple((one.number, one.title[:90]) for one in shown.measures if one.number and not one.gone),
    )  # fmt: skip


def said(fault: Fault | None) -> str:
    """A fault in words."""
    if fault is None:
        return ""
    params = dict(fault.params)
    return spaced(" ".join(_(part).format_map(params) for part in (fault.expected, fault.remedy) if part))


def _tables(shown: Preview) -> tuple[Option, ...]:
    table = shown.table
    if len(table.tables) < 2:
        return ()
    return tuple(
        Option(str(place), name or str(place + 1), place == table.place) for place, name in enumerate(table.tables)
    )


def _columns(shown: Preview) -> Iterator[ColumnRow]:
    for column in shown.table.columns:
        cells = shown.table.first_cells(column.index)
        fields = [("", _("ne pas reprendre")), *((one.code, _(one.label)) for one in ASSESSMENT_FIELDS)]
        options = tuple(Option(code, words, code == column.field) for code, words in fields)
        said_so = str(column.index) in shown.choices.columns
        yield ColumnRow(
            f"c{column.index}", column.title, column.letters, " · ".join(cells), options,
            loose=bool(cells) and not column.field and not said_so,
        )  # fmt: skip


def _words(shown: Preview) -> Iterator[WordsRow]:
    for one in shown.found.levels:
        if one.asked or one.key in shown.choices.levels:
            yield _words_row(one, shown)


def _words_row(one: LevelWords, shown: Preview) -> WordsRow:
    chosen = shown.choices.levels.get(one.key, "")
    locked = one.level.foreign
    options = () if locked else _level_options(shown.scale, chosen, _("à vous de dire"))
    return WordsRow(
        words_name(one.key), one.words or _("(case vide)"), one.count, options, said(one.level.fault), locked
    )


def _level_options(scale: Scale | None, chosen: str, first: str) -> tuple[Option, ...]:
    levels = [(level.code, _level_words(scale, level.code)) for level in (scale.levels if scale else ())]
    reasons = [(code.value, _("pas de verdict\u00a0: %s") % NO_VERDICT[code]) for code in NO_VERDICT]
    rows = [("", first), *levels, *reasons, (WORDS_ONLY, _("avis en mots, sans niveau"))]
    return tuple(Option(code, words, code == chosen) for code, words in rows)


def _level_words(scale: Scale | None, code: str) -> str:
    found = next((level for level in scale.levels if level.code == code), None) if scale else None
    if found is None:
        return code
    return found.en if (get_language() or "fr").startswith("en") else found.fr


def verdict(scale: Scale | None, level: ReadLevel) -> str:
    """A level, or why there is none, in words."""
    if level.level:
        return _level_words(scale, level.level)
    if level.no_verdict:
        return _("pas de verdict\u00a0: %s") % NO_VERDICT[level.no_verdict]
    return _("avis en mots") if level.words_only else ""


def _row(row: AssessedRow, shown: Preview, effect: str) -> RowView:
    own = shown.choices.row_levels.get(str(row.number), "")
    chosen = shown.choices.rows.get(str(row.number), "")
    current = chosen or (_current(row) if row.standing is Standing.MATCHED else "")
    options = tuple(
        Option(
            one.value, _offer(one, row), one.value == (chosen or (ASIDE if row.standing is Standing.ASIDE else current))
        )
        for one in dict.fromkeys(row.options)
    )
    return RowView(
        number=row.number, name=f"r{row.number}", words=row.words, why=said(row.why),
        notes=tuple(dict.fromkeys(map(said, row.notes))), options=options, other=f"n{row.number}", typed="",
        level_name=f"v{row.number}", levels=_level_options(shown.scale, own, _("comme lu")),
        level_why=said(row.level.fault) if row.standing is not Standing.ASIDE else "", subject=subjects_of(row, shown),
        level=verdict(shown.scale, row.level), page=row.page, text=row.text, effect=effect,
    )  # fmt: skip


def _current(row: AssessedRow) -> str:
    """The answer that stands for what was read."""
    read = {Assessed.THEME: THEME, Assessed.GAP: GAP, Assessed.PLAN: PLAN}.get(row.object)
    return read or (GROUP if row.object is Assessed.GROUP else "") + "+".join(row.subjects)


def _offer(one: Offer, row: AssessedRow) -> str:
    if one.value == ASIDE:
        return _("garder de côté")
    if one.value == THEME:
        return _("un thème, dans les mots de l’évaluateur\u00a0: «\u00a0%s\u00a0»") % (row.title or row.named)[:80]
    if one.value == GAP:
        return _("une lacune du plan\u00a0: «\u00a0%s\u00a0»") % (row.title or row.named)[:80]
    if one.value == PLAN:
        return _("le plan entier")
    if one.value.startswith(GROUP):
        return _("une seule, du groupe\u00a0: %s") % ", ".join(m.number or m.title[:40] for m in one.measures)
    if len(one.measures) > 1:
        return _("une appréciation pour chacune\u00a0: %s") % ", ".join(m.number or m.title[:40] for m in one.measures)
    return _name(one.measures[0]) if one.measures else _("la mesure lue")


def _name(measure: MeasureRef) -> str:
    return squeezed(f"{measure.number} {measure.title}")[:110]


def subjects_of(row: AssessedRow, shown: Preview) -> str:
    """What a row is of, in words."""
    by_uid = shown.by_uid
    if row.object in (Assessed.THEME, Assessed.GAP):
        words = _("thème\u00a0: %s") if row.object is Assessed.THEME else _("lacune\u00a0: %s")
        return words % (row.topic or "")[:110]
    if row.object is Assessed.PLAN:
        return _("le plan entier")
    if row.object is Assessed.GROUP:
        return _("groupe\u00a0: %s") % ", ".join(by_uid[uid].number for uid in row.subjects if uid in by_uid)
    return ", ".join(_name(by_uid[uid]) for uid in row.subjects if uid in by_uid)


def _effect(one: Meant) -> str:
    if one.stands is None:
        return _("nouvelle")
    if one.same and not one.noted:
        return _("déjà écrite, rien ne change")
    if one.clash:
        return {TABLE: _("remplace ce qui était écrit"), HERE: _("gardée telle qu’elle est écrite")}.get(
            one.keep, _("à trancher, voir plus haut")
        )
    return _("complète ce qui était écrit")


def _clash(one: Meant, shown: Preview) -> ClashView:
    assert one.stands is not None
    scale = shown.scale
    old, new = one.stands.assessment, one.fact
    names = one.clash
    options = tuple(
        Option(code, words, one.keep == code)
        for code, words in ((TABLE, _("prendre celui du tableau")), (HERE, _("garder ce qui est écrit")))
    )
    return ClashView(
        one.row.number, f"k{one.row.number}", subjects_of(one.row, shown), texts_of(new, names, scale, one.row.note),
        texts_of(old, names, scale, one.stands.note), options, one.undecided,
    )  # fmt: skip


def texts_of(fact: object, names: Iterable[str], scale: Scale | None, note: str = "") -> str:
    """What an assessment says, field by field, in words."""
    said_here = list[str]()
    for name in names:
        value = None if name == PRIVATE else getattr(fact, name)
        if name == PRIVATE:
            said_here.append(_("note privée\u00a0: %s") % note)
        elif isinstance(value, Text):
            said_here.append(value.value)
        elif name == "level" and value:
            said_here.append(_level_words(scale, value))
        elif name == "no_verdict" and value:
            said_here.append(str(NO_VERDICT[value]))
        elif value:
            said_here.append(_("page %s") % value if name == "page" else _("paragraphe %s") % value)
    return "\n".join(map(str, said_here)) or "—"


def _problems(
    columns: tuple[ColumnRow, ...], words: tuple[WordsRow, ...], rows: tuple[RowView, ...], clashes: list[Meant]
) -> Iterator[Problem]:
    for column in columns:
        if column.loose:
            yield Problem(
                column.name,
                _("Colonne «\u00a0%s\u00a0»\u00a0: elle n’est pas reprise, dites où elle va") % column.title,
            )
    for one in words:
        if one.why and not one.locked:
            yield Problem(
                one.name,
                _("Niveau «\u00a0%(words)s\u00a0», lignes\u00a0: %(n)d, dites ce qu’il veut dire")
                % {"words": one.words, "n": one.count},
            )
    for row in rows:
        if row.why and not any(one.selected for one in row.options):
            yield Problem(row.name, _("Ligne %(n)d\u00a0: %(why)s") % {"n": row.number, "why": row.why})
    for clash in clashes:
        if clash.undecided:
            yield Problem(
                f"k{clash.row.number}",
                _("Ligne %d\u00a0: le tableau et l’évaluation ne disent pas la même chose") % clash.row.number,
            )


def _said_notes(shown: Preview) -> Iterator[str]:
    for note in shown.table.notes[:20]:
        yield note.words(_)
    if not shown.table.headings:
        yield _("Aucune ligne ne nomme les colonnes\u00a0: dites ce que donne chacune.")
    if not shown.measures:
        yield _("Le plan n’a aucune mesure enregistrée\u00a0: aucune ligne ne peut trouver la sienne.")


def _counts(shown: Preview) -> tuple[tuple[str, int, int | None], ...]:
    found = shown.found
    live = sum(not one.gone for one in shown.measures)
    rows = len(found.rows)
    return (
        (_("lignes lues"), rows, None),
        (_("lignes prêtes"), len(found.ready), rows),
        (_("lignes à trancher"), found.count(Standing.ASKED) + len(found.blocked), rows),
        (_("lignes gardées de côté"), found.count(Standing.ASIDE), rows),
        (_("mesures sans ligne"), len(found.unspoken), live),
    )


def _unspoken(measures: tuple[MeasureRef, ...]) -> str:
    names = [one.number or one.title[:40] for one in measures[:60]]
    return ", ".join(names) + ("…" if len(measures) > 60 else "")
