"""A small invented part: two plans, sections, measures, statements, means, acts, series. Nothing in it is real."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from jalon.facts.common import (
    Basis,
    Citation,
    Count,
    Known,
    OrgRef,
    Source,
    Statement,
    StatementKind,
    Text,
    When,
    Wording,
)
from jalon.facts.directory import DatedName, Organisation, OrganisationKind, Term, Territory, Vocabulary
from jalon.facts.parliament import Act
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.plan import LevelName, Means, MeansKind, Measure, MeasureKind, Plan, PlanEvent, Section, Step, Title
from jalon.facts.series import Dimension, Family, Observation, Series
from jalon.facts.uids import stable_uid

MISSION = OrgRef(name="Mission de coordination fictive", uid=stable_uid("synthetic/mission"))
COALITION = OrgRef(name="Collectif fictif", uid=stable_uid("synthetic/coalition"))
SOURCE = stable_uid("synthetic/source")
PLAN, OLDER = stable_uid("synthetic/plan/2"), stable_uid("synthetic/plan/1")
SECTION, SUBSECTION = stable_uid("synthetic/section/1"), stable_uid("synthetic/section/1.1")
SERIES = stable_uid("synthetic/series/victims")
RECORDED = "2026-01-15T09:00:00Z"


def measure_uid(number: int, plan: int = 2) -> str:
    """The uid of a measure of the invented plans."""
    return stable_uid(f"synthetic/measure/{plan}/{number}")


def text(value: str, wording: Wording = Wording.SUMMARY, lang: str = "fr") -> Text:
    """A text in French, a summary unless said otherwise."""
    return Text(value=value, wording=wording, lang=lang)


def cited(locator: str = "p. 12", field: str = "") -> tuple[Citation, ...]:
    """One citation of the invented source."""
    return (Citation(source=SOURCE, locator=locator, field=field),)


def measure(number: int, words: str, section: str | None = SECTION) -> Measure:
    """A numbered measure of the second plan."""
    title = Title(text=text(words, Wording.VERBATIM), citations=cited())
    return Measure(
        uid=measure_uid(number), plan=PLAN, order=number, number=str(number), titles=(title,), section=section,
        citations=cited(),
    )  # fmt: skip


def statement(key: str, subject: str, kind: StatementKind = StatementKind.PROGRESS, **said: object) -> Statement:
    """A dated statement, recorded in January 2026."""
    uid = stable_uid(f"synthetic/statement/{key}")
    return Statement(uid=uid, kind=kind, subject=subject, recorded_at=RECORDED, **said)  # type: ignore[arg-type]


def plan(uid: str, slug: str, rank: int, period: str) -> Plan:
    """An invented plan."""
    return Plan(
        uid=uid,
        slug=slug,
        rank=rank,
        titles=(Title(text=text(f"Plan fictif n° {rank}", Wording.VERBATIM), citations=cited()),),
        period=When(edtf=period),
        known_until="2026-01-15",
        levels=(LevelName(fr="axe", en="axis"), LevelName(fr="mesure", en="measure")),
        events=(
            PlanEvent(uid=stable_uid(f"synthetic/event/{rank}"), when=When(edtf=period[:4]), text=text("Adoption")),
        ),
        citations=cited(),
    )


def plan_part(slug: str = "plans-fictifs") -> PartFacts:
    """The part of the invented mission: its plans and what is said of them."""
    return PartFacts(
        header=PartHeader(
            uid=stable_uid(f"synthetic/part/{slug}"), slug=slug, kind=PartKind.PLAN, title="Plans fictifs",
            owner=MISSION, synthetic=True,
        ),
        sources=(Source(uid=SOURCE, key="S1", address="https://exemple.invalid/plan.pdf", title="Plan fictif, texte"),),
        organisations=(
            Organisation(
                uid=str(MISSION.uid), slug="mission-fictive", kind=OrganisationKind.MISSION, fictional=True,
                names=(DatedName(value=MISSION.name, acronym="MCF", since=When(edtf="2014")),),
            ),
        ),
        vocabularies=(
            Vocabulary(
                uid=stable_uid("synthetic/vocabulary/forms"), slug="forms_of_exploitation", version=1,
                fr="formes d’exploitation", en="forms of exploitation",
                terms=(Term(code="labour", fr="travail forcé", en="forced labour"),),
            ),
            Vocabulary(
                uid=stable_uid("synthetic/vocabulary/groups"), slug="target_groups", version=1,
                fr="publics visés", en="target groups", terms=(Term(code="minors", fr="mineurs", en="minors"),),
            ),
        ),
        territories=(Territory(uid=stable_uid("synthetic/territory/fr"), code="FR", level="country", name="France"),),
        plans=(plan(OLDER, "plan-fictif-1", 1, "2014/2016"), plan(PLAN, "plan-fictif-2", 2, "2019/2021")),
        sections=(
            Section(uid=SECTION, plan=PLAN, order=1, label="1", title=text("Identifier les victimes")),
            Section(uid=SUBSECTION, plan=PLAN, order=2, label="1.1", parent=SECTION, title=text("Former")),
        ),
        measures=(
            replace(
                measure(1, "Former les enquêteurs à l’identification des victimes", SUBSECTION),
                forms=("labour",), target_groups=("minors",), keywords=("formation",),
                steps=(Step(uid=stable_uid("synthetic/step/1"), title=text("Module écrit"), due=When(edtf="2020-06")),),
            ),
            measure(2, "Ouvrir des centres d’hébergement sûrs"),
            Measure(
                uid=measure_uid(900), plan=PLAN, order=900, kind=MeasureKind.ATTESTED_ITEM,
                titles=(Title(text=text("Une campagne de sensibilisation est prévue")),), citations=cited(),
            ),
        ),
        statements=(
            statement(
                "lead", measure_uid(1), StatementKind.LEAD, organisation=MISSION, basis=Basis.NAMED_IN_PLAN,
                said=When(edtf="2019-10"), citations=cited("p. 14"),
            ),
            statement(
                "progress", measure_uid(1), said_by=MISSION, said=When(edtf="2021~", printed="courant 2021"),
                text=text("Douze enquêtrices formées à Lyon", Wording.VERBATIM), citations=cited("p. 3"),
            ),
            statement("deadline", measure_uid(2), StatementKind.DEADLINE, known=Known.STATED_ABSENT),
            statement(
                "judged", PLAN, StatementKind.JUDGED, said_by=OrgRef(name=COALITION.name), said=When(edtf="2021-12-10"),
                counts=(Count(label="réalisées", value=1),), total=3, text=text("Le plan est peu appliqué"),
            ),
        ),
        means=(
            Means(
                uid=stable_uid("synthetic/means/1"), item=text("Crédits d’hébergement"), kind=MeansKind.VOTED,
                when=When(edtf="2020"), amount="1250000.50", plan=PLAN, measure=measure_uid(2), programme="137",
            ),
            Means(
                uid=stable_uid("synthetic/means/2"), item=text("Paiement sur crédits existants"), kind=MeansKind.PRINCIPLE,
                when=When(edtf="2020"),
            ),
        ),
        acts=(
            Act(
                uid=stable_uid("synthetic/act/1"), kind="question", kind_printed="Question écrite", chamber="senat",
                number="1234", when=When(edtf="2020-02-06"), asked=(text("Où en est la mesure 2 ?"),), plan=PLAN,
                measures=(measure_uid(2),), citations=cited("JO"),
            ),
        ),
        series=(victims(),),
    )  # fmt: skip


def victims() -> Series:
    """An invented series of two years."""
    years = ((2019, "1401"), (2020, "1439"))
    return Series(
        uid=SERIES, slug="victimes-fictives", title=text("Victimes enregistrées"), producer=MISSION,
        indicator="victims", unit="persons", family=Family.POLICE, vintage="2021",
        observations=tuple(
            Observation(
                when=When(edtf=str(year)), value=value, dimensions=(Dimension(name="form", value="labour"),),
                citations=cited(),
            )
            for year, value in years
        ),
    )  # fmt: skip


def declarations_part() -> PartFacts:
    """The part of the invented coalition: it speaks of the mission's measures, without its leave."""
    return PartFacts(
        header=PartHeader(
            uid=stable_uid("synthetic/part/coalition"), slug="collectif-fictif", kind=PartKind.DECLARATIONS,
            title="Ce que dit le collectif", owner=COALITION, synthetic=True,
        ),
        organisations=(
            Organisation(
                uid=str(COALITION.uid), slug="collectif-fictif", kind=OrganisationKind.COALITION, fictional=True,
                names=(DatedName(value=COALITION.name),),
            ),
        ),
        statements=(
            statement(
                "coalition", measure_uid(2), said_by=COALITION, said=When(edtf="2022-03-01"),
                text=text("Aucun centre n’a ouvert", Wording.VERBATIM),
            ),
        ),
    )  # fmt: skip


