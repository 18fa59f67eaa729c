"""Tables of measures into the facts of a plan: sections, measures, steps, statements, means, each citing its cell.

    book = read_workbook(data, name)
    read = read_plan(book, about)                 # the mapping is proposed; give `profile` to decide it
    read.problems                                 # with addresses; `read.facts` holds the rows without ERROR

An empty cell says nothing and gives nothing. Whoever leads, the deadline, the stage and the progress become dated
statements, in the words of the sheet. Names of persons are not taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from jalon.exchange import plan_fields as fields
from jalon.exchange.fiches import FORMS, read_forms
from jalon.exchange.headers import (
    SEARCHED,
    Header,
    Profile,
    data_rows,
    example_notes,
    find_header,
    header_at,
    missing_columns,
    with_fields,
)
from jalon.exchange.plan_fields import PLAN_FIELDS
from jalon.exchange.plan_rows import PlanRow, RowReader, when_of
from jalon.exchange.plan_writing import About, Assembler
from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.exchange.sheets import Sheet, Workbook
from jalon.exchange.values import plain
from jalon.facts.common import Source
from jalon.facts.payings import Payings
from jalon.facts.plan import Measure, Plan, Section
from jalon.facts.problems import N_
from jalon.facts.sayings import Sayings

__all__ = ["About", "PlanFacts", "PlanRead", "PlanRow", "assemble", "find_tables", "read_plan", "unread", "when_of"]
Tables = tuple[tuple[Sheet, Header], ...]
MOST_TOLD = 20
"""Columns, cells or sheets that a note names; the others are counted."""


@dataclass(frozen=True)
class PlanFacts:
    """The facts of one plan: the fields of `PartFacts` that a table gives."""

    plans: tuple[Plan, ...] = ()
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()
    statements: Sayings = field(default_factory=Sayings)
    means: Payings = field(default_factory=Payings)
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class PlanRead:
    """What was read. `rows` counts rows of data, `refused` those kept out by an ERROR; `profile` is the mapping used."""

    facts: PlanFacts
    problems: tuple[CellProblem, ...]
    headers: tuple[Header, ...]
    profile: Profile
    rows: int = 0
    refused: int = 0
    places: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """What keeps rows out."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


def find_tables(book: Workbook, profile: Profile | None = None) -> Tables:
    """The sheets that hold a table of measures, each with its header. Hidden sheets only when the profile names them."""
    wanted = profile.sheets if profile else ()
    sheets = [sheet for sheet in book.sheets if sheet.name in wanted] if wanted else book.visible
    found = ((sheet, find_header(sheet, PLAN_FIELDS, profile)) for sheet in sheets)
    guessed = profile is None or not profile.mapping
    tables = tuple(
        (sheet, _settled(sheet, header) if guessed else header) for sheet, header in found if header is not None
    )
    if not tables or (profile is not None and profile.option("layout") == FORMS):
        forms = tuple(form for sheet in sheets if (form := read_forms(sheet, profile)) is not None)
        if forms:
            return forms
    if not tables and profile is not None:  # the row is known, its columns are still to be mapped
        shown_rows = ((sheet, header_at(sheet, PLAN_FIELDS, profile)) for sheet in sheets)
        return tuple((sheet, header) for sheet, header in shown_rows if header is not None)[:1]
    return tables


def _settled(sheet: Sheet, header: Header) -> Header:
    """« Actions » beside « Mesure » are sub-actions where measures have several lines; else what the measure plans."""
    titles, subs = header.of(fields.TITLE), header.of(fields.SUBTITLE)
    if not titles or not subs or subs[0].confidence > fields.PERHAPS:
        return header
    seen: set[str] = set()
    for row in islice(data_rows(sheet, header), SEARCHED):
        title, place = plain(row.value(titles[0].index)), titles[0].index
        if place in row.spread or title in seen or (not title and plain(row.value(subs[0].index))):
            return header
        seen.add(title)
    planned = fields.NOTE if header.of(fields.PLANNED) else fields.PLANNED
    return with_fields(header, {subs[0].index: planned})


