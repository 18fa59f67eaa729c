"""Sections of a report on a plan: each gives None when there is nothing to say that its absence would not say better."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jalon.facts.common import Statement
from jalon.facts.plan import Measure
from jalon.portal import marks, words
from jalon.portal.pages import plan as plan_page
from jalon.portal.pages.plan_material import Material, gather
from jalon.portal.pages.plan_model import Entry as EntryRow
from jalon.portal.pages.plan_model import Group, PlanPage, TallyFigure
from jalon.portal.pages.strips import by_judge
from jalon.portal.pieces import day as day_of
from jalon.reports import drawing
from jalon.reports.builders import rows
from jalon.reports.builders.pieces import clauses, day, joined, of_fact, phrase, say, strong, table, unknown, with_notes
from jalon.reports.context import PaperContext
from jalon.reports.document import (
    Block,
    Column,
    Entry,
    Figure,
    Paragraph,
    Points,
    Remark,
    Row,
    Section,
    Style,
    Table,
    Words,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What all sections of a plan's report draw on: the model of its page, and the facts behind it."""

    ctx: PaperContext
    page: PlanPage
    it: Material

    @property
    def looked(self) -> str:
        """Until when somebody looked, in words."""
        return self.page.known_until.words if self.page.known_until else str(words.NOT_READ)


Builder = Callable[[Subject], Section | None]


def subject(ctx: PaperContext, slug: str) -> Subject:
    """Read a plan. Raises NotFound."""
    return Subject(ctx, plan_page.build(ctx, slug, {}), gather(ctx, slug))


def about(of: Subject) -> Section:
    """What the plan is, with the words for what was not read."""
    page = of.page
    blocks: list[Block] = [Paragraph(say(sentence)) for sentence in page.lede if sentence not in page.known_words]
    if page.coordination:
        blocks.append(Paragraph((*say(_("Coordination : ")), *phrase(page.coordination))))
    blocks.append(rows.facts(_("Ce que le plan dit de lui-même"), page.facts))
    blocks += [Paragraph(phrase(remark)) for remark in page.remarks]
    return Section(say(_("Ce qu’est le plan")), tuple(blocks))


def known(of: Subject) -> Section:
    """How much of it is identified, and what each judge covered."""
    page = of.page
    blocks: list[Block] = [Paragraph(say(sentence)) for sentence in page.known_words if sentence]
    if len(page.numbers) > 1:
        blocks.append(Paragraph(say(_("Les sources ne disent pas le même nombre de mesures :"))))
        blocks.append(Points(tuple(phrase(number) for number in page.numbers)))
    blocks += coverage(of)
    return Section(say(page.known_title), tuple(blocks))


def coverage(of: Subject) -> list[Block]:
    """One strip for each evaluation: which numbers it judged and how; the numbers without a verdict are dotted."""
    judged = list(reversed(by_judge(of.it)))
    found: list[Block] = []
    for index, strip in enumerate(of.page.strip.coverage):
        if not strip.marks:
            continue
        drawn = drawing.strip(strip.marks)
        group = judged[index] if index < len(judged) else []
        told = strip.words if strip.words.endswith(".") else f"{strip.words}."
        caption = f"{told} " + _("Un signe par numéro du plan, quinze par ligne.")
        title = with_notes(say(strip.label), strip.refs)
        values = _numbers_by_level(of, group, strip.label) if group else None
        found.append(
            Figure(title, caption, drawn.svg, f"{strip.label}. {strip.words}", drawn.width, drawn.height, values)
        )
    return found


