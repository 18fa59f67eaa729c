"""A plan as IATI 2.03 activities: the plan above, its measures below.

IATI requires of every activity a status, a date and a participating body. Of a measure these are claimed only when the
facts say them: the status from what a body declares (its words are given beside the code), the date from a deadline or
a start, the body from who leads. A measure that lacks one is left out, and a note says which. The status of the plan
is reckoned from its period and the date until which somebody looked, and the description says so.

Source: IATI Standard 2.03, activity standard and code lists (https://iatistandard.org/en/iati-standard/203/).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape, quoteattr

from jalon.exchange.problems import CellProblem, Severity, refusal
from jalon.exchange.values import squeezed
from jalon.facts.common import Known, Statement, StatementKind, Text, When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Means, MeansKind, Measure, Plan
from jalon.facts.problems import N_
from jalon.methods.dates import DateError, Interval, Moment, parse
from jalon.methods.text import fold, strip_controls

PIPELINE, IMPLEMENTATION, CLOSED, CANCELLED, SUSPENDED = "1", "2", "4", "5", "6"
"""Codes of the list ActivityStatus. 3 (finalisation) is said by nobody in these words."""
STATUS_WORDS = {
    PIPELINE: ("a venir", "a discuter", "a lancer", "non demarre", "non demarree", "non commence", "non commencee", "non engagee", "prevu", "prevue", "planned", "not started"),
    IMPLEMENTATION: ("en cours", "en retard", "engage", "engagee", "demarre", "demarree", "lance", "lancee", "ongoing", "in progress", "started", "delayed"),
    CLOSED: ("realise", "realisee", "termine", "terminee", "acheve", "achevee", "fait", "faite", "completed", "done"),
    CANCELLED: ("abandonne", "abandonnee", "annule", "annulee", "cancelled", "abandoned"),
    SUSPENDED: ("en pause", "suspendu", "suspendue", "bloque", "bloquee", "suspended", "on hold", "blocked"),
}  # fmt: skip
"""Words of a declared stage, folded, that say one of the codes and nothing else."""
PLANNED_START, PLANNED_END = "1", "3"
ACCOUNTABLE, IMPLEMENTING = "2", "4"
BUDGET_STATUS = {MeansKind.PLANNED: "1", MeansKind.VOTED: "2"}
"""Only what a budget bill plans (indicative) or Parliament voted (committed) is a budget in IATI's sense."""
ORGANISATION_TYPES = {
    "mission": "10", "ministry": "10", "statistics": "10", "rapporteur": "10", "parliament": "10", "judicial": "10",
    "foreign_state": "10", "association": "22", "coalition": "22", "international": "40", "company": "70",
}  # fmt: skip
"""Kind of a body → code of OrganisationType; others are 90 (other)."""
START_TITLE = "date de debut"


@dataclass(frozen=True, slots=True)
class _Activity:
    """One activity, its parts as XML in the order of the schema."""

    identifier: str
    hierarchy: int
    parts: tuple[str, ...]


def iati_xml(facts: PartFacts, made: datetime, owner_kind: str = "") -> tuple[bytes, tuple[CellProblem, ...]]:
    """The file, and a note for each measure left out. `Refused` when the plan itself cannot be an activity."""
    plan = facts.plans[0] if facts.plans else None
    if plan is None:
        raise refusal(N_("Il n’y a pas de plan à exporter."), N_("Donnez l’adresse d’un plan de la partie."))
    writer = _Writer(facts, plan, ORGANISATION_TYPES.get(owner_kind, "90"))
    notes: list[CellProblem] = []
    measures = [activity for measure in facts.measures if (activity := writer.measure(measure, notes))]
    activities = [writer.of_plan(measures), *measures]
    stamp = f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    body = "\n".join(_activity(one, stamp, facts.header.lang) for one in activities)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return (
        f'{head}<iati-activities version="2.03" generated-datetime="{stamp}">\n{body}\n</iati-activities>\n'.encode(),
        tuple(notes),
    )


def _activity(one: _Activity, stamp: str, lang: str) -> str:
    inner = "\n  ".join(one.parts)
    return (
        f'<iati-activity xml:lang={quoteattr(lang)} last-updated-datetime="{stamp}" hierarchy="{one.hierarchy}">\n'
        f"  {inner}\n</iati-activity>"
    )


def status_of(words: str) -> str | None:
    """The code that a declared stage says, when it says one."""
    folded = squeezed(fold(words)).strip(" .!")
    return next((code for code, known in STATUS_WORDS.items() if folded in known), None)


