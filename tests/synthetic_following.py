"""Invented indicators, answers, outputs and the series that observe them. Nothing in it is real."""

from dataclasses import replace

from jalon.facts.common import OrgRef, Source, When
from jalon.facts.indicator import (
    Accumulation,
    Answer,
    AnswerKind,
    Baseline,
    Breakdown,
    Direction,
    Expected,
    Indicator,
    IndicatorKind,
    Level,
    ResultLevel,
    ValueKind,
)
from jalon.facts.output import Amount, Counted, Output, OutputType, Quantity
from jalon.facts.part import PartFacts
from jalon.facts.series import Family, Observation, ObservationStatus, Precision, Series
from jalon.facts.uids import stable_uid
from tests.synthetic import (
    COALITION,
    COALITION_SOURCE,
    MISSION,
    PLAN,
    SECTION,
    cited,
    declarations_part,
    measure_uid,
    plan_part,
    text,
)

TRAINED, PLACES, SHARE = (stable_uid(f"synthetic/indicator/{key}") for key in ("trained", "places", "share"))
MATURITY, CIRCULAR = (stable_uid(f"synthetic/indicator/{key}") for key in ("maturity", "circular"))
FRANCE = stable_uid("synthetic/territory/fr")
ACADEMY = OrgRef(name="École fictive")


def indicator(uid: str, code: str, title: str, **said: object) -> Indicator:
    """An invented indicator of the first measure, in persons, unless said otherwise."""
    given: dict[str, object] = {"subject": measure_uid(1), "unit": "personnes", "citations": cited("p. 30"), **said}
    return Indicator(uid=uid, slug=f"indicateur-{code}", code=code, title=text(title), **given)  # type: ignore[arg-type]


def indicators() -> tuple[Indicator, ...]:
    """One of each way: counted from outputs, observed, computed by formula, ordinal, milestone."""
    return (
        indicator(
            TRAINED, "trained", "Enquêteurs formés", definition=text("Personnes ayant suivi le module"),
            kind=IndicatorKind.PROCESS, level=ResultLevel.OUTPUT, direction=Direction.INCREASE,
            accumulation=Accumulation.CUMULATIVE, frequency="semestrielle", interpolated=True,
            baseline=Baseline(when=When(edtf="2018"), value="0", citations=cited("p. 31")),
            expected=(
                Expected(when=When(edtf="2020"), value="100", note=text("mi-parcours"), citations=cited("p. 32")),
                Expected(when=When(edtf="2021-12-31"), value="300", final=True),
            ),
            counted=Counted(type=OutputType.TRAINING, quantity=Quantity.PARTICIPANTS, professions=("enquêteurs",)),
        ),
        indicator(
            PLACES, "places", "Places sûres", subject=measure_uid(2), unit="places", direction=Direction.AT_LEAST,
            level=ResultLevel.OUTCOME, method=text("Relevé au 31 décembre"), breakdowns=(Breakdown(name="région"),),
            baseline=Baseline(when=When(edtf="2018"), missing="non relevé"),
            expected=(Expected(when=When(edtf="2021"), value="50", final=True),),
        ),
        indicator(
            SHARE, "share", "Part des enquêteurs formés par place", subject=PLAN, unit="%",
            formula="val(trained) / val(places)", numerator=text("Enquêteurs formés"), denominator=text("Places"),
        ),
        indicator(
            MATURITY, "maturity", "Maturité du dispositif", subject=SECTION, unit="niveau", value_kind=ValueKind.ORDINAL,
            kind=IndicatorKind.STRUCTURAL, levels=(Level(fr="absent", en="none"), Level(fr="partiel", en="partial")),
            breakdowns=(Breakdown(name="sexe", values=("F", "M")),), note=text("Échelle fictive", lang="en"),
        ),
        indicator(CIRCULAR, "circular", "Circulaire publiée", unit="oui ou non", value_kind=ValueKind.MILESTONE),
    )  # fmt: skip


