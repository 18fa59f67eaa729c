"""Indicators in the office: the list of a part, and one with its series side by side, its answers, what is computed.

One's own drafts come from the database, what others published from the current Release: nobody's drafts from elsewhere.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.core.permissions import may_edit
from jalon.facts import reckoning
from jalon.facts.common import Text, When
from jalon.facts.indicator import Answer, Indicator
from jalon.facts.reckoning import CountedValue, Standing, Verdict
from jalon.facts.series import Observation, Series
from jalon.methods.formula import FormulaError, NoValue, parse
from jalon.methods.progress import Progress
from jalon.office import labels
from jalon.office.around import published
from jalon.office.pages.naming import named, visible_parts
from jalon.plans import models
from jalon.plans.following import indicator_fact
from jalon.plans.formulas import formula_words
from jalon.plans.reading import Around
from jalon.plans.selectors.indicator import (
    AnswerLine,
    ComputedValue,
    SeriesLine,
    answers_of,
    indicator_page,
    series_of,
)
from jalon.portal import terms, words
from jalon.portal.pages.indicator_values import share, why
from jalon.publication.reader import Reader
from jalon.publication.words import date_words

VALUES_SHOWN = 40
"""Times of one series on the page of its indicator; all are on the page of the series."""


@dataclass(frozen=True, slots=True)
class Line:
    """A value of a series: when, in words, with what stands beside it. `missing`: the words say why there is none."""

    when: str
    words: str
    sub: str
    missing: bool


@dataclass(frozen=True, slots=True)
class SeriesBlock:
    """A series of an indicator. `uid` empty: another body's, which is read and not written."""

    uid: str
    title: Text
    producer: str
    lines: tuple[Line, ...]
    more: int
    verdict: str
    late: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """What a body answers. `uid` empty: said in another part, which is read and not written."""

    uid: str
    who: str
    answer: str
    when: str
    text: Text | None
    unsourced: bool


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A baseline or expected value: what it is, when, how much."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """An indicator as its page shows it. `own`: of the part of the page; `computed`: time and words, by formula."""

    uid: str
    title: Text
    subject: str
    subject_words: str
    owner: str
    own: bool
    unsourced: bool
    facts: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, Text], ...]
    expected: tuple[ExpectedLine, ...]
    series: tuple[SeriesBlock, ...]
    answers: tuple[AnswerBlock, ...]
    counted: tuple[str, ...]
    computed: tuple[tuple[str, str], ...]
    problem: str
    may_answer: bool


def build(part: Part, uid: uuid.UUID, user: User, today: date) -> IndicatorView:
    """Read an indicator; 404 when neither the person's teams nor the current Release have it."""
    reader = published()
    try:
        page = indicator_page(uid, user, today)
    except models.Indicator.DoesNotExist:
        return _of_release(reader, part, uid, user, today)
    fact, own = page.indicator.fact, page.part.slug == part.slug
    return _view(
        part, fact, page.part.owner if not own else "", user, reader, today, own=own,
        series=page.series, answers=page.answers, unsourced=not page.indicator.sourced,
        counted=_counted(fact, page.counted, page.counted_progress),
        computed=tuple((_when(one.when), _outcome(one, fact)) for one in page.computed),
        problem=_circle(page.cycle) or _unread(fact),
        owner_body=Part.objects.filter(slug=page.part.slug, owner=part.owner).exists(),
    )  # fmt: skip


def _of_release(reader: Reader | None, part: Part, uid: uuid.UUID, user: User, today: date) -> IndicatorView:
    fact = next((one for one in (reader.indicators() if reader else ()) if one.uid == str(uid)), None)
    if reader is None or fact is None:
        raise Http404
    header = reader.owner_of(fact.uid)
    series = series_of({fact.uid: fact}, part, user, today)[fact.uid]
    answers = answers_of([uid], part, user)[fact.uid]
    mine = header is not None and header.owner.uid == str(part.owner.uid)
    return _view(part, fact, header.owner.name if header else "", user, reader, today, own=False, series=series,
                 answers=answers, unsourced=False, counted=(), computed=(), problem="", owner_body=mine)  # fmt: skip


