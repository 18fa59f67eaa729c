"""What was asked, promised and answered in parliament about a plan: the same facts as the public pages of commitments."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from jalon.facts.common import Link
from jalon.facts.coverage import COUNTED, Cover, Line
from jalon.facts.recommendation import RecommendationAnswer, Relation
from jalon.portal import committed_words as terms
from jalon.portal import words
from jalon.portal.asof import happened
from jalon.portal.pages import parliament, promise_ledger
from jalon.portal.pages.asked import Asked, place, words_of
from jalon.portal.pages.asked import asked as gathered
from jalon.portal.pages.promise_model import LedgerRow, ViewRow
from jalon.portal.pieces import day as day_of
from jalon.portal.pieces import phrase as page_phrase
from jalon.reports.builders.pieces import clauses, day, joined, link, of_fact, phrase, say, strong, unknown, with_notes
from jalon.reports.builders.plan_sections import Subject, promises
from jalon.reports.document import Block, Column, Points, Remark, Row, Section, Table, Words

MOST_LISTED = 60
"""Recommendations of one sort that are printed one by one; the rest is counted."""
SHOWN = (Cover.ANSWERED, Cover.IN_PART, Cover.AGAINST, Cover.PROPOSED, Cover.REVIEWED_NONE, Cover.NO_LINK)


def recommendations(of: Subject) -> Section | None:
    """How the plan covers what bodies recommended: counts with their denominator, then the links one by one."""
    known = gathered(of.ctx, of.it.plan.uid)
    plan = of.it.plan.uid
    lines = [line for line in known.coverage.lines if plan in line.plans]
    if not lines:
        return None
    of.ctx.notebook(
        [line.recommendation for line in lines], [line.answers for line in lines], [line.reviews for line in lines]
    )
    blocks: list[Block] = [_counts(lines, plan), *_tied(lines, known, of), *_none(lines, of)]
    return Section(say(_("Recommandations et obligations")), tuple(blocks))


def _counts(lines: Sequence[Line], plan: str) -> Table:
    """One row a body; those made after the plan ended, or not read, are in no denominator."""
    by_body: dict[str, Counter[Cover]] = {}
    for line in lines:
        by_body.setdefault(line.recommendation.body.name, Counter())[line.plans[plan]] += 1
    total: Counter[Cover] = sum(by_body.values(), Counter())
    made = [_counted(say(body), count) for body, count in sorted(by_body.items()) if COUNTED & count.keys()]
    columns = (
        Column(_("Organisme"), share=5),
        *(Column(str(terms.COVER[cover]).capitalize(), numeric=True, share=3) for cover in SHOWN),
        Column(_("Sur"), numeric=True, share=2),
    )
    foot = [
        _("« Aucun lien enregistré » ne dit pas qu’aucune mesure ne répond : personne ne l’a dit."),
        _("Hors de ces nombres : faites après la fin du plan, %(later)s ; dont le texte n’a pas été lu, %(unread)s.")
        % {"later": words.number(total[Cover.LATER]), "unread": words.number(total[Cover.NOT_READ])},
    ]
    rows = (*made, _counted(strong(_("Total")), total))
    return Table(_("Ce qui a été recommandé, et ce que le plan en reprend"), columns, rows, tuple(map(say, foot)))


def _counted(name: Words, count: Counter[Cover]) -> Row:
    of = sum(n for cover, n in count.items() if cover in COUNTED)
    return Row((name, *(say(words.number(count[cover])) for cover in SHOWN), say(words.number(of))))


def _tied(lines: Sequence[Line], known: Asked, of: Subject) -> list[Block]:
    """Each link of a recommendation to a measure of the plan, with who says so."""
    own = {measure.uid for measure in of.it.measures}
    found = [
        _link(line, answer, known, of)
        for line in lines
        for answer in line.answers
        if answer.measure in own and answer.relation is not Relation.UNRELATED
    ]
    if not found:
        return [Remark(say(_("Aucun lien n’est enregistré entre une recommandation et une mesure de ce plan.")))]
    return [Remark(say(_("Les liens enregistrés :"))), *_points(found)]


def _link(line: Line, answer: RecommendationAnswer, known: Asked, of: Subject) -> Words:
    measure = known.measures.get(answer.measure)
    title = measure.titles[0].text if measure else None
    number = _("mesure %(n)s") % {"n": measure.number} if measure and measure.number else ""
    tied = joined(
        [say(number), phrase(page_phrase(title, of.ctx.lang))] if number else [phrase(page_phrase(title, of.ctx.lang))]
    )
    sayer = answer.said_by.name if answer.said_by else _("auteur non lu")
    who = joined(
        [
            say(terms.RELATION[answer.relation]) if answer.relation else unknown(_("rapport non dit")),
            say(sayer),
            day(day_of(answer.said, of.ctx.lang)) if answer.said else (),
        ]
    )
    proposed = say(f" ({terms.COVER[Cover.PROPOSED]})") if answer.link is Link.PROPOSED else ()
    book = of.ctx.book.refs(answer.citations)
    return with_notes((*_asked(line, of), *say(" → "), *tied, *say(words.colon()), *who, *proposed), book)  # fmt: skip


def _asked(line: Line, of: Subject) -> Words:
    """« GRETA, 2017, § 12 : « … » »."""
    one = line.recommendation
    head = joined(
        [strong(one.body.name), day(day_of(one.when, of.ctx.lang)), of_fact(place(one)) if place(one) else ()]
    )
    told = phrase(words_of(one, of.ctx), quoted=True)
    return with_notes((*head, *say(words.colon()), *told), of.ctx.book.refs(one.citations))


def _none(lines: Sequence[Line], of: Subject) -> list[Block]:
    """Those of which somebody found that no measure answers, with their age."""
    found = [line for line in lines if line.plans[of.it.plan.uid] is Cover.REVIEWED_NONE]
    if not found:
        return []
    told = [
        (
            *_asked(line, of),
            *say(f" ({words.clauses(w for w in (terms.age(line.age), terms.repeated(line.repeats)) if w)})"),
        )
        if line.age or line.repeats
        else _asked(line, of)
        for line in found
    ]
    return [Remark(say(_("Examinées, sans mesure qui y réponde :"))), *_points(told)]


def _points(found: Sequence[Words]) -> list[Block]:
    left = len(found) - MOST_LISTED
    more = (
        [Remark(say(_("%(n)s autres sont sur les pages publiques.") % {"n": words.number(left)}))] if left > 0 else []
    )
    return [Points(tuple(found[:MOST_LISTED])), *more]


def carried(of: Subject) -> Section | None:
    """How much was taken from the plan before, and what became of it in the next one: bounds while not all is decided."""
    if not of.page.carried:
        return None
    told = tuple((*link(row.link), *say(words.colon()), *say(row.said)) for row in of.page.carried)
    return Section(say(_("D’un plan à l’autre")), (Points(told),))


# --- promises --------------------------------------------------------------------------------------------------------


def ledger(of: Subject) -> Section | None:
    """Every promise about the plan and its measures: all its dates, what each found of it. Without such facts, what the
    statements say was promised of the whole."""
    groups = promise_ledger.listing(of.ctx, {"plan": of.it.plan.slug}).groups if _promised(of) else ()
    rows = [row for group in groups for row in group.rows]
    if not rows:
        return promises(of)
    columns = (
        Column(_("Promesse"), share=6),
        Column(_("De qui, à qui, quand"), share=4),
        Column(_("Dates annoncées"), share=5),
        Column(_("Ce qu’elle est devenue, selon qui"), share=7),
    )
    foot = _("Après le dernier regard (%(date)s), rien n’est dit en retard.") % {"date": of.looked}
    table = Table(
        _("Promesses sur le plan et ses mesures"), columns, tuple(_promise(row, of) for row in rows), (say(foot),)
    )
    return Section(say(_("Ce qui a été promis")), (table,), wide=True)


def _promised(of: Subject) -> bool:
    subjects = {
        of.it.plan.uid,
        *(m.uid for m in of.it.measures),
        *(s.uid for s in of.ctx.reader.sections(of.it.plan.uid)),
    }
    return any(one.subject in subjects and happened(one.made, of.ctx.asof.state) for one in of.ctx.reader.promises())


def _promise(row: LedgerRow, of: Subject) -> Row:
    whole = row.about is None or row.about.url == of.ctx.links.plan(of.it.plan)
    about = say(f" ({row.about.words})") if row.about and not whole else ()
    flags = [_("lien proposé, à confirmer")] if row.proposed else []
    flags += [_("déduit")] if row.inferred else []
    told = (*phrase(row.text, quoted=True), *about, *(say(f" ({words.clauses(flags)})") if flags else ()))
    who = [
        say(row.sayer) if row.sayer else unknown(_("auteur non lu")),
        say(_("à %(who)s") % {"who": row.to}) if row.to else (),
    ]
    dues = [with_notes((*day(due.day), *_said(due.sayer)), due.refs) for due in row.dues]
    views = [_view(view) for view in row.views] + [
        say(text) for text in (row.standing, row.moved, *(late.rstrip(".") for late in row.late)) if text
    ]
    return Row(
        (
            with_notes(told, row.refs),
            joined([*who, day(row.made)]),
            joined(dues, _(", puis ")) or unknown(_("aucune date lue")),
            clauses(views) or unknown(_("suite non vue")),
        )
    )


def _said(sayer: str) -> Words:
    return say(f" ({sayer})") if sayer else ()


def _view(view: ViewRow) -> Words:
    when = view.done or view.seen
    parts = [
        strong(view.verdict),
        say(view.outcome) if view.outcome else (),
        say(view.sayer) if view.sayer else (),
        day(when) if when else (),
    ]
    told = joined(parts)
    return with_notes((*told, *say(words.colon()), *phrase(view.text, quoted=True)) if view.text else told, view.refs)


# --- parliament ------------------------------------------------------------------------------------------------------


def questions(of: Subject) -> Section | None:
    """Parliamentary acts about the plan or its measures, with the answer or its absence."""
    uids = {act.uid for act in of.ctx.reader.acts_about(m.uid for m in of.it.measures)}
    uids |= {act.uid for act in of.ctx.reader.acts() if act.plan == of.it.plan.uid}
    rows = [row for row in reversed(parliament.build(of.ctx).acts) if row.uid in uids] if uids else []
    if not rows:
        return None
    made = tuple(
        Row(
            (
                day(row.day),
                with_notes(_act(row), row.refs),
                say(row.author) if row.author else unknown(),
                _topic(row),
                _answer(row),
            )
        )
        for row in rows
    )
    columns = (
        Column(_("Date"), share=2),
        Column(_("Acte"), share=3),
        Column(_("Auteur"), share=3),
        Column(_("Objet"), share=5),
        Column(_("Suite lue"), share=5),
    )
    foot = say(_("Une réponse qui n’a pas été lue n’est pas une absence de réponse."))
    return Section(
        say(_("Au Parlement")), (Table(_("Actes parlementaires sur le plan et ses mesures"), columns, made, (foot,)),)
    )


def _act(row: parliament.ActRow) -> Words:
    return joined(
        [phrase(row.kind), say(row.chamber) if row.chamber else (), say(f"n° {row.number}") if row.number else ()]
    )


def _topic(row: parliament.ActRow) -> Words:
    measures = ", ".join(one.words for one in row.measures)
    return joined([phrase(row.topic) if row.topic else (), say(measures) if measures else ()], " – ") or unknown()


def _answer(row: parliament.ActRow) -> Words:
    found: list[Words] = []
    if row.answered:
        delay = f" ({row.delay})" if row.delay else ""
        found.append((*say(_("réponse : ")), *day(row.answered), *say(delay)))
    found += [phrase(text, quoted=True) for text in row.answers]
    found += [phrase(row.fate)] if row.fate else []
    return clauses(found) or unknown(_("aucune réponse lue"))
