"""Lists of indicators and outputs in the office: filtered, paged, a fixed number of queries."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.facts import reckoning
from jalon.facts.common import Text
from jalon.facts.indicator import Answer, AnswerKind, Indicator, IndicatorKind
from jalon.facts.output import QUANTITIES, Output, OutputType
from jalon.facts.series import Series
from jalon.office import labels
from jalon.office.around import published
from jalon.office.pages.indicators import value_of
from jalon.office.pages.naming import named, visible_parts
from jalon.plans import models
from jalon.plans.selectors.indicator import IndicatorRow, indicator_rows
from jalon.plans.selectors.output import OutputRow, output_rows
from jalon.portal import paging, terms, words
from jalon.publication.reader import Reader
from jalon.publication.words import date_words
from jalon.ui.pieces import Blank, Option, Pages

PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list is asked for: the values of its address. `about` is the uid of a subject, or nothing."""

    params: Mapping[str, str]
    path: str

    def get(self, name: str) -> str:
        """A value, trimmed; empty when it is not given. PostgreSQL takes no NUL in a text."""
        return self.params.get(name, "").replace("\x00", "").strip()[:200]

    @property
    def page(self) -> int:
        """The page, from 1."""
        given = self.get("page")
        return max(1, int(given)) if given.isdecimal() and len(given) < 7 else 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list: its rows, how many there are, its filter, the other pages."""

    rows: tuple[object, ...]
    total: int
    blanks: tuple[Blank, ...]
    q: str
    pages: Pages | None


@dataclass(frozen=True, slots=True)
class ListRow:
    """An indicator in a list: the last value of each series, and how the answers stand."""

    uid: str
    title: Text
    unit: str
    about: str
    last: tuple[str, ...]
    aim: str
    answers: str
    unsourced: bool


def list_row(row: IndicatorRow, about: Mapping[str, str]) -> ListRow:
    """An indicator of the part in its list."""
    fact = row.indicator
    last = tuple(_last(line.series, fact) for line in row.series)
    return ListRow(
        uid=row.uid, title=fact.title, unit=fact.unit, about=about.get(fact.subject, ""),
        last=tuple(filter(None, last)) or (_way(fact),), aim=_aim(fact), answers=_tally([a.answer for a in row.answers]),
        unsourced=row.own and not row.sourced,
    )  # fmt: skip


def published_rows(reader: Reader | None, subject: str, known: Iterable[str]) -> tuple[ListRow, ...]:
    """What other bodies published of a subject, apart from the indicators that are listed already."""
    listed = set(known)
    others = [one for one in (reader.indicators_of(subject) if reader else ()) if one.uid not in listed]
    return tuple(_published_row(one, reader) for one in others)


def _published_row(fact: Indicator, reader: Reader | None) -> ListRow:
    header = reader.owner_of(fact.uid) if reader else None
    answers = [] if reader is None else list(reader.answers_to(fact.uid))
    who = _("proposé par %s") % header.owner.name if header else ""
    return ListRow(uid=fact.uid, title=fact.title, unit=fact.unit, about="", last=(who,), aim=_aim(fact),
                   answers=_tally(answers), unsourced=False)  # fmt: skip


def _last(series: Series, fact: Indicator) -> str:
    stands = [one.now for one in reckoning.whole(reckoning.standing(series.observations)) if one.now.value is not None]
    if not stands:
        return ""
    return f"{value_of(stands[-1], fact)}, {date_words(stands[-1].when)} ({series.producer.name})"


def _way(fact: Indicator) -> str:
    if fact.counted:
        return _("compté sur les réalisations")
    return _("calculé par une formule") if fact.formula else _("aucune valeur")


def _aim(fact: Indicator) -> str:
    goal = reckoning.target(fact)
    return f"{terms.value(goal.value, fact)}, {date_words(goal.when)}" if goal else ""


def _tally(answers: Sequence[Answer]) -> str:
    adopted = sum(one.answer is AnswerKind.ADOPTED for one in answers)
    refused = len(answers) - adopted
    if not answers:
        return _("aucune réponse")
    return _("%(adopted)d repris, %(refused)d refusé") % {"adopted": adopted, "refused": refused}


def indicators(part: Part, user: User, asked: Asked, today: date) -> Listed:
    """The indicators of the part."""
    own: QuerySet[Any] = models.Indicator.objects.of_part(part).live()
    rows = own.select_related("part").order_by("slug")
    kind, about, q = asked.get("sorte"), asked.get("sur"), asked.get("q")
    if kind in set(IndicatorKind):
        rows = rows.filter(kind=kind)
    subjects = _subjects(own.order_by().values_list("subject_uid", flat=True).distinct(), user)
    rows = _about(rows, "subject_uid", about, subjects)
    rows = _worded(rows, q, "code")
    found, total, pages = _paged(rows, asked)
    shown = indicator_rows(found, part, user, today)
    blanks = (
        _blank(_("De"), "sur", _("De quoi"), _("toute la partie"), subjects, about),
        _blank("", "sorte", _("Sorte"), _("toute sorte"), {k: str(v) for k, v in labels.INDICATOR.items()}, kind),
    )
    return Listed(tuple(list_row(row, subjects) for row in shown), total, blanks, q, pages)


def outputs(part: Part, user: User, asked: Asked) -> Listed:
    """The outputs of the part, latest said first within the order in which they were written."""
    kind, about, q = asked.get("sorte"), asked.get("sur"), asked.get("q")
    own: QuerySet[Any] = models.Output.objects.of_part(part).live()
    rows = own.select_related("part").order_by("-id")
    if kind in set(OutputType):
        rows = rows.filter(type=kind)
    keys = models.OutputSubject.objects.filter(output__in=own).values_list("subject_uid", flat=True).distinct()
    subjects = _subjects(keys, user)
    if about in subjects:
        rows = rows.filter(subject_rows__subject_uid=uuid.UUID(about))
    rows = _worded(rows, q, "place")
    found, total, pages = _paged(rows, asked)
    blanks = (
        _blank(_("De"), "sur", _("De quoi"), _("toute la partie"), subjects, about),
        _blank("", "sorte", _("Sorte"), _("toute sorte"), {k: str(v) for k, v in labels.OUTPUT.items()}, kind),
    )
    shown = output_rows(found, part)
    return Listed(tuple(output_line(row, subjects) for row in shown), total, blanks, q, pages)


def _subjects(uids: QuerySet[Any], user: User) -> dict[str, str]:
    wanted = [str(uid) for uid in uids]
    names = named(wanted, published(), drafts=visible_parts(user))
    return dict(sorted(names.items(), key=lambda pair: pair[1]))


def _about(rows: QuerySet[Any], column: str, about: str, known: Mapping[str, str]) -> QuerySet[Any]:
    return rows.filter(**{column: uuid.UUID(about)}) if about in known else rows


def _worded(rows: QuerySet[Any], q: str, column: str) -> QuerySet[Any]:
    """Those whose title, or another column, holds the words."""
    if not q:
        return rows
    titled: QuerySet[Any] = rows.annotate(title_words=KeyTextTransform("value", "title"))
    found: QuerySet[Any] = titled.filter(Q(title_words__icontains=q) | Q(**{f"{column}__icontains": q}))
    return found


def _paged(rows: QuerySet[Any], asked: Asked) -> tuple[list[Any], int, Pages | None]:
    total = rows.count()
    last = max(1, -(-total // PAGE))
    page = min(asked.page, last)
    return list(rows[(page - 1) * PAGE : page * PAGE]), total, paging.links(page, last, asked.params, asked.path)


def _blank(before: str, name: str, label: str, every: str, choices: Mapping[str, str], chosen: str) -> Blank:
    options = [
        Option("", every, not chosen),
        *(Option(code, words_, code == chosen) for code, words_ in choices.items()),
    ]
    return Blank(before, name, label, tuple(options))


# --- outputs ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OutputLine:
    """An output in a list. `counts`: its sort can be counted, so that a quantity that is not said is missing."""

    uid: str
    kind: str
    title: Text
    when: str
    amounts: str
    counts: bool
    about: str
    unsourced: bool
    who: str = ""
    """« publié par … » when another body says it."""
    url: str = ""
    """Where it is read, when that is not in this part."""


def output_line(row: OutputRow, about: Mapping[str, str]) -> OutputLine:
    """An output in words."""
    fact = row.output
    return OutputLine(
        uid=row.uid, kind=str(labels.OUTPUT[fact.type]), title=fact.title, when=date_words(fact.when), amounts=amounts(fact),
        counts=bool(QUANTITIES[fact.type]),
        about=words.semicolon().join(about[uid] for uid in fact.subjects if uid in about),
        unsourced=row.own and not row.sourced,
        url="" if row.own else reverse("office:output", args=(row.part, row.uid)),
    )  # fmt: skip


def published_outputs(reader: Reader | None, subject: str, known: Iterable[str]) -> tuple[OutputLine, ...]:
    """What other bodies published of a subject, apart from the outputs that are listed already; two look-ups."""
    listed = set(known)
    others = [one for one in (reader.outputs_of([subject]) if reader else ()) if one.uid not in listed]
    owners = reader.owners_of_outputs(subject) if reader and others else {}
    return tuple(_published_output(one, owners.get(one.uid, "")) for one in others)


def _published_output(fact: Output, owner: str) -> OutputLine:
    return OutputLine(
        uid=fact.uid, kind=str(labels.OUTPUT[fact.type]), title=fact.title, when=date_words(fact.when), amounts=amounts(fact),
        counts=bool(QUANTITIES[fact.type]), about="", unsourced=False,
        who=_("publié par %s") % owner if owner else "", url=reverse("portal:output", args=(fact.uid,)),
    )  # fmt: skip


def amounts(fact: Output) -> str:
    """What an output is counted in, in words; nothing when its source does not say."""
    found = [
        f"{words.with_precision(one.value, one.precision)} {labels.QUANTITY[one.quantity]}" for one in fact.amounts
    ]
    if fact.money is not None:
        found.append(words.money(fact.money, fact.currency))
    return words.semicolon().join(found)
