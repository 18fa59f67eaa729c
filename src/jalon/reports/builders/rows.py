"""Rows of page models as blocks: claims, promises, means, indicators, outputs, documents, events."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from jalon.facts.common import StatementKind
from jalon.methods.text import fold
from jalon.portal import words
from jalon.portal.pages.claims import Claim, proposed_words
from jalon.portal.pages.documents import DocumentRow
from jalon.portal.pages.fact_list import Fact
from jalon.portal.pages.indicator_model import Listed
from jalon.portal.pages.means import Line
from jalon.portal.pages.outputs_model import OutputRow
from jalon.portal.pages.plan_model import EventRow, OverlapRow, PromiseRow
from jalon.portal.pages.states_model import StateRow
from jalon.reports.builders.pieces import clauses, day, joined, link, of_fact, phrase, say, strong, unknown, with_notes
from jalon.reports.document import Column, Pair, Pairs, Row, Style, Table, Words


def facts(caption: str, items: Sequence[Fact]) -> Pairs:
    """A list of facts: each with its values, or the words for « unknown »."""
    pairs = []
    for item in items:
        values = tuple(phrase(value) for value in item.values)
        pairs.append(Pair(item.label, values or (unknown(item.unknown),)))
    return Pairs(caption, tuple(pairs))


def claim(item: Claim) -> Words:
    """« CNCDH, 12 janvier 2023 : partiellement réalisée. « … » »: who, when, the level, then the words."""
    about = of_fact(f" ({item.topic})", style=Style.SMALL) if item.topic else ()
    note = (*say(". "), *phrase(item.note)) if item.note else ()
    return with_notes(
        (*_who(item), *about, *say(words.colon()), *said(item), *_remarks(item, scale=True), *note), item.refs
    )


def verdict(item: Claim) -> Words:
    """One verdict under a measure. Its scale is told once for the plan; remarks on it are in the measure's own report."""
    return with_notes((*said(item), *say(" – "), *_who(item), *_remarks(item, scale=False)), item.refs)


def cell_of_verdict(item: Claim) -> Words:
    """A verdict under the head of its evaluation, which says who, when and on which scale."""
    return with_notes((*said(item), *_remarks(item, scale=False)), item.refs)


def _who(item: Claim) -> Words:
    return joined([strong(item.speaker.words) if item.speaker else unknown(_("auteur non lu")), day(item.day)])


def said(item: Claim) -> Words:
    """What was said, without who: level, counts with their total, text."""
    parts: list[Words] = []
    if item.known:
        parts.append(unknown(item.known))
    if item.level:
        parts.append((of_fact if item.scale else say)(item.level, mark=item.mark))
    if item.tallies:
        counts = ", ".join(f"{tally.label} {words.number(tally.value)}" for tally in item.tallies)
        total = _(", sur %(total)s") % {"total": words.number(item.total)} if item.total is not None else ""
        parts.append((*of_fact(counts), *say(total or f" ({_('total non lu')})")))
    if item.text and fold(item.text.value) != fold(item.level):
        parts.append(phrase(item.text, quoted=True) if item.level else _signed(item))
    if item.due:
        parts.append((*say(_("échéance : ")), *day(item.due)))
    return joined(parts, ". ") or of_fact(item.what, mark=item.mark)


def _signed(item: Claim) -> Words:
    """The text of an opinion, after its sign where judgements have one."""
    text = phrase(item.text, quoted=True)
    mark = item.mark if item.kind is StatementKind.JUDGED and not item.tallies else ""
    return (replace(text[0], mark=mark), *text[1:])


def _remarks(item: Claim, *, scale: bool) -> Words:
    found: list[Words] = []
    if scale and item.scale and (item.level or item.tallies):
        found.append((*say(_("échelle : "), style=Style.SMALL), *of_fact(item.scale, style=Style.SMALL)))
    told = (
        (item.proposed, proposed_words()),
        (item.inferred, _("déduit")),
        (item.clash, _("contredit une autre déclaration, donnée à côté")),
        (item.replaced, _("remplacée depuis")),
    )
    found += [say(text, style=Style.SMALL) for so, text in told if so]
    if not found:
        return ()
    return (*say(" (", style=Style.SMALL), *clauses(found), *say(")", style=Style.SMALL))


def promises(rows: Sequence[PromiseRow], caption: str, known_until: str) -> Table | None:
    """What was promised, by whom, for when, what was found."""
    if not rows:
        return None
    made = tuple(
        Row(
            (
                with_notes(phrase(row.text, quoted=True), row.refs),
                joined([link(row.speaker) if row.speaker else unknown(), day(row.promised)] if row.promised else [link(row.speaker)]),
                joined([day(due) for due in row.due], _(", puis ")) or unknown(),
                clauses([*(phrase(found) for found in row.found), say(row.standing)]),
            )
        )
        for row in rows
    )  # fmt: skip
    columns = (
        Column(_("Promesse ou échéance"), share=4),
        Column(_("Qui, quand"), share=2),
        Column(_("Pour quand"), share=2),
        Column(_("Ce qui a été constaté"), share=3),
    )
    foot = _("Après le dernier regard (%(date)s), rien n’est dit en retard.") % {"date": known_until}
    return Table(caption, columns, made, (say(foot),))


def means(rows: Sequence[Line], caption: str) -> Table | None:
    """Lines of means, never added."""
    if not rows:
        return None
    made = tuple(
        Row(
            (
                with_notes(phrase(row.item), row.refs),
                day(row.day),
                say(row.kind),
                _amount(row),
                joined([of_fact(row.programme) if row.programme else (), phrase(row.fate) if row.fate else (), phrase(row.note) if row.note else ()], ". "),
            )
        )
        for row in rows
    )  # fmt: skip
    columns = (
        Column(_("Objet"), share=4),
        Column(_("Année"), share=2),
        Column(_("Stade"), share=2),
        Column(_("Montant ou moyens"), numeric=True, share=3),
        Column(_("Remarques"), share=4),
    )
    foot = _(
        "Des lignes de différentes années ou de différents programmes ne s’additionnent pas ; aucun total n’est fait."
    )
    return Table(caption, columns, made, (say(foot),))


