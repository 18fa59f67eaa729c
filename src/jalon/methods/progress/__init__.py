"""Progress towards a target: typed values, three-valued answers, intervals, reasons. Nothing is cut, guessed or filled in.

- The baseline is what the owner says, never the first observation. Without one: reached or not, no ratio.
- 0 is a target like any other.
- A ratio above 1 stays above 1, beside « reached ».
- « At least 300 » reaches 250; whether it reaches 400 cannot be said.
- A cumulative count is not added again; periods are added when the indicator says so and all are there.
- Late needs an observation after the due date.
"""

from jalon.methods.progress.expected import (
    Course,
    Dated,
    Expected,
    ExpectedReason,
    Late,
    Lateness,
    LateReason,
    expected_at,
    late,
)
from jalon.methods.progress.many import Many, progress_many
from jalon.methods.progress.model import Aim, Case, Movement, Progress, Ratio, Reason, percent
from jalon.methods.progress.scalar import progress, progress_of
from jalon.methods.progress.totals import Counting, Total, TotalReason, total
from jalon.methods.progress.values import Level, Milestone, Milestones, Value, YesNo

__all__ = [
    "Aim",
    "Case",
    "Counting",
    "Course",
    "Dated",
    "Expected",
    "ExpectedReason",
    "Late",
    "LateReason",
    "Lateness",
    "Level",
    "Many",
    "Milestone",
    "Milestones",
    "Movement",
    "Progress",
    "Ratio",
    "Reason",
    "Total",
    "TotalReason",
    "Value",
    "YesNo",
    "expected_at",
    "late",
    "percent",
    "progress",
    "progress_many",
    "progress_of",
    "total",
]
