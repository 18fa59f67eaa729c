"""What was returned, written as dated declarations of the body that returned it, and taken back. Steps of actions."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Max
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core import writing
from jalon.core.citing import Sources
from jalon.core.models import Citation as CitationRow
from jalon.core.models import Source, User
from jalon.facts import common, series
from jalon.facts.common import Known, OrgRef, StatementKind, Text, When, Wording
from jalon.facts.series import Family, ObservationStatus
from jalon.plans.models import Indicator, Observation, Series, Statement
from jalon.plans.observing import write_observations
from jalon.reporting.bodies import body_name, is_body, org_ref
from jalon.reporting.columns import DEADLINE, OUTPUTS, PHASE, PROGRESS
from jalon.reporting.deadlines import day_of
from jalon.reporting.merging.cells import without_value, words_alone
from jalon.reporting.merging.model import NOTHING, Choice, Column, Value
from jalon.reporting.merging.saying import date_words
from jalon.reporting.models import Ask, ConsolidatedLine, Return, ReturnedCell

KINDS = {PHASE: StatementKind.PHASE, PROGRESS: StatementKind.PROGRESS, DEADLINE: StatementKind.DEADLINE}
TAKEN = {Choice.RETURNED, Choice.PROPOSED, Choice.TEXT_ONLY, Choice.NOT_APPLICABLE, Choice.NOT_KNOWN, Choice.BOTH}
"""Decisions that say something new."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many declarations were written or taken back."""

    statements: int = 0
    observations: int = 0


