"""Geometry of charts for server-side SVG: numbers and frozen dataclasses, no markup, no colour, no words of its own.

Horizontal positions are percentages of the drawing (`Percent` prints as an SVG attribute, « 7.143% », in every
language); vertical positions and text offsets are whole pixels. So a drawing of any width needs no viewBox and its text
never scales. Labels are laid out for a `width` in pixels: on any drawing at least as wide, no two labels of one row
touch and none leaves the box.
"""

from jalon.methods.charts.bars import Bar, BarChart, BarItem, Square, UnitChart, bar_chart, unit_squares
from jalon.methods.charts.course import Course, CourseLine, CoursePoint, Doubt, Reading, Run, course_plot
from jalon.methods.charts.geometry import Anchor, ChartError, Percent, Stretch, text_width
from jalon.methods.charts.labels import Label
from jalon.methods.charts.plot import Datum, Plot, PlotPoint, PlotSegment, Vintage, line_plot, nice_ticks
from jalon.methods.charts.ruler import Period, PeriodBar, Ruler, time_ruler
from jalon.methods.charts.steps import Band, Stair, Staircase, StepLine, Steps, StepTick, step_plot
from jalon.methods.charts.strands import At, Event, Line, Mark, StrandRow, TimeAxis, TimedLine, time_axis
from jalon.methods.charts.timescale import TimeScale, YearTick, time_scale, year_ticks

__all__ = [
    "Anchor",
    "At",
    "Band",
    "Bar",
    "BarChart",
    "BarItem",
    "ChartError",
    "Course",
    "CourseLine",
    "CoursePoint",
    "Datum",
    "Doubt",
    "Event",
    "Label",
    "Line",
    "Mark",
    "Percent",
    "Period",
    "PeriodBar",
    "Plot",
    "PlotPoint",
    "PlotSegment",
    "Reading",
    "Ruler",
    "Run",
    "Square",
    "Stair",
    "Staircase",
    "StepLine",
    "StepTick",
    "Steps",
    "StrandRow",
    "Stretch",
    "TimeAxis",
    "TimeScale",
    "TimedLine",
    "UnitChart",
    "Vintage",
    "YearTick",
    "bar_chart",
    "course_plot",
    "line_plot",
    "nice_ticks",
    "step_plot",
    "text_width",
    "time_axis",
    "time_ruler",
    "time_scale",
    "unit_squares",
    "year_ticks",
]
