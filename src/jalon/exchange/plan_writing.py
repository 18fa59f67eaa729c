"""Rows of a table put together into facts: one measure for a title or number, whatever the number of its rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from jalon.exchange import plan_fields as fields
from jalon.exchange.plan_cells import Date
from jalon.exchange.plan_rows import PlanRow, when_of
from jalon.exchange.problems import CellProblem, Severity, shown
from jalon.exchange.values import squeezed
from jalon.facts.common import (
    Basis,
    Citation,
    Known,
    OrgRef,
    Source,
    Statement,
    StatementKind,
    Text,
    When,
    Wording,
)
from jalon.facts.payings import Payings
from jalon.facts.plan import Means, MeansKind, Measure, Plan, Section, Step, Title
from jalon.facts.problems import N_
from jalon.facts.sayings import Sayings
from jalon.facts.steps import Steps
from jalon.facts.uids import stable_bytes, stable_uid
from jalon.methods.text import fold

_LABEL = re.compile(
    r"(?:(?:axe|objectif(?: stratégique| opérationnel)?|priorité|pilier|axis|pillar) )?(?:n° ?)?([0-9]{1,3}(?:\.[0-9]{1,3})*|[IVX]{1,5})\.? ?[.:)–—-]?(?= )",
    re.IGNORECASE,
)
MOST_SAID = 8_192
"""What rows say that is kept in mind, to be held once: bodies and stages are named on many."""
_KINDS = {fields.LEAD: StatementKind.LEAD, fields.CO_LEAD: StatementKind.CO_LEAD, fields.PARTNER: StatementKind.PARTNER}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a table does not say of itself. `existing`: the plan is in the register already, and is not described anew.

    `recorded_at` (UTC) is when the register learns it, `said` the date of the table, `said_by` the body that says it.
    `basis`: whether the table is the plan's own text (named in the plan) or not known (None).
    """

    uid: str
    slug: str
    title: str
    recorded_at: str
    known_until: str
    source: Source
    existing: bool = False
    rank: int = 1
    period: When = field(default_factory=When)
    said: When | None = None
    said_by: OrgRef | None = None
    basis: Basis | None = None
    lang: str = "fr"
    country: str = "FR"


@dataclass(slots=True)
class _Draft:
    """A measure while its rows come in."""

    measure: Measure
    first: PlanRow
    notes: dict[str, list[str]]
    steps: Steps
    cites: list[Citation]
    has_steps: bool = False