def _numbers_by_level(of: Subject, group: list[Statement], label: str) -> Table:
    """The same in words: the numbers of each level, and those without a verdict."""
    numbers = {m.uid: m.number or "" for m in of.it.identified}
    by_level: dict[tuple[str, str], list[str]] = {}
    for statement in group:
        key = (marks.mark_of(statement), marks.level_words(statement))
        by_level.setdefault(key, []).append(numbers.get(statement.subject, ""))
    made = [
        Row((of_fact(level, mark=mark), say(words.number(len(found))), say(", ".join(sorted(found, key=_natural)))))
        for (mark, level), found in sorted(by_level.items())
    ]
    total = of.it.total
    left = unknown() if total is None else say(words.number(total - len(group)))
    made.append(Row((say(_("verdict non lu"), style=Style.UNKNOWN, mark=marks.UNREAD), left, say("–"))))
    columns = (Column(_("Niveau"), share=3), Column(_("Mesures"), numeric=True, share=1), Column(_("Numéros"), share=5))
    foot = (
        say(_("Sur %(total)s mesures annoncées.") % {"total": words.number(total)})
        if total is not None
        else unknown(_("Total non lu."))
    )
    return Table(label, columns, tuple(made), (foot,))


def _natural(number: str) -> tuple[int, str]:
    digits = "".join(c for c in number if c.isdigit())
    return int(digits or 0), number


def said_of_plan(of: Subject) -> Section:
    """What is said of the plan as a whole, contradictions side by side; counts drawn one sign a measure."""
    claims = of.page.claims
    intro = _("Chaque déclaration est à son auteur. Deux échelles ne se comparent pas.")
    if not claims:
        return Section(
            say(_("Ce qui est dit du plan entier")),
            (Paragraph(unknown(_("Rien de ce qui a été dit du plan entier n’a été lu."))),),
        )
    blocks: list[Block] = [Remark(say(intro)), *(Paragraph(rows.claim(item)) for item in claims)]
    blocks += [_tally(figure) for figure in of.page.tallies]
    return Section(say(_("Ce qui est dit du plan entier")), tuple(blocks))


def _tally(figure: TallyFigure) -> Figure:
    drawn = drawing.squares(figure.drawing)
    made = tuple(
        Row((of_fact(level, mark=mark), say(words.number(declared)), say(words.number(read))))
        for mark, level, declared, read in figure.rows
    )
    total = Row((strong(_("Total")), say(words.number(figure.total)), say(words.number(figure.read))))
    columns = (
        Column(_("Niveau"), share=4),
        Column(_("Mesures déclarées"), numeric=True, share=2),
        Column(_("dont lues une à une ici"), numeric=True, share=2),
    )
    values = Table(figure.title.value, columns, (*made, total))
    caption = " ".join(part for part in (figure.caption, figure.deduced) if part)
    return Figure(phrase(figure.title), caption, drawn.svg, figure.title.value, drawn.width, drawn.height, values)


def asked(of: Subject) -> Section | None:
    """Demands made to the country."""
    if not of.page.asked:
        return None
    intro = _("Demandes adressées au pays ; le rattachement au plan est proposé quand la source ne le dit pas.")
    return Section(
        say(_("Ce qui a été demandé")), (Remark(say(intro)), Points(tuple(rows.claim(c) for c in of.page.asked)))
    )


def measures(of: Subject) -> Section:
    """Heading of the measures: how to read a title."""
    intro = (
        _("Un titre en romain est l’intitulé lu ; en italique, un résumé."),
        _("Les nombres à gauche sont ceux du plan ; un élément attesté n’en a pas, et n’entre dans aucun décompte."),
    )
    return Section(say(_("Les mesures, une à une")), tuple(Remark(say(text)) for text in intro))


def measure_groups(of: Subject) -> list[Section]:
    """One sub-section for each section of the plan, with its measures."""
    return [_group(group, of) for group in of.page.groups if group.entries or group.title]


def _group(group: Group, of: Subject) -> Section:
    label = " ".join(part for part in (group.level, group.label) if part)
    title = phrase(group.title) if group.title else unknown(_("intitulé non lu"))
    before = say(label + (words.colon() if group.title else " ")) if label else ()
    heading = (*before, *with_notes(title, () if group.title else group.refs))
    where = (Remark(phrase(group.path)),) if group.path else ()
    entries = tuple(_entry(entry, of) for entry in group.entries)
    return Section(heading, (*where, Remark(say(group.count)), *entries), level=2)


