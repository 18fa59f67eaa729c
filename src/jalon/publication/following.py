"""What a Release says beyond plans and statements: indicators, answers, outputs, frozen states; and what is invented."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any, TypeVar

from jalon.facts.indicator import Answer, Indicator
from jalon.facts.output import Output, OutputType
from jalon.facts.state import State

T = TypeVar("T")


class Following:
    """Look-ups of what follows a plan, one query each. `Reader` gives the two ways of asking."""

    def _facts(self, cls: type[T], where: str, *values: Any) -> tuple[T, ...]:
        """Facts of a class, kept."""
        raise NotImplementedError

    def _rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of the index."""
        raise NotImplementedError

    # --- indicators

    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, by address."""
        return self._facts(Indicator, "1 ORDER BY slug, uid")

    def indicator(self, slug: str) -> Indicator | None:
        """The indicator of this address."""
        return next(iter(self._facts(Indicator, "slug = ?", slug)), None)

    def indicators_of(self, subject: str) -> tuple[Indicator, ...]:
        """The indicators of one plan, section, measure or of the country, by address."""
        return self._facts(Indicator, "subject = ? ORDER BY slug, uid", subject)

    def indicators_of_plan(self, plan_uid: str) -> tuple[Indicator, ...]:
        """The indicators of a plan, its sections and its measures, by address."""
        return self._facts(Indicator, "plan = ? ORDER BY slug, uid", plan_uid)

    def indicators_of_part(self, uid: str) -> tuple[Indicator, ...]:
        """Those of the part that says the indicator `uid`: where its formula looks for codes."""
        return self._facts(Indicator, "part = (SELECT part FROM fact WHERE uid = ?) ORDER BY slug, uid", uid)

    def indicators_by(self, organisation_uid: str) -> tuple[Indicator, ...]:
        """The indicators that a body proposes, by address."""
        where = "part IN (SELECT uid FROM part WHERE json_extract(header, '$.owner.uid') = ?) ORDER BY slug, uid"
        return self._facts(Indicator, where, organisation_uid)

    def answers_to(self, indicator_uid: str) -> tuple[Answer, ...]:
        """What other bodies answered to an indicator, by date."""
        return self._facts(Answer, "subject = ? ORDER BY sort, uid", indicator_uid)

    def answers(self) -> tuple[Answer, ...]:
        """All answers, by date."""
        return self._facts(Answer, "1 ORDER BY sort, uid")

    def series_slugs_of(self, indicator_uids: Iterable[str]) -> tuple[str, ...]:
        """The addresses of the series that observe these indicators, whoever publishes them."""
        wanted = tuple(sorted(set(indicator_uids)))
        marks = ", ".join("?" * len(wanted))
        query = f"SELECT slug FROM fact WHERE kind = 'series' AND subject IN ({marks}) ORDER BY slug"
        return tuple(slug for (slug,) in self._rows(query, *wanted))

    @cached_property
    def owners_of_indicators(self) -> dict[str, str]:
        """The name of the body that proposes each indicator, by uid."""
        query = """SELECT f.uid, json_extract(p.header, '$.owner.name') FROM fact f JOIN part p ON p.uid = f.part
            WHERE f.kind = 'indicator'"""
        return dict(self._rows(query))

    @cached_property
    def plans_of_indicators(self) -> dict[str, str]:
        """The plan that each indicator belongs to, by uid; those of the country are left out."""
        return dict(self._rows("SELECT uid, plan FROM fact WHERE kind = 'indicator' AND plan IS NOT NULL"))

    # --- outputs

    def outputs(self) -> tuple[Output, ...]:
        """All outputs, by date."""
        return self._facts(Output, "1 ORDER BY sort, uid")

    def outputs_of_type(self, kind: OutputType) -> tuple[Output, ...]:
        """The outputs of one type, by date."""
        where = "id IN (SELECT fact FROM output WHERE type = ?) ORDER BY sort, uid"
        return self._facts(Output, where, kind.value)

    def outputs_of(self, subjects: Iterable[str]) -> tuple[Output, ...]:
        """The outputs of any of these plans, sections and measures, each once, by date."""
        wanted = tuple(sorted(set(subjects)))
        marks = ", ".join("?" * len(wanted))
        where = f"id IN (SELECT fact FROM concerns WHERE subject IN ({marks})) ORDER BY sort, uid"
        return self._facts(Output, where, *wanted)

    def output(self, uid: str) -> Output | None:
        """The output of this uid."""
        return next(iter(self._facts(Output, "uid = ?", uid)), None)

    def outputs_naming(self, organisation_uid: str) -> tuple[Output, ...]:
        """The outputs that name a body in any role, by date."""
        where = "id IN (SELECT fact FROM mention WHERE organisation = ?) ORDER BY sort, uid"
        return self._facts(Output, where, organisation_uid)

    def owners_of_outputs(self, subject: str) -> dict[str, str]:
        """The name of the body whose part says each output of one subject, by uid."""
        query = """SELECT f.uid, json_extract(p.header, '$.owner.name') FROM fact f JOIN part p ON p.uid = f.part
            WHERE f.id IN (SELECT fact FROM concerns WHERE subject = ?)"""
        return dict(self._rows(query, subject))

    def plans_of(self, subjects: Iterable[str]) -> dict[str, str]:
        """The plan of each of these plans, sections and measures."""
        wanted = tuple(sorted(set(subjects)))
        marks = ", ".join("?" * len(wanted))
        query = f"""SELECT uid, CASE kind WHEN 'plan' THEN uid ELSE plan END FROM fact
            WHERE kind IN ('plan', 'sections', 'measure') AND uid IN ({marks})"""
        return dict(self._rows(query, *wanted))

    def uids_of_plan(self, plan_uid: str) -> frozenset[str]:
        """The uids of all facts of a plan: itself, its sections and measures, what is said of them, what follows them."""
        query = """SELECT uid FROM fact WHERE plan = ?1 OR uid = ?1
            UNION SELECT f.uid FROM fact f JOIN concerns c ON c.fact = f.id
            WHERE c.subject IN (SELECT uid FROM fact WHERE (plan = ?1 AND kind IN ('sections', 'measure')) OR uid = ?1)"""
        return frozenset(uid for (uid,) in self._rows(query, plan_uid))

    def uids_about(self, subject: str) -> frozenset[str]:
        """The uids of one measure, and of all facts said of it or that concern it."""
        query = """SELECT uid FROM fact WHERE uid = ?1 OR subject = ?1
            UNION SELECT f.uid FROM fact f JOIN concerns c ON c.fact = f.id WHERE c.subject = ?1"""
        return frozenset(uid for (uid,) in self._rows(query, subject))

    # --- states

    def states(self) -> tuple[State, ...]:
        """All frozen states, by session."""
        return self._facts(State, "1 ORDER BY sort, uid")

    def states_of(self, plan_uid: str) -> tuple[State, ...]:
        """The frozen states of a plan, by session."""
        return self._facts(State, "plan = ? ORDER BY sort, uid", plan_uid)

    def states_naming(self, organisation_uid: str) -> tuple[State, ...]:
        """The frozen states for which a body was asked, by session."""
        where = "id IN (SELECT fact FROM mention WHERE organisation = ?) ORDER BY sort, uid"
        return self._facts(State, where, organisation_uid)

    def state(self, slug: str) -> State | None:
        """The state of this address."""
        return next(iter(self._facts(State, "slug = ?", slug)), None)

    def state_by_uid(self, uid: str) -> State | None:
        """The state of this uid."""
        return next(iter(self._facts(State, "uid = ?", uid)), None)

    # --- what is invented

    @cached_property
    def invented(self) -> frozenset[str]:
        """The uids of everything that a part of invented data says, and of those parts: to be labelled wherever shown."""
        query = """SELECT f.uid FROM fact f JOIN part p ON p.uid = f.part WHERE json_extract(p.header, '$.synthetic')
            UNION SELECT uid FROM part WHERE json_extract(header, '$.synthetic')"""
        return frozenset(uid for (uid,) in self._rows(query))

    @cached_property
    def invented_slugs(self) -> dict[str, frozenset[str]]:
        """The same by kind of fact, as addresses."""
        query = """SELECT f.kind, f.slug FROM fact f JOIN part p ON p.uid = f.part
            WHERE json_extract(p.header, '$.synthetic') AND f.slug IS NOT NULL"""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, slug in self._rows(query):
            found[kind].add(slug)
        return {kind: frozenset(slugs) for kind, slugs in found.items()}
