"""Hypothesis strategies of dates, shared by the tests of dates."""

from calendar import monthrange

from hypothesis import strategies as st

from jalon.methods.dates import DateError, Edge, Edtf, Interval, Moment, Qualifier

YEARS = st.integers(1000, 2999).map(lambda year: f"{year:04d}")
QUALIFIERS = st.sampled_from(Qualifier)


@st.composite
def moments(draw: st.DrawFn, years: st.SearchStrategy[str] = YEARS) -> Moment:
    year, qualifier = draw(years), draw(QUALIFIERS)
    form = draw(st.sampled_from(["decade", "year", "season", "month", "day", "XX", "mm-XX", "XX-XX"]))
    month = draw(st.integers(1, 12))
    match form:
        case "decade":
            return Moment(year[:3] + "X", qualifier=qualifier)
        case "year":
            return Moment(year, qualifier=qualifier)
        case "season":
            return Moment(year, str(draw(st.integers(21, 24))), qualifier=qualifier)
        case "month":
            return Moment(year, f"{month:02d}", qualifier=qualifier)
        case "day":
            day = draw(st.integers(1, monthrange(int(year), month)[1]))
            return Moment(year, f"{month:02d}", f"{day:02d}", qualifier)
        case "XX":
            return Moment(year, "XX", qualifier=qualifier)
        case "mm-XX":
            return Moment(year, f"{month:02d}", "XX", qualifier)
        case _:
            return Moment(year, "XX", "XX", qualifier)


@st.composite
def intervals(draw: st.DrawFn, years: st.SearchStrategy[str] = YEARS) -> Interval:
    start, end = draw(moments(years)), draw(moments(years))
    form = draw(st.sampled_from(["both", "start", "end"]))
    edge = draw(st.sampled_from(Edge))
    if form == "start":
        return Interval(start, edge)
    if form == "end":
        return Interval(edge, end)
    try:
        return Interval(start, end)
    except DateError:
        return Interval(end, start)


def edtfs(years: st.SearchStrategy[str] = YEARS) -> st.SearchStrategy[Edtf]:
    return moments(years) | intervals(years)


NEAR_YEARS = st.integers(2018, 2022).map(str)