def _entry(entry: EntryRow, of: Subject) -> Entry:
    lead = (*say(_("Pilote : ")), *(say(words.clauses(entry.leads)) if entry.leads else unknown()))
    first = [lead]
    if entry.partners:
        first.append(say(_("avec %(who)s") % {"who": entry.partners}))
    if entry.inferred:
        first.append(say(_("déduit"), style=Style.SMALL))
    lines = [joined([phrase(entry.group) if entry.group else (), *first], " · ")]
    due = dues(_measure_of(entry, of), of)
    if due:
        lines.append((*say(_("Échéance : ")), *due))
    if entry.planned:
        lines.append((*say(_("Prévu : ")), *phrase(entry.planned, quoted=True)))
    if entry.note:
        lines.append(phrase(entry.note))
    lines += [rows.verdict(item) for item in entry.verdicts] or [unknown(_("aucun verdict lu"))]
    return Entry(entry.number or "", phrase(entry.title), tuple(lines), str(_("n° non lu")))


def _measure_of(entry: EntryRow, of: Subject) -> Measure | None:
    """The measure of an entry, by the anchor that the page gives it."""
    found = (m for m in of.it.measures if entry.anchor == (f"m{m.number}" if m.number else f"e{m.uid[-12:]}"))
    return next(found, None)


def dues(measure: Measure | None, of: Subject) -> Words:
    """The due dates that were said of a measure, each with its sources."""
    found = []
    for statement in of.it.said.get(measure.uid, ()) if measure else ():
        due = day_of(statement.due, of.ctx.lang)
        if due:
            found.append(with_notes(day(due), of.ctx.book.refs(statement.citations)))
    return clauses(found)


def indicators(of: Subject) -> Section:
    """Indicators of the plan, its sections and measures."""
    found = rows.indicators(of.page.indicators)
    blocks: tuple[Block, ...] = (
        (found,) if found else (Paragraph(unknown(_("Aucun indicateur de ce plan n’a été lu."))),)
    )
    return Section(say(_("Indicateurs")), blocks, wide=found is not None)


def outputs(of: Subject) -> Section | None:
    """What was carried out, counted by type, place and section."""
    ledger = of.page.outputs
    if not ledger:
        return None
    tables = (table(ledger.kinds), table(ledger.places), table(of.page.output_sections))
    return Section(say(_("Ce qui a été fait")), (Paragraph(say(ledger.located)), *(one for one in tables if one)))


def states(of: Subject) -> Section | None:
    """What bodies declared for sessions."""
    found = rows.states(of.page.states)
    return Section(say(_("États pour une séance du comité de suivi")), (found,)) if found else None


def promises(of: Subject) -> Section | None:
    """What was promised of the whole plan."""
    found = rows.promises(of.page.promises, _("Ce qui a été promis du plan entier"), of.looked)
    return Section(say(_("Ce qui a été promis du plan entier")), (found,)) if found else None


def means(of: Subject) -> Section:
    """Means, amendments apart; no total."""
    page = of.page.means
    found = (rows.means(page.given, _("Moyens du plan")), rows.means(page.asked, _("Amendements")))
    blocks: tuple[Block, ...] = tuple(one for one in found if one)
    return Section(
        say(_("Moyens")), blocks or (Paragraph(unknown(_("Aucune ligne de moyens n’a été lue : ce n’est pas zéro."))),)
    )


def overlaps(of: Subject) -> Section | None:
    """The same thing in other plans."""
    found = rows.overlaps(of.page.overlaps)
    return Section(say(_("La même chose dans d’autres plans")), (found,)) if found else None


def documents(of: Subject) -> Section | None:
    """Documents of the plan."""
    found = rows.documents(of.page.documents, _("Documents"))
    return Section(say(_("Documents")), (found,)) if found else None


def events(of: Subject) -> Section | None:
    """The life of the plan."""
    found = rows.events(of.page.events)
    return Section(say(_("La vie du plan")), (found,)) if found else None
