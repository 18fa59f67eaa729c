"""What pages read: frozen records, for who may read them."""

from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from jalon.core import due, housekeeping, selectors
from jalon.core.actions import invitations, organisations, parts, sources
from jalon.core.enums import Role, ScopeKind
from jalon.core.errors import Conflict, Forbidden, Invalid
from jalon.core.matrix import MATRIX
from jalon.core.models import Source, Territory
from jalon.facts.directory import DatedName, OrganisationKind
from jalon.facts.part import PartKind
from tests.integration.core import make


def test_members_are_listed_with_role_reach_and_second_factor(db: None) -> None:
    body = make.body()
    part, boss = make.part(body, slug="plan-3"), make.signatory(body)
    TOTP.activate(boss, generate_totp_secret())
    reader = make.member(body, Role.READER, part)
    found = {one.person_uid: one for one in selectors.members(body, by=boss)}
    assert found[str(boss.uid)].second_factor
    mine = found[str(reader.uid)]
    assert (mine.role, mine.scope, mine.part, mine.second_factor) == (Role.READER, ScopeKind.PART, "plan-3", False)


def test_a_team_is_listed_in_the_same_queries_whatever_its_size(db: None, django_assert_num_queries: Any) -> None:
    body = make.body()
    part = make.part(body)
    for _ in range(9):
        make.member(body, Role.READER, part)
    with django_assert_num_queries(3):
        assert len(selectors.members(body, by=None)) == 9


def test_team_and_invitations_are_for_who_may_invite(db: None) -> None:
    body, operator, now = make.body(), make.operator(), timezone.now()
    boss = make.signatory(body)
    invitations.invite(by=boss, email="a@exemple.fr", role=Role.READER, organisation=body)
    assert [one.email for one in selectors.invitations(body, by=boss, now=now)] == ["a@exemple.fr"]
    assert selectors.invitations(body, by=boss, now=now + timedelta(days=8)) == ()
    for by, where in ((operator, body), (boss, None), (make.member(body), body), (boss, make.body())):
        with pytest.raises(Forbidden):
            selectors.members(where, by=by)
        with pytest.raises(Forbidden):
            selectors.invitations(where, by=by, now=now)
    assert [one.role for one in selectors.members(None, by=operator)] == [Role.OPERATOR]


def test_people_see_their_parts_with_what_they_may_do_in_each(db: None) -> None:
    body = make.body()
    first, second = make.part(body, slug="a"), make.part(body, slug="b")
    make.part(slug="c")
    user = make.member(body, Role.READER)
    make.member(body, Role.EDITOR, second, who=user)
    found = {one.slug: one.permissions for one in selectors.parts_of(user)}
    assert found == {first.slug: MATRIX[Role.READER], second.slug: MATRIX[Role.READER] | MATRIX[Role.EDITOR]}


def test_names_of_many_bodies_on_a_day_take_two_queries(db: None, django_assert_num_queries: Any) -> None:
    bodies = [make.body() for _ in range(5)]
    with django_assert_num_queries(2):
        found = selectors.organisation_names([str(one.uid) for one in bodies], date(2026, 1, 1))
    assert found[str(bodies[0].uid)].startswith("Organisme")


def test_an_unknown_body_or_vocabulary_is_none(db: None) -> None:
    assert selectors.organisation("rien") is None
    assert selectors.vocabulary("rien") is None


def test_territories_are_listed_by_level_and_code(db: None) -> None:
    part = make.part(kind=PartKind.DIRECTORY)
    for code, level in (("971", "overseas"), ("75", "departement"), ("01", "departement")):
        Territory.objects.create(part=part, code=code, level=level, name=code)
    assert [one.code for one in selectors.territories()] == ["01", "75", "971"]
    assert [one.code for one in selectors.territories("overseas")] == ["971"]


def test_sources_of_a_part_are_facts(db: None) -> None:
    part = make.part()
    made = sources.add(by=None, part=part, address="JO", title="Journal officiel")
    sources.change(by=None, source=made, expected_revision=1, url="https://exemple.fr/jo")
    [found] = selectors.sources(part)
    assert (found.address, found.title, found.url) == ("JO", "Journal officiel", "https://exemple.fr/jo")
    part.refresh_from_db()
    assert part.revision == 3
    stale = Source.objects.get()
    stale.revision = 1
    with pytest.raises(Conflict):
        sources.remove(by=None, source=stale, expected_revision=1)


def test_the_state_of_jobs_is_for_operators(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "_jobs", {})
    housekeeping.register_jobs()
    ran = due.run_due(timezone.now())
    assert ran == ("core.forget", "core.outbox", "core.sweep_files")
    assert [(job.name, job.failures) for job in selectors.due_jobs(by=make.operator())] == [(name, 0) for name in ran]
    with pytest.raises(Forbidden):
        selectors.due_jobs(by=make.signatory(make.body()))


def test_a_part_is_renamed_by_its_team_and_nothing_else_of_it_is_written(db: None) -> None:
    part = make.part()
    editor = make.member(part.owner)
    parts.change(by=editor, part=part, expected_revision=1, title="Nouveau titre")
    assert [one.title for one in selectors.parts_of(editor)] == ["Nouveau titre"]
    with pytest.raises(TypeError):
        parts.change(by=editor, part=part, expected_revision=2, owner=make.body())
    with pytest.raises(Forbidden):
        parts.change(by=make.operator(), part=part, expected_revision=2, title="x")


def test_a_part_of_a_package_keeps_its_uid_and_comes_once(db: None) -> None:
    body = make.body()
    uid = "01938c2e-7b1a-7000-8000-0123456789ab"
    part = parts.create(by=None, owner=body, kind=PartKind.PLAN, slug="p", title="P", uid=uid)
    assert str(part.uid) == uid
    with pytest.raises(Invalid, match="déjà dans l’instance"):
        parts.create(by=None, owner=body, kind=PartKind.PLAN, slug="q", title="Q", uid=uid)


def test_a_body_is_described_in_a_directory_with_an_address_of_its_own(db: None) -> None:
    names = (DatedName(value="Même nom"),)
    kind = OrganisationKind.SERVICE
    first = organisations.add(by=None, kind=kind, names=names)
    with pytest.raises(Invalid, match="adresse"):
        organisations.add(by=None, kind=kind, names=names, slug=first.slug)
    with pytest.raises(Invalid, match="annuaire"):
        organisations.add(by=None, kind=kind, names=names, part=make.part())
    with pytest.raises(Invalid, match="au moins un nom"):
        organisations.add(by=None, kind=kind, names=())
    with pytest.raises(TypeError):
        organisations.change(by=None, organisation=first, expected_revision=1, slug="autre")
