"""Observations of a table beside those that a part has: what is new, what was said already, what contradicts.

An observation is never written over. The same value again is no news; another value of one period is a revision when
it says since when (« Dit le », or the date of the table), and is refused otherwise.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jalon.core import reading as directory
from jalon.core.models import Part, User
from jalon.exchange.addresses import column_letters, place_of
from jalon.exchange.headers import Header
from jalon.exchange.observation_fields import CODE, NAME, SERIES, UNIT
from jalon.exchange.observations_in import ObservedRow
from jalon.exchange.problems import CellProblem, Fault, Severity, problem_of
from jalon.exchange.values import squeezed
from jalon.facts.common import Citation, Source, When
from jalon.facts.problems import N_
from jalon.facts.series import Dimension, Observation, ObservationStatus, Precision, Series
from jalon.facts.uids import stable_uid
from jalon.methods.text import fold
from jalon.plans import models, reading
from jalon.plans.observed_series import SeriesOfPart, Target, of_kind

Key = tuple[str, str, int]
"""Series, period, number of the breakdown."""

WHOLE = -1
"""The number of no breakdown."""


@dataclass(frozen=True)
class Observed:
    """What a table adds. `observations`: by uid of their series, `series` those that it makes. `same`: values known
    before; `refused`: lines kept out."""

    series: tuple[Series, ...] = ()
    sources: tuple[Source, ...] = ()
    observations: Mapping[str, Sequence[Observation]] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()
    same: int = 0
    refused: int = 0

    @property
    def count(self) -> int:
        """How many observations it adds."""
        return sum(map(len, self.observations.values()))


def compare_observations(
    part: Part,
    by: User | None,
    rows: Iterable[ObservedRow],
    headers: Sequence[Header],
    table: Source,
    said: When | None,
) -> Observed:
    """The rows beside what the part says. `said`: the date of the table, for rows that give none. Nothing is written."""
    comparison = _Comparison(part, by, table, said, {header.sheet: header for header in headers})
    for row in rows:
        comparison.take(row)
    return comparison.result()


class _Comparison:
    def __init__(
        self, part: Part, by: User | None, table: Source, said: When | None, headers: Mapping[str, Header]
    ) -> None:
        self.part = part
        self.of_part = SeriesOfPart(part, by)
        self.said = said if said is not None and (said.edtf or said.printed) else None
        self.headers = headers
        self.sources = _Sources(part, table)
        self.known: dict[Key, list[Observation]] = {}
        self.withdrawn: dict[Key, list[Observation]] = {}
        self.numbers: dict[frozenset[Dimension], int] = {}
        self.orders: dict[int, tuple[Dimension, ...]] = {}
        self.added: dict[str, list[Observation]] = {}
        self.problems: list[CellProblem] = []
        self.lost: dict[tuple[str, str], list[int]] = {}
        self.same = self.refused = 0
        self._whens: dict[tuple[str | None, str | None], When] = {}
        self._breakdowns: dict[tuple[object, ...], tuple[tuple[Dimension, ...], int] | Fault] = {}
        self._read_known()

    def _read_known(self) -> None:
        uids = {pk: uid for uid, pk in self.of_part.keys.items()}
        rows = models.Observation.objects.filter(series__in=list(uids)).order_by("series_id", "order", "id")
        columns = rows.values_list("series_id", "withdrawn_at", *reading.OBSERVATION)
        for series, withdrawn, *values in columns.iterator(chunk_size=10_000):
            fact = reading.observation_fact((*values, None), [])
            held = self.known if withdrawn is None else self.withdrawn
            number = self._number(fact.dimensions)
            held.setdefault(_key(uids[series], fact.when, number), []).append(fact)
            self.orders.setdefault(number, fact.dimensions)

    def _number(self, dimensions: tuple[Dimension, ...]) -> int:
        """One breakdown is one, whatever the order in which two tables give it."""
        return self.numbers.setdefault(frozenset(dimensions), len(self.numbers)) if dimensions else WHOLE

    # --- a line ------------------------------------------------------------------------------------------------------

    def take(self, row: ObservedRow) -> None:
        """One value: known, new, a revision, or refused."""
        target = self.of_part.of(row)
        if isinstance(target, Fault):
            self._lost(row, target)
            return
        value = None if row.missing is not None else of_kind(target, row)
        breakdown = self._breakdown(target, row)
        if isinstance(value, Fault) or isinstance(breakdown, Fault):
            self._refuse(row, value if isinstance(value, Fault) else breakdown)  # type: ignore[arg-type]
            return
        fact = self._fact(row, value, breakdown[0])
        key = _key(target.series.uid, fact.when, breakdown[1])
        before = self.known.get(key)
        if before is None:
            if not (self.withdrawn and self._taken_back(row, key, fact)):
                self.known[key] = [fact]
                self._add(target, fact)
        elif self._told(before, fact, row):
            self.same += 1
            self._repeated(before, fact, row)
        elif fault := self._contradicts(before, fact):
            self._refuse(row, fault)
        else:
            before.append(fact)
            self._add(target, fact)

    def _fact(self, row: ObservedRow, value: str | None, dimensions: tuple[Dimension, ...]) -> Observation:
        said = self._when(row.said, row.said_printed) if row.said or row.said_printed else self.said
        return Observation(
            when=self._when(row.edtf, row.printed),
            value=value,
            precision=_PRECISIONS[row.precision],
            missing=row.missing,
            dimensions=dimensions,
            note=row.note,
            status=_STATES[row.status] if row.status else None,
            said=said,
            numerator=row.numerator,
            denominator=row.denominator,
            citations=(self.sources.citation(row),),
        )

    def _when(self, edtf: str | None, printed: str | None) -> When:
        found = self._whens.get((edtf, printed))
        if found is None:
            found = self._whens[edtf, printed] = When(edtf=edtf, printed=printed)
        return found

    def _breakdown(self, target: Target, row: ObservedRow) -> tuple[tuple[Dimension, ...], int] | Fault:
        if not row.dimensions:
            return (), WHOLE
        key = (target.series.uid, row.dimensions)
        if key not in self._breakdowns:
            found = _dimensions(target, row.dimensions)
            if isinstance(found, Fault):
                self._breakdowns[key] = found
            else:
                number = self._number(found)
                self._breakdowns[key] = self.orders.setdefault(number, found), number
        return self._breakdowns[key]

    def _add(self, target: Target, fact: Observation) -> None:
        self.added.setdefault(target.series.uid, []).append(fact)
        self.sources.keep(fact)

    # --- what was said before ----------------------------------------------------------------------------------------

    def _told(self, before: list[Observation], fact: Observation, row: ObservedRow) -> bool:
        """The register has it. A date of saying in the line must be the same; that of the table is only for news."""
        if row.said or row.said_printed:
            return any(_alike(one, fact) and _day(one) == _day(fact) for one in before)
        if self.said is not None:
            return _alike(_standing(before), fact)
        return any(_alike(one, fact) for one in before)

    def _contradicts(self, before: list[Observation], fact: Observation) -> Fault | None:
        stands = _standing(before)
        rivals = [one for one in before if _day(one) == _day(fact)]
        if _day(fact) and not rivals:
            return None
        other = rivals[0] if rivals else stands
        expected = N_("Cette période a déjà une autre valeur, {value}{where} : rien ne dit laquelle est la dernière.")
        remedy = N_("Dites quand celle-ci a été dite (colonne « Dit le », ou date du tableau), ou retirez l’autre.")
        place = self._place(other)
        where = f" ({place})" if place else ""
        return Fault(expected, remedy, (("value", other.value or other.missing or ""), ("where", where)))

    def _repeated(self, before: list[Observation], fact: Observation, row: ObservedRow) -> None:
        first = next((self._place(one) for one in before if _alike(one, fact) and self._place(one)), "")
        if first:
            expected = N_("Cette observation est déjà dans le tableau, en {first} : elle ne compte qu’une fois.")
            self._say(row, row.at, Fault(expected, "", (("first", first),)), row.words, Severity.WARNING)

    def _place(self, fact: Observation) -> str:
        """Where the table gives it; empty for one that the register had."""
        return fact.citations[0].locator or "" if fact.citations else ""

    def _taken_back(self, row: ObservedRow, key: Key, fact: Observation) -> bool:
        if not any(_alike(one, fact) for one in self.withdrawn.get(key, ())):
            return False
        expected = N_("Cette observation a été retirée du registre : elle y reste retirée.")
        remedy = N_("Rendez-la depuis la page de sa série si elle doit compter.")
        self._say(row, row.at, Fault(expected, remedy), row.words, Severity.WARNING)
        self.same += 1
        return True

    # --- what is wrong -----------------------------------------------------------------------------------------------

    def _say(self, row: ObservedRow, at: str, fault: Fault, found: str, severity: Severity = Severity.ERROR) -> None:
        self.problems.append(problem_of(fault, row.sheet, at, found, severity))

    def _refuse(self, row: ObservedRow, fault: Fault) -> None:
        self.refused += 1
        self._say(row, row.at, fault, row.words or row.missing or "")

    def _lost(self, row: ObservedRow, fault: Fault) -> None:
        """A name that is not known: told once for all the lines that bear it."""
        self.refused += 1
        name = row.series or row.indicator or row.name
        key = (row.sheet, f"{name}\n{row.unit}\n{row.producer}")
        if key in self.lost:
            self.lost[key][1] += 1
            return
        self.lost[key] = [len(self.problems), 1]
        given = (SERIES, row.series), (CODE, row.indicator), (NAME, row.name)
        wanted = UNIT if "{unit}" in fault.expected else next(code for code, words in given if words)
        found = row.unit if wanted == UNIT else name
        self._say(row, self._address(row, wanted), fault, found)

    def _address(self, row: ObservedRow, code: str) -> str:
        column = next(iter(self.headers[row.sheet].of(code)), None) if row.sheet in self.headers else None
        return f"{column_letters(column.index)}{place_of(row.at)[1]}" if column else row.at

    def result(self) -> Observed:
        """All of it. Lines of one unknown name are counted where the first is told."""
        self.problems += [_counted(self.problems[place], count) for place, count in self.lost.values() if count > 1]
        series = tuple(one for uid, one in self.of_part.fresh.items() if uid in self.added)
        sources = self.sources.used()
        return Observed(series, sources, self.added, tuple(self.problems), self.same, self.refused)


class _Sources:
    """The sources that lines name: those of the part, new ones, and the table itself."""

    def __init__(self, part: Part, table: Source) -> None:
        self.part = part
        self.table = table
        self._named: dict[str, Source] = {}
        self._known: dict[str, Source] | None = None
        self._used: dict[str, Source] = {}

    def citation(self, row: ObservedRow) -> Citation:
        """A line that names its source cites it; else the cell of the table is what supports it."""
        cell = f"{row.sheet}!{row.at}"
        if not row.source:
            return Citation(source=self.table.uid, locator=cell, quote=row.quote)
        return Citation(
            source=self._source(row.source).uid, locator=row.locator or f"{self.table.address}, {cell}", quote=row.quote
        )

    def keep(self, fact: Observation) -> None:
        """This observation is added: what it cites must be there."""
        uid = fact.citations[0].source
        if uid not in self._used:
            found = next((one for one in self._named.values() if one.uid == uid), self.table)
            self._used[uid] = found

    def used(self) -> tuple[Source, ...]:
        """The sources to write: those known to the part stand as they are."""
        return tuple(
            one for one in self._used.values() if one.uid not in {old.uid for old in (self._known or {}).values()}
        )

    def _source(self, words: str) -> Source:
        if words not in self._named:
            self._named[words] = self._lookup().get(words) or _new_source(self.part, words)
        return self._named[words]

    def _lookup(self) -> dict[str, Source]:
        if self._known is None:
            sources: tuple[Source, ...] = directory.collected(self.part)["sources"]
            self._known = {
                name: one
                for one in reversed(sources)
                for name in (one.uid, one.address, one.title, one.url, one.key)
                if name
            }
        return self._known


def _new_source(part: Part, words: str) -> Source:
    url = words if words.startswith(("https://", "http://")) and not any(sign.isspace() for sign in words) else None
    return Source(uid=stable_uid(f"{part.uid}/source/{words}"), address=words, url=url)


def _key(series: str, when: When, number: int) -> Key:
    return series, when.edtf or f"~{when.printed}", number


_PRECISIONS = {one.value: one for one in Precision}
_STATES = {one.value: one for one in ObservationStatus}


def _alike(one: Observation, other: Observation) -> bool:
    """The same was said, whenever and wherever."""
    return (
        one.value == other.value
        and one.precision == other.precision
        and one.missing == other.missing
        and one.status == other.status
        and one.numerator == other.numerator
        and one.denominator == other.denominator
        and one.note == other.note
    )


def _day(one: Observation) -> str:
    return (one.said.edtf or one.said.printed or "") if one.said else ""


def _standing(before: list[Observation]) -> Observation:
    """The last said, as pages choose it (`jalon.facts.reckoning.standing`)."""
    return max(reversed(before), key=lambda one: (one.said.edtf or "") if one.said else "")


def _dimensions(target: Target, given: tuple[tuple[str, str, bool], ...]) -> tuple[Dimension, ...] | Fault:
    """The breakdown in the words of the indicator, where it says which it asks for."""
    found = []
    asked = {squeezed(fold(one.name)): one for one in target.breakdowns}
    for name, value, kept in given:
        breakdown = asked.get(squeezed(fold(name)))
        if kept:  # an export wrote it as it stands
            found.append(Dimension(name=name, value=value))
            continue
        if breakdown is None or not breakdown.values:
            found.append(Dimension(name=breakdown.name if breakdown else name, value=value))
            continue
        known = {squeezed(fold(one)): one for one in breakdown.values}
        if squeezed(fold(value)) not in known:
            expected = N_("« {value} » n’est pas une catégorie de « {name} » : {choices}.")
            params = (("value", value[:60]), ("name", breakdown.name), ("choices", ", ".join(breakdown.values)[:200]))
            return Fault(expected, N_("Corrigez la catégorie, ou complétez la définition de l’indicateur."), params)
        found.append(Dimension(name=breakdown.name, value=known[squeezed(fold(value))]))
    return tuple(found)


def _counted(problem: CellProblem, count: int) -> CellProblem:
    expected = N_("Ce nom est sur d’autres lignes aussi, refusées de même ; en tout : {count}.")
    return CellProblem(problem.sheet, problem.address, "", expected, "", Severity.NOTE, {"count": str(count)})
