"""Invented indicators of every sort, the series that observe them, and what invented bodies answer."""

from jalon.demo.fictional.makings import (
    COLLECTIVE,
    MARK,
    MISSION,
    PLAN,
    A,
    B,
    cited,
    indicator_uid,
    measure_uid,
    on,
    said,
    uid,
)
from jalon.facts.common import OrgRef
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
from jalon.facts.output import Counted, OutputType, Quantity
from jalon.facts.series import Dimension, Family, Observation, ObservationStatus, Precision, Series


def _expected(*marks: tuple[str, str, bool]) -> tuple[Expected, ...]:
    return tuple(Expected(when=on(when), value=value, final=final, citations=cited()) for when, value, final in marks)


def of_mission() -> tuple[Indicator, ...]:
    """Those that the invented mission proposes."""
    trained = Indicator(
        uid=indicator_uid("formes"),
        slug="professionnels-formes-fictif",
        code="formes",
        subject=measure_uid(1),
        title=said(f"Professionnels formés depuis le début du plan {MARK}"),
        unit="personnes",
        definition=said("Personnes qui ont suivi au moins une session entière ; chacune une fois."),
        kind=IndicatorKind.PROCESS,
        level=ResultLevel.OUTPUT,
        direction=Direction.INCREASE,
        accumulation=Accumulation.CUMULATIVE,
        frequency="deux fois par an",
        breakdowns=(Breakdown(name="profession", values=("police", "travail social")),),
        baseline=Baseline(when=on("2024-12-31"), value="120", citations=cited()),
        expected=_expected(("2026-06-30", "300", False), ("2027-12-31", "600", True)),
        interpolated=True,
        citations=cited(),
    )
    delay = Indicator(
        uid=indicator_uid("delai"),
        slug="delai-orientation-fictif",
        code="delai",
        subject=measure_uid(3),
        title=said(f"Délai moyen entre repérage et accueil {MARK}"),
        unit="jours",
        kind=IndicatorKind.OUTCOME,
        level=ResultLevel.OUTCOME,
        direction=Direction.DECREASE,
        frequency="annuelle",
        baseline=Baseline(when=on("2023"), value="40", precision=Precision.ABOUT, citations=cited()),
        expected=_expected(("2025", "30", False), ("2027", "15", True)),
        citations=cited(),
    )
    return (trained, delay, *_counted(), *_others())


def _counted() -> tuple[Indicator, ...]:
    """Two that are counted on the outputs, and one computed from them."""
    people = Counted(type=OutputType.TRAINING, quantity=Quantity.PARTICIPANTS)
    goal = _expected(("2027-12-31", "200", True))
    return (
        _simple("participants", "Participants aux formations du registre", "personnes", PLAN, counted=people, expected=goal,
                direction=Direction.INCREASE),
        _simple("sessions", "Formations tenues", "formations", PLAN, counted=Counted(type=OutputType.TRAINING)),
        _simple("taille", "Participants par formation", "personnes par formation", PLAN,
                formula="val(participants) / val(sessions)"),
    )  # fmt: skip


def _others() -> tuple[Indicator, ...]:
    """Yes or no, and levels."""
    levels = (Level(fr="rien", en="nothing"), Level(fr="à l’essai", en="piloted"), Level(fr="partout", en="everywhere"))
    return (
        _simple("charte", "Charte signée", "oui ou non", measure_uid(4), value_kind=ValueKind.YES_NO,
                kind=IndicatorKind.STRUCTURAL, direction=Direction.INCREASE, expected=_expected(("2026-03-31", "1", True))),
        _simple("deploiement", "Déploiement de la fiche réflexe", "niveau", measure_uid(2), value_kind=ValueKind.ORDINAL,
                levels=levels, direction=Direction.INCREASE, expected=_expected(("2027", "2", True))),
    )  # fmt: skip