def outputs() -> tuple[Output, ...]:
    """Trainings, one of which does not say its participants; places; a grant; a property; a law."""

    def one(key: str, type_: OutputType, title: str, edtf: str, **said: object) -> Output:
        given: dict[str, object] = {"subjects": (measure_uid(1),), "citations": cited("p. 40"), **said}
        uid = stable_uid(f"synthetic/output/{key}")
        return Output(uid=uid, type=type_, title=text(title), when=When(edtf=edtf), **given)  # type: ignore[arg-type]

    def persons(value: str, precision: Precision = Precision.EXACT) -> tuple[Amount, ...]:
        return (Amount(quantity=Quantity.PARTICIPANTS, value=value, precision=precision),)

    return (
        one(
            "t1", OutputType.TRAINING, "Module de Lyon", "2019-11-05", territory=FRANCE, place="Lyon",
            carried_out_by=(MISSION, ACADEMY), professions=("enquêteurs", "magistrats"),
            amounts=(*persons("12"), Amount(quantity=Quantity.HOURS, value="7.5")), said_by=MISSION, said=When(edtf="2020"),
        ),
        one("t2", OutputType.TRAINING, "Module de Lille", "2020-03", amounts=persons("30", Precision.AT_LEAST),
            professions=("enquêteurs",), subjects=(measure_uid(1), SECTION)),
        one("t3", OutputType.TRAINING, "Module de Nantes", "2020-09", professions=("enquêteurs",)),
        one("t4", OutputType.TRAINING, "Journée des magistrats", "2020-10-02", professions=("magistrats",),
            amounts=persons("80")),
        one("places", OutputType.PLACES_OPENED, "Centre sûr", "2020-06-01", subjects=(measure_uid(2),),
            amounts=(Amount(quantity=Quantity.PLACES, value="12"),)),
        one("kit", OutputType.REFLEX_SHEET, "Fiche réflexe", "2020~", channels=("affiche",), languages=("fr", "en"),
            amounts=(Amount(quantity=Quantity.COPIES, value="5000", precision=Precision.ABOUT),), subjects=(PLAN,)),
        one("grant", OutputType.GRANT, "Aide au collectif", "2020-02-14", money="150000.50", years=When(edtf="2020/2022"),
            beneficiaries=(OrgRef(name=COALITION.name),), counterparts=(ACADEMY,), subjects=()),
        one("property", OutputType.PROPERTY_ASSIGNED, "Maison affectée", "2021-05", property_type="maison",
            money="320000", beneficiaries=(OrgRef(name="Association fictive"),), note=text("valeur estimée")),
        one("law", OutputType.CIRCULAR, "Circulaire fictive", "2021-01-22", subjects=(PLAN,)),
    )  # fmt: skip


def places_series(producer: OrgRef = MISSION, key: str = "places", **said: object) -> Series:
    """Places observed for three years: one revised, one missing with its reason."""

    def seen(edtf: str, **given: object) -> Observation:
        return Observation(when=When(edtf=edtf), citations=cited("p. 50"), **given)  # type: ignore[arg-type]

    given: dict[str, object] = {
        "observations": (
            seen("2019", value="0", status=ObservationStatus.FINAL, said=When(edtf="2020-03")),
            seen("2020", value="10", status=ObservationStatus.PROVISIONAL, said=When(edtf="2021-01")),
            seen("2020", value="12", status=ObservationStatus.REVISED, said=When(edtf="2021-06"), numerator="12",
                 denominator="48"),
            seen("2021", missing="non relevé"),
        ),
        **said,
    }  # fmt: skip
    return Series(
        uid=stable_uid(f"synthetic/series/{key}"), slug=f"serie-{key}", title=text("Places sûres"), producer=producer,
        indicator="places", unit="places", family=Family.FOLLOW_UP, of=PLACES, **given,  # type: ignore[arg-type]
    )  # fmt: skip


def following_part() -> PartFacts:
    """The part of the invented mission with its indicators, outputs and the series of one of them."""
    plans = plan_part()
    return replace(plans, indicators=indicators(), outputs=outputs(), series=(*plans.series, places_series()))


def answer(key: str, uid: str, said: AnswerKind) -> Answer:
    """What the invented coalition answers to an indicator of the mission."""
    return Answer(
        uid=stable_uid(f"synthetic/answer/{key}"), indicator=uid, answer=said, said_by=COALITION,
        said=When(edtf="2022-02"), text=text("Réponse fictive"), citations=cited("p. 2"),
    )  # fmt: skip


def answering_part() -> PartFacts:
    """The part of the invented coalition: its answers, and its own figures of the mission's indicator."""
    base = declarations_part()
    source = Source(uid=COALITION_SOURCE, key="C1", address="https://collectif.invalid/bilan")
    own = places_series(COALITION, "places-collectif")
    facts = replace(
        base,
        sources=(source,),
        answers=(answer("places", PLACES, AnswerKind.ADOPTED), answer("trained", TRAINED, AnswerKind.REFUSED)),
        series=(replace(own, observations=own.observations[:2]),),
    )
    return _of_source(facts, COALITION_SOURCE)


def _of_source(facts: PartFacts, source: str) -> PartFacts:
    """The part's answers and observations, citing its own source."""
    answers = tuple(replace(a, citations=tuple(replace(c, source=source) for c in a.citations)) for a in facts.answers)
    series = tuple(
        replace(
            one,
            observations=tuple(
                replace(o, citations=tuple(replace(c, source=source) for c in o.citations)) for o in one.observations
            ),
        )
        for one in facts.series
    )
    return replace(facts, answers=answers, series=series)