def directory_part() -> PartFacts:
    """Bodies, vocabularies and territories as a directory of their own: in a database only a directory holds them."""
    plans, coalition = plan_part(), declarations_part()
    return PartFacts(
        header=PartHeader(
            uid=stable_uid("synthetic/part/annuaire"), slug="annuaire-fictif", kind=PartKind.DIRECTORY,
            title="Annuaire fictif", owner=MISSION, synthetic=True,
        ),
        organisations=(*plans.organisations, *coalition.organisations),
        vocabularies=plans.vocabularies,
        territories=plans.territories,
    )  # fmt: skip


COALITION_SOURCE = stable_uid("synthetic/source/coalition")


def database_parts() -> tuple[PartFacts, PartFacts, PartFacts]:
    """The same facts as three parts, in an order in which each can be loaded and signed: every fact has its source."""
    plans = replace(plan_part(), organisations=(), vocabularies=(), territories=())
    source = Source(uid=COALITION_SOURCE, key="C1", address="https://collectif.invalid/bilan")
    coalition = replace(declarations_part(), organisations=(), sources=(source,))
    return directory_part(), sourced(plans, SOURCE), sourced(coalition, COALITION_SOURCE)


def sourced(facts: PartFacts, source: str) -> PartFacts:
    """The part with a citation of the source wherever there is none."""
    lists: dict[str, Any] = {
        item.name: tuple(_sourced(fact, source) for fact in getattr(facts, item.name))
        for item in fields(facts)
        if item.name not in {"header", "sources"}
    }
    return replace(facts, **lists)


def _sourced(value: Any, source: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_sourced(item, source) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    members = {item.name: _sourced(getattr(value, item.name), source) for item in fields(value)}
    if "citations" in members and not members["citations"]:
        members["citations"] = (Citation(source=source),)
    return replace(value, **members)