class _Writer:
    def __init__(self, facts: PartFacts, plan: Plan, owner_type: str) -> None:
        self.facts = facts
        self.plan = plan
        self.owner = facts.header.owner
        self.prefix = f"jalon-{self.owner.uid or facts.header.uid}"
        self.owner_type = owner_type
        self.said: dict[str, list[Statement]] = {}
        for one in facts.statements:
            if one.known is Known.GIVEN and one.superseded_by is None:
                self.said.setdefault(one.subject, []).append(one)

    def identifier(self, uid: str) -> str:
        """The register's own: no agency has registered it."""
        return f"{self.prefix}-{uid}"

    # --- the plan ------------------------------------------------------------------------------------------------

    def of_plan(self, measures: list[_Activity]) -> _Activity:
        """The plan as an activity. `Refused` when its period or its bodies are not known."""
        plan = self.plan
        dates = list(_dates(plan.period, PLANNED_START, first=True)) + list(
            _dates(plan.period, PLANNED_END, first=False)
        )
        bodies = self._bodies(plan.uid, (StatementKind.COORDINATOR,), ACCOUNTABLE) or self._leads()
        if not dates or not bodies:
            raise refusal(
                N_("IATI demande la période du plan et un organisme qui y participe : l’un des deux n’est pas connu."),
                N_("Donnez au plan une période lisible, et dites qui le coordonne ou qui pilote une mesure."),
            )
        status, why = self._status_of_plan()
        synthetic = (
            [_described("4", Text(value="DONNÉES FICTIVES : ce plan n’existe pas."))]
            if self.facts.header.synthetic
            else []
        )
        return _Activity(
            self.identifier(plan.uid),
            1,
            (
                *self._head(plan.uid, tuple(title.text for title in plan.titles)),
                *self._descriptions(plan.financing, plan.preparation, or_else=plan.titles[0].text),
                _described("4", Text(value=why)),
                *synthetic,
                *bodies,
                f'<activity-status code="{status}"/>',
                *dates,
                f"<recipient-country code={quoteattr(plan.country)}/>",
                *self._budgets(plan=True, uid=plan.uid),
                *(f'<related-activity ref={quoteattr(one.identifier)} type="2"/>' for one in measures),
            ),
        )

    def _status_of_plan(self) -> tuple[str, str]:
        said = self._stage(self.plan.uid)
        if said is not None:
            return said
        first, last = _span(self.plan.period.edtf)
        known, _end = _span(self.plan.known_until)
        status = (
            PIPELINE
            if known and first and known < first
            else IMPLEMENTATION
            if known and last and known <= last
            else CLOSED
        )
        why = (
            f"Le statut IATI est calculé d’après la période du plan ({self.plan.period.printed or self.plan.period.edtf}) et la date "
            f"jusqu’à laquelle les sources ont été lues ({self.plan.known_until}). Il ne dit pas que les mesures sont réalisées."
        )
        return status, why

    def _leads(self) -> list[str]:
        named = {
            xml: None
            for measure in self.facts.measures
            for xml in self._bodies(measure.uid, (StatementKind.LEAD,), IMPLEMENTING)
        }
        return list(named)

    # --- measures ------------------------------------------------------------------------------------------------

    def measure(self, measure: Measure, notes: list[CellProblem]) -> _Activity | None:
        """A measure as an activity; None, with a note, when the facts do not say what IATI requires."""
        stage = self._stage(measure.uid)
        dates = self._dates_of(measure)
        bodies = self._bodies(measure.uid, (StatementKind.LEAD, StatementKind.CO_LEAD), ACCOUNTABLE)
        lacking = [
            name
            for name, there in ((N_("étape déclarée"), stage), (N_("date"), dates), (N_("pilote"), bodies))
            if not there
        ]
        if lacking or stage is None:
            notes.append(_left_out(measure, lacking))
            return None
        status, why = stage
        return _Activity(
            self.identifier(measure.uid),
            2,
            (
                *self._head(measure.uid, tuple(title.text for title in measure.titles)),
                *self._descriptions(measure.planned, measure.note, or_else=measure.titles[0].text),
                _described("4", Text(value=why)),
                *bodies,
                f'<activity-status code="{status}"/>',
                *dates,
                f"<recipient-country code={quoteattr(self.plan.country)}/>",
                *self._budgets(plan=False, uid=measure.uid),
                f'<related-activity ref={quoteattr(self.identifier(self.plan.uid))} type="1"/>',
            ),
        )

    def _stage(self, uid: str) -> tuple[str, str] | None:
        """The last stage declared that says a code, and the words that justify it."""
        found = [
            one for one in self.said.get(uid, []) if one.kind is StatementKind.PHASE and one.text and one.topic is None
        ]
        for one in sorted(found, key=_said_on, reverse=True):
            status = status_of(one.text.value) if one.text else None
            if status is None or one.text is None:
                return None
            who = one.said_by.name if one.said_by else "un organisme non nommé"
            day = (one.said.printed or one.said.edtf) if one.said else None
            return status, f"Statut déclaré par {who}{f', {day}' if day else ''} : {one.text.value}"
        return None

    def _dates_of(self, measure: Measure) -> list[str]:
        said = sorted(
            (one for one in self.said.get(measure.uid, []) if one.kind is StatementKind.DEADLINE and one.due),
            key=_said_on,
        )
        starts = [step.due for step in measure.steps if step.due and fold(step.title.value) == START_TITLE]
        found = [xml for due in starts[:1] for xml in _dates(due, PLANNED_START, first=True)]
        return found + [xml for one in said[-1:] if one.due for xml in _dates(one.due, PLANNED_END, first=False)]

    # --- what both have ------------------------------------------------------------------------------------------

    def _head(self, uid: str, titles: tuple[Text, ...]) -> Iterator[str]:
        yield f"<iati-identifier>{escape(self.identifier(uid))}</iati-identifier>"
        owner = _narrative(Text(value=self.owner.name, lang=self.facts.header.lang))
        yield f'<reporting-org ref={quoteattr(self.prefix)} type="{self.owner_type}">{owner}</reporting-org>'
        yield f"<title>{''.join(map(_narrative, titles))}</title>"

    def _descriptions(self, general: Text | None, other: Text | None, *, or_else: Text) -> Iterator[str]:
        yield _described("1", general or or_else)
        if other is not None:
            yield _described("4", other)

    def _bodies(self, uid: str, kinds: tuple[StatementKind, ...], role: str) -> list[str]:
        named = {
            one.organisation.name: None for one in self.said.get(uid, []) if one.kind in kinds and one.organisation
        }
        lang = self.facts.header.lang
        return [
            f'<participating-org role="{role}">{_narrative(Text(value=name, lang=lang))}</participating-org>'
            for name in named
        ]

    def _budgets(self, *, plan: bool, uid: str) -> Iterator[str]:
        own = (
            one for one in self.facts.means if (one.plan == uid and one.measure is None if plan else one.measure == uid)
        )
        for one in own:
            yield from _budget(one)


