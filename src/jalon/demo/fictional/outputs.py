"""Invented outputs: some say where and how many, some do not."""

from collections.abc import Iterator

from jalon.demo.fictional.makings import MARK, A, B, C, cited, measure_uid, on, said, uid
from jalon.demo.france.records import uid as french_uid
from jalon.facts.common import OrgRef
from jalon.facts.output import Amount, Output, OutputType, Quantity
from jalon.facts.series import Precision

_TRAININGS = (
    ("2025-03-11", "75", "42", Precision.EXACT),
    ("2025-06-17", "59", "35", Precision.EXACT),
    ("2025-10-02", None, None, Precision.EXACT),
    ("2026-02-12", "13", "50", Precision.AT_LEAST),
    ("2026-05~", "69", None, Precision.EXACT),
)
"""Date, département, participants: what nobody says is left out."""


def outputs() -> tuple[Output, ...]:
    """All of them."""
    return tuple(_trainings()) + tuple(_others())


def _output(kind: OutputType, key: str, title: str, when: str, measure: int, by: OrgRef, **members: object) -> Output:
    return Output(
        uid=uid("output", kind.value, key),
        type=kind,
        title=said(f"{title} {MARK}"),
        when=on(when),
        subjects=(measure_uid(measure),),
        carried_out_by=(by,),
        said_by=by,
        citations=cited(),
        **members,  # type: ignore[arg-type]
    )


def _trainings() -> Iterator[Output]:
    for when, place, people, precision in _TRAININGS:
        amounts = (Amount(quantity=Quantity.PARTICIPANTS, value=people, precision=precision),) if people else ()
        yield _output(
            OutputType.TRAINING,
            when,
            "Formation au repérage",
            when,
            1,
            A,
            territory=french_uid("territory", place) if place else None,
            professions=("police", "travail social"),
            amounts=amounts,
        )


def _others() -> Iterator[Output]:
    sheet = (Amount(quantity=Quantity.COPIES, value="12000", precision=Precision.ABOUT),)
    yield _output(OutputType.REFLEX_SHEET, "1", "Fiche réflexe", "2025-09", 2, B, amounts=sheet,
                  languages=("fr", "en", "ro"), channels=("accueils",))  # fmt: skip
    yield _output(OutputType.PLACES_OPENED, "1", "Places en appartement", "2025-11-01", 3, B,
                  territory=french_uid("territory", "33"), amounts=(Amount(quantity=Quantity.PLACES, value="18"),))  # fmt: skip
    yield _output(OutputType.PLACES_OPENED, "2", "Places en foyer", "2026-04", 3, B)
    yield _output(OutputType.GRANT, "1", "Subvention d’accueil", "2026-01", 3, B, money="200000", years=on("2026"),
                  beneficiaries=(OrgRef(name="Association E (fictive)"),))  # fmt: skip
    yield _output(OutputType.MEETING, "1", "Réunion avec les plateformes", "2026-03-18", 4, C)