def unread(book: Workbook, tables: Tables) -> Iterator[CellProblem]:
    """What a preview says is not read: columns without a field, cells under no title, sheets without a table."""
    for sheet, header in tables:
        names = [f"{one.letters} « {shown(one.bare)} »" for one in header.columns if not one.field]
        if names:
            expected = N_("Colonnes non lues : {columns}.")
            remedy = N_("Donnez-leur une lecture dans la correspondance (« Note » garde leur texte), ou laissez-les.")
            params = {"columns": _some(names)}
            yield CellProblem(sheet.name, f"A{header.row}", "", expected, remedy, Severity.NOTE, params)
        yield from _untitled(sheet, header)
        yield from missing_columns(header, PLAN_FIELDS)
    read = {sheet.name for sheet, _header in tables}
    others = [sheet.name for sheet in book.sheets if sheet.name not in read]
    if tables and others:
        expected = N_("Feuilles non lues, où aucun tableau de mesures n’est trouvé, ou masquées : {sheets}.")
        yield CellProblem("", "", "", expected, "", Severity.NOTE, {"sheets": _some(others)})


def _untitled(sheet: Sheet, header: Header) -> Iterator[CellProblem]:
    """Texts of the first lines in columns that have no title."""
    titled = {column.index for column in header.columns}
    found: dict[int, str] = {}
    for row in islice(data_rows(sheet, header), SEARCHED):
        for place, value in enumerate(row.values):
            if value is not None and place not in titled and place not in row.spread and plain(value):
                found.setdefault(place, row.address(place))
    if found:
        expected = N_("Cellules sans titre au-dessus d’elles, non lues : {cells}.")
        remedy = N_("Donnez un titre à leur colonne si elles comptent.")
        at = next(iter(found.values()))
        yield CellProblem(sheet.name, at, "", expected, remedy, Severity.NOTE, {"cells": _some(found.values())})


def _some(names: Iterable[str]) -> str:
    told = list(names)
    return ", ".join(told[:MOST_TOLD]) + (f"… (+{len(told) - MOST_TOLD})" if len(told) > MOST_TOLD else "")


def read_plan(
    book: Workbook,
    about: About,
    profile: Profile | None = None,
    tables: Tables | None = None,
) -> PlanRead:
    """Read every table of the book. Nothing is raised: what cannot be read is a problem."""
    found = find_tables(book, profile) if tables is None else tables
    if not found:
        return PlanRead(PlanFacts(), (*book.all_notes, no_table(book)), (), profile or Profile(book.name))
    used = profile or found[0][1].profile(book.name)
    problems = [note for note in book.all_notes if not note.sheet or any(note.sheet == s.name for s, _h in found)]
    problems += [note for sheet, header in found for note in example_notes(sheet, header)]
    problems += unread(book, found)
    read: list[PlanRow] = []
    count = refused = 0
    for sheet, header in found:
        for row, wrong in RowReader(sheet, header, used, used.option("lang", about.lang)).rows():
            problems += wrong
            bad = any(problem.severity is Severity.ERROR for problem in wrong)
            count += row is not None
            refused += bad
            if row is not None and not bad:
                read.append(row)
    whole = assemble(read, about)
    return replace(
        whole,
        problems=(*problems, *whole.problems),
        headers=tuple(header for _sheet, header in found),
        profile=used,
        rows=count,
        refused=refused + whole.refused,
    )


def assemble(rows: Iterable[PlanRow], about: About) -> PlanRead:
    """The rows, in order, as the facts of a plan. Duplicates and orphans are problems; the first of two stays."""
    assembler = Assembler(about)
    for row in rows:
        assembler.take(row)
    facts = PlanFacts(
        plans=() if about.existing else (assembler.plan(),),
        sections=tuple(assembler.sections.values()),
        measures=tuple(assembler.measures()),
        statements=assembler.statements,
        means=assembler.means,
        sources=(about.source,),
    )
    problems = (*assembler.problems, *assembler.untitled(), *_nothing(facts, about))
    return PlanRead(facts, problems, (), Profile(""), refused=assembler.refused, places=assembler.places)


def _nothing(facts: PlanFacts, about: About) -> Iterator[CellProblem]:
    if not facts.measures:
        remedy = N_("Vérifiez la feuille, la ligne d’en-tête et la correspondance des colonnes.")
        yield CellProblem("", "", about.source.address, N_("Aucune mesure n’a été lue."), remedy)


def no_table(book: Workbook) -> CellProblem:
    """No sheet shows measures."""
    titles = ", ".join(f"« {one.label} »" for one in PLAN_FIELDS if one.code in (fields.TITLE, fields.LEAD))
    return CellProblem(
        "",
        "",
        ", ".join(sheet.name for sheet in book.sheets)[:80],
        N_("Aucune feuille ne montre une ligne d’en-tête de mesures."),
        N_("Donnez des titres aux colonnes, par exemple {titles}, ou un profil qui les fait correspondre."),
        Severity.ERROR,
        {"titles": titles},
    )
