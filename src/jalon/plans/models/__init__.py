"""Records of this room, one noun a file."""

from jalon.plans.models.document import Document
from jalon.plans.models.importing import ImportProfile, ImportRun
from jalon.plans.models.indicator import Indicator, IndicatorAnswer
from jalon.plans.models.means import Means
from jalon.plans.models.measure import Measure, MeasureTitle, Step
from jalon.plans.models.output import Output, OutputSubject
from jalon.plans.models.plan import Overlap, Plan, PlanEvent, PlanTitle, StatedNumber
from jalon.plans.models.section import Section
from jalon.plans.models.series import Observation, ObservationCitation, Series
from jalon.plans.models.statement import Statement

__all__ = [
    "Document",
    "ImportProfile",
    "ImportRun",
    "Indicator",
    "IndicatorAnswer",
    "Means",
    "Measure",
    "MeasureTitle",
    "Observation",
    "ObservationCitation",
    "Output",
    "OutputSubject",
    "Overlap",
    "Plan",
    "PlanEvent",
    "PlanTitle",
    "Section",
    "Series",
    "StatedNumber",
    "Statement",
    "Step",
]