def _simple(code: str, title: str, unit: str, subject: str, **members: object) -> Indicator:
    return Indicator(
        uid=indicator_uid(code),
        slug=f"{code}-fictif",
        code=code,
        subject=subject,
        title=said(f"{title} {MARK}"),
        unit=unit,
        citations=cited(),
        **members,  # type: ignore[arg-type]
    )


def of_collective() -> tuple[Indicator, ...]:
    """The one that the invented collective proposes for a measure of the mission's plan."""
    return (
        Indicator(
            uid=indicator_uid("places"),
            slug="places-ouvertes-fictif",
            code="places",
            subject=measure_uid(3),
            title=said(f"Places d’accueil ouvertes au 31 décembre {MARK}"),
            unit="places",
            kind=IndicatorKind.STRUCTURAL,
            direction=Direction.AT_LEAST,
            frequency="annuelle",
            expected=(Expected(when=on("2025-12-31"), value="50", final=True, citations=cited("collective")),),
            citations=cited("collective"),
        ),
    )


# --- series ----------------------------------------------------------------------------------------------------------


def _seen(when: str, value: str | None, said_on: str | None = None, **members: object) -> Observation:
    told = on(said_on) if said_on else None
    return Observation(when=on(when), value=value, said=told, citations=cited(), **members)  # type: ignore[arg-type]


def _series(code: str, producer: OrgRef, unit: str, *values: Observation) -> Series:
    key = str(producer.name).split(" ")[1].lower()
    return Series(
        uid=uid("series", code, key),
        slug=f"suivi-{code}-{key}-fictif",
        title=said(f"{code.capitalize()} selon {producer.name}"),
        producer=producer,
        indicator=code,
        unit=unit,
        family=Family.FOLLOW_UP,
        of=indicator_uid(code),
        observations=values,
    )


def series() -> tuple[Series, ...]:
    """What invented bodies observe of the mission's indicators: two side by side, revised, provisional, missing."""
    provisional, revised = ObservationStatus.PROVISIONAL, ObservationStatus.REVISED
    police = (Dimension(name="profession", value="police"),)
    return (
        _series("formes", A, "personnes",
                _seen("2025-06-30", "150", "2025-07-10"),
                _seen("2025-12-31", "210", "2026-01-12", status=provisional),
                _seen("2025-12-31", "205", "2026-05-04", status=revised, note="doublons retirés"),
                _seen("2026-06-30", "290", "2026-07-08", status=provisional),
                _seen("2026-06-30", "130", "2026-07-08", dimensions=police)),
        _series("formes", B, "personnes",
                _seen("2025-06-30", "80", precision=Precision.AT_LEAST),
                _seen("2025-12-31", None, missing="comptage non tenu ce semestre"),
                _seen("2026-06-30", "140", precision=Precision.ABOUT)),
        _series("delai", B, "jours", _seen("2024", "38"), _seen("2025", "31"), _seen("2026", "27", status=provisional)),
        _series("charte", MISSION, "oui ou non", _seen("2026-01-15", "0"), _seen("2026-06-15", "0")),
        _series("deploiement", B, "niveau", _seen("2025", "0"), _seen("2026", "1")),
    )  # fmt: skip


# --- answers ---------------------------------------------------------------------------------------------------------


def answers_of_mission() -> tuple[Answer, ...]:
    """The mission answers the collective."""
    return (
        Answer(
            uid=uid("answer", "places", "mission"),
            indicator=indicator_uid("places"),
            answer=AnswerKind.REFUSED,
            said_by=MISSION,
            said=on("2025-11-04"),
            text=said(f"Les places sont comptées ailleurs {MARK}."),
            citations=cited("answers"),
        ),
    )


def answers_of_collective() -> tuple[Answer, ...]:
    """The collective answers the mission."""
    return (
        Answer(
            uid=uid("answer", "formes", "collective"),
            indicator=indicator_uid("formes"),
            answer=AnswerKind.ADOPTED,
            said_by=COLLECTIVE,
            said=on("2025-03-02"),
            citations=cited("collective"),
        ),
    )
