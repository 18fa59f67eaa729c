"""The briefing book, measure by measure: what is dated since the last session, what is expected, what is asked."""

from dataclasses import replace

from django.utils.translation import gettext as _

from jalon.facts.common import Statement
from jalon.facts.output import Output
from jalon.facts.parliament import Act
from jalon.facts.plan import Step
from jalon.portal import terms, words
from jalon.portal.context import Bodies
from jalon.portal.pages.claims import claim
from jalon.portal.pages.groups import lead_words
from jalon.portal.pages.parliament import kind_words
from jalon.portal.pieces import day as day_of
from jalon.portal.pieces import phrase as page_phrase
from jalon.reports.briefing.gathering import Book, News, Told
from jalon.reports.builders import rows
from jalon.reports.builders.pieces import day, joined, phrase, say, strong, unknown, with_notes
from jalon.reports.context import PaperContext
from jalon.reports.document import Entry, Paragraph, Remark, Section, Style, Words


def named(book: Book, ctx: PaperContext) -> dict[str, Words]:
    """What each measure is called in a table: its number, or the title of an item that has none."""
    found: dict[str, Words] = {}
    for told in book.told:
        number = told.measure.number
        title = phrase(page_phrase(told.measure.titles[0].text, ctx.lang))
        found[told.measure.uid] = say(_("mesure %(n)s") % {"n": number}) if number else title
    return found


def by_measure(book: Book, ctx: PaperContext) -> list[Section]:
    """One section a plan, its measures in the order of the agenda."""
    bodies = ctx.bodies()
    moved = sum(bool(one.news) for one in book.told)
    text = _("Mesures et éléments dont il est dit quelque chose de daté depuis la dernière séance tenue : %(n)s.")
    if book.place.previous is None:
        text = _("Aucune séance tenue avant celle-ci n’est connue : tout ce qui porte une date est repris. Mesures et éléments concernés : %(n)s.")  # fmt: skip
    head = Remark(say(text % {"n": words.n_of(moved, len(book.told))}))
    nothing = Paragraph(unknown(_("Aucune mesure n’est reprise ici.")))
    made = [Section(say(_("Mesure par mesure")), (head if book.told else nothing,))]
    for of in book.subjects:
        entries = tuple(_entry(one, ctx, bodies) for one in book.told if one.of is of)
        if entries:
            made.append(Section(phrase(replace(of.page.title, refs=())), entries, level=2))
    return made


def _entry(told: Told, ctx: PaperContext, bodies: Bodies) -> Entry:
    measure, of = told.measure, told.of
    leads = lead_words(of.it.said.get(measure.uid, ()))
    lines: list[Words] = [(*say(_("Pilote : ")), *(say(words.clauses(leads)) if leads else unknown()))]
    lines += [_news(one, ctx, bodies) for one in told.news]
    if not told.news:
        lines.append(unknown(_("Rien de daté depuis la dernière séance n’a été lu : cela ne dit pas que rien n’a été fait.")))  # fmt: skip
    if told.undated:
        text = _("Ce qui est dit d’elle sans date, et peut donc être nouveau ou ancien : %(n)s.")
        lines.append(say(text % {"n": words.number(told.undated)}, style=Style.SMALL))
    for due in told.dues:
        shown = page_phrase(due.text, ctx.lang)
        what = phrase(shown, quoted=True) if shown else say(due.topic or "–")
        lines.append((*say(_("Attendu : ")), *joined([what, day(day_of(due.due, ctx.lang)), say(due.words)])))
    if told.questions:
        lines.append(
            say(_("Questions parlementaires sans réponse lue : %(n)s.") % {"n": words.number(len(told.questions))})
        )
    title = measure.titles[0]
    refs = ctx.book.learn(ctx.reader.sources(sorted({c.source for c in (*title.citations, *measure.citations)}))).refs(
        title.citations, measure.citations
    )
    return Entry(
        measure.number or "", phrase(page_phrase(title.text, ctx.lang, refs=refs)), tuple(lines), str(words.NOT_READ)
    )


def _news(news: News, ctx: PaperContext, bodies: Bodies) -> Words:
    perhaps = (
        () if news.sure else say(f" ({_('date peu précise : peut-être avant la dernière séance')})", style=Style.SMALL)
    )
    return (*_fact(news, ctx, bodies), *perhaps)


def _fact(news: News, ctx: PaperContext, bodies: Bodies) -> Words:
    fact, lang = news.fact, ctx.lang
    if isinstance(fact, Statement):
        return rows.claim(claim(fact, ctx, ctx.book, bodies))
    if isinstance(fact, Output):
        head = joined([strong(terms.OUTPUT[fact.type]), day(day_of(fact.when, lang))])
        return with_notes(
            (*head, *say(words.colon()), *phrase(page_phrase(fact.title, lang))), ctx.book.refs(fact.citations)
        )
    if isinstance(fact, Act):
        when = (
            (*say(_("réponse du ")), *day(day_of(fact.answered, lang)))
            if fact.answered
            else day(day_of(fact.when, lang))
        )
        head = joined([phrase(kind_words(fact, lang, numbered=True)), when])
        return with_notes(
            (*head, *say(words.colon()), *phrase(page_phrase(fact.topic, lang))), ctx.book.refs(fact.citations)
        )
    if isinstance(fact, Step):
        head = joined([strong(_("étape atteinte")), day(day_of(fact.done, lang))])
        return with_notes(
            (*head, *say(words.colon()), *phrase(page_phrase(fact.title, lang))), ctx.book.refs(fact.citations)
        )
    raise TypeError(type(fact).__name__)
