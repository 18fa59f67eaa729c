"""What a body can be asked about: the plan's elements by section, with what is known of the body's part in each."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from jalon.core.models import Organisation, User
from jalon.core.models import Part as PartModel
from jalon.facts.common import Basis, StatementKind, Text
from jalon.methods.text import fold
from jalon.office import labels
from jalon.office.around import published
from jalon.plans.models import Measure, Section, Statement
from jalon.reporting.bodies import body_name
from jalon.reporting.models import Ask, AskLine, Campaign
from jalon.reporting.subjects import Subject, subjects_of

ROLES = (StatementKind.LEAD, StatementKind.CO_LEAD, StatementKind.PARTNER)


@dataclass(frozen=True, slots=True)
class Pick:
    """One element of the plan. `seen`: what the part says of the body here, with how one knows; it is never presumed.

    `others`: the bodies asked about it already.
    """

    uid: str
    number: str
    title: Text
    checked: bool
    seen: str
    others: str
    kept: bool


@dataclass(frozen=True, slots=True)
class PickGroup:
    """The elements of a section; without uid: the plan itself and what has no section."""

    uid: str
    label: str
    rows: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body that can be asked. `seen`: on how many elements the part says something of its role."""

    uid: str
    name: str
    fictional: bool
    seen: int


def language_for(campaign: Campaign, body: Organisation) -> str:
    """The language in which a body is asked unless somebody says otherwise: that in which the part asked it last, else
    English if all its names are, else that of the part."""
    earlier = Ask.objects.of_part(campaign.part).filter(body=body).order_by("created_at", "id").last()
    if earlier is not None:
        return str(earlier.language)
    names = list(body.names.all())
    english = names and all(name.lang.startswith("en") for name in names)
    return "en" if english else campaign.language


def groups_of(
    campaign: Campaign, body: Organisation, checked: Collection[uuid.UUID], kept: Collection[uuid.UUID] = ()
) -> tuple[PickGroup, ...]:
    """The plan's elements by section, in its order. A fixed number of queries."""
    known = subjects_of(campaign.plan_uid)
    said = said_of(campaign, body)
    others = _others(campaign, body)
    sections, places = _places(campaign.plan_uid)
    rows: dict[uuid.UUID | None, list[Pick]] = defaultdict(list)
    for uid, subject in known.items():
        if uid not in sections:
            rows[places.get(uid)].append(_pick(subject, checked, said, others, kept))
    loose = PickGroup("", _("Le plan et ce dont la place est inconnue"), tuple(rows.get(None, ())))
    made = [
        PickGroup(
            str(uid), " ".join(filter(None, [known[uid].number, known[uid].title.value])),
            (_pick(known[uid], checked, said, others, kept), *rows[uid]),
        )
        for uid in sections if uid in known
    ]  # fmt: skip
    return tuple(group for group in (*made, loose) if group.rows)


def _pick(
    subject: Subject,
    checked: Collection[uuid.UUID],
    said: Mapping[uuid.UUID, str],
    others: Mapping[uuid.UUID, list[str]],
    kept: Collection[uuid.UUID],
) -> Pick:
    return Pick(
        uid=str(subject.uid), number=subject.number, title=subject.title, checked=subject.uid in checked,
        seen=said.get(subject.uid, ""), others=", ".join(others.get(subject.uid, ())), kept=subject.uid in kept,
    )  # fmt: skip


def _places(plan: uuid.UUID) -> tuple[list[uuid.UUID], dict[uuid.UUID, uuid.UUID]]:
    """The sections in their order, and the section of each measure."""
    sections = Section.objects.live().filter(plan__uid=plan).order_by("order", "id").values_list("uid", flat=True)
    rows = Measure.objects.live().filter(plan__uid=plan, section__withdrawn_at__isnull=True)
    return list(sections), dict(rows.exclude(section=None).values_list("uid", "section__uid"))


def said_of(campaign: Campaign, body: Organisation) -> dict[uuid.UUID, str]:
    """What the part says of the body's role on each element: « pilote (vu à l’œuvre) ». Two queries."""
    return _told(_roles(campaign), str(body.uid), body_name(body))


def _roles(campaign: Campaign) -> list[Statement]:
    rows = Statement.objects.of_part(campaign.part).live().filter(kind__in=[role.value for role in ROLES])
    return list(rows.filter(superseded_by=None).order_by("recorded_at", "id"))


def _told(rows: Iterable[Statement], uid: str, name: str) -> dict[uuid.UUID, str]:
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in rows:
        named = row.organisation
        if named is not None and (named.uid == uid or (not named.uid and named.name.casefold() == name.casefold())):
            basis = f" ({labels.BASIS[Basis(row.basis)]})" if row.basis else ""
            found[row.subject_uid].append(f"{labels.STATEMENT[StatementKind(row.kind)]}{basis}")
    return {subject: ", ".join(dict.fromkeys(words)) for subject, words in found.items()}


def _others(campaign: Campaign, body: Organisation) -> dict[uuid.UUID, list[str]]:
    lines = AskLine.objects.live().filter(ask__campaign=campaign, ask__withdrawn_at=None).exclude(ask__body=body)
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for line in lines.select_related("ask__body").prefetch_related("ask__body__names"):
        found[line.subject_uid].append(body_name(line.ask.body))
    return found


def bodies_of(campaign: Campaign, user: User) -> tuple[BodyLine, ...]:
    """The bodies that may be asked and are not yet: published, of the instance, or of the person's own directories."""
    reader = published()
    known = [one.uid for one in reader.organisations()] if reader else []
    visible = Q(part__in=PartModel.objects.visible_to(user)) | Q(part__isnull=True) | Q(uid__in=known)
    asked = campaign.asks.filter(withdrawn_at=None).values("body")
    bodies = Organisation.objects.filter(visible).exclude(pk__in=asked).prefetch_related("names").distinct()
    roles = _roles(campaign)
    rows = [_body_line(body, roles) for body in bodies]
    return tuple(sorted(rows, key=lambda row: (-row.seen, fold(row.name))))


def _body_line(body: Organisation, roles: list[Statement]) -> BodyLine:
    name = str(body_name(body))
    return BodyLine(str(body.uid), name, body.fictional, len(_told(roles, str(body.uid), name)))


def chosen(posted: Mapping[str, list[str]], groups: Iterable[PickGroup]) -> list[uuid.UUID]:
    """The elements ticked one by one, those of the sections ticked whole, or all."""
    ticked, whole = set(posted.get("mesure", ())), set(posted.get("axe", ()))
    everything = bool(posted.get("tout"))
    return [
        uuid.UUID(row.uid)
        for group in groups
        for place, row in enumerate(group.rows)
        if row.uid in ticked or (everything and _is_measure(group, place)) or (group.uid in whole and _is_measure(group, place))
    ]  # fmt: skip


def _is_measure(group: PickGroup, place: int) -> bool:
    """« All » means the measures: a section, or the plan, is asked about only when it is ticked itself."""
    return place > 0
