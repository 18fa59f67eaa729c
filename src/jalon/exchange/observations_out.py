"""The observations of series as one table, a row each: what leaves comes back without a difference (`observations_in`).

Series and breakdowns are named in words that the reader knows again; dates are EDTF, decimals texts where no cell holds
them exactly. What describes the series themselves is not in it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from jalon.exchange.write_csv import write_csv
from jalon.exchange.write_ods import write_ods
from jalon.exchange.write_xlsx import write_xlsx
from jalon.exchange.writing import Book, ColumnKind, OutColumn, OutSheet, OutValue
from jalon.facts.common import When
from jalon.facts.part import PartHeader
from jalon.facts.series import Observation, ObservationStatus, Precision, Series

COLUMNS = (
    OutColumn("series", "Série", width=30),
    OutColumn("title", "Intitulé de la série", width=40),
    OutColumn("indicator", "Code de l’indicateur"),
    OutColumn("unit", "Unité"),
    OutColumn("period", "Période"),
    OutColumn("printed", "Période telle qu’imprimée"),
    OutColumn("value", "Valeur", ColumnKind.NUMBER),
    OutColumn("precision", "Précision", choices=("exact", "arrondi", "au moins", "environ")),
    OutColumn("status", "État de la valeur", choices=("provisoire", "révisé", "définitif")),
    OutColumn("missing", "Raison de l’absence", width=30),
    OutColumn("said", "Dit le"),
    OutColumn("numerator", "Numérateur", ColumnKind.NUMBER),
    OutColumn("denominator", "Dénominateur", ColumnKind.NUMBER),
    OutColumn("note", "Note", width=40),
    OutColumn("source", "Source", width=40),
    OutColumn("locator", "Endroit dans la source"),
    OutColumn("quote", "Citation", width=40),
)
_PRECISION = {
    Precision.EXACT: None,
    Precision.ROUNDED: "arrondi",
    Precision.AT_LEAST: "au moins",
    Precision.ABOUT: "environ",
}
_STATUS = {
    ObservationStatus.PROVISIONAL: "provisoire",
    ObservationStatus.REVISED: "révisé",
    ObservationStatus.FINAL: "définitif",
}
_SEASONS = ("printemps", "été", "automne", "hiver")
_INSTRUCTIONS = (
    "Observations exportées : une ligne par valeur.",
    "Corrigez, ajoutez des lignes, triez ; réimportez ce tableau tel quel. Une valeur révisée est une ligne de plus, avec sa date « Dit le ».",
    "Supprimer une ligne n’efface rien : retirez l’observation dans l’application. Une cellule vide ne dit rien ; zéro est une valeur.",
)


def _csv(book: Book) -> bytes:
    return write_csv(book.sheets[0])


_WRITERS = {"xlsx": write_xlsx, "ods": write_ods, "csv": _csv}


@dataclass(frozen=True)
class Told:
    """A series with its observations, read as they are asked for; `code` of the indicator that it observes."""

    series: Series
    code: str
    observations: Iterable[Observation]


def export_observations(
    header: PartHeader, told: Iterable[Told], names: tuple[str, ...], kind: str, made: datetime
) -> bytes:
    """XLSX, ODS or CSV. `names` are the breakdowns, a column each. KeyError: no such format."""
    columns = (*COLUMNS, *(OutColumn(f"dimension:{name}", f"Dimension : {name}") for name in names))
    sheet = OutSheet("Observations", columns, list(_rows(told, names, as_text=kind == "csv")))
    synthetic = ("DONNÉES FICTIVES : rien ici ne parle de faits réels.",) if header.synthetic else ()
    book = Book(
        title=header.title, sheets=(sheet,), made=made, author=header.owner.name,
        instructions=(*_INSTRUCTIONS[:1], *synthetic, *_INSTRUCTIONS[1:]),
        properties={"part": header.uid, **({"synthetic": "true"} if header.synthetic else {})}, lang=header.lang,
    )  # fmt: skip
    return _WRITERS[kind](book)


def _rows(told: Iterable[Told], names: tuple[str, ...], *, as_text: bool) -> Iterator[list[OutValue]]:
    number = _comma if as_text else _number
    for one in told:
        series = one.series
        for item in one.observations:
            breakdown = {held.name: held.value for held in item.dimensions}
            cited = item.citations[0] if item.citations else None
            yield [
                series.slug, series.title.value, one.code, series.unit, _period(item.when), item.when.printed,
                number(item.value), _PRECISION[item.precision], _STATUS[item.status] if item.status else None,
                item.missing, _date(item.said), number(item.numerator), number(item.denominator), item.note,
                cited.source if cited else None, cited.locator if cited else None, cited.quote if cited else None,
                *(breakdown.get(name) for name in names),
            ]  # fmt: skip


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _comma(text: str | None) -> str | None:
    """12.345 can be read in two ways in a text, 12,345 in one."""
    return None if text is None else text.replace(".", ",")


def _period(when: When) -> str | None:
    """EDTF; a season in words, for 2024-21 is a pair of years to most people."""
    if when.edtf and when.edtf[:-1].endswith("-2") and len(when.edtf) == 7 and when.edtf[-1] in "1234":
        return f"{_SEASONS[int(when.edtf[-1]) - 1]} {when.edtf[:4]}"
    return when.edtf


def _date(when: When | None) -> str | None:
    return (when.edtf or when.printed) if when else None
