"""Tables of indicator definitions beside what a part says: an indicator of a known code is that indicator."""

from collections.abc import Iterator
from dataclasses import replace

from jalon.core.models import Part
from jalon.exchange.indicators_in import NO_UNIT, Defining, IndicatorsRead, read_indicators
from jalon.exchange.sheets import Workbook
from jalon.facts.common import COUNTRY_SUBJECT, Source
from jalon.facts.indicator import Indicator
from jalon.facts.part import PartFacts
from jalon.plans.choices import Choices, plan_uid


def read_table(part: Part, current: PartFacts, book: Workbook, source: Source, choices: Choices) -> IndicatorsRead:
    """The definitions of a table, of the plan chosen (of any part), else of the country. `Invalid`: no such plan."""
    known = {one.code: one for one in current.indicators if one.code}
    about = Defining(
        subject=plan_uid(choices.plan) if choices.plan else COUNTRY_SUBJECT,
        source=source,
        owner=str(part.uid),
        prefix=part.slug,
        lang=part.lang,
        codes=frozenset(known),
    )
    read = read_indicators(book, about, choices.profile)
    return replace(read, indicators=tuple(_same(read.indicators, known)))


def _same(given: tuple[Indicator, ...], known: dict[str, Indicator]) -> Iterator[Indicator]:
    for one in given:
        old = known.get(one.code or "")
        if old is None:
            yield one
            continue
        unit = old.unit if one.unit == NO_UNIT else one.unit
        yield replace(one, uid=old.uid, slug=old.slug, subject=old.subject, unit=unit)
