"""The list of parts, the page of one, and what is to be done: never anything of a part that is not the person's team's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from jalon.core import parts as registry
from jalon.core.enums import Role
from jalon.core.models import AuditEvent, Membership, Part, User
from jalon.core.permissions import may_edit, may_sign_off
from jalon.facts.common import StatementKind
from jalon.facts.kinds import KINDS, PART
from jalon.facts.part import PartFacts
from jalon.office import labels
from jalon.office.frame import name_of
from jalon.office.pages.differences import Differences, kind_label
from jalon.office.pages.plan import said_in_words
from jalon.plans import models
from jalon.plans.reading import Around, statement_fact
from jalon.plans.selectors.checklist import withdrawn
from jalon.portal.words import colon
from jalon.publication.models import SignedVersion
from jalon.publication.words import label


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part in a list. `changed`: something was written after the last signature; `unsourced` None: not counted."""

    slug: str
    title: str
    kind: str
    owner: str
    number: int | None
    signed_at: datetime | None
    written_at: datetime
    changed: bool
    synthetic: bool
    edits: bool
    signs: bool
    unsourced: int | None = None


def part_rows(user: User, *, counted: bool = False) -> tuple[PartRow, ...]:
    """The parts of the person's teams, by address. `counted`: with their facts that wait for a source."""
    parts = list(Part.objects.visible_to(user).select_related("owner").order_by("slug"))
    signed = {
        row.part_uid: row
        for row in SignedVersion.objects.filter(part_uid__in=[p.uid for p in parts]).order_by("number")
    }
    writes = _last_writes(parts)
    return tuple(
        _row(part, signed.get(part.uid), writes.get(part.uid, part.created_at), user, counted) for part in parts
    )


def _last_writes(parts: Iterable[Part]) -> dict[object, datetime]:
    """When something in each part was written last: sign-offs write nothing in it."""
    events = AuditEvent.objects.filter(part_uid__in=[part.uid for part in parts])
    written = events.exclude(action__in=("part.sign_off", "part.withdraw", "file.put")).order_by()
    return dict(written.values_list("part_uid").annotate(Max("at")))


def _row(part: Part, signed: SignedVersion | None, written: datetime, user: User, counted: bool) -> PartRow:
    return PartRow(
        slug=part.slug,
        title=part.title,
        kind=kind_label(part),
        owner=name_of(part.owner),
        number=signed.number if signed else None,
        signed_at=signed.signed_at if signed else None,
        written_at=written,
        changed=signed is None or written.replace(microsecond=0) > signed.signed_at,
        synthetic=part.synthetic,
        edits=may_edit(user, part),
        signs=may_sign_off(user, part),
        unsourced=len(registry.unsourced(part)) if counted else None,
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A fact without a source. `code` is its kind of form; empty when it has none."""

    code: str
    uid: str
    label: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A record that was taken out and can be given back."""

    code: str
    uid: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who can see the part now."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class PartPage:
    """A part as its team sees it."""

    slug: str
    title: str
    kind: str
    owner: str
    revision: int
    counts: tuple[tuple[str, int], ...]
    differences: Differences
    unsourced: tuple[Waiting, ...]
    withdrawn: tuple[Gone, ...]
    readers: tuple[Member, ...]
    plans: tuple[tuple[str, str], ...]
    versions: tuple[SignedVersion, ...]


CODES = {
    models.Plan: "plan", models.PlanTitle: "intitule-plan", models.StatedNumber: "nombre", models.PlanEvent: "evenement",
    models.Overlap: "recoupement", models.Section: "niveau", models.Measure: "mesure", models.MeasureTitle: "intitule",
    models.Step: "jalon", models.Document: "document", models.Means: "moyens", models.Statement: "declaration",
    models.Series: "serie", models.Indicator: "indicateur", models.IndicatorAnswer: "reponse", models.Output: "realisation",
}  # fmt: skip
BY_NAME = {str(model._meta.model_name): code for model, code in CODES.items()} | {
    "promise": "engagement",
    "duedate": "echeance",
    "promiseview": "avis",
    "recommendation": "recommandation",
    "recommendationanswer": "lien-mesure",
    "recommendationreview": "examen",
    "lineage": "filiation",
    "overlaplink": "recoupement-plans",
    "committee": "comite",
    "session": "seance",
    "sessiondocument": "piece",
    "decision": "decision",
    "observation": "serie",
    "act": "acte",
    "organisation": "organisme",
}


def part_page(part: Part, facts: PartFacts, found: Differences) -> PartPage:
    """The page of a part."""
    return PartPage(
        slug=part.slug,
        title=part.title,
        kind=kind_label(part),
        owner=name_of(part.owner),
        revision=part.revision,
        counts=counts(facts),
        differences=found,
        unsourced=waiting(part),
        withdrawn=tuple(Gone(BY_NAME.get(one.kind, ""), one.uid, one.label, one.reason) for one in withdrawn(part)),
        readers=readers(part),
        plans=tuple((plan.slug, title_of(plan)) for plan in models.Plan.objects.of_part(part).live()),
        versions=tuple(SignedVersion.objects.filter(part_uid=part.uid).order_by("-number")[:12]),
    )


def title_of(plan: models.Plan) -> str:
    """The plan's first title."""
    title = models.PlanTitle.objects.filter(plan=plan).order_by("order", "id").first()
    return str(title) if title else plan.slug


def counts(facts: PartFacts) -> tuple[tuple[str, int], ...]:
    """How many facts of each kind the part says."""
    held = ((kind.attribute, len(getattr(facts, kind.attribute))) for kind in KINDS if kind is not PART)
    return tuple((label(name), count) for name, count in held if count)


def waiting(part: Part) -> tuple[Waiting, ...]:
    """The facts of the part that wait for a source, with the form that gives them one."""
    found = registry.unsourced(part)
    said = [one.uid for one in found if BY_NAME.get(one.kind) == "declaration"]
    words = {str(row.uid): _statement_words(row) for row in models.Statement.objects.filter(part=part, uid__in=said)}
    return tuple(Waiting(BY_NAME.get(one.kind, ""), one.uid, words.get(one.uid, one.label)) for one in found)


def _statement_words(row: models.Statement) -> str:
    return f"{labels.STATEMENT[StatementKind(row.kind)]}{colon()}{said_in_words(statement_fact(row, None, Around()))}"


def readers(part: Part) -> tuple[Member, ...]:
    """The people who see the part before it is signed: its team, nobody else."""
    rows = Membership.objects.filter(
        organisation=part.owner, ended_at__isnull=True, user__is_active=True
    ).select_related("user")
    team = (row for row in rows.exclude(role=Role.COMMITTEE).order_by("id") if row.scope_uid in (None, part.uid))
    return tuple(Member(str(row.user), str(Role(row.role).label)) for row in team)