def moment(at: datetime) -> str:
    """A moment as facts write it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def kept_value(cell: ReturnedCell) -> Value | None:
    """What a decided cell says; None: nothing. Unchanged, it says what was returned.

    Where what stood before is kept, or the question is asked again, the return says nothing: no other's words, and no
    earlier ones, are put in its mouth.
    """
    returned: Value | None = cell.returned
    proposed: Value | None = cell.proposed
    if not cell.choices:
        return returned
    match cell.decision:
        case Choice.RETURNED | Choice.BOTH:
            return returned
        case Choice.PROPOSED:
            return proposed
        case Choice.TEXT_ONLY:
            return words_alone(returned) if returned else None
        case Choice.NOT_APPLICABLE | Choice.NOT_KNOWN:
            return without_value(returned or Value(text=""), cell.decision)
    return None


def says_nothing(ret: Return) -> frozenset[int]:
    """The lines (ids) of which the body has nothing to report, once it was decided where it said both."""
    marked = {row.line_id for row in ret.lines.all() if row.nothing}
    denied = {c.line_id for c in ret.cells.all() if c.column == NOTHING and c.decision != Choice.RETURNED}
    return frozenset(marked - denied)


def declare(ret: Return, by: User | None) -> Made:
    """Statements and observations of all that is decided and new. Says on the return which source they cite."""
    cells = [cell for cell in ret.cells.select_related("line") if _is_new(cell)]
    silent = says_nothing(ret)
    told = [cell for cell in cells if cell.line_id not in silent and cell.column != NOTHING]
    source = _source(ret)
    ret.source_uid = source.uid
    columns = {column.key: column for column in ret.ask.campaign.columns}
    statements = list(_statements(ret, told, columns, org_ref(ret.ask.body)))
    observed = _observe(ret, [cell for cell in told if columns[cell.column].indicator], columns, source)
    _write_statements(ret, statements, source)
    _consolidate(ret.ask, [cell for cell in told if cell.decision == Choice.BOTH])
    ReturnedCell.objects.filter(pk__in=[cell.pk for cell in cells]).update(written=True)
    return Made(len(statements), observed)


def _is_new(cell: ReturnedCell) -> bool:
    return bool(cell.choices) and cell.decision in TAKEN and not cell.written and cell.superseded_by_id is None


def _source(ret: Return) -> Source:
    """The return as a source: what came, when, by which way, and the hash of its file."""
    if ret.source_uid is not None:
        held = Source.objects.filter(part=ret.part, uid=ret.source_uid).first()
        if held is not None:
            return held
    campaign = ret.ask.campaign
    day = date_words(day_of(ret.received_at).isoformat(), campaign.language)
    words = {"body": body_name(ret.ask.body), "campaign": campaign.title.value, "day": day}
    with translation.override(campaign.language):  # it is signed with the part: whoever merges, it is in its language
        title = _("Réponse de %(body)s, %(campaign)s, reçue le %(day)s") % words
        note = _("Empreinte SHA-256 du fichier\u00a0: %(sha)s") % {"sha": ret.sha256} if ret.sha256 else None
    return Source.objects.create(part=ret.part, key="", address=title, title=title, note=note)


def _statements(
    ret: Return, cells: Iterable[ReturnedCell], columns: dict[str, Column], body: OrgRef
) -> Iterator[Statement]:
    for cell in cells:
        column, value = columns[cell.column], kept_value(cell)
        if column.indicator or column.key == OUTPUTS or value is None:
            continue
        row = _statement(ret, cell, column, value, body)
        if row is not None:
            yield row


def _statement(ret: Return, cell: ReturnedCell, column: Column, value: Value, body: OrgRef) -> Statement | None:
    kind = KINDS.get(column.key, StatementKind.PROGRESS)
    fields: dict[str, object] = {}
    if kind is StatementKind.DEADLINE:
        fields = _deadline(value)
    elif value.missing is None:
        lang = ret.ask.language
        fields = {"text": Text(value=value.text, lang=lang, wording=Wording.VERBATIM)}
    if not fields:
        return None
    day = day_of(ret.received_at).isoformat()
    topic = None if column.key in KINDS else column.label(ret.ask.language)
    return Statement(
        part=ret.part, kind=kind.value, subject_uid=cell.line.subject_uid, recorded_at=moment(timezone.now()),
        said_by=body, said=When(edtf=day), topic=topic, **fields,
    )  # fmt: skip


def _deadline(value: Value) -> dict[str, object]:
    if value.missing == Choice.NOT_APPLICABLE:
        return {"known": Known.STATED_ABSENT.value}
    if value.missing is not None:
        return {}
    return {"due": When(edtf=value.edtf, printed=None if value.edtf == value.text else value.text)}


def _write_statements(ret: Return, rows: list[Statement], source: Source) -> None:
    """All at once; each is checked as a form would be."""
    for row in rows:
        values = {name: getattr(row, name) for name in ("said", "due", "text", "topic")}
        writing.refuse(writing.check_values(Statement.says, values))
    Statement.objects.bulk_create(rows)
    sources = Sources(ret.part)
    citing = (common.Citation(source=str(source.uid)),)
    CitationRow.objects.bulk_create([citation for row in rows for citation in sources.rows(row.uid, citing)])


def _consolidate(ask: Ask, cells: list[ReturnedCell]) -> None:
    """« Both »: what the asking body wrote becomes its consolidated line, unless it has one already."""
    for cell in cells:
        if cell.here is None:
            continue
        text = Text(value=cell.here.value.text, lang=ask.campaign.language, wording=Wording.SUMMARY)
        line, made = ConsolidatedLine.objects.get_or_create(
            campaign=ask.campaign, subject_uid=cell.line.subject_uid, defaults={"text": text}
        )
        if not made and line.text is None:
            ConsolidatedLine.objects.filter(pk=line.pk).update(text=text, revision=F("revision") + 1)


# --- observations ----------------------------------------------------------------------------------------------------


def _observe(ret: Return, cells: list[ReturnedCell], columns: dict[str, Column], source: Source) -> int:
    """Observations for the campaign's period, in the body's own series of each indicator; provisional until it says more."""
    by_indicator: dict[str, list[series.Observation]] = defaultdict(list)
    for cell in cells:
        value = kept_value(cell)
        if value is not None and (value.number or value.code or value.missing):
            by_indicator[str(columns[cell.column].indicator)].append(_observation(ret, value, source))
    if not by_indicator:
        return 0
    sources = Sources(ret.part)
    known = {row.uid: row for row in Indicator.objects.filter(uid__in=[uuid.UUID(uid) for uid in by_indicator])}
    for uid, observations in by_indicator.items():
        row = _series(ret, known[uuid.UUID(uid)])
        last = row.observations.aggregate(last=Max("order"))["last"]
        write_observations(row.pk, observations, sources, 0 if last is None else last + 1)
        Series.objects.filter(pk=row.pk).update(revision=F("revision") + 1)
    return sum(map(len, by_indicator.values()))


def _observation(ret: Return, value: Value, source: Source) -> series.Observation:
    with translation.override(ret.ask.campaign.language):
        words = {Choice.NOT_APPLICABLE: _("sans objet"), Choice.NOT_KNOWN: _("non connu")}
    number = value.number or value.code
    return series.Observation(
        when=ret.ask.campaign.period, value=number, precision=value.precision,
        missing=None if number else words.get(Choice(value.missing or Choice.NOT_KNOWN), value.text),
        status=ObservationStatus.PROVISIONAL, said=When(edtf=day_of(ret.received_at).isoformat()),
        citations=(common.Citation(source=str(source.uid), locator=None),),
    )  # fmt: skip


def _series(ret: Return, indicator: Indicator) -> Series:
    """The body's own series of an indicator, in the asking part; a new one the first time."""
    rows = Series.objects.of_part(ret.part).live().filter(of_uid=indicator.uid).order_by("id")
    own: Series | None = next((row for row in rows if is_body(row.producer, ret.ask.body)), None)
    if own is not None:
        return own
    body = org_ref(ret.ask.body)
    made: Series = Series.objects.create(
        part=ret.part, slug=_free_slug(f"{indicator.slug}-{ret.ask.body.slug}"), producer=body, unit=indicator.unit,
        title=Text(value=f"{indicator.title.value}, {body.name}"), indicator=indicator.title.value,
        family=Family.FOLLOW_UP.value, of_uid=indicator.uid,
    )  # fmt: skip
    return made


def _free_slug(wanted: str) -> str:
    base = slugify(wanted)[:110]
    taken = set(Series.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbers = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbers if slug not in taken)


# --- undoing ---------------------------------------------------------------------------------------------------------


def undo(ret: Return, source: uuid.UUID) -> Made:
    """Withdraw the declarations that cite the return's source; the source stays, for what is kept of them."""
    at, reason = timezone.now(), _("Fusion défaite")
    subjects = CitationRow.objects.filter(part=ret.part, source__uid=source).values("subject_uid")
    rows = Statement.objects.of_part(ret.part).live().filter(uid__in=subjects)
    statements = rows.update(withdrawn_at=at, withdrawn_reason=reason, revision=F("revision") + 1)
    observed = Observation.objects.filter(series__part=ret.part, source__uid=source, withdrawn_at=None)
    touched = list(observed.values_list("series_id", flat=True).distinct())
    observations = observed.update(withdrawn_at=at, withdrawn_reason=reason)
    Series.objects.filter(pk__in=touched).update(revision=F("revision") + 1)
    ReturnedCell.objects.filter(ret=ret).update(written=False)
    return Made(statements, observations)
