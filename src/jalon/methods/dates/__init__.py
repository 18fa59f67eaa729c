"""Dates as people say them: an EDTF subset, three-valued comparison, slippage and words.

EDTF is the Extended Date/Time Format of ISO 8601-2:2019 (Library of Congress). What is read here:

    2019  2025-06  2026-07-15          year, month, day (years 1000 to 2999)
    2025-06~  2016-10-18?  2021%       approximate, uncertain, both; always of the whole date
    201X  2024-XX  2024-05-XX          digits not said
    2024-21 .. 2024-24                 spring, summer, autumn, winter
    2019/2021  ../2021  2019/..        interval, open on one side
    2019/  /2021                       interval, one end unknown

Everything else is refused with `DateError`.
"""

from jalon.methods.dates.compare import Answer, Span, after, before, known_on, overlaps, slippage
from jalon.methods.dates.model import (
    DateError,
    DateProblem,
    Edge,
    Edtf,
    Interval,
    Moment,
    Precision,
    Qualifier,
    from_date,
)
from jalon.methods.dates.parsing import parse
from jalon.methods.dates.printed import parse_printed
from jalon.methods.dates.recurrence import Recurrence, rhythm
from jalon.methods.dates.status import Outcome, Standing, Status, status_on
from jalon.methods.dates.words import Style, format_date, in_words, slippage_in_words

__all__ = [
    "Answer",
    "DateError",
    "DateProblem",
    "Edge",
    "Edtf",
    "Interval",
    "Moment",
    "Outcome",
    "Precision",
    "Qualifier",
    "Recurrence",
    "Span",
    "Standing",
    "Status",
    "Style",
    "after",
    "before",
    "format_date",
    "from_date",
    "in_words",
    "known_on",
    "overlaps",
    "parse",
    "parse_printed",
    "rhythm",
    "slippage",
    "slippage_in_words",
    "status_on",
]
