"""Statistics: one series for one producer, one edition, one indicator, one unit. Editions are never mixed."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from jalon.demo.france.dates import when
from jalon.demo.france.organisations import body
from jalon.demo.france.records import Record, raw, summary, told, uid
from jalon.demo.france.sources import Sources
from jalon.facts.series import Dimension, Family, Observation, Precision, Series


@dataclass(frozen=True, slots=True)
class _Edition:
    """A series name as recorded, read: who produces, what family, which edition, whether it may be added."""

    producer: str
    family: Family
    vintage: str | None = None
    do_not_add: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit as recorded, read: unit, precision, several answers possible, note."""

    unit: str
    precision: Precision = Precision.EXACT
    multiple: bool = False
    note: str | None = None


_POLICE, _TIP = "police-gendarmerie (SSMSI)", "TIP (État américain, d'après autorités)"
EDITIONS = {
    _POLICE: _Edition(_POLICE, Family.POLICE),
    f"{_POLICE} - série publiée 2021/GRETA": _Edition(_POLICE, Family.POLICE, "série publiée 2021/GRETA"),
    f"{_POLICE} - série révisée 2022": _Edition(_POLICE, Family.POLICE, "série révisée 2022"),
    "Justice": _Edition("Justice", Family.JUSTICE),
    "enquête associations (MIPROF/ONDRP/SSMSI)": _Edition("MIPROF/ONDRP/SSMSI", Family.SURVEY),
    "enquête annuelle auprès des associations": _Edition("enquête annuelle auprès des associations", Family.SURVEY),
    _TIP: _Edition(_TIP, Family.FOREIGN_REPORT),
    f"{_TIP} - éd. 20": _Edition(_TIP, Family.FOREIGN_REPORT, "éd. 20"),
    f"{_TIP} - éd. 22": _Edition(_TIP, Family.FOREIGN_REPORT, "éd. 22"),
    "Ac.Sé": _Edition("Ac.Sé", Family.SERVICE),
    "Koutcha": _Edition("Koutcha", Family.SERVICE),
    "AGRASC": _Edition("AGRASC", Family.SERVICE),
    "stratégie prostitution": _Edition("stratégie prostitution", Family.OFFICIAL_ESTIMATE),
    "guide de Niamey - à ne pas additionner": _Edition("guide de Niamey", Family.OTHER, do_not_add=True),
}
UNITS = {
    "personnes (arrondi)": _Unit("personnes", Precision.ROUNDED),
    "personnes (arrondi, -0,7 %)": _Unit("personnes", Precision.ROUNDED, note="-0,7 %"),
    "personnes (plus de)": _Unit("personnes", Precision.AT_LEAST),
    "% (plus de)": _Unit("%", Precision.AT_LEAST),
    "% (multi-réponse)": _Unit("%", multiple=True),
}
"""Units that say more than a unit; every other one is taken as it is."""

NOTES = {
    (_POLICE, "victimes enregistrées", "personnes"): "Par forme, en 2021 : 1044, 514, 331 et 31 font 1920, "
    "plus que les 1811 victimes enregistrées ; une personne peut compter sous plusieurs formes.",
}
"""Series whose forms add to more than the total, by their own figures: they count as `multiple`."""

_Key = tuple[str, str, str, bool]


def series(sources: Sources) -> tuple[Series, ...]:
    """All series, in the order in which they first appear."""
    rows = raw("statistics")
    keys = [_key(row) for row in rows]
    order = {key: keys.index(key) for key in set(keys)}
    ranked = sorted(zip(keys, rows, strict=True), key=lambda pair: order[pair[0]])
    return tuple(
        _series(key, [row for _, row in group], sources) for key, group in groupby(ranked, lambda pair: pair[0])
    )


def _key(row: Record) -> _Key:
    unit = _unit(row)
    return row["series"], row["indicator"], unit.unit, unit.multiple


def _unit(row: Record) -> _Unit:
    return UNITS.get(row["unit"]) or _Unit(row["unit"])


def _series(key: _Key, rows: list[Record], sources: Sources) -> Series:
    name, indicator, unit, multiple = key
    edition, note = EDITIONS[name], NOTES.get((name, indicator, unit))
    return Series(
        uid=uid("series", *key),
        slug=_slug(f"{name} {indicator} {unit} {'multi' if multiple else ''}"),
        title=told(_title(key)),
        producer=body(edition.producer),
        indicator=indicator,
        unit=unit,
        family=edition.family,
        vintage=edition.vintage,
        multiple=multiple or bool(note),
        do_not_add=edition.do_not_add,
        note=summary(note),
        observations=tuple(_observation(row, sources) for row in rows),
    )


def _title(key: _Key) -> str:
    """Indicator, unit of shares, series as recorded: no two series have the same title."""
    name, indicator, unit, multiple = key
    share = f" ({unit}{', plusieurs réponses' if multiple else ''})" if unit.startswith("%") else ""
    of = "" if name in indicator else f", {name}"
    return f"{indicator[0].upper()}{indicator[1:]}{share}{of}"


def _observation(row: Record, sources: Sources) -> Observation:
    unit, breakdown = _unit(row), dict(row["breakdown"] or {})
    remark = breakdown.pop("note", None)
    return Observation(
        when=when(row["year"]),
        value=str(row["value"]),
        precision=unit.precision,
        dimensions=tuple(Dimension(name=name, value=value) for name, value in breakdown.items()),
        note=remark or unit.note,
        citations=sources.cite_all(row["source"]),
    )


def _slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens; `%` is said."""
    plain = unicodedata.normalize("NFKD", text.replace("%", " pour cent ")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
