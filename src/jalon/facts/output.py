"""Facts of the ledger of outputs: what was carried out, typed, dated, located, sourced."""

from dataclasses import dataclass
from enum import StrEnum

from jalon.facts.common import Citation, Confidence, OrgRef, Text, When
from jalon.facts.series import Precision


class OutputType(StrEnum):
    """What kind of thing was carried out."""

    TRAINING = "training"
    CAMPAIGN = "campaign"
    INFORMATION_KIT = "information_kit"
    REFLEX_SHEET = "reflex_sheet"
    AGREEMENT = "agreement"
    CALL_FOR_PROJECTS = "call_for_projects"
    GRANT = "grant"
    PLACES_OPENED = "places_opened"
    PLACES_CLOSED = "places_closed"
    PROPERTY_ASSIGNED = "property_assigned"
    INSPECTION = "inspection"
    OPERATION = "operation"
    MEETING = "meeting"
    PUBLICATION = "publication"
    LAW = "law"
    CIRCULAR = "circular"


class Quantity(StrEnum):
    """What an output is counted in."""

    PARTICIPANTS = "participants"
    SESSIONS = "sessions"
    HOURS = "hours"
    COPIES = "copies"
    REACH = "reach"  # people reached, as the source says
    PLACES = "places"
    INSPECTIONS = "inspections"
    ITEMS = "items"  # properties, projects, conventions


QUANTITIES: dict[OutputType, tuple[Quantity, ...]] = {
    OutputType.TRAINING: (Quantity.PARTICIPANTS, Quantity.SESSIONS, Quantity.HOURS),
    OutputType.CAMPAIGN: (Quantity.REACH, Quantity.COPIES),
    OutputType.INFORMATION_KIT: (Quantity.COPIES, Quantity.REACH),
    OutputType.REFLEX_SHEET: (Quantity.COPIES, Quantity.REACH),
    OutputType.AGREEMENT: (Quantity.ITEMS,),
    OutputType.CALL_FOR_PROJECTS: (Quantity.ITEMS,),
    OutputType.GRANT: (Quantity.ITEMS,),
    OutputType.PLACES_OPENED: (Quantity.PLACES,),
    OutputType.PLACES_CLOSED: (Quantity.PLACES,),
    OutputType.PROPERTY_ASSIGNED: (Quantity.ITEMS,),
    OutputType.INSPECTION: (Quantity.INSPECTIONS,),
    OutputType.OPERATION: (Quantity.INSPECTIONS,),
    OutputType.MEETING: (Quantity.PARTICIPANTS, Quantity.HOURS),
    OutputType.PUBLICATION: (Quantity.COPIES,),
    OutputType.LAW: (),
    OutputType.CIRCULAR: (),
}
"""What each type may be counted in: a law has no participants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """How much of one quantity (decimal string)."""

    quantity: Quantity
    value: str
    precision: Precision = Precision.EXACT


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """Something carried out. `subjects` are the measures, sections or plan that it belongs to, as its sayer holds.

    `territory` is a uid, a département at the finest; `place` the words of the source. `money` is a decimal string
    for the years `years`; never added across years. What is not said is None, never zero.
    """

    uid: str
    type: OutputType
    title: Text
    when: When
    subjects: tuple[str, ...] = ()
    territory: str | None = None
    place: str | None = None
    carried_out_by: tuple[OrgRef, ...] = ()
    counterparts: tuple[OrgRef, ...] = ()
    beneficiaries: tuple[OrgRef, ...] = ()
    professions: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    property_type: str | None = None
    amounts: tuple[Amount, ...] = ()
    money: str | None = None
    currency: str = "EUR"
    years: When | None = None
    said_by: OrgRef | None = None
    said: When | None = None
    note: Text | None = None
    confidence: Confidence = Confidence.STATED
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Which outputs an indicator counts: those of a type, once each, or the sum of one quantity.

    An output that does not say the quantity makes the sum a lower bound: it is never taken for zero.
    """

    type: OutputType
    quantity: Quantity | None = None
    professions: tuple[str, ...] = ()
