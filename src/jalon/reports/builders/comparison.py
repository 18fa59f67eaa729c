"""Evaluations side by side: measures in rows, evaluations in columns, each in its evaluator's words and on its scale."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Statement, StatementKind
from jalon.facts.plan import Measure
from jalon.portal import words
from jalon.portal.pages.claims import claim
from jalon.portal.pages.groups import measure_order
from jalon.portal.pieces import day as day_of
from jalon.portal.pieces import phrase as page_phrase
from jalon.reports.builders import rows
from jalon.reports.builders.pieces import clauses, of_fact, phrase, say, unknown
from jalon.reports.builders.plan_sections import Subject, coverage
from jalon.reports.document import Block, Column, Paragraph, Remark, Row, Section, Table, Words

MOST_COLUMNS = 4
"""Evaluations of one table on a page: more of them make further tables."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The verdicts of one body, on one day, on one scale, by measure."""

    name: str
    scale: str
    verdicts: dict[str, list[Statement]]

    def judged(self, measures: Sequence[Measure]) -> int:
        """How many of these measures it judged."""
        return sum(m.uid in self.verdicts for m in measures)


def evaluations(of: Subject) -> tuple[Evaluation, ...]:
    """Every body's verdicts on measures, oldest first; opinions without a scale are a column of their own."""
    found: dict[tuple[str, str, str], dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for measure in of.it.measures:
        for s in of.it.said.get(measure.uid, ()):
            if s.kind is StatementKind.JUDGED:
                key = ((s.said.edtf or "") if s.said else "", s.said_by.name if s.said_by else "", s.scale or "")
                found[key][measure.uid].append(s)
    return tuple(_evaluation(key, dict(found[key]), of) for key in sorted(found))


def _evaluation(key: tuple[str, str, str], verdicts: dict[str, list[Statement]], of: Subject) -> Evaluation:
    first = next(iter(verdicts.values()))[0]
    said = day_of(first.said, of.ctx.lang)
    who = first.said_by.name if first.said_by else _("auteur non lu")
    return Evaluation(", ".join(part for part in (who, said.words if said else "") if part), key[2], verdicts)


def compared(of: Subject) -> list[Section]:
    """What each evaluation covered, number by number, then the measures with all their verdicts."""
    return side_by_side(of, coverage(of))


def side_by_side(of: Subject, drawn: Sequence[Block] = ()) -> list[Section]:
    """The same in tables alone, for a report that draws the numbers elsewhere."""
    found = evaluations(of)
    if not found:
        nothing = unknown(_("Aucun verdict sur une mesure de ce plan n’a été lu."))
        return [Section(say(_("Les évaluations, mesure par mesure")), (Paragraph(nothing),))]
    return [
        _covered(found, drawn, of),
        *(_table(found[i : i + MOST_COLUMNS], of) for i in range(0, len(found), MOST_COLUMNS)),
    ]


def _covered(found: Sequence[Evaluation], drawn: Sequence[Block], of: Subject) -> Section:
    identified, total = of.it.identified, of.it.total
    columns = (
        Column(_("Évaluation"), share=4),
        Column(_("Échelle"), share=5),
        Column(_("Mesures identifiées qu’elle juge"), numeric=True, share=3),
        Column(_("Éléments attestés"), numeric=True, share=2),
    )
    made = tuple(
        Row(
            (
                say(one.name),
                of_fact(one.scale) if one.scale else unknown(_("opinion, sans échelle")),
                say(words.n_of(one.judged(identified), len(identified))),
                say(words.number(one.judged(of.it.attested))),
            )
        )
        for one in found
    )
    announced = words.number(total) if total is not None else str(words.NOT_READ)
    foot = _("Mesures annoncées : %(n)s. Une mesure qu’une évaluation ne juge pas n’est ni faite, ni non faite.")
    blocks: list[Block] = [
        Remark(
            say(
                _(
                    "Chaque évaluation a son échelle ; deux échelles ne sont jamais comparées, ni ramenées l’une à l’autre."
                )
            )
        ),
        Table(_("Ce que chaque évaluation couvre"), columns, made, (say(foot % {"n": announced}),)),
        *drawn,
    ]
    return Section(say(_("Ce que chaque évaluation couvre")), tuple(blocks))


def _table(found: Sequence[Evaluation], of: Subject) -> Section:
    heads = [Column(_("N°"), share=3), Column(_("Mesure"), share=8)]
    columns = (*heads, *(Column(f"{one.name} ({one.scale or _('sans échelle')})", share=8) for one in found))
    judged = [m for m in sorted(of.it.measures, key=measure_order) if any(m.uid in one.verdicts for one in found)]
    made = tuple(_row(m, found, of) for m in judged)
    names = ", ".join(one.name for one in found)
    left = len(of.it.measures) - len(judged)
    foot = _("Mesures et éléments saisis que personne ne juge ici : %(n)s.") % {
        "n": words.n_of(left, len(of.it.measures))
    }
    table = Table(_("Verdicts : %(names)s") % {"names": names}, columns, made, (say(foot),))
    return Section(say(_("Les évaluations, mesure par mesure")), (table,), wide=True)


def _row(measure: Measure, found: Sequence[Evaluation], of: Subject) -> Row:
    title = measure.titles[0]
    refs = of.ctx.book.refs(title.citations, measure.citations)
    cells: list[Words] = [
        say(measure.number) if measure.number else unknown(),
        phrase(page_phrase(title.text, of.ctx.lang, refs=refs)),
    ]
    return Row((*cells, *(_cell(one.verdicts.get(measure.uid, ()), of) for one in found)))


def _cell(verdicts: Sequence[Statement], of: Subject) -> Words:
    """In the evaluator's words; several verdicts of one body stay side by side."""
    bodies = of.ctx.bodies()
    shown = (rows.cell_of_verdict(claim(s, of.ctx, of.ctx.book, bodies)) for s in verdicts)
    return clauses(shown) or unknown(_("pas de verdict"))