class Assembler:
    """Takes rows in order."""

    def __init__(self, about: About) -> None:
        self.about = about
        self.sections: dict[str, Section] = {}
        self.statements = Sayings()
        self.means = Payings()
        self.problems: list[CellProblem] = []
        self.places: dict[str, str] = {}
        self.refused = 0
        self._when = "" if about.said is None else about.said.edtf or about.said.printed or ""
        self._drafts: dict[tuple[str, ...], _Draft] = {}
        self._numbers: dict[str, _Draft] = {}
        self._last: dict[str, _Draft] = {}
        self._heading: dict[str, str] = {}
        self._untitled: dict[str, tuple[PlanRow, str, int]] = {}
        self._step_said = Step(
            uid="", title=self._text("", Wording.VERBATIM), citations=(Citation(source=about.source.uid),)
        )
        self._paid: dict[tuple[When | None, str, str], Means] = {}
        self._said: dict[tuple[StatementKind, str, Known], Statement] = {}

    def take(self, row: PlanRow) -> None:
        """One row: a heading, a measure, a further row of the measure above, or one of its sub-actions."""
        if row.heading:
            self._heading[row.sheet] = row.heading
            return
        draft = self._draft_of(row)
        if draft is None:
            self.refused += 1
            return
        self._last[row.sheet] = draft
        sub = squeezed(row.subtitle[0].replace("\n", " "))
        self._describe(draft, row, sub)
        self._state(draft, row, sub or None)
        self._pay(draft, row, sub)

    def plan(self) -> Plan:
        """The plan itself, as the table and whoever imports it describe it."""
        about = self.about
        cites = (Citation(source=about.source.uid),)
        title = Title(text=self._text(about.title, Wording.VERBATIM), citations=cites)
        return Plan(
            uid=about.uid, slug=about.slug, rank=about.rank, titles=(title,), period=about.period,
            known_until=about.known_until, country=about.country, citations=cites,
        )  # fmt: skip

    def measures(self) -> Iterator[Measure]:
        """The measures, whole."""
        for draft in self._drafts.values():
            lines = [f"{title} : {' ; '.join(texts)}" for title, texts in draft.notes.items()]
            note = self._text("\n\n".join(lines), Wording.SUMMARY) if lines else None
            yield replace(draft.measure, steps=draft.steps or (), note=note, citations=tuple(draft.cites))

    # --- which measure -------------------------------------------------------------------------------------------

    def _draft_of(self, row: PlanRow) -> _Draft | None:
        if not row.title:
            return self._above(row)
        key = (row.number,) if row.number else (*(_key(text) for text, _at in self._path(row)), _key(row.title))
        known = self._drafts.get(key)
        if known is None:
            return self._new(row, key)
        same = _key(known.measure.titles[0].text.value) == _key(row.title)
        if same and (row.merged or row.subtitle[0]) and (known.has_steps or row.merged or known.first.subtitle[0]):
            return known
        self._twice(row, known)
        return None

    def _above(self, row: PlanRow) -> _Draft | None:
        """A sub-action whose measure is not repeated belongs to the measure above it on the sheet."""
        last = self._last.get(row.sheet)
        if last is None:
            remedy = N_("Écrivez dans la colonne de l’intitulé la mesure dont elle dépend.")
            self._say(row, row.subtitle[1], row.subtitle[0], N_("Cette sous-action ne dépend d’aucune mesure."), remedy)
            return None
        if row.number and last.measure.number and row.number.startswith(f"{last.measure.number}."):
            return last
        first, title, count = self._untitled.get(row.sheet, (row, last.measure.titles[0].text.value, 0))
        self._untitled[row.sheet] = first, title, count + 1
        return last

    def untitled(self) -> Iterator[CellProblem]:
        """Told once a sheet, at the first of them: that is how many tables are written."""
        expected = N_(
            "Sous-actions sans intitulé de mesure : {count}. Chacune est rattachée à la mesure au-dessus d’elle ; celle-ci, à « {title} »."
        )
        remedy = N_("Écrivez l’intitulé sur leur ligne si elles dépendent d’une autre mesure.")
        for sheet, (row, title, count) in self._untitled.items():
            params = {"count": str(count), "title": shown(title)}
            text, at = row.subtitle
            yield CellProblem(sheet, at, shown(text), expected, remedy, Severity.WARNING, params)

    def _new(self, row: PlanRow, key: tuple[str, ...]) -> _Draft:
        uid = stable_uid(f"{self.about.uid}/measure/{'/'.join(key)}")
        section = self._section(row)
        cite = self._cite(row, row.title_at)
        measure = Measure(
            uid=uid, plan=self.about.uid, order=len(self._drafts) + 1, number=row.number or None, section=section,
            titles=(Title(text=self._text(row.title, Wording.VERBATIM), citations=(cite,)),),
        )  # fmt: skip
        draft = _Draft(measure, row, {}, Steps(self._step_said), [cite])
        self._drafts[key] = draft
        self.places[uid] = f"{row.sheet}!{row.title_at}"
        return draft

    def _twice(self, row: PlanRow, known: _Draft) -> None:
        first = f"{known.first.sheet}!{known.first.title_at}"
        if row.number:
            expected = N_("Le numéro {number} sert déjà à une autre mesure, en {first}.")
            remedy = N_("Renumérotez l’une des deux, ou supprimez la ligne en double.")
        else:
            expected = N_("Cette mesure est déjà dans le même axe, en {first}.")
            remedy = N_("Supprimez la ligne en double, ou distinguez les deux intitulés par un numéro.")
        self._say(row, row.title_at, row.title, expected, remedy, number=row.number, first=first)

    def _say(
        self, row: PlanRow, at: str, found: str, expected: str, remedy: str, severity: Severity = Severity.ERROR,
        **params: str,
    ) -> None:  # fmt: skip
        self.problems.append(CellProblem(row.sheet, at, shown(found), expected, remedy, severity, params))

    # --- sections ------------------------------------------------------------------------------------------------

    def _path(self, row: PlanRow) -> tuple[tuple[str, str], ...]:
        if row.sections:
            return row.sections
        heading = self._heading.get(row.sheet)
        return ((heading, row.title_at),) if heading else ()

    def _section(self, row: PlanRow) -> str | None:
        parent: str | None = None
        path: tuple[str, ...] = ()
        for text, at in self._path(row):
            words = squeezed(text.replace("\n", " "))
            path = (*path, _key(words))
            uid = stable_uid(f"{self.about.uid}/section/{'/'.join(path)}")
            if uid not in self.sections:
                self.sections[uid] = self._new_section(uid, words, parent, self._cite(row, at))
            parent = uid
        return parent

    def _new_section(self, uid: str, words: str, parent: str | None, cite: Citation) -> Section:
        found = _LABEL.match(words)
        title = words[found.end() :].lstrip(" .:)–—-") if found else words
        return Section(
            uid=uid, plan=self.about.uid, order=len(self.sections) + 1, label=found[1] if found and title else "",
            parent=parent, title=self._text(title or words, Wording.VERBATIM), citations=(cite,),
        )  # fmt: skip

    # --- what the row says ---------------------------------------------------------------------------------------

    def _describe(self, draft: _Draft, row: PlanRow, sub: str) -> None:
        measure = draft.measure
        if sub:
            draft.has_steps = True
            self._step(draft, row, sub, row.subtitle[1], row.due)
        if row.start is not None and not sub:
            self._step(draft, row, "Date de début", row.start[3], row.start)
        if row.planned[0] and not sub:
            measure = replace(measure, planned=measure.planned or self._text(row.planned[0], Wording.VERBATIM))
        elif row.planned[0]:
            self._note(draft, sub, row.planned[0])
        for title, text, _at in row.notes:
            self._note(draft, f"{title} ({sub})" if sub else title, text)
        for code, words, _at in row.absent:
            if code == fields.AMOUNT:
                self._note(draft, *words.split(" : ", 1))
        if row.keywords:
            measure = replace(measure, keywords=tuple(dict.fromkeys((*measure.keywords, *row.keywords))))
        draft.measure = measure

    def _note(self, draft: _Draft, title: str, text: str) -> None:
        texts = draft.notes.setdefault(title, [])
        if text not in texts:
            texts.append(text)

    def _step(
        self,
        draft: _Draft,
        row: PlanRow,
        words: str,
        at: str,
        due: tuple[str | None, str | None, str | None, str] | None,
    ) -> None:
        uid = stable_bytes(f"{draft.measure.uid}/step/{_key(words)}")
        if draft.steps.has(uid) and words != "Date de début":
            expected = N_("Cette sous-action est déjà dans la mesure.")
            self._say(row, at, words, expected, N_("Distinguez les deux intitulés."), Severity.WARNING)
            return
        draft.steps.add(uid, words, when_of(due) if due else None, f"{row.sheet}!{at}")

    def _state(self, draft: _Draft, row: PlanRow, topic: str | None) -> None:
        for code, name, at in row.bodies:
            self._statement(draft, row, at, _KINDS[code], name, topic)
        if row.due is not None and topic is None:
            self._statement(draft, row, row.due[3], StatementKind.DEADLINE, str(row.due[:3]), topic, due=row.due)
        if row.phase[0]:
            self._statement(draft, row, row.phase[1], StatementKind.PHASE, row.phase[0], topic)
        for words, at in row.progress:
            self._statement(draft, row, at, StatementKind.PROGRESS, words, topic)
        for code, words, at in row.absent:
            if kind := {**_KINDS, fields.DUE: StatementKind.DEADLINE, fields.PHASE: StatementKind.PHASE}.get(code):
                self._statement(draft, row, at, kind, words, topic, Known.STATED_ABSENT)

    def _statement(
        self, draft: _Draft, row: PlanRow, at: str, kind: StatementKind, what: str, topic: str | None,
        known: Known = Known.GIVEN, due: Date | None = None,
    ) -> None:  # fmt: skip
        """`what` is said by this kind of statement: the name of a body, a date as read, words."""
        subject = draft.measure.uid
        uid = stable_bytes(f"{subject}/{kind}/{topic or ''}/{self._when}/{_key(what)}")
        said = self._said.get((kind, what, known))
        if said is None:
            if len(self._said) >= MOST_SAID:
                self._said.clear()
            said = self._said[kind, what, known] = self._saying(kind, what, known, due)
        self.statements.add(uid, subject, topic, f"{row.sheet}!{at}", said)

    def _saying(self, kind: StatementKind, what: str, known: Known, due: Date | None) -> Statement:
        """What many rows say, without what is each one's own."""
        about, named = self.about, kind in _KINDS.values() and known is Known.GIVEN
        return Statement(
            uid="", kind=kind, subject="", recorded_at=about.recorded_at, known=known, said=about.said,
            said_by=about.said_by, basis=about.basis if named else None, organisation=OrgRef(name=what) if named else None,
            due=when_of(due) if due else None, text=None if named or due else self._text(what, Wording.VERBATIM),
            citations=(Citation(source=about.source.uid),),
        )  # fmt: skip

    def _pay(self, draft: _Draft, row: PlanRow, sub: str) -> None:
        detailed = any("total" not in fold(title) for _amount, _currency, title, *_rest in row.amounts)
        for amount, currency, title, funder, words, at in row.amounts:
            if detailed and "total" in fold(title):  # the amounts beside it make it up: two lines would count twice
                self._note(draft, title, words or f"{amount} {currency}")
                continue
            item = f"{title} ({funder})" if funder else title
            self._means(draft, row, sub, at, item, amount=amount, currency=currency, note=words)
        if row.in_kind[0]:
            self._means(draft, row, sub, row.in_kind[1], "Moyens humains et techniques", in_kind=row.in_kind[0])

    def _means(
        self, draft: _Draft, row: PlanRow, sub: str, at: str, item: str, *, amount: str | None = None, currency: str = "EUR",
        in_kind: str = "", note: str = "",
    ) -> None:  # fmt: skip
        """The stage of the amount is not said by a table of measures; its year is when the title of the column is so."""
        uid = stable_bytes(f"{draft.measure.uid}/means/{_key(sub)}/{_key(item)}/{at}/{row.sheet}")
        key = (_years_of(item), currency, in_kind)
        said = self._paid.get(key)
        if said is None:
            if len(self._paid) >= MOST_SAID:
                self._paid.clear()
            said = self._paid[key] = self._paying(*key)
        words = f"{item} : {sub}" if sub else item
        self.means.add(uid, draft.measure.uid, words, amount, note, f"{row.sheet}!{at}", said)

    def _paying(self, when: When | None, currency: str, in_kind: str) -> Means:
        """What many rows give, without what is each one's own."""
        return Means(
            uid="", item=self._text("", Wording.SUMMARY), kind=MeansKind.UNSPECIFIED, when=when or self.about.said or When(),
            currency=currency, plan=self.about.uid, measure="", note=self._text("", Wording.VERBATIM),
            in_kind=self._text(in_kind, Wording.VERBATIM) if in_kind else None,
            citations=(Citation(source=self.about.source.uid),),
        )  # fmt: skip

    def _text(self, words: str, wording: Wording) -> Text:
        return Text(value=words, lang=self.about.lang, wording=wording)

    def _cite(self, row: PlanRow, at: str) -> Citation:
        return Citation(source=self.about.source.uid, locator=f"{row.sheet}!{at}")


@lru_cache(maxsize=1024)
def _years_of(title: str) -> When | None:
    """« Budget 2025 (k€) » is of 2025, « Coût 2024-2027 » of these years; a year within a date is none."""
    years = re.findall(r"(?<![0-9./-])((?:19|20)[0-9]{2})(?:-((?:19|20)[0-9]{2}))?(?![0-9./-])", title)
    first, last = years[0] if len(years) == 1 else ("", "")
    return When(edtf=f"{first}/{last}" if last else first) if first else None


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """What two writings of one title share. Titles and axes are repeated on many rows."""
    return squeezed(fold(text.replace("\n", " "))).strip(" .:;-")