def _amount(row: Line) -> Words:
    parts = [
        say(row.amount) if row.amount else (),
        say(_("%(n)s postes") % {"n": words.number(row.posts)}) if row.posts else (),
        phrase(row.in_kind) if row.in_kind else (),
        say(row.change) if row.change else (),
    ]
    return joined(parts) or unknown(_("montant non dit"))


def indicators(listed: Listed) -> Table | None:
    """Each indicator with its last value, its target and where it stands."""
    if not listed:
        return None
    rows = tuple(
        Row(
            (
                (*phrase(row.title), *say(f" ({row.owner})" if row.owner else "", style=Style.SMALL), *_invented(row.fictional)),
                link(row.about) if row.about else say("–"),
                of_fact(row.unit),
                say(row.last) if row.last else unknown(),
                say(row.aim) if row.aim else unknown(_("aucune cible lue")),
                say(row.standing) if row.standing else unknown(_("ne peut être dit")),
            )
        )
        for row in listed.rows
    )  # fmt: skip
    columns = (
        Column(_("Indicateur, et qui le propose"), share=5),
        Column(_("De quoi"), share=4),
        Column(_("Unité"), share=2),
        Column(_("Dernière valeur"), share=4),
        Column(_("Cible"), share=3),
        Column(_("Où il en est"), share=3),
    )
    more = (
        (say(_("%(n)s autres indicateurs ne sont pas imprimés ici.") % {"n": words.number(listed.more)}),)
        if listed.more
        else ()
    )
    foot = say(_("« non lu » n’est pas zéro : aucune valeur n’a été lue."))
    return Table(_("Indicateurs du plan"), columns, rows, (foot, *more))


def _invented(fictional: bool) -> Words:
    return say(f" ({_('données inventées')})", style=Style.SMALL) if fictional else ()


def outputs(rows: Sequence[OutputRow], caption: str) -> Table | None:
    """What was carried out."""
    if not rows:
        return None
    made = tuple(
        Row(
            (
                with_notes((*phrase(row.title), *_invented(row.fictional)), row.refs),
                say(row.kind),
                day(row.day),
                say(row.place) if row.place else unknown(),
                say(row.bodies) if row.bodies else unknown(),
                joined([say(row.amounts) if row.amounts else (), say(row.money) if row.money else ()]) or unknown(_("non dit")),
            )
        )
        for row in rows
    )  # fmt: skip
    columns = (
        Column(_("Réalisation"), share=5),
        Column(_("Sorte"), share=2),
        Column(_("Date"), share=2),
        Column(_("Lieu"), share=2),
        Column(_("Par qui"), share=3),
        Column(_("Quantités et montant dits"), share=3),
    )
    return Table(caption, columns, made, (say(_("Une quantité que la source ne dit pas n’est pas un zéro.")),))


def documents(rows: Sequence[DocumentRow], caption: str) -> Table | None:
    """Documents by title."""
    if not rows:
        return None
    made = tuple(
        Row((with_notes(phrase(row.title), row.refs), day(row.day), say(", ".join(w for w in (row.type, row.size) if w) or "–")))
        for row in rows
    )  # fmt: skip
    columns = (Column(_("Document"), share=5), Column(_("Date"), share=2), Column(_("Format et taille"), share=2))
    return Table(caption, columns, made)


def overlaps(rows: Sequence[OverlapRow]) -> Table | None:
    """The same thing in other plans."""
    if not rows:
        return None
    made = tuple(
        Row(
            (
                link(row.measure) if row.measure else joined([phrase(row.item) if row.item else say(_("le plan"))]),
                with_notes(joined([phrase(row.other_plan), say(row.other_measure) if row.other_measure else ()]), row.refs),
                joined([phrase(row.note) if row.note else (), say(_("déduit")) if row.inferred else (),
                        say(row.told) if row.told else ()]) or say("–"),
            )
        )
        for row in rows
    )  # fmt: skip
    columns = (
        Column(_("Dans ce plan"), share=3),
        Column(_("Dans un autre plan"), share=3),
        Column(_("Remarque"), share=4),
    )
    return Table(_("La même chose dans d’autres plans"), columns, made)


def events(rows: Sequence[EventRow]) -> Table | None:
    """The life of the plan."""
    if not rows:
        return None
    made = tuple(
        Row(
            (
                day(row.day),
                with_notes(
                    joined([phrase(row.text), say(f"({_('après le dernier regard')})") if row.beyond else (),
                            say(f"({_('déduit')})") if row.inferred else ()], " "),
                    row.refs,
                ),
            )
        )
        for row in rows
    )  # fmt: skip
    return Table(_("La vie du plan"), (Column(_("Date"), share=1), Column(_("Ce qui s’est passé"), share=4)), made)


def states(rows: Sequence[StateRow]) -> Table | None:
    """States frozen for sessions of the follow-up committee."""
    if not rows:
        return None
    made = tuple(
        Row(((*phrase(row.title), *_invented(row.fictional)), day(row.session), day(row.period), say(row.counts)))
        for row in rows
    )
    columns = (
        Column(_("État"), share=3),
        Column(_("Séance"), share=2),
        Column(_("Période"), share=2),
        Column(_("Réponses"), share=4),
    )
    foot = say(_("Déclaré par chaque organisme pour sa part, non vérifié par le registre."))
    return Table(_("États pour une séance du comité de suivi"), columns, made, (foot,))
