"""From records of this room to facts."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from jalon.core import models
from jalon.core.citing import Cited, citation_fact
from jalon.facts import common, directory


def source_fact(row: models.Source) -> common.Source:
    """A source as a part says it."""
    return common.Source(
        uid=str(row.uid), key=row.key, address=row.address, url=row.url, title=row.title, note=row.note
    )


def sources(rows: QuerySet[models.Source]) -> tuple[common.Source, ...]:
    """Sources in the order of their uids. One query."""
    return tuple(source_fact(row) for row in rows.order_by("uid"))


def organisations(rows: QuerySet[models.Organisation]) -> tuple[directory.Organisation, ...]:
    """Bodies with names, offices, predecessors and citations, in the order of their uids. Six queries, however many."""
    found = list(
        rows.select_related("parent").prefetch_related("names", "offices", "successions__predecessor").order_by("uid")
    )
    subjects = {row.uid for row in found} | {office.uid for row in found for office in row.offices.all()}
    cites = citations_on(subjects)
    return tuple(organisation_fact(row, cites) for row in found)


def citations_on(subjects: Iterable[uuid.UUID]) -> Cited:
    """The citations of these subjects, whatever part says them. One query."""
    found: dict[uuid.UUID, list[common.Citation]] = defaultdict(list)
    rows = models.Citation.objects.filter(subject_uid__in=list(subjects)).order_by("subject_uid", "order", "id")
    for row in rows.select_related("source"):
        fact = citation_fact(row.source.uid, row.field, row.locator, row.quote, row.confidence)
        found[row.subject_uid].append(fact)
    return {subject: tuple(citations) for subject, citations in found.items()}


def organisation_fact(row: models.Organisation, cites: Cited) -> directory.Organisation:
    """A body; its pieces were read before."""
    return directory.Organisation(
        uid=str(row.uid),
        slug=row.slug,
        kind=directory.OrganisationKind(row.kind),
        names=tuple(_name(name) for name in row.names.all()),
        parent=str(row.parent.uid) if row.parent else None,
        predecessors=tuple(str(link.predecessor.uid) for link in row.successions.all()),
        offices=tuple(_office(office, cites) for office in row.offices.all()),
        note=row.note,
        fictional=row.fictional,
        citations=cites.get(row.uid, ()),
    )


def _name(row: models.OrganisationName) -> directory.DatedName:
    return directory.DatedName(value=row.value, lang=row.lang, acronym=row.acronym, since=row.since, until=row.until)


def _office(row: models.Office, cites: Cited) -> directory.Office:
    return directory.Office(
        title=row.title,
        holder=row.holder,
        vacant=row.vacant,
        since=row.since,
        until=row.until,
        citations=cites.get(row.uid, ()),
    )


def vocabularies(rows: QuerySet[models.Vocabulary]) -> tuple[directory.Vocabulary, ...]:
    """Vocabularies with their terms in order, by uid. Two queries."""
    return tuple(_vocabulary(row) for row in rows.prefetch_related("terms").order_by("uid"))


def _vocabulary(row: models.Vocabulary) -> directory.Vocabulary:
    terms = (
        directory.Term(code=term.code, fr=term.fr, en=term.en, broader=term.broader, source=term.source)
        for term in row.terms.all()
    )
    return directory.Vocabulary(
        uid=str(row.uid), slug=row.slug, version=row.version, fr=row.fr, en=row.en, terms=tuple(terms)
    )


def territories(rows: QuerySet[models.Territory]) -> tuple[directory.Territory, ...]:
    """Territories by uid. One query."""
    return tuple(
        directory.Territory(
            uid=str(row.uid),
            code=row.code,
            level=row.level,
            name=row.name,
            parent=str(row.parent.uid) if row.parent else None,
        )
        for row in rows.select_related("parent").order_by("uid")
    )


def collected(part: models.Part) -> Mapping[str, tuple[Any, ...]]:
    """This room's share of a part: its sources, and for a directory what it describes."""
    found: dict[str, tuple[Any, ...]] = {"sources": sources(models.Source.objects.filter(part=part))}
    if part.kind == "directory":
        found["organisations"] = organisations(models.Organisation.objects.filter(part=part))
        found["vocabularies"] = vocabularies(models.Vocabulary.objects.filter(part=part))
        found["territories"] = territories(models.Territory.objects.filter(part=part))
    return found
