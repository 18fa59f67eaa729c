"""The first sentences of a measure: where each promise stands, the first demand and the last judgement."""

from django.utils.translation import gettext as _

from jalon.facts.common import Known, Statement, StatementKind
from jalon.facts.common import Link as LinkKind
from jalon.facts.plan import Plan
from jalon.methods.dates import Style
from jalon.portal.context import Context
from jalon.portal.pages import promises
from jalon.portal.pages.claims import latest_first, oldest_first, proposed_words
from jalon.portal.pages.measure_material import JUDGING, Material
from jalon.portal.pieces import Day, Notebook, Phrase, day


def lede(it: Material, ctx: Context, book: Notebook) -> tuple[Phrase, ...]:
    """Where each promise stands, the first demand and the last judgement: computed, never written by hand."""
    found = [_promise_words(p, it.plan, ctx, book) for p in promises.promises_of(it.held)]
    seen = latest_first(s for s in unpromised(it, StatementKind.OUTCOME) if s.known is Known.GIVEN)
    if seen and (on := day(seen[0].said, ctx.lang, Style.LONG)):
        found.append(_said_words(_("Dernier constat lu : %(who)s, %(date)s."), seen[0], on, book))
    asked = oldest_first(it.of(StatementKind.ASKED))
    if asked and (first := day(asked[0].said, ctx.lang, Style.LONG)):
        found.append(_said_words(_("Demandé depuis %(date)s (%(who)s)."), asked[0], first, book))
    judged = it.of(*JUDGING)
    if judged and (last := day(judged[0].said, ctx.lang, Style.LONG)):
        found.append(_said_words(_("Dernier jugement lu : %(who)s, %(date)s."), judged[0], last, book))
    said = any(s.kind in (*JUDGING, StatementKind.OUTCOME, StatementKind.ASKED) for s in it.said)
    if not found and said:
        return (Phrase(_("Ce qui a été lu de cette mesure ne porte pas de date.")),)
    return tuple(found) or (Phrase(_("Rien de ce qui a été dit de cette mesure n’a été lu.")),)


def _said_words(template: str, statement: Statement, on: Day, book: Notebook) -> Phrase:
    """Who said it and when; dotted, and in words, when only the register's editor ties it to this measure."""
    who = statement.said_by.name if statement.said_by else _("auteur non lu")
    proposed = statement.link is LinkKind.PROPOSED
    words_ = template % {"date": on.words, "who": who}
    return Phrase(
        f"{words_[:-1]} ({proposed_words()})." if proposed else words_,
        inferred=proposed,
        refs=book.refs(statement.citations),
    )


def unpromised(it: Material, *kinds: StatementKind) -> list[Statement]:
    """Statements of these kinds that answer no promise, newest first."""
    promised = {s.uid for p in promises.promises_of(it.held) for s in p.said}
    return [s for s in it.of(*kinds) if s.uid not in promised]


def _promise_words(promise: promises.Promise, plan: Plan, ctx: Context, book: Notebook) -> Phrase:
    first = next(iter(promise.of(StatementKind.PROMISED, StatementKind.DEADLINE)))
    said = day(first.said, ctx.lang, Style.IN_SENTENCE)
    dues = tuple(dict.fromkeys(found.words for s in promise.dues if (found := day(s.due, ctx.lang, Style.LONG))))
    standing = promises.standing(promise, plan.known_until, ctx.today, ctx.lang)[1]
    proposed = any(s.link is LinkKind.PROPOSED for s in promise.said)
    tail = f" ({proposed_words()})." if proposed else "."
    return Phrase(
        f"{_promised_when(first, said, _(', puis ').join(dues))}. {standing[:1].upper()}{standing[1:]}{tail}",
        inferred=proposed,
        refs=book.refs(*(s.citations for s in promise.said)),
    )


def _promised_when(first: Statement, said: Day | None, dues: str) -> str:
    """« Promis le…, échéance : … »; a deadline that nobody was read to promise is called a deadline only."""
    if first.kind is StatementKind.DEADLINE:
        return _("Échéance lue : %(dates)s") % {"dates": dues}
    when = _("Promis %(date)s") % {"date": said.words} if said else _("Promis à une date non lue")
    return when + (_(", échéance : %(dates)s") % {"dates": dues} if dues else "")
