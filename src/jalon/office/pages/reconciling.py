"""Ratings given unseen, read together: the table, the agreement that they show or why there is none, what is ready."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jalon.core.models import User
from jalon.evaluation.models import Evaluation
from jalon.evaluation.selectors import EvaluationPage, RatingRow, blind_table, given_count
from jalon.facts.evaluation import NoVerdict, Scale
from jalon.methods import agreement as methods
from jalon.office.evaluating_steps import address
from jalon.office.pages.evaluating import Subject, level, moment, subjects_of


@dataclass(frozen=True, slots=True)
class Waiting:
    """A measure judged unseen whose reconciliation is not open: how many ratings were given, of how many."""

    uid: str
    words: str
    given: int
    of: int


@dataclass(frozen=True, slots=True)
class Row:
    """The ratings of a measure side by side, and what came of them."""

    number: str
    title: str
    levels: tuple[tuple[str, str, str], ...]
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class View:
    """The page of reconciliations. `agreement`: sentences; empty when nothing was opened."""

    people: tuple[str, ...]
    rows: tuple[Row, ...]
    ready: tuple[Waiting, ...]
    waiting: tuple[Waiting, ...]
    agreement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One rating as it was given."""

    name: str
    when: str
    sign: str
    words: str
    text: Any
    note: str


def levels(scale: Scale | None) -> list[tuple[str, str, str]]:
    """The levels of a scale to choose from: code, sign, words."""
    return [(one.code, *level(one.code, scale)) for one in scale.levels] if scale else []


def ratings(rows: Iterable[RatingRow], scale: Scale | None) -> tuple[Given, ...]:
    """Ratings that may be read together. The private note is there for its author alone."""
    found = []
    for row in rows:
        sign, words = level(row.level or row.no_verdict, scale)
        found.append(Given(row.name, moment(row.given_at), sign, words, row.text, row.private_note))
    return tuple(found)


def build(page: EvaluationPage, row: Evaluation, user: User) -> View:
    """All measures that are judged unseen."""
    plan = subjects_of(page.row.evaluation.plan, user)
    subjects = [one for one in plan if one.uid in page.blind]
    opened = blind_table(row, user)
    given = given_count(row, user)
    names = {str(member.user): member.name for member in page.members}
    people = sorted({person for said in opened.values() for person in said}, key=lambda uid: names.get(uid, ""))
    waiting = tuple(
        Waiting(one.uid, _words(one), given.get(one.uid, 0), len(page.shares.get(one.uid, ())))
        for one in subjects
        if one.uid not in opened
    )
    return View(
        people=tuple(names.get(uid, _("ancien membre de l’équipe")) for uid in people),
        rows=tuple(_row(one, opened[one.uid], people, page, row) for one in subjects if one.uid in opened),
        ready=tuple(one for one in waiting if one.given >= max(2, one.of)),
        waiting=tuple(one for one in waiting if one.given < max(2, one.of)),
        agreement=agreement_words(opened, people, page.scale, [one.uid for one in plan]),
    )  # fmt: skip


def _words(one: Subject) -> str:
    return ", ".join(filter(None, [one.number, one.title]))


def _row(one: Subject, said: Mapping[str, str], people: list[str], page: EvaluationPage, row: Evaluation) -> Row:
    names = {str(member.user): member.name for member in page.members}
    cells = tuple((*(level(said[uid], page.scale) if uid in said else ("", "")), names.get(uid, "")) for uid in people)
    return Row(one.number, one.title, cells, one.uid in page.reconciled, address("reconcile", row, one.uid))


def agreement_words(
    opened: Mapping[str, Mapping[str, str]], people: list[str], scale: Scale | None, plan: Iterable[str]
) -> tuple[str, ...]:
    """The agreement of the ratings as given, before reconciliation: counts with their denominators, then the coefficient
    or why there is none. Reasons for no verdict are no levels: such a rating is missing."""
    if not opened or scale is None:
        return ()
    units = tuple(dict.fromkeys((*plan, *opened)))  # all the measures of the plan: those not judged twice are counted
    lang = (get_language() or "fr")[:2]
    codes = tuple(one.code for one in reversed(scale.levels))
    given = ((uid, who, None if said in set(NoVerdict) else said or None) for uid, row in opened.items() for who, said in row.items())  # fmt: skip
    ratings_ = methods.Ratings.of(methods.Scale(codes, methods.Measurement.ORDINAL), units, people, given)
    found = methods.agreement(ratings_, coverage=methods.Coverage.ALL, blind=methods.Blind.YES)
    return tuple(filter(None, [*_raw(found), *_alpha(found, lang), *(methods.told_in_words(one, lang) for one in found.told)]))  # fmt: skip


def _raw(found: methods.Agreement) -> tuple[str, ...]:
    values = {"n": found.pairable, "of": found.units}
    first = _("Mesures du plan jugées deux fois ou plus en aveugle : %(n)d sur %(of)d.") % values
    if found.raw is None:
        return (first,)
    same = {"n": found.raw.units.count, "of": found.raw.units.of}
    return first, _("Mesures où tous les avis sont identiques : %(n)d sur %(of)d.") % same


def _alpha(found: methods.Agreement, lang: str) -> tuple[str, ...]:
    alpha = found.alpha
    if isinstance(alpha, methods.Refusal):
        return (methods.refusal_in_words(alpha, lang),)
    words = _("Alpha de Krippendorff (échelle ordonnée) : %(value)s, sur %(units)d mesures.")
    shown = [words % {"value": _number(alpha.value, lang), "units": alpha.units}]
    if alpha.interval is not None:
        bounds = {"low": _number(alpha.interval.low, lang), "high": _number(alpha.interval.high, lang),
                  "level": round(alpha.interval.level * 100)}  # fmt: skip
        shown.append(_("Intervalle à %(level)d %% : de %(low)s à %(high)s.") % bounds)
    return (*shown, methods.no_interval_in_words(alpha, lang))


def _number(value: float, lang: str) -> str:
    text = f"{value:.2f}"
    return text.replace(".", ",") if lang == "fr" else text
