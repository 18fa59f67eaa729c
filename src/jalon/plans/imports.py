"""A file compared with what a part says, then taken in: the steps that the command, the pages and the jobs share.

compared = compare(part, data, "plan.xlsx", choices)      # nothing is written
compared.problems, compared.merged.added                   # shown to whoever decides
take(compared, by=user, valid_rows_only=False)             # one action, one event
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core import parts
from jalon.core.errors import Invalid
from jalon.core.models import Organisation, Part, Term, Territory, User
from jalon.exchange.headers import Header, Profile
from jalon.exchange.indicators_in import defines_indicators
from jalon.exchange.merging import Merged, merge, problems_of
from jalon.exchange.plan_rows import PlanRow
from jalon.exchange.plan_writing import About
from jalon.exchange.plans_in import PlanRead, assemble, find_tables, read_plan
from jalon.exchange.plans_out import facts_of_plan, read_exported
from jalon.exchange.problems import CellProblem, Severity
from jalon.exchange.sheets import Sheet, Workbook, read_workbook
from jalon.facts.common import OrgRef, Source, When
from jalon.facts.known import Known
from jalon.facts.part import PartFacts, PartHeader, PartKind
from jalon.facts.plan import Plan
from jalon.facts.uids import stable_uid
from jalon.methods.dates import parse_printed
from jalon.plans import models
from jalon.plans.actions import import_facts
from jalon.plans.choices import Choices
from jalon.plans.indicator_tables import read_table


@dataclass(frozen=True)
class Compared:
    """A file beside what the part says at `revision`. `exported`: it is a workbook that a register exported."""

    part: Part
    revision: int
    file: str
    sha256: str
    merged: Merged
    problems: tuple[CellProblem, ...]
    rows: int
    refused: int
    exported: bool
    headers: tuple[Header, ...] = ()
    profile: Profile | None = None

    @property
    def errors(self) -> tuple[CellProblem, ...]:
        """What keeps the file, or its rows, out."""
        return tuple(one for one in self.problems if one.severity is Severity.ERROR)

    def report(self, translate: Any = str) -> dict[str, Any]:
        """For programs: what was read, what would be written, what is wrong where, and the mapping."""
        columns = [
            {"sheet": header.sheet, "row": header.row, "column": one.letters, "title": one.title, "field": one.field,
             "confidence": one.confidence}
            for header in self.headers
            for one in header.columns
        ]  # fmt: skip
        return {
            "file": self.file,
            "sha256": self.sha256,
            "rows": self.rows,
            "refused": self.refused,
            "added": dict(self.merged.added),
            "changed": dict(self.merged.changed),
            "problems": [one.as_json(translate) for one in self.problems],
            "mapping": columns,
        }


def compare_rows(
    part: Part, rows: Iterable[PlanRow], problems: tuple[CellProblem, ...], context: "Reading"
) -> Compared:
    """The same from rows that were read before (`import_runs`). `context` says of which file."""
    part.refresh_from_db()
    current = facts_now(part)
    whole = assemble(rows, about(part, current, context.book, context.sha256, context.choices))
    read = replace(
        whole,
        problems=(*problems, *whole.problems),
        headers=context.headers,
        profile=context.profile,
        rows=context.rows,
        refused=whole.refused + len({one.place for one in problems if one.severity is Severity.ERROR}),
    )
    return _compared(part, current, read, context.book.name, context.sha256)


@dataclass(frozen=True)
class Reading:
    """A file that is read in pieces."""

    book: Workbook
    sha256: str
    choices: Choices
    headers: tuple[Header, ...]
    profile: Profile
    rows: int = 0


def compare(part: Part, data: bytes, name: str, choices: Choices) -> Compared:
    """Read the file and compare. `exchange.problems.Refused` for a file that is not read; nothing is written."""
    part.refresh_from_db()
    current = facts_now(part)
    book = read_workbook(data, name)
    sha256 = hashlib.sha256(data).hexdigest()
    exported = read_exported(book)
    if exported is None and defines_indicators(book, choices.profile):
        return _indicators(part, current, book, sha256, choices)
    if exported is not None:
        merged = merge(current, exported.facts, complete=True)
        problems = (*exported.problems, *problems_of(merged, known_here(), {}))
        return Compared(part, part.revision, name, sha256, merged, problems, exported.rows, exported.refused, True)
    tables = find_tables(book, choices.profile)
    read = read_plan(book, about(part, current, book, sha256, choices), choices.profile, tables)
    return _compared(part, current, read, name, sha256)


def _indicators(part: Part, current: PartFacts, book: Workbook, sha256: str, choices: Choices) -> Compared:
    title = choices.title or PurePath(book.name).stem
    source = _source(part, book, sha256, title)
    read = read_table(part, current, book, source, choices)
    taken = {"sources": (source,), "indicators": read.indicators} if read.indicators else {}
    merged = merge(current, taken, complete=False)
    places = {one.uid: one.citations[0].locator or "" for one in read.indicators}
    problems = (*read.problems, *problems_of(merged, known_here(), places))
    headers = (read.header,) if read.header else ()
    refused = read.rows - len(read.indicators)
    return Compared(
        part, part.revision, book.name, sha256, merged, problems, read.rows, refused, False, headers, choices.profile
    )


def _compared(part: Part, current: PartFacts, read: PlanRead, name: str, sha256: str) -> Compared:
    taken: Mapping[str, Any] = vars(read.facts) if read.facts.measures else {}
    merged = merge(current, taken, complete=False)
    problems = (*read.problems, *problems_of(merged, known_here(), read.places))
    return Compared(
        part, part.revision, name, sha256, merged, problems, read.rows, read.refused, False, read.headers, read.profile
    )


def known_here() -> Known:
    """What facts of this instance may name besides the part itself."""
    terms: dict[str, set[str]] = {}
    for slug, code in Term.objects.values_list("vocabulary__slug", "code"):
        terms.setdefault(slug, set()).add(code)
    return Known(
        plans=frozenset(map(str, models.Plan.objects.values_list("uid", flat=True))),
        measures=frozenset(map(str, models.Measure.objects.values_list("uid", flat=True))),
        organisations=frozenset(map(str, Organisation.objects.values_list("uid", flat=True))),
        territories=frozenset(map(str, Territory.objects.values_list("uid", flat=True))),
        terms={slug: frozenset(codes) for slug, codes in terms.items()},
    )


def facts_now(part: Part) -> PartFacts:
    """What the part says in its working state, under its header."""
    owner = OrgRef(name=str(part.owner), uid=str(part.owner.uid))
    header = PartHeader(
        uid=str(part.uid), slug=part.slug, kind=PartKind(part.kind), title=part.title, owner=owner, lang=part.lang,
        synthetic=part.synthetic,
    )  # fmt: skip
    collected: dict[str, Any] = parts.collect(part)
    return PartFacts(header=header, **collected)


def plan_facts(part: Part, slug: str) -> PartFacts:
    """What the part says of one plan. `Invalid` names its plans when there is no such one."""
    facts = facts_now(part)
    return facts_of_plan(facts, _plan_of(facts, slug).uid)


def _plan_of(facts: PartFacts, slug: str) -> Plan:
    found = next((plan for plan in facts.plans if slug in (plan.slug, plan.uid)), None)
    if found is None:
        message = _("La partie n’a pas de plan «\u00a0%(slug)s\u00a0»\u00a0; elle a\u00a0: %(plans)s.")
        names = ", ".join(plan.slug for plan in facts.plans) or "—"
        raise Invalid({"plan": message % {"slug": slug, "plans": names}})
    return found


def about(part: Part, current: PartFacts, book: Workbook, sha256: str, choices: Choices) -> About:
    """What the table does not say of its plan: from the choices, from the plan itself, from the file."""
    now = datetime.now(UTC)
    title = choices.title or printed_title(book) or PurePath(book.name).stem
    source = _source(part, book, sha256, title)
    known = _plan_of(current, choices.plan) if choices.plan else None
    slug = choices.slug or slugify(title)[:100] or f"plan-{sha256[:8]}"
    same = known or next((plan for plan in current.plans if plan.slug == slug), None)
    base = About(
        uid=same.uid if same else stable_uid(f"{part.uid}/plan/{slug}"),
        slug=slug,
        title=title,
        recorded_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        known_until=now.date().isoformat(),
        source=source,
        existing=same is not None,
        rank=max((plan.rank for plan in current.plans), default=0) + 1,
        said_by=OrgRef(name=str(part.owner), uid=str(part.owner.uid)),
        lang=part.lang,
    )
    return replace(
        base, period=when(choices.period or _years(title)), said=when(choices.said) if choices.said else None
    )


def _source(part: Part, book: Workbook, sha256: str, title: str) -> Source:
    uid = stable_uid(f"{part.uid}/file/{sha256}")
    return Source(uid=uid, key=sha256[:12], address=PurePath(book.name).name, title=title)


def when(words: str) -> When:
    """A date as typed by whoever imports; words that are no date are kept as printed."""
    edtf, _recurrence = parse_printed(words) if words else (None, None)
    said = str(edtf) if edtf is not None else None
    return When(edtf=said, printed=words if words and said != words else None)


def _years(title: str) -> str:
    found = re.search(r"\b(20[0-9]{2}) ?[-–/] ?(20[0-9]{2})\b", title)
    return f"{found[1]}-{found[2]}" if found else ""


def printed_title(book: Workbook) -> str:
    """The title printed above the table, when it stands alone on its row or names a plan."""
    for sheet, header in find_tables(book):
        return next(_titles(sheet, header), "")
    return ""


def _titles(sheet: Sheet, header: Header) -> Iterator[str]:
    for row in sheet.rows():
        if row.number >= header.row:
            return
        texts = [str(value).strip() for value in row.values if isinstance(value, str) and value.strip()]
        if texts and len(texts[0]) <= 200 and (len(texts) == 1 or _years(texts[0])):
            yield texts[0]


def take(compared: Compared, *, by: User | None, valid_rows_only: bool) -> Part:
    """Write it. All or nothing unless `valid_rows_only`: `Invalid` when a row has an error. An import without a
    difference writes nothing."""
    if compared.errors and not valid_rows_only:
        message = _(
            "Le fichier a %(count)d erreurs\u00a0: rien n’est écrit. Corrigez-le, ou n’importez que les lignes valables."
        )
        raise Invalid({"file": message % {"count": len(compared.errors)}})
    if compared.merged.empty:
        return compared.part
    counts = {
        "rows": compared.rows,
        "refused": compared.refused,
        "added": dict(compared.merged.added),
        "changed": dict(compared.merged.changed),
    }
    return import_facts(
        part=compared.part, facts=compared.merged.changes, file=PurePath(compared.file).name, sha256=compared.sha256,
        counts=counts, by=by, expected_revision=compared.revision,
    )  # fmt: skip
