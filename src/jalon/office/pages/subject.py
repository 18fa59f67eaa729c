"""The page of what can be spoken of: a measure of the part with all that hangs from it; a plan, a section, or a measure of
another body as it was published, with what this part says of it."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from jalon.core.models import Part, User
from jalon.facts.common import COUNTRY_SUBJECT, Citation, Statement, Text
from jalon.facts.plan import Measure
from jalon.office import labels
from jalon.office.around import published, vocabularies
from jalon.office.pages.following_lists import (
    ListRow,
    OutputLine,
    list_row,
    output_line,
    published_outputs,
    published_rows,
)
from jalon.plans import models
from jalon.plans.reading import means_fact
from jalon.plans.selectors.indicator import indicators_about
from jalon.plans.selectors.measure import measure_page
from jalon.plans.selectors.output import outputs_about
from jalon.plans.selectors.pages import MeasurePage, Revised
from jalon.plans.selectors.rows import around_rows, statement_rows
from jalon.publication.reader import Reader
from jalon.publication.words import date_words, label, value_words


@dataclass(frozen=True, slots=True)
class Row:
    """A record in a list: its kind of form, its name, its words, what stands beside it."""

    kind: str
    uid: str
    name: str
    words: str
    text: Text | None = None
    sub: str = ""
    unsourced: bool = False
    replaced: bool = False
    file: str = ""
    visibility: str = ""


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """What is known of a subject in this part; `others` is what other published parts say of it."""

    uid: str
    label: str
    number: str
    title: Text | None
    own: bool
    plan_slug: str
    above: str
    titles: tuple[Row, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    statements: tuple[Row, ...] = ()
    steps: tuple[Row, ...] = ()
    documents: tuple[Row, ...] = ()
    means: tuple[Row, ...] = ()
    others: tuple[Row, ...] = ()
    indicators: tuple[ListRow, ...] = ()
    outputs: tuple[OutputLine, ...] = ()
    before: str = ""
    after: str = ""
    kind: str = ""


def build(part: Part, uid: uuid.UUID, user: User, today: date) -> SubjectPage:
    """Read a subject; 404 when neither the part nor the current Release has it."""
    page = _found(part, uid, user)
    own = tuple(list_row(row, {}) for row in indicators_about(uid, part, user, today))
    outputs = tuple(output_line(row, {}) for row in outputs_about([uid], part, user))
    return replace(
        page,
        indicators=(*own, *published_rows(published(), str(uid), (row.uid for row in own))),
        outputs=(*outputs, *published_outputs(published(), str(uid), (row.uid for row in outputs))),
    )


def _found(part: Part, uid: uuid.UUID, user: User) -> SubjectPage:
    measure = models.Measure.objects.of_part(part).live().filter(uid=uid).select_related("plan").first()
    if measure is not None and measure.plan.withdrawn_at is None:
        return _of_measure(part, measure_page(measure.plan.slug, str(uid), user))
    found = _of_tree(part, uid) or _published(uid)
    if found is None:
        raise Http404
    rows = statement_rows(part, [uid], user)
    said = tuple(statement_row(row.statement, row.sourced) for row in rows if row.own)
    return SubjectPage(**found, statements=said, means=_means(part, uid), others=_others(part, str(uid)))


def _of_measure(part: Part, page: MeasurePage) -> SubjectPage:
    fact = page.measure.fact
    names = ("planned", "group", "section_words", "keywords", "note")
    values = [(label(name), value_words(getattr(fact, name))) for name in names if getattr(fact, name)]
    values += _terms(part, fact)
    return SubjectPage(
        uid=fact.uid,
        label=_("Mesure") if fact.number else _("Élément attesté"),
        number=fact.number or "",
        title=fact.titles[0].text if fact.titles else None,
        own=True,
        kind="mesure",
        plan_slug=page.plan.slug,
        above=" › ".join(
            filter(None, (section.label or (section.title.value if section.title else "") for section in page.above))
        ),
        titles=tuple(
            Row(
                "intitule",
                one.uid,
                _("Intitulé"),
                "",
                one.fact.text,
                sub=_places(one.fact.citations),
                unsourced=not one.sourced,
            )
            for one in page.titles
        ),
        facts=tuple(values),
        statements=tuple(statement_row(row.statement, row.sourced) for row in page.statements if row.own),
        steps=tuple(_step(one) for one in page.steps),
        documents=tuple(document_row(one) for one in page.documents),
        means=tuple(_means_row(one) for one in page.means),
        others=_others(part, fact.uid),
        before=page.before or "",
        after=page.after or "",
    )


def _terms(part: Part, fact: Measure) -> list[tuple[str, str]]:
    """Forms of exploitation and target groups by the names of their terms."""
    known = vocabularies(part, published())
    held = ((name, getattr(fact, name), dict(known.get(name, ()))) for name in ("forms", "target_groups"))
    return [(label(name), ", ".join(terms.get(code, code) for code in codes)) for name, codes, terms in held if codes]


def statement_row(said: Statement, sourced: bool) -> Row:
    """A statement in a list."""
    basis = str(labels.BASIS[said.basis]) if said.basis else ""
    when = " ".join(filter(None, [said.said_by.name if said.said_by else "", date_words(said.said)]))
    known = "" if said.known == "given" else str(labels.KNOWN[said.known])
    sub = ", ".join(filter(None, [said.topic, when, basis, known]))  # of what part it is said, first
    words = _named(said) if said.text is None else ""
    named = _named(said) if said.text is not None and (said.organisation or said.due) else ""
    return Row(
        "declaration",
        said.uid,
        str(labels.STATEMENT[said.kind]),
        words or named,
        said.text,
        sub,
        not sourced,
        bool(said.superseded_by),
    )


def _named(said: Statement) -> str:
    """What a statement says without words of its own: a body, a deadline, a result."""
    due = _("échéance : %s") % date_words(said.due) if said.due else ""
    counts = ", ".join(f"{count.label} : {count.value}" for count in said.counts)
    result = (
        labels.label({str(code): words for code, words in labels.OUTCOME.items()}, said.outcome) if said.outcome else ""
    )
    named = (said.organisation.name if said.organisation else "", due, result, counts)
    return " · ".join(filter(None, named)) or str(labels.KNOWN[said.known])


def _step(one: Revised) -> Row:  # type: ignore[type-arg]  # of Step
    dates = [
        _("dû %s") % date_words(one.fact.due) if one.fact.due else "",
        _("atteint %s") % date_words(one.fact.done) if one.fact.done else "",
    ]
    return Row(
        "jalon",
        one.uid,
        ", ".join(filter(None, dates)) or _("sans date"),
        "",
        one.fact.title,
        unsourced=not one.sourced,
    )


def document_row(one: Revised) -> Row:  # type: ignore[type-arg]  # of Document
    """A document, whoever may see it."""
    return Row("document", one.uid, date_words(one.fact.when) or _("sans date"), "", one.fact.title, unsourced=not one.sourced,
               file=one.fact.sha256 or "", visibility=str(labels.VISIBILITY[one.fact.visibility]))  # fmt: skip


def _means(part: Part, uid: uuid.UUID) -> tuple[Row, ...]:
    rows = list(models.Means.objects.of_part(part).live().filter(plan_uid=uid).order_by("id"))
    around = around_rows(part, rows)
    return tuple(
        _means_row(Revised(str(row.uid), row.revision, means_fact(row, around), bool(around.cited(row.uid))))
        for row in rows
    )


def _means_row(one: Revised) -> Row:  # type: ignore[type-arg]  # of Means
    fact = one.fact
    amount = f"{value_words(fact.amount)} {fact.currency}" if fact.amount else ""
    words = " · ".join(
        filter(None, [amount, _("%s postes") % fact.posts if fact.posts else "", str(labels.MEANS[fact.kind])])
    )
    return Row("moyens", one.uid, date_words(fact.when), words, fact.item, unsourced=not one.sourced)


def _places(citations: Iterable[Citation]) -> str:
    return ", ".join(citation.locator for citation in citations if citation.locator)


# --- what is not a measure of the part -------------------------------------------------------------------------------


def _of_tree(part: Part, uid: uuid.UUID) -> dict[str, Any] | None:
    """A plan or section of the part."""
    plan = models.Plan.objects.of_part(part).live().filter(uid=uid).first()
    if plan is not None:
        title = models.PlanTitle.objects.filter(plan=plan).order_by("order", "id").first()
        return _about(uid, _("Plan"), title.text if title else None, plan.slug, own=True, kind="plan")
    section = models.Section.objects.of_part(part).live().select_related("plan").filter(uid=uid).first()
    if section is not None:
        return _about(uid, _("Niveau %s") % section.label, section.title, section.plan.slug, own=True, kind="niveau")
    return None


def _published(uid: uuid.UUID) -> dict[str, Any] | None:
    """A plan, section or measure of the current Release, or the country."""
    if str(uid) == COUNTRY_SUBJECT:
        return _about(uid, _("Hors de tout plan"), Text(value=_("Le pays entier")), "", own=False)
    reader = published()
    place = reader.place(str(uid)) if reader else None
    if reader is None or place is None:
        return None
    return _in_release(reader, uid, place.kind, place.plan or "")


def _in_release(reader: Reader, uid: uuid.UUID, kind: str, plan_slug: str) -> dict[str, Any] | None:
    measure = reader.measure(str(uid)) if kind == "measure" else None
    if measure is not None:
        title = measure.titles[0].text if measure.titles else None
        return _about(
            uid,
            _("Mesure d’un autre organisme, telle que publiée"),
            title,
            plan_slug,
            own=False,
            number=measure.number or "",
        )
    plan = reader.plan(plan_slug)
    if plan is None:
        return None
    if kind == "plan":
        return _about(uid, _("Plan d’un autre organisme, tel que publié"), plan.titles[0].text, plan_slug, own=False)
    section = next((one for one in reader.sections(plan.uid) if one.uid == str(uid)), None)
    return _about(uid, _("Niveau %s") % section.label, section.title, plan_slug, own=False) if section else None


def _about(
    uid: uuid.UUID, name: str, title: Text | None, plan_slug: str, *, own: bool, number: str = "", kind: str = ""
) -> dict[str, Any]:
    return {
        "uid": str(uid),
        "label": name,
        "number": number,
        "title": title,
        "own": own,
        "plan_slug": plan_slug,
        "above": "",
        "kind": kind,
    }


def _others(part: Part, uid: str) -> tuple[Row, ...]:
    """What other parts have published about the subject."""
    reader = published()
    if reader is None:
        return ()
    said = reader.statements([uid]).get(uid, ())
    own = set(models.Statement.objects.of_part(part).filter(subject_uid=uid).values_list("uid", flat=True))
    return tuple(statement_row(one, bool(one.citations)) for one in said if uuid.UUID(one.uid) not in own)