def _view(
    part: Part,
    fact: Indicator,
    owner: str,
    user: User,
    reader: Reader | None,
    today: date,
    *,
    own: bool,
    series: Sequence[SeriesLine],
    answers: Sequence[AnswerLine],
    unsourced: bool,
    counted: tuple[str, ...],
    computed: tuple[tuple[str, str], ...],
    problem: str,
    owner_body: bool,
) -> IndicatorView:
    known = {one.uid for one in series}
    replies = {one.answer.uid for one in answers}
    others = [] if reader is None else reader.series_by_slugs(reader.series_slugs_of([fact.uid]))
    theirs = [] if reader is None else [one for one in reader.answers_to(fact.uid) if one.uid not in replies]
    shown = [_block(line.series, fact, line.verdict, own=line.own) for line in series]
    shown += [_block(one, fact, reckoning.verdict(fact, one.observations, today), own=False)
              for one in others if one.uid not in known]  # fmt: skip
    blocks = [_answer(line.answer, own=line.own, sourced=line.sourced) for line in answers]
    blocks += [_answer(one, own=False, sourced=True) for one in theirs]
    answered = any(line.own for line in answers)
    return IndicatorView(
        uid=fact.uid, title=fact.title, subject=fact.subject, subject_words=named([fact.subject], reader, drafts=visible_parts(user))[fact.subject],
        owner=owner, own=own, unsourced=unsourced, facts=_facts(fact), texts=_texts(fact), expected=expected_lines(fact),
        series=tuple(shown), answers=tuple(blocks), counted=counted, computed=computed, problem=problem,
        may_answer=may_edit(user, part) and not owner_body and not answered,
    )  # fmt: skip


def observed_indicator(uid: uuid.UUID | None, user: User) -> Indicator | None:
    """The indicator that a series observes, for the kind of its values: of the person's teams, or published."""
    if uid is None:
        return None
    row = models.Indicator.objects.visible_to(user).live().filter(uid=uid).first()
    if row is not None:
        return indicator_fact(row, Around())
    reader = published()
    return next((one for one in (reader.indicators() if reader else ()) if one.uid == str(uid)), None)


def value_words(value: str | None, fact: Indicator | None) -> str:
    """A value as people read it: a number, or what it stands for in its indicator."""
    if value is None:
        return ""
    return words.number(value) if fact is None else terms.value(value, fact)


# --- what it is ------------------------------------------------------------------------------------------------------


def _facts(fact: Indicator) -> tuple[tuple[str, str], ...]:
    pairs = (
        (_("Unité"), fact.unit),
        (_("Ses valeurs"), str(labels.VALUES[fact.value_kind])),
        (_("Rend compte"), labels.label(labels.INDICATOR, fact.kind) if fact.kind else ""),
        (_("Niveau de résultat"), labels.label(labels.LEVEL, fact.level) if fact.level else ""),
        (_("Sens voulu"), labels.label(labels.DIRECTION, fact.direction) if fact.direction else ""),
        (_("Chaque valeur compte"), str(labels.ACCUMULATION[fact.accumulation])),
        (_("Rythme"), fact.frequency or ""),
        (_("Code"), fact.code or ""),
        (_("Formule"), fact.formula or ""),
        (_("Niveaux"), " < ".join(level.fr for level in fact.levels)),
        (_("Ventilations"), " ; ".join(_breakdown(one.name, one.values) for one in fact.breakdowns)),
    )
    return tuple((name, words) for name, words in pairs if words)


def _breakdown(name: str, values: tuple[str, ...]) -> str:
    return f"{name} ({', '.join(values)})" if values else name


def _texts(fact: Indicator) -> tuple[tuple[str, Text], ...]:
    pairs = (
        (_("Définition"), fact.definition), (_("Numérateur"), fact.numerator), (_("Dénominateur"), fact.denominator),
        (_("Méthode"), fact.method), (_("Note"), fact.note),
    )  # fmt: skip
    return tuple((name, text) for name, text in pairs if text is not None)


def expected_lines(fact: Indicator) -> tuple[ExpectedLine, ...]:
    """The baseline and the expected values, in words."""
    start = fact.baseline
    found = []
    if start is not None:
        words = terms.value(start.value, fact, start.precision) if start.value is not None else start.missing or ""
        found.append(ExpectedLine(_("Départ, %s") % date_words(start.when), words))
    for one in fact.expected:
        name = _("Cible, %s") if one.final else _("Attendu, %s")
        found.append(ExpectedLine(name % date_words(one.when), terms.value(one.value, fact)))
    return tuple(found)


