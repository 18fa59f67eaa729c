"""Grammar of printed dates, on lower-case words without accents. Each form is read whole or not at all."""

import re
from datetime import date

from jalon.methods.dates.model import Edge, Edtf, Interval, Moment, Precision, Qualifier
from jalon.methods.dates.names import MONTH_WORDS, month_number

_YEAR = r"(?P<year>[12][0-9]{3})"
_MONTH = rf"(?P<month>(?:{'|'.join(MONTH_WORDS)})\b\.?)"
_DAY = r"(?P<day>1er|[0-9]{1,2})"
_MOMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR,
        rf"{_MONTH} {_YEAR}",
        rf"{_DAY} {_MONTH} {_YEAR}",
        rf"(?P<month>(?:{'|'.join(MONTH_WORDS)})\b\.?) (?P<day>[0-9]{{1,2}}), {_YEAR}",
        rf"{_YEAR}-(?P<digits>[0-9]{{2}})(?:-(?P<day>[0-9]{{2}}))?",
        rf"(?P<digits>0?[1-9]|1[0-2])[/.]{_YEAR}",
    )
)
_SLASHED = re.compile(rf"(?P<first>[0-9]{{1,2}})[/.](?P<second>[0-9]{{1,2}})[/.]{_YEAR}")
_SEASON = re.compile(rf"(?P<name>printemps|ete|automne|spring|summer|autumn) (?:de |of )?{_YEAR}")
_WINTER = re.compile(rf"(?:hiver|winter) {_YEAR}-(?P<next>[12][0-9]{{3}})")
_SEASON_NUMBERS = {"printemps": 21, "spring": 21, "ete": 22, "summer": 22, "automne": 23, "autumn": 23}
_DECADE = re.compile(r"(?:les )?annees (?P<fr>[12][0-9]{2})0|(?:the )?(?P<en>[12][0-9]{2})0s")
_LEAD_IN = re.compile(r"(?:le|en|au|on|in|(?:a l')?horizon) ")
# « fin 2018 » lies in 2018, « mi-juin 2025 » in June 2025: the whole period is certain, the part of it is not.
_PART_OF = re.compile(
    r"(?:(?:la )?fin|(?:le )?debut|courant|(?:la )?rentree(?: scolaire| universitaire)?|(?:the )?(?:end|beginning) of|early|late|mid|mi)(?: d'| de | du | |-)(?=[a-z0-9])"
)
_QUARTER = re.compile(
    rf"(?:(?P<n>[1-4])(?:er|e|eme|st|nd|rd|th)? (?P<unit>trimestre|semestre|quarter|half)(?: de| of)?|(?P<letter>[tqs])(?P<m>[1-4]))[ /-]{_YEAR}"
)
_QUARTER_LAST = re.compile(r"([12][0-9]{3})[ /-]?([tqs][1-4])")
_RANKS = {
    "premier ": "1er ", "deuxieme ": "2e ", "second ": "2e ", "troisieme ": "3e ", "quatrieme ": "4e ",
    "first ": "1st ", "third ": "3rd ", "fourth ": "4th ",
}  # fmt: skip
_RANK = re.compile(rf"({'|'.join(_RANKS)})(?=trimestre|semestre|quarter|half)")
_YEARS = re.compile(r"[12][0-9]{3}(?:(?:, ?| et | and | & | ; ?)[12][0-9]{3})+")
_UNTIL = re.compile(
    r"(?:jusqu'(?:en|a|au)|(?:[^0-9]+ )?d'ici(?: a| au| le| en)?|au plus tard(?: le| en| a| au)?|until|by|no later than|"
    r"(?:avant|before)(?= (?:(?:la |the )?(?:fin|end) |(?:le )?[0-9]{1,2}[ /.]))) (?:the |la |le )?"
)
_SINCE = re.compile(
    r"(?:depuis(?: le)?|a partir (?:de|du)|a compter (?:de|du)|des(?: le)?|since|starting(?: in| from)?|as (?:of|from)|"
    r"from(?= [0-9a-z./ ]+$)(?! .* (?:to|until) )) |a partir d'"
)
_PAIR = re.compile(
    r"(?:de |du |from |d')(?P<a>.+?) (?:a|au|to) (?P<b>.+)|(?:entre |between )(?:le )?(?P<c>.+?) (?:et|and) (?:le )?(?P<d>.+)"
    r"|(?P<e>[^-]+?) ?- ?(?P<f>[^-]+)|(?P<g>.+?) (?:a|au|to) (?P<h>.+)"
)
_LASTING = re.compile(
    r"(?P<start>.+?) ?(?:→|->|, pour|pour|for) ?(?P<count>[0-9]{1,3}) (?P<unit>mois|months|ans|years)"
)


def read_phrase(words: str, lang: str) -> Edtf | None:
    """The date that the words certainly are, or None. Raises `DateError` for one that no calendar holds."""
    said = _RANK.sub(lambda rank: _RANKS[rank[1]], words)
    one = _moment(said, lang) or _quarter(said)
    return one or _one_sided(said, lang) or _lasting(said, lang) or _years(said) or _pair(said, lang)


def _moment(words: str, lang: str) -> Moment | None:
    """One date, after « le », « en », « in » and, for periods, after « fin », « early »."""
    bare = _LEAD_IN.sub("", words, count=1) if _LEAD_IN.match(words) else words
    part = _PART_OF.match(bare)
    if part is not None:
        whole = _plain(bare[part.end() :], lang)
        return whole if whole is not None and whole.precision is not Precision.DAY else None
    return _plain(bare, lang)


def _plain(words: str, lang: str) -> Moment | None:
    for pattern in _MOMENTS:
        found = pattern.fullmatch(words)
        if found is not None:
            return _from_groups(found.groupdict())
    return _slashed(words, lang) or _season(words) or _decade(words)


