"""A file as it is being read: what it holds, under which headers, and its rows, line by line.

A reading is plain data, so that a long import keeps it and goes on after an interruption without opening the file again.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from jalon.core.errors import Invalid
from jalon.core.models import Part
from jalon.exchange import observations_in, plans_in
from jalon.exchange.headers import Column, Header, Profile, example_notes
from jalon.exchange.observations_in import ObservationReader, find_observations
from jalon.exchange.plan_lines import is_numbered_heading
from jalon.exchange.plan_rows import RowReader
from jalon.exchange.plan_writing import About
from jalon.exchange.plans_in import find_tables
from jalon.exchange.problems import CellProblem, Severity
from jalon.exchange.sheets import Sheet, Workbook
from jalon.exchange.tables import Table
from jalon.exchange.values import plain
from jalon.facts.common import OrgRef, Source, When
from jalon.facts.part import PartFacts, PartKind
from jalon.facts.plan import Plan
from jalon.facts.uids import stable_uid
from jalon.methods.dates import parse_printed
from jalon.plans.choices import Choices

Tables = tuple[tuple[Sheet, Header], ...]
Batch = tuple[int, list[Any], list[CellProblem]]
"""The number of a line, what it gives (nothing when it has an ERROR), what is wrong with it."""
TAKERS = {
    Table.PLAN: frozenset({PartKind.PLAN}),
    Table.EXPORTED: frozenset({PartKind.PLAN}),
    Table.INDICATORS: frozenset({PartKind.PLAN, PartKind.DECLARATIONS, PartKind.INDICATORS}),
    Table.OBSERVATIONS: frozenset({PartKind.PLAN, PartKind.DECLARATIONS, PartKind.INDICATORS, PartKind.STATISTICS}),
}
"""What a file holds → the parts that may say it."""


@dataclass(frozen=True)
class Reading:
    """`title`: of the table, as chosen, as printed above it, or its name. `notes`: what is to be said of the file itself."""

    name: str
    sha256: str
    table: Table
    title: str
    choices: Choices
    headers: tuple[Header, ...]
    profile: Profile
    notes: tuple[CellProblem, ...] = ()
    rows: int = field(default=0, compare=False)

    def to_json(self) -> str:
        """All but the choices, which the run keeps."""
        kept = {"name": self.name, "sha256": self.sha256, "table": self.table, "title": self.title}
        headers = [asdict(one) for one in self.headers]
        notes = [problem_out(one) for one in self.notes]
        return json.dumps(
            {**kept, "headers": headers, "profile": self.profile.to_json(), "notes": notes}, ensure_ascii=False
        )

    @classmethod
    def from_json(cls, text: str, choices: Choices) -> "Reading":
        """As it was."""
        data = json.loads(text)
        return cls(
            name=data["name"], sha256=data["sha256"], table=Table(data["table"]), title=data["title"], choices=choices,
            headers=tuple(_header(one) for one in data["headers"]), profile=Profile.from_json(data["profile"]),
            notes=tuple(problem_in(one) for one in data["notes"]),
        )  # fmt: skip


def _header(data: dict[str, Any]) -> Header:
    return Header(**(data | {"columns": tuple(Column(**one) for one in data["columns"])}))


def problem_out(problem: CellProblem) -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(problem) | {"params": dict(problem.params)}


def problem_in(data: dict[str, Any]) -> CellProblem:
    """As it was."""
    return CellProblem(**(data | {"severity": Severity(data["severity"])}))


def refuse_table(part: Part, table: Table) -> None:
    """`Invalid` when a part of this kind does not say what the file holds."""
    if PartKind(part.kind) in TAKERS[table]:
        return
    said = {
        Table.INDICATORS: _(
            "Ce fichier définit des indicateurs\u00a0: une partie de plan, de déclarations ou d’indicateurs le prend."
        ),
        Table.OBSERVATIONS: _("Ce fichier donne des observations\u00a0: cette partie ne tient pas de séries."),
    }
    plan = _(
        "Ce fichier décrit un plan ou des mesures\u00a0: seule une partie de plan le prend. S’il donne des observations ou des indicateurs, dites-le dans «\u00a0Ce que contient le tableau\u00a0»."
    )
    raise Invalid({"file": said.get(table, plan)})


def open_tables(book: Workbook, sha256: str, table: Table, choices: Choices) -> tuple[Reading, Tables]:
    """The sheets of the book that hold the table, under their headers."""
    observed = table is Table.OBSERVATIONS
    found = (find_observations if observed else find_tables)(book, choices.profile)
    profile = choices.profile or (found[0][1].profile(book.name, **_option(table)) if found else Profile(book.name))
    read = {sheet.name for sheet, _header in found}
    notes = tuple(one for one in book.all_notes if not one.sheet or one.sheet in read)
    examples = (note for sheet, header in found for note in example_notes(sheet, header))
    untold = () if observed else plans_in.unread(book, found)
    lacking = () if found else ((observations_in if observed else plans_in).no_table(book),)
    title = plain(choices.title) or _printed_title(found) or PurePath(book.name).stem
    headers = tuple(header for _sheet, header in found)
    return Reading(
        book.name, sha256, table, title, choices, headers, profile, (*notes, *examples, *untold, *lacking)
    ), found


def _option(table: Table) -> dict[str, str]:
    return {"table": table.value} if table is Table.OBSERVATIONS else {}


def batches(reading: Reading, sheet: Sheet, header: Header, lang: str, after: int = 0) -> Iterator[Batch]:
    """The lines of data of one sheet beyond line `after`."""
    words = reading.profile.option("lang", lang)
    reader = ObservationReader if reading.table is Table.OBSERVATIONS else RowReader
    return reader(sheet, header, reading.profile, words).batches(after)


def counted(batch: Batch) -> bool:
    """The line is one of data: it gives something, or would but for an error."""
    _number, rows, problems = batch
    return bool(rows) or any(one.severity is Severity.ERROR for one in problems)


def lines_of(problems: Iterable[CellProblem]) -> int:
    """How many lines the errors keep out."""
    errors = (one for one in problems if one.severity is Severity.ERROR and one.address)
    return len({(one.sheet, one.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for one in errors})


# --- what a table does not say of itself -----------------------------------------------------------------------------


def about(part: Part, current: PartFacts, reading: Reading) -> About:
    """What the table does not say of its plan: from the choices, from the plan itself, from the file."""
    choices, title = reading.choices, reading.title
    now = datetime.now(UTC)
    known = plan_of(current, choices.plan) if choices.plan else None
    slug = choices.slug or slugify(title)[:100] or f"plan-{reading.sha256[:8]}"
    same = known or next((plan for plan in current.plans if plan.slug == slug), None)
    base = About(
        uid=same.uid if same else stable_uid(f"{part.uid}/plan/{slug}"),
        slug=slug,
        title=title,
        recorded_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        known_until=now.date().isoformat(),
        source=source_of(part, reading.name, reading.sha256, title),
        existing=same is not None,
        rank=max((plan.rank for plan in current.plans), default=0) + 1,
        said_by=OrgRef(name=str(part.owner), uid=str(part.owner.uid)),
        lang=part.lang,
    )
    return replace(
        base, period=when(choices.period or _years(title)), said=when(choices.said) if choices.said else None
    )


def plan_of(facts: PartFacts, slug: str) -> Plan:
    """A plan of the part by slug or uid. `Invalid` names its plans when there is no such one."""
    found = next((plan for plan in facts.plans if slug in (plan.slug, plan.uid)), None)
    if found is None:
        message = _("La partie n’a pas de plan «\u00a0%(slug)s\u00a0»\u00a0; elle a\u00a0: %(plans)s.")
        names = ", ".join(plan.slug for plan in facts.plans) or "—"
        raise Invalid({"plan": message % {"slug": slug, "plans": names}})
    return found


def source_of(part: Part, name: str, sha256: str, title: str) -> Source:
    """The file as a source of the part."""
    uid = stable_uid(f"{part.uid}/file/{sha256}")
    return Source(uid=uid, key=sha256[:12], address=PurePath(name).name, title=title)


def when(words: str) -> When:
    """A date as typed by whoever imports; words that are no date are kept as printed."""
    edtf, _recurrence = parse_printed(words) if words else (None, None)
    said = str(edtf) if edtf is not None else None
    return When(edtf=said, printed=words if words and said != words else None)


def _years(title: str) -> str:
    found = re.search(r"\b(20[0-9]{2}) ?[-–/] ?(20[0-9]{2})\b", title)
    return f"{found[1]}-{found[2]}" if found else ""


def _printed_title(tables: Tables) -> str:
    """The title printed above the first table, when it stands alone on its row or names a plan."""
    return next(_titles(*tables[0]), "") if tables else ""


def _titles(sheet: Sheet, header: Header) -> Iterator[str]:
    for row in sheet.rows():
        if row.number >= header.row:
            return
        texts = [str(value).strip() for value in row.values if isinstance(value, str) and value.strip()]
        if texts and is_numbered_heading(texts[0]):  # an axis, not the plan
            continue
        if texts and len(texts[0]) <= 200 and (len(texts) == 1 or _years(texts[0])):
            yield texts[0]