# --- values ----------------------------------------------------------------------------------------------------------


def _block(series: Series, fact: Indicator, said: Verdict | None, *, own: bool) -> SeriesBlock:
    stands = reckoning.standing(series.observations)
    shown = tuple(reversed(stands))[:VALUES_SHOWN]
    return SeriesBlock(
        uid=series.uid if own else "",
        title=series.title,
        producer=series.producer.name,
        lines=tuple(_line(one, fact) for one in shown),
        more=len(stands) - len(shown),
        verdict=progress_words(said.progress) if said else "",
        late=tuple(
            f"{date_words(item.when)}{words.colon()}{terms.LATENESS[one.lateness]}" for item, one in (said.late if said else ())
        ),
    )  # fmt: skip


def _line(stand: Standing, fact: Indicator) -> Line:
    item = stand.now
    sub = [", ".join(f"{d.name} = {d.value}" for d in item.dimensions), _status(item), item.note or ""]
    if stand.before:
        sub.append(_("remplace %s") % ", ".join(value_of(one, fact) for one in stand.before))
    return Line(date_words(item.when), value_of(item, fact), ", ".join(filter(None, sub)), item.value is None)


def value_of(item: Observation, fact: Indicator) -> str:
    """A value in words, or why it is missing."""
    return terms.value(item.value, fact, item.precision) if item.value is not None else item.missing or ""


def _status(item: Observation) -> str:
    parts = [str(labels.STATUS[item.status]) if item.status else ""]
    if item.numerator is not None and item.denominator is not None:
        parts.append(_("%(n)s sur %(total)s") % {"n": item.numerator, "total": item.denominator})
    return ", ".join(filter(None, parts))


def progress_words(said: Progress | None) -> str:
    """Reached or not, why it cannot be said, how far."""
    if said is None:
        return ""
    return ", ".join(filter(None, (str(terms.REACHED[said.reached]), why(said), share(said))))


def _counted(fact: Indicator, said: CountedValue | None, progress: Progress | None) -> tuple[str, ...]:
    if said is None or fact.counted is None:
        return ()
    if said.number is None:
        basis = _("%(n)d réalisations de cette sorte ; aucune ne dit la quantité, ce n’est pas un zéro.")
        return (basis % {"n": len(said.outputs)},)
    basis = _("%(known)d réalisations sur %(n)d disent la quantité ; les autres ne sont pas comptées pour zéro.")
    words = basis % {"known": said.known, "n": len(said.outputs)}
    return tuple(filter(None, (terms.fraction(said.number), words, progress_words(progress))))


def _outcome(one: ComputedValue, fact: Indicator) -> str:
    if isinstance(one.outcome, NoValue):
        names = terms.lacking(one.outcome.names, one.unsettled)
        return f"{terms.NO_VALUE[one.outcome.reason]}{_(' : ') if names else ''}{names}"
    lacking = _("sans %s") % terms.lacking(one.outcome.left_out, one.unsettled) if one.outcome.left_out else ""
    parts = (f"{terms.fraction(one.outcome.number)} {fact.unit}", lacking, progress_words(one.progress))
    return ", ".join(filter(None, parts))


def _when(time: str) -> str:
    return date_words(When(edtf=time)) if time else _("aujourd’hui")


def _circle(cycle: tuple[str, ...]) -> str:
    return _("Ces formules se calculent l’une par l’autre\u00a0: %s.") % " → ".join(cycle) if cycle else ""


def _unread(fact: Indicator) -> str:
    try:
        if fact.formula:
            parse(fact.formula)
    except FormulaError as error:
        return formula_words(error)
    return ""


# --- answers ---------------------------------------------------------------------------------------------------------


def _answer(fact: Answer, *, own: bool, sourced: bool) -> AnswerBlock:
    return AnswerBlock(
        fact.uid if own else "",
        fact.said_by.name,
        str(labels.ANSWER[fact.answer]),
        date_words(fact.said),
        fact.text,
        not sourced,
    )
