"""Outputs that the records attest: one line each, which names the record it rests on. Nothing else is an output.

What a record only plans, promises or names is none: the training in Bordeaux, the kit for foreigners, the campaign around
the Games of 2024, the conventions with platforms that no record says to be signed. Where a record does not say who acted, no
body is named, and what is only deduced says so, with the reason. A record that is already a statement, an event or a line of means stays so: its output cites the same sources.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from jalon.demo.france.dates import when
from jalon.demo.france.links import PLAN_1, PLAN_2, PLAN_3
from jalon.demo.france.organisations import body
from jalon.demo.france.records import (
    Record,
    item_uid,
    listed,
    measure_uid,
    plan_record,
    plan_uid,
    raw,
    summary,
    told,
    uid,
)
from jalon.demo.france.sources import Sources, apart
from jalon.facts.common import Confidence, When
from jalon.facts.output import Amount, Output, OutputType, Quantity
from jalon.facts.series import Precision

T = OutputType
_INFERRED = Confidence.INFERRED

HELD_LATER = (
    "la source donne la date comme prévue ; que la session a été tenue est déduit du point d’étape du 12 décembre 2024, "
    "dont n’est relevée de promesse que pour celle de Bordeaux"
)
HELD_BEFORE = (
    "la date est relevée parmi ce qui est prévu ; que la session a été tenue est déduit de la date de la page, "
    "le 22 novembre 2019"
)
HELD_UNLIKE = (
    "le mois est relevé parmi ce qui est prévu ; que la réunion a été tenue est déduit de ce que celle de mi-novembre 2024 "
    "est dite non tenue"
)
PRESENT = "relevé : près de 60 personnes, sans dire si ce sont les membres ou les présents"
FIRST_OF_WHAT = (
    "le relevé ne dit pas de quoi ce logement est le premier ; il compte 7 affectations sociales en tout à la mi-2025"
)
NO_DAY = "ni le jour ni l’ouverture de l’appel ne sont relevés, seulement la somme et les trois ans : qu’il a été lancé est déduit"
NOT_TIED = "appel à projets concordant : la source ne le rattache pas au plan"


@dataclass(frozen=True, slots=True)
class Rest:
    """What an output rests on: the words of a record, where it stands, its addresses."""

    plan: str | None
    subject: str | None
    words: str
    date: str | int | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One output. `key` tells those of one record apart; `when` and `words` when the record's own are of something else."""

    rest: Callable[[], Rest]
    type: OutputType
    key: str = ""
    when: When | None = None
    words: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


# --- records ---------------------------------------------------------------------------------------------------------


def event(plan: str, date: str) -> Callable[[], Rest]:
    """A dated event of a plan."""

    def read() -> Rest:
        record = _one(plan_record(plan)["dates"], lambda r: r["date"] == date)
        return Rest(plan, plan_uid(plan), record["event"], date, (record["source"],))

    return read


def item(plan: str, title: str, *, with_note: bool = True) -> Callable[[], Rest]:
    """An attested item, with the addresses that stand in its note, unless that note is about something else."""

    def read() -> Rest:
        record = _one(plan_record(plan)["measures"], lambda r: r["number"] is None and r["title_fr"] == title)
        beside = apart(record.get("note") or "")[1] if with_note else []
        return Rest(plan, item_uid(plan, title), title, None, (record["source_url"], *beside))

    return read


def outcome(plan: str, commitment: str, date: str, measure: int | None = None) -> Callable[[], Rest]:
    """What was found of a promise on a date: kept."""

    def read() -> Rest:
        record = _one(raw("commitments"), lambda r: r["plan"] == plan and r["commitment_fr"] == commitment)
        _one(record["outcomes"], lambda o: o.get("on") == date and o["outcome"] == "kept")
        subject = measure_uid(plan, measure) if measure else plan_uid(plan)
        return Rest(plan, subject, commitment, date, tuple(listed(record["source"])))

    return read


def done(plan: str, scope: str, measure: int) -> Callable[[], Rest]:
    """What somebody said to be done of a measure."""

    def read() -> Rest:
        record = _one(
            raw("evaluations"), lambda r: r["plan"] == plan and r["scope"] == scope and "faite" in r["verdict_fr"]
        )
        return Rest(plan, measure_uid(plan, measure), record["verdict_fr"], None, tuple(listed(record["source"])))

    return read


def budget(year: int | str, name: str, plan: str | None = None) -> Callable[[], Rest]:
    """A line of money: a grant or a call for projects."""

    def read() -> Rest:
        record = _one(raw("budget"), lambda r: str(r["year"]) == str(year) and r["item_fr"] == name)
        return Rest(plan, None, name, year, (record["source"],))

    return read


def _one(records: list[Record], test: Callable[[Record], bool]) -> Record:
    found = [record for record in records if test(record)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} records where one was expected")
    return found[0]


# --- the table -------------------------------------------------------------------------------------------------------


def _by(*names: str) -> dict[str, Any]:
    return {"carried_out_by": tuple(map(body, names))}


def _in(code: str, place: str) -> dict[str, Any]:
    return {"territory": uid("territory", code), "place": place}


def _people(value: str, precision: Precision) -> dict[str, Any]:
    return {"amounts": (Amount(quantity=Quantity.PARTICIPANTS, value=value, precision=precision),)}


def _money(value: str, years: str | int) -> dict[str, Any]:
    return {"money": value, "years": when(years)}