def _left_out(measure: Measure, lacking: Iterable[str]) -> CellProblem:
    name = f"{measure.number or '—'} {measure.titles[0].text.value}"[:80]
    expected = N_("Mesure laissée hors du fichier IATI : il manque {lacking}.")
    remedy = N_("IATI exige un statut, une date et un organisme, et le registre ne les invente pas.")
    return CellProblem("", "", name, expected, remedy, Severity.NOTE, {"lacking": ", ".join(lacking)})


def _budget(one: Means) -> Iterator[str]:
    first, last = _span(one.when.edtf)
    status = BUDGET_STATUS.get(one.kind)
    if status is None or first is None or last is None or one.amount is None or one.amount.startswith("-"):
        return
    yield (
        f'<budget type="1" status="{status}"><period-start iso-date="{first}"/><period-end iso-date="{last}"/>'
        f'<value currency={quoteattr(one.currency)} value-date="{first}">{escape(one.amount)}</value></budget>'
    )


def _dates(when: When, kind: str, *, first: bool) -> Iterator[str]:
    """A day, and in words how exact it is."""
    span = _span(when.edtf)
    day = span[0] if first else span[1]
    if day is not None:
        words = Text(value=when.printed or when.edtf or "")
        yield f'<activity-date type="{kind}" iso-date="{day}">{_narrative(words)}</activity-date>'


def _span(edtf: str | None) -> tuple[date | None, date | None]:
    """First and last day of a date; None for a side that is open or unknown."""
    try:
        read = parse(edtf) if edtf else None
    except DateError:
        return None, None
    if isinstance(read, Interval):
        start = read.start.earliest if isinstance(read.start, Moment) else None
        return start, read.end.latest if isinstance(read.end, Moment) else None
    return (read.earliest, read.latest) if read is not None else (None, None)


def _said_on(one: Statement) -> tuple[str, str]:
    first, _last = _span(one.said.edtf if one.said else None)
    return (first.isoformat() if first else "", one.recorded_at)


def _described(kind: str, text: Text) -> str:
    return f'<description type="{kind}">{_narrative(text)}</description>'


def _narrative(text: Text) -> str:
    return f"<narrative xml:lang={quoteattr(text.lang)}>{escape(strip_controls(text.value))}</narrative>"
