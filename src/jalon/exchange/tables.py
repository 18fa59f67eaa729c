"""What a file holds: a workbook that a register exported, measures, definitions of indicators, or observations."""

from enum import StrEnum

from jalon.exchange.headers import Profile
from jalon.exchange.indicators_in import defines_indicators
from jalon.exchange.observations_in import observes
from jalon.exchange.plans_out import is_exported
from jalon.exchange.sheets import Workbook


class Table(StrEnum):
    """What a file holds. The option `table` of a profile says it; without one, its headers are looked at."""

    EXPORTED = "exported"
    PLAN = "plan"
    INDICATORS = "indicators"
    OBSERVATIONS = "observations"


def table_of(book: Workbook, profile: Profile | None = None) -> Table:
    """What the book holds, as its profile says or as it looks."""
    if is_exported(book):
        return Table.EXPORTED
    if observes(book, profile):
        return Table.OBSERVATIONS
    return Table.INDICATORS if defines_indicators(book, profile) else Table.PLAN
