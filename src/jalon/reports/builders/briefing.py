"""The briefing book on paper: the session, what is open, what is late, who differs, then measure by measure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jalon.facts.committee import Attendance, Decision, Session
from jalon.facts.common import OrgRef, When
from jalon.facts.common import Text as FactText
from jalon.methods import dates
from jalon.methods.dates import Edtf, Standing
from jalon.portal import committed_words, words
from jalon.portal.pieces import Phrase, read_date
from jalon.portal.pieces import day as day_of
from jalon.portal.pieces import phrase as page_phrase
from jalon.reports.briefing.gathering import Book, Due, Followed
from jalon.reports.briefing.sessions import day_of as date_of
from jalon.reports.builders.briefing_measures import by_measure, named
from jalon.reports.builders.evaluations import disagreements
from jalon.reports.builders.front import Ground, document
from jalon.reports.builders.pieces import clauses, day, joined, phrase, say, strong, unknown, with_notes
from jalon.reports.builders.reading import reading
from jalon.reports.context import PaperContext
from jalon.reports.document import (
    Block,
    Column,
    Document,
    Pair,
    Pairs,
    Paragraph,
    Points,
    Remark,
    Row,
    Section,
    Table,
    Words,
)

PASSED = (Standing.LATE, Standing.OUTCOME_UNKNOWN)


def report(book: Book, ctx: PaperContext, ground: Ground, more: tuple[Section, ...] = ()) -> Document:
    """The whole book; `more`: what the register learned since the last session."""
    place = book.place
    ctx.notebook(
        place, book.papers, [one.decision for one in book.decisions], book.questions, [s.promise for s in book.disputed]
    )
    ctx.notebook([news.fact for one in book.told for news in one.news], [due.of for due in book.dues])
    sections = (
        _session(book, ctx), _agenda(book, ctx), _decisions(book, ctx), _passed(book, ctx), _coming(book, ctx), _questions(book, ctx),
        _differing(book, ctx), *by_measure(book, ctx), *more, _minutes(book, ctx), _documents(book, ctx), reading(_looked(book), identified=False),
    )  # fmt: skip
    pairs = (Pair(_("Séance"), (_when(place.session, ctx),)), *_plans(book), *_shared(book, ctx))
    fictional = place.committee.uid in ctx.reader.invented or any(of.page.fictional for of in book.subjects)
    title = page_phrase(place.committee.title, ctx.lang) or Phrase(place.committee.slug)
    return document(
        _("Dossier de séance"),
        ctx,
        ground,
        title,
        tuple(one for one in sections if one),
        pairs=pairs,
        fictional=fictional,
    )


def _plans(book: Book) -> tuple[Pair, ...]:
    names = tuple(phrase(replace(of.page.title, refs=())) for of in book.subjects)
    looked = tuple(say(of.looked) for of in book.subjects)
    return (Pair(_("Plan"), names or (unknown(),)), Pair(_("Connu jusqu’à"), looked or (unknown(),)))


def _shared(book: Book, ctx: PaperContext) -> tuple[Pair, ...]:
    """What does not come from what is published."""
    if book.papers is None:
        return ()
    told = joined(
        [say(_("tels que le comité les partage avec ses membres le")), day(day_of(book.papers.read_at, ctx.lang))], " "
    )
    return (Pair(_("Séances, décisions, documents"), (told,)),)


def _looked(book: Book) -> str:
    return words.clauses(dict.fromkeys(of.looked for of in book.subjects))


def _text(value: FactText | None, ctx: PaperContext) -> Words:
    return phrase(page_phrase(value, ctx.lang), quoted=True) if value else ()


def _day(when: When | None, ctx: PaperContext) -> Words:
    return day(day_of(when, ctx.lang))


def _when(session: Session, ctx: PaperContext) -> Words:
    """« 15 février 2026 (prévue) »."""
    state = say(f" ({committed_words.SESSION[session.state]})")
    return (*(_day(session.when, ctx) if session.when else unknown(_("sans date connue"))), *state)


def _body(ref: OrgRef | None) -> Words:
    return say(ref.name) if ref else unknown()


# --- the session -----------------------------------------------------------------------------------------------------


def _session(book: Book, ctx: PaperContext) -> Section:
    place, session = book.place, book.place.session
    previous = place.previous
    items = [
        Pair(_("Comité"), (with_notes(_text(place.committee.title, ctx), ctx.book.refs(place.committee.citations)),)),
        Pair(_("Séance"), (with_notes(_when(session, ctx), ctx.book.refs(session.citations)),)),
        Pair(_("Intitulé"), (_text(session.title, ctx) or unknown(),)),
        Pair(_("Dates annoncées avant"), tuple(_day(one, ctx) for one in session.before) or (unknown(_("aucune lue")),)),
        Pair(_("Lieu"), (say(session.place) if session.place else unknown(),)),
        Pair(_("Dernière séance tenue"), (_when(previous, ctx) if previous else unknown(_("aucune n’est connue")),)),
        Pair(_("Membres"), tuple(_member(one, ctx) for one in place.committee.members) or (unknown(),)),
    ]  # fmt: skip
    blocks: list[Block] = [Pairs(_("La séance"), tuple(items))]
    blocks += [Paragraph(_text(one.note, ctx)) for one in (place.committee, session) if one.note]
    if previous:
        blocks += _attendance(previous, ctx)
    return Section(say(_("La séance et son comité")), tuple(blocks))


def _member(one: object, ctx: PaperContext) -> Words:
    body, role, group = one.body, one.role, one.group  # type: ignore[attr-defined]  # a member
    told = [say(role) if role else (), say(committed_words.GROUP[group]) if group else ()]
    return with_notes(joined([say(body.name), *told]), ctx.book.refs(one.citations))  # type: ignore[attr-defined]


def _attendance(session: Session, ctx: PaperContext) -> list[Block]:
    """Who came the last time; nothing is said of bodies that no line names."""
    blocks: list[Block] = []
    if session.attended is not None:
        text = _("Personnes présentes à la dernière séance, en tout : %(n)s.")
        blocks.append(
            Paragraph(with_notes(say(text % {"n": words.number(session.attended)}), ctx.book.refs(session.citations)))
        )
    if session.attendance:
        columns = (
            Column(_("Organisme"), share=4),
            Column(_("Groupe")),
            Column(_("Présence")),
            Column(_("Personnes"), numeric=True),
        )
        rows = tuple(Row(_came(one)) for one in session.attendance)
        foot = _("D’un organisme qui n’est pas nommé ici, on ne sait pas s’il est venu.")
        blocks.append(Table(_("Présences à la dernière séance"), columns, rows, (say(foot),)))
    return blocks


def _came(one: Attendance) -> tuple[Words, ...]:
    return (
        say(one.body.name),
        say(committed_words.GROUP[one.group]) if one.group else unknown(),
        say(committed_words.PRESENCE[one.presence]),
        say(words.number(one.persons)) if one.persons is not None else unknown(),
    )


def _agenda(book: Book, ctx: PaperContext) -> Section:
    numbers = named(book, ctx)
    points = []
    for item in book.place.session.agenda:
        about = joined([numbers.get(uid, unknown()) for uid in item.measures])
        after = (*say(" – "), *about) if about else ()
        points.append((*_text(item.title, ctx), *after))
    blocks: list[Block] = (
        [Points(tuple(points))] if points else [Paragraph(unknown(_("L’ordre du jour n’a pas été lu.")))]
    )
    if book.whole:
        told = _("Aucun point ne nomme de mesure : ce dossier parle de tout le plan que suit le comité.")
        alone = _(
            "Aucun point ne nomme de mesure et le comité ne suit pas un plan en particulier : aucune mesure n’est reprise ici."
        )
        blocks.append(Remark(say(told if book.subjects else alone)))
    return Section(say(_("Ordre du jour")), tuple(blocks))


# --- decisions, dates, questions -------------------------------------------------------------------------------------


def _decisions(book: Book, ctx: PaperContext) -> Section:
    open_ = [one for one in book.decisions if one.open]
    title = say(_("Décisions ouvertes"))
    if not book.decisions:
        return Section(title, (Paragraph(unknown(_("Aucune décision n’a été lue."))),))
    text = _("Décisions dont personne n’a dit qu’elles étaient faites : %(n)s.")
    blocks: list[Block] = [Paragraph(say(text % {"n": words.n_of(len(open_), len(book.decisions))}))]
    if open_:
        columns = (
            Column(_("Décision"), share=5), Column(_("Qui"), share=3), Column(_("Pour quand"), share=3),
            Column(_("Suites dites"), share=5),
        )  # fmt: skip
        blocks.append(Table(_("Décisions ouvertes"), columns, tuple(_decision(one, book, ctx) for one in open_)))
    return Section(title, tuple(blocks))


def _decision(one: Followed, book: Book, ctx: PaperContext) -> Row:
    decision = one.decision
    said_at = _("séance : ")
    days = {s.uid: s for s in (*book.place.earlier, book.place.session)}
    taken = (*say(said_at), *_when(days[decision.session], ctx))
    numbers = named(book, ctx)
    measures = joined([numbers[uid] for uid in decision.measures if uid in numbers])
    return Row(
        (
            with_notes(joined([_text(decision.text, ctx), taken, measures], ". "), ctx.book.refs(decision.citations)),
            _body(decision.owner),
            joined([_day(decision.due, ctx), say(one.words)], " – ") if decision.due else unknown(_("aucune date lue")),
            clauses(_follow_ups(decision, book, ctx)) or unknown(_("rien n’en a été dit")),
        )
    )


def _follow_ups(decision: Decision, book: Book, ctx: PaperContext) -> Iterable[Words]:
    days = {s.uid: s for s in (*book.place.earlier, book.place.session)}
    for one in decision.follow_ups:
        at = _day(days[one.session].when, ctx) if one.session in days else unknown(_("autre séance"))
        told = joined(
            [say(committed_words.DECISION[one.state]), _text(one.text, ctx), _body(one.said_by) if one.said_by else ()]
        )
        yield with_notes((*at, *say(words.colon()), *told), ctx.book.refs(one.citations))


def _passed(book: Book, ctx: PaperContext) -> Section:
    found = [one for one in book.dues if one.standing in PASSED]
    late = sum(one.standing is Standing.LATE for one in found)
    title = say(_("Ce qui est en retard, ou dont la date est passée"))
    if not book.dues:
        return Section(
            title, (Paragraph(unknown(_("Aucune promesse, échéance ou étape encore ouverte n’a été lue."))),)
        )
    text = _("En retard, constaté : %(late)s. Date passée, issue inconnue : %(passed)s. Sans échéance lue : %(none)s.")
    none = sum(one.standing is Standing.NO_DATE for one in book.dues)
    total = len(book.dues)
    shown = {
        "late": words.n_of(late, total),
        "passed": words.n_of(len(found) - late, total),
        "none": words.n_of(none, total),
    }
    foot = _("Sur les promesses, échéances et étapes dont personne n’a dit qu’elles étaient tenues. Après le dernier regard (%(date)s), rien n’est dit en retard.")  # fmt: skip
    blocks: list[Block] = [Paragraph(say(text % shown)), Remark(say(foot % {"date": _looked(book) or words.NOT_READ}))]
    if found:
        found.sort(key=lambda one: one.standing is not Standing.LATE)
        blocks.append(_dues_table(_("Dates passées"), [Row(_due(one, book, ctx)) for one in found]))
    return Section(title, tuple(blocks))


def _coming(book: Book, ctx: PaperContext) -> Section | None:
    """What is not yet due: first what falls due before the session or on its day."""
    waiting = [one for one in book.dues if one.standing is Standing.NOT_YET_DUE]
    if not waiting:
        return None
    on = date_of(book.place.session)
    before = [one for one in waiting if on and _in_time(one, on)]
    after = [one for one in waiting if one not in before]
    groups = ((_("Avant la séance, ou ce jour-là"), before), (_("Plus tard, ou à une date trop peu précise"), after))
    rows = [
        row for name, dues in groups if dues for row in (Row(group=say(name)), *(Row(_due(d, book, ctx)) for d in dues))
    ]
    return Section(say(_("Promesses et échéances à venir")), (_dues_table(_("Dates à venir"), rows),))


def _in_time(one: Due, on: Edtf) -> bool:
    """Whether it certainly falls due before the session, or on its first day."""
    due = read_date(one.due.edtf) if one.due else None
    if due is None or due.latest is None:
        return False
    return due.latest == on.earliest or dates.before(due, on) is dates.Answer.YES


def _dues_table(caption: str, rows: Sequence[Row]) -> Table:
    columns = (
        Column(_("De quoi"), share=4), Column(_("Promesse, échéance ou étape"), share=5), Column(_("Pour quand"), share=3),
        Column(_("Où elle en est"), share=4),
    )  # fmt: skip
    return Table(caption, columns, tuple(rows))


def _due(one: Due, book: Book, ctx: PaperContext) -> tuple[Words, ...]:
    numbers = named(book, ctx)
    of: tuple[Any, ...] = getattr(one.of, "said", (one.of,))
    return (
        numbers.get(one.subject) or say(_("le plan")),
        with_notes(_text(one.text, ctx) or say(one.topic or "–"), ctx.book.refs(*(fact.citations for fact in of))),
        _day(one.due, ctx),
        say(one.words),
    )


def _questions(book: Book, ctx: PaperContext) -> Section:
    blocks: list[Block] = []
    if book.questions:
        items = tuple(_question(act, ctx) for act in book.questions)
        blocks += [Remark(say(_("Questions parlementaires dont aucune réponse n’a été lue :"))), Points(items)]
    else:
        blocks.append(Paragraph(say(_("Aucune question parlementaire lue n’attend de réponse."))))
    numbers = named(book, ctx)
    if book.silent:
        items = tuple(
            (
                *(numbers.get(uid) or say(_("le plan"))),
                *say(" – "),
                *_text(state.title, ctx),
                *say(words.colon() + words.clauses(names)),
            )
            for state, uid, names in book.silent
        )
        blocks += [Remark(say(_("Questions du comité restées sans réponse au dernier état figé :"))), Points(items)]
    unknown_ = [one for one in book.dues if one.standing is Standing.OUTCOME_UNKNOWN]
    if unknown_:
        text = _("Promesses, échéances et étapes dont l’issue est à demander (voir plus haut) : %(n)s.")
        blocks.append(Paragraph(say(text % {"n": words.n_of(len(unknown_), len(book.dues))})))
    return Section(say(_("Questions ouvertes")), tuple(blocks))


def _question(act: object, ctx: PaperContext) -> Words:
    from jalon.portal.pages.parliament import kind_words

    kind = phrase(kind_words(act, ctx.lang, numbered=True))  # type: ignore[arg-type]  # an act
    parts = [kind, say(act.author) if act.author else (), _day(act.when, ctx)]  # type: ignore[attr-defined]
    asked = joined([_text(one, ctx) for one in (act.topic, *act.asked) if one], ". ")  # type: ignore[attr-defined]
    return with_notes((*joined(parts), *say(words.colon()), *(asked or unknown())), ctx.book.refs(act.citations))  # type: ignore[attr-defined]


def _differing(book: Book, ctx: PaperContext) -> Section:
    blocks: list[Block] = []
    for of, found in book.compared:
        if len(found.columns) > 1 and found.measures:
            ctx.notebook([one.evaluation for one in found.columns])
            blocks += disagreements(found, of)
    if not blocks:
        blocks.append(
            Paragraph(
                unknown(
                    _(
                        "Rien ne se compare : moins de deux évaluations ont été lues, ou aucune de ces mesures n’est identifiée par son numéro."
                    )
                )
            )
        )
    if book.disputed:
        items = tuple(
            (*_text(state.promise.text, ctx), *say(" – "), *clauses([_view(one, ctx) for one in state.latest_by_sayer()]))
            for state in book.disputed
        )  # fmt: skip
        blocks += [Remark(say(_("Promesses dont tous ne disent pas la même chose :"))), Points(items)]
    return Section(say(_("Où les évaluateurs diffèrent")), tuple(blocks))


def _view(one: object, ctx: PaperContext) -> Words:
    view = one.view  # type: ignore[attr-defined]  # the state of a view
    ctx.notebook(view)
    who = say(view.said_by.name if view.said_by else _("la rédaction du registre"))
    return with_notes(
        (*who, *say(words.colon()), *say(committed_words.VERDICT[view.verdict])), ctx.book.refs(view.citations)
    )


# --- papers ----------------------------------------------------------------------------------------------------------


def _minutes(book: Book, ctx: PaperContext) -> Section | None:
    previous = book.place.previous
    if previous is None or previous.minutes is None:
        return None
    blocks: list[Block] = [Paragraph(_text(previous.minutes, ctx))]
    if book.papers and previous.uid in book.papers.drafts:
        blocks.insert(0, Remark(strong(_("Projet de compte rendu, que le comité n’a pas adopté."))))
    return Section(say(_("Compte rendu de la dernière séance")), tuple(blocks))


def _documents(book: Book, ctx: PaperContext) -> Section | None:
    sessions = [one for one in (book.place.session, book.place.previous) if one and one.documents]
    rows = [
        row
        for session in sessions
        for row in (
            Row(group=_when(session, ctx)),
            *(
                Row((with_notes(_text(d.title, ctx), ctx.book.refs(d.citations)), _day(d.when, ctx)))
                for d in session.documents
            ),
        )
    ]
    if not rows:
        return None
    columns = (Column(_("Document"), share=5), Column(_("Date"), share=2))
    return Section(say(_("Documents")), (Table(_("Documents de la séance et de la précédente"), columns, tuple(rows)),))
