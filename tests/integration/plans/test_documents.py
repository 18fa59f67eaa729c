"""A document belongs to a plan or to a measure, and only a public one is part of what is said."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jalon.core.citing import cited
from jalon.core.errors import Conflict, Forbidden
from jalon.core.models import AuditEvent, Source, User
from jalon.core.parts import collect, load
from jalon.facts.codec import normalised
from jalon.facts.common import Citation, Text, Visibility, When
from jalon.facts.part import PartFacts
from jalon.facts.plan import Document as DocumentFact
from jalon.plans import actions
from jalon.plans.models import Document, Measure, Plan
from jalon.plans.selectors import plan_page, unsourced, withdrawn
from tests import synthetic
from tests.integration.plans.conftest import People, loaded

pytestmark = pytest.mark.django_db
Cites = tuple[Citation, ...]
TITLE = Text(value="Le texte du plan")
FILED: dict[str, Any] = {"media_type": "application/pdf", "sha256": "a" * 64, "size": 12}


def _said(plan: Plan) -> tuple[str, ...]:
    """The titles of the plan's documents in what the part says."""
    found = {fact.uid: fact for fact in collect(plan.part)["plans"]}
    return tuple(document.title.value for document in found[str(plan.uid)].documents)


def test_a_public_document_of_a_plan_is_part_of_what_is_said(plan: Plan, editor: User, cites: Cites) -> None:
    actions.add_document(owner=plan, by=editor, citations=cites, title=TITLE, when=When(edtf="2024-05"), **FILED)
    found = {fact.uid: fact for fact in collect(plan.part)["plans"]}
    (document,) = found[str(plan.uid)].documents
    assert (document.title, document.when, document.sha256) == (TITLE, When(edtf="2024-05"), "a" * 64)
    assert document.citations == cites
    assert AuditEvent.objects.order_by("-id")[0].action == "plans.add_document"


@pytest.mark.parametrize("visibility", [one for one in Visibility if one is not Visibility.PUBLIC])
def test_a_document_of_the_committee_the_body_or_the_team_is_not_said(
    plan: Plan, editor: User, cites: Cites, visibility: Visibility
) -> None:
    actions.add_document(owner=plan, by=editor, citations=cites, title=TITLE, visibility=visibility)
    assert _said(plan) == ()
    assert [row.fact.title for row in plan_page(plan.slug, editor).documents] == [TITLE]


def test_a_source_that_a_private_document_alone_cites_does_not_leave_with_the_part(
    plan: Plan, editor: User, facts: PartFacts
) -> None:
    source = Source.objects.create(part=plan.part, key="n1", title="Note interne", address="note")
    cites = (Citation(source=str(source.uid)),)
    row = actions.add_document(owner=plan, by=editor, citations=cites, title=TITLE, visibility=Visibility.TEAM)
    said = collect(plan.part)
    assert str(source.uid) not in {one.uid for one in said["sources"]}
    load(plan.part, replace(facts, **said), None)
    assert collect(plan.part) == said
    assert cited(plan.part, [row.uid])[row.uid] == cites and Source.objects.filter(uid=source.uid).exists()
    Document.objects.filter(uid=row.uid).update(visibility=Visibility.PUBLIC)
    assert str(source.uid) in {one.uid for one in collect(plan.part)["sources"]}


def test_a_document_made_private_leaves_what_is_said(plan: Plan, editor: User, cites: Cites) -> None:
    row = actions.add_document(owner=plan, by=editor, citations=cites, title=TITLE)
    actions.edit_document(document=row, by=editor, expected_revision=1, visibility=Visibility.TEAM)
    assert _said(plan) == ()
    with pytest.raises(Conflict):
        actions.edit_document(document=row, by=editor, expected_revision=1, visibility=Visibility.PUBLIC)


def test_a_document_of_a_plan_can_be_withdrawn_and_given_back(plan: Plan, editor: User, cites: Cites) -> None:
    row = actions.add_document(owner=plan, by=editor, citations=cites, title=TITLE)
    actions.withdraw(record=row, reason="Autre fichier", by=editor, expected_revision=1)
    assert (_said(plan), plan_page(plan.slug, editor).documents) == ((), ())
    assert [(one.kind, one.label) for one in withdrawn(plan.part)] == [("document", TITLE.value)]
    actions.restore(record=row, by=editor, expected_revision=2)
    assert _said(plan) == (TITLE.value,)


def test_documents_of_a_plan_keep_their_order_and_are_not_those_of_its_measures(
    plan: Plan, measure: Measure, editor: User, cites: Cites
) -> None:
    actions.add_document(owner=measure, by=editor, citations=cites, title=Text(value="D’une mesure"))
    for words in ("Un", "Deux", "Trois"):
        actions.add_document(owner=plan, by=editor, citations=cites, title=Text(value=words))
    assert _said(plan) == ("Un", "Deux", "Trois")


def test_a_document_of_a_plan_without_a_source_waits_for_one(plan: Plan, editor: User) -> None:
    row = actions.add_document(owner=plan, by=editor, title=TITLE, source_to_find=True)
    assert str(row.uid) in {item.uid for item in unsourced(plan.part)}


def test_who_may_not_write_the_part_adds_no_document_to_its_plan(plan: Plan, people: People, cites: Cites) -> None:
    for person in (people.reader, people.committee, people.operator, people.outsider, people.nobody):
        with pytest.raises(Forbidden):
            actions.add_document(owner=plan, by=person, citations=cites, title=TITLE)
    assert not Document.objects.exists()


def test_a_document_belongs_to_exactly_one_thing(plan: Plan, measure: Measure) -> None:
    both: tuple[dict[str, Any], ...] = ({}, {"plan": plan, "measure": measure})
    for owners in both:
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.create(title=TITLE, **owners)


def test_a_package_replaces_public_documents_of_a_plan_and_leaves_private_ones(facts: PartFacts) -> None:
    part = loaded(facts)
    plan = Plan.objects.get(slug="plan-fictif-2")
    secret = plan.documents.create(title=Text(value="Projet de bilan"), visibility=Visibility.BODY, sha256="0" * 64)
    plan.documents.create(title=Text(value="Ancien texte"))
    load(part, facts, None)
    kept = Document.objects.get()
    assert (kept.uid, kept.sha256, kept.owner.uid) == (secret.uid, "0" * 64, plan.uid)
    load(part, replace(facts, plans=(), sections=(), measures=(), statements=(), means=(), acts=()), None)
    assert not Document.objects.exists()


def test_a_document_of_a_plan_comes_back_as_it_went_in(facts: PartFacts) -> None:
    document = DocumentFact(uid=synthetic.stable_uid("doc"), title=TITLE, citations=synthetic.cited(), **FILED)
    full = replace(facts, plans=(facts.plans[0], replace(facts.plans[1], documents=(document,))))
    assert replace(full, **collect(loaded(full))) == normalised(full)