_ENM = item(PLAN_3, "Cycle de formation avec l'École de la magistrature")
_HELD = {**_by("MIPROF"), "counterparts": (body("ENM"),), "note": HELD_LATER, "confidence": _INFERRED}
_PROJECTS = "Soutien associatif contre l'exploitation sexuelle des enfants"
_DATA = "Publier chaque année données administratives (mesure 9)"
_GRANT = {"beneficiaries": (body("Ac.Sé"),)}

LINES = (
    Line(event(PLAN_1, "2016-10-18"), T.MEETING, more={**_by("MIPROF"), "confidence": _INFERRED}),
    Line(event(PLAN_3, "2024-03-21"), T.MEETING, more={**_people("60", Precision.ABOUT), "note": PRESENT}),
    Line(event(PLAN_3, "2024-12-12"), T.MEETING),
    Line(event(PLAN_3, "2025-06-27"), T.MEETING),
    Line(item(PLAN_3, "Observatoire national de la traite"), T.MEETING, when=when("2024-04-30"),
         words="Première réunion de l’observatoire avec des associations"),
    Line(item(PLAN_3, "Mécanisme national d'identification, orientation, protection", with_note=False), T.MEETING,
         when=when("2024-04", _INFERRED), words="Première réunion sur le mécanisme national",
         more={"note": HELD_UNLIKE, "confidence": _INFERRED}),
    Line(item(PLAN_2, "Plan national de formation, socle commun"), T.TRAINING,
         when=When(edtf="2019-07-01/2019-07-05", printed="1-5 juillet 2019", confidence=_INFERRED),
         words="1re session interprofessionnelle de formation", more={"note": HELD_BEFORE, "confidence": _INFERRED}),
    Line(_ENM, T.TRAINING, "Paris", when("2024-06-11", _INFERRED), "Formation avec l’École de la magistrature, Paris",
         {**_in("75", "Paris"), **_HELD}),
    Line(_ENM, T.TRAINING, "Marseille", when("2024-07-04", _INFERRED), "Formation avec l’École de la magistrature, Marseille",
         {**_in("13", "Marseille"), **_HELD}),
    Line(done(PLAN_2, "mesure 41", 41), T.CAMPAIGN, when=when("2019-05-20"), words="Ralliement à la campagne Cœur bleu de l’ONU",
         more={"said_by": body("Gouvernement"), "said": when("2019-11-22 (date de la page)")}),
    *(Line(outcome(PLAN_2, _DATA, date, 9), T.PUBLICATION, date, words="Publication annuelle des données administratives")
      for date in ("2021-10-22", "2022-10-18", "2023-10-17", "2024-10", "2025-10-14")),
    Line(item(PLAN_3, "Affecter aux associations des logements confisqués"), T.PROPERTY_ASSIGNED, when=when("2025-06-16"),
         words="1er logement confisqué remis à une association",
         more={"beneficiaries": (body("AFJ"),), "property_type": "logement",
               "amounts": (Amount(quantity=Quantity.ITEMS, value="1"),), "note": FIRST_OF_WHAT}),
    Line(item(PLAN_3, _PROJECTS), T.CALL_FOR_PROJECTS, when=when("2024-2027", _INFERRED),
         words="Appel à projets, enfants exploités, 3 ans",
         more={**_by("DGCS"), **_money("3000000", "2024-2027"), "note": NO_DAY, "confidence": _INFERRED}),
    Line(item(PLAN_3, "Réseau national d'accueil des mineurs exploités"), T.CALL_FOR_PROJECTS,
         when=When(edtf="../2024-06-28", printed="candidatures jusqu’au 28/06/2024"), words="Appel à projets pour un réseau d’accueil, 3 ans",
         more={**_by("Solidarités"), "note": NOT_TIED, "confidence": _INFERRED}),
    Line(budget(2022, "Appel à projets AGRASC prostitution/traite"), T.CALL_FOR_PROJECTS,
         more={**_by("AGRASC"), **_money("2600000", 2022)}),
    Line(budget(2018, "Subvention Ac.Sé"), T.GRANT, more={**_GRANT, **_money("234000", 2018)}),
    Line(budget(2019, "Subvention Ac.Sé"), T.GRANT, more={**_GRANT, **_money("240000", 2019)}),
    Line(budget(2020, "Subvention Ac.Sé"), T.GRANT, more={**_GRANT, **_money("234000", 2020)}),
    Line(budget("2020-11 → 18 mois", "Ac.Sé, avoirs confisqués"), T.GRANT, more={**_GRANT, **_money("563000", "2020-11 → 18 mois")}),
)  # fmt: skip


def outputs(plan: str | None, sources: Sources) -> tuple[Output, ...]:
    """The outputs of one plan; None: those that no plan holds."""
    pairs = ((line, line.rest()) for line in LINES)
    return tuple(_output(line, rest, sources) for line, rest in pairs if rest.plan == plan)


def _output(line: Line, rest: Rest, sources: Sources) -> Output:
    note = line.more.get("note")
    confidence = line.more.get("confidence", Confidence.STATED)
    done_on = line.when or when(rest.date or "", confidence)
    made = Output(
        uid=uid("output", line.type.value, rest.plan, rest.words, rest.date, line.key),
        type=line.type,
        title=told(line.words or rest.words),
        when=done_on,
        subjects=(rest.subject,) if rest.subject else (),
        citations=tuple(sources.cite(address) for address in dict.fromkeys(rest.sources)),
    )
    return replace(made, **{**line.more, "note": summary(note)})