def _from_groups(groups: dict[str, str | None]) -> Moment:
    year, name, day = groups["year"] or "", groups.get("month"), groups.get("day")
    digits = groups.get("digits")
    month = digits and digits.zfill(2) if name is None else f"{month_number(name) or 0:02d}"
    return Moment(year, month, None if day is None else f"{int(day.removesuffix('er')):02d}")


def _slashed(words: str, lang: str) -> Moment | None:
    """Day first in French; elsewhere only if the other order is impossible or the same."""
    found = _SLASHED.fullmatch(words)
    if found is None:
        return None
    day, month = int(found["first"]), int(found["second"])
    if not lang.startswith("fr") and day <= 12 and day != month:
        return None
    return Moment(found["year"], f"{month:02d}", f"{day:02d}")


def _season(words: str) -> Moment | None:
    """A winter spans two years: read only when both are printed."""
    winter = _WINTER.fullmatch(words)
    if winter is not None and int(winter["next"]) == int(winter["year"]) + 1:
        return Moment(winter["year"], "24")
    found = _SEASON.fullmatch(words)
    return None if found is None else Moment(found["year"], str(_SEASON_NUMBERS[found["name"]]))


def _decade(words: str) -> Moment | None:
    found = _DECADE.fullmatch(words)
    return None if found is None else Moment(f"{found['fr'] or found['en']}X")


def _quarter(words: str) -> Interval | None:
    """« T1 2025 », « 1er semestre 2024 »: from its first month to its last."""
    bare = _LEAD_IN.sub("", words, count=1) if _LEAD_IN.match(words) else words
    part = _PART_OF.match(bare)
    bare = bare[part.end() :] if part else bare
    found = _QUARTER.fullmatch(_QUARTER_LAST.sub(r"\2 \1", bare))
    if found is None:
        return None
    months = 6 if found["unit"] in ("semestre", "half") or found["letter"] == "s" else 3
    last = int(found["n"] or found["m"]) * months
    if last > 12:
        return None
    return Interval(Moment(found["year"], f"{last - months + 1:02d}"), Moment(found["year"], f"{last:02d}"))


def _one_sided(words: str, lang: str) -> Interval | None:
    until = _UNTIL.match(words)
    if until is not None:
        end = _last(words[until.end() :], lang)
        return None if end is None else Interval(Edge.OPEN, end)
    since = _SINCE.match(words)
    if since is not None:
        start = _moment(words[since.end() :], lang) or _quarter(words[since.end() :])
        first = start.start if isinstance(start, Interval) else start
        return None if first is None else Interval(first, Edge.OPEN)
    return None


def _last(words: str, lang: str) -> Moment | None:
    """The date, or the last month of the quarter, that the words are."""
    end = _moment(words, lang)
    quarter = _quarter(words) if end is None else None
    return quarter.end if quarter is not None and isinstance(quarter.end, Moment) else end


def _years(words: str) -> Interval | None:
    """« 2025 et 2026 », « 2024, 2025, 2026 »: years that follow each other."""
    if not _YEARS.fullmatch(words):
        return None
    years = [int(year) for year in re.findall("[0-9]{4}", words)]
    if years != list(range(years[0], years[0] + len(years))):
        return None
    return Interval(Moment(f"{years[0]}"), Moment(f"{years[-1]}"))


def _lasting(words: str, lang: str) -> Interval | None:
    """« 2020-11 → 18 mois »: the end is reckoned, so it is approximate."""
    found = _LASTING.fullmatch(words)
    start = None if found is None else _moment(found["start"], lang)
    if found is None or start is None or start.precision < Precision.MONTH:
        return None
    months = int(found["count"]) * (12 if found["unit"] in ("ans", "years") else 1)
    return Interval(start, _reckoned(start.earliest, months))


def _reckoned(start: date, months: int) -> Moment:
    count = start.year * 12 + start.month - 1 + months
    return Moment(f"{count // 12:04d}", f"{count % 12 + 1:02d}", qualifier=Qualifier.APPROXIMATE)


def _pair(words: str, lang: str) -> Interval | None:
    """Two dates; the first may borrow its year and month from the second: « du 11 au 12 février 2019 »."""
    found = _PAIR.fullmatch(words)
    if found is None:
        return None
    first, second = (
        found["a"] or found["c"] or found["e"] or found["g"],
        found["b"] or found["d"] or found["f"] or found["h"],
    )
    end = _moment(second, lang)
    if end is None:
        return _quarters(first, second)
    start = _moment(first, lang) or _borrowing(first, end)
    return None if start is None or start.precision is not end.precision else Interval(start, end)


def _quarters(first: str, second: str) -> Interval | None:
    """« T1-T2 2026 », « Q1 2025 - Q2 2026 »: from the first month of the one to the last of the other."""
    end = _quarter(second)
    if end is None or not isinstance(end.end, Moment):
        return None
    start = _quarter(first) or _quarter(f"{first} {end.end.year}")
    return None if start is None or start.start == end.start else Interval(start.start, end.end)


def _borrowing(words: str, end: Moment) -> Moment | None:
    """A month or a day that takes the year, or the month and year, of the end."""
    month = month_number(words)
    if month is not None and end.precision is Precision.MONTH:
        return Moment(end.year, f"{month:02d}")
    day = re.fullmatch(rf"{_DAY}(?: {_MONTH})?", words)
    if day is None or end.precision is not Precision.DAY:
        return None
    name = day["month"]
    said = f"{month_number(name) or 0:02d}" if name is not None else end.month
    return Moment(end.year, said, f"{int(day['day'].removesuffix('er')):02d}")
